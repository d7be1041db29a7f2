"""A card with a table of what is in force on the day: its title, what can be changed of it, the way to take it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import editing, grid, layout, markup
from dashboard.answers import Answers
from dashboard.export import records

ROWS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Change:
    """A button by its key and its words, and the dialog that it opens."""

    key: str
    label: str
    dialog: Callable[[Answers], None]


def show(answers: Answers, name: str, title: str, table: pd.DataFrame, changes: Sequence[Change]) -> None:
    """The card called `name`; the buttons are for whoever may change what holds in the whole region."""
    words = answers.words
    with layout.card(name):
        with layout.bar(f"records-{name}"):
            markup.show("title.html", text=title, note=words("answers.as_of", date=words.date(answers.day)))
            for change in changes:
                if editing.may_everywhere() and st.button(change.label, key=change.key):
                    editing.dialog(change.label, partial(change.dialog, answers))
            records.downloads(answers, table, name)
        if len(table):
            grid.show(name, table, words=words, label=title, look=grid.Look(rows=ROWS_SHOWN))
