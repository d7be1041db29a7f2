"""What can be changed of a place's chain: its assignments, its road map, its decisions."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import Final

import streamlit as st

from dashboard import editing, layout
from dashboard.answers import Answers
from dashboard.panels import edit_assignments, edit_decisions, edit_items
from geodata.register.standing import Standing

_DIALOGS: Final = MappingProxyType(
    {"assignment": edit_assignments.show, "item": edit_items.show, "decision": edit_decisions.show}
)


def show(answers: Answers, one: Standing) -> None:
    """A button for each thing that can be changed of a place."""
    if not editing.may():
        return
    words = answers.words
    editing.told(words)
    with layout.bar("edit"):
        for name, dialog in _DIALOGS.items():
            if _makes_sense(name, one, answers.level(one.place)) and st.button(
                words(f"edit.{name}"), key=f"edit-{name}", icon=":material/edit:"
            ):
                editing.dialog(f"{words(f'edit.{name}')} · {answers.place(one.place)}", partial(dialog, answers, one))


def _makes_sense(name: str, one: Standing, level: str) -> bool:
    """Somebody is assigned to a mahalla; a decision can be followed only where there is one."""
    if name == "assignment":
        return level == "mahalla"
    return name == "item" or bool(one.decisions)
