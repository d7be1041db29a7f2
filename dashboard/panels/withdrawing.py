"""Taking an import out of what waits to be published: the wrong file, or one whose ids are those of another."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import data, errors, markup, state
from dashboard.access import acting
from dashboard.access.roles import May
from dashboard.language import Words
from geodata.errors import GeodataError
from geodata.staging import ImportEntry

_SAID = "withdrawn-said"


def show(words: Words, waiting: Sequence[ImportEntry]) -> None:
    """One of the imports that wait to be chosen, and the button; what was taken out last is said until the next act."""
    names = {entry.number: " · ".join((str(entry.number), entry.name)) for entry in reversed(waiting)}
    chosen = st.selectbox(
        words("import.take_out"),
        [None, *names],
        format_func=lambda number: names.get(number, "–"),
        key="withdraw-import",
        filter_mode=None,
    )
    if st.button(words("import.withdraw"), disabled=chosen is None, key="withdraw") and chosen is not None:
        entry = next(entry for entry in waiting if entry.number == chosen)
        try:
            data.store().withdraw(entry, who=acting.who(May.IMPORT))
        except GeodataError as error:
            errors.say(words, error.finding)
            return
        state.shown(_SAID, words("import.withdrawn", name=entry.name))
        st.rerun()
    if said := state.value_of(_SAID):
        markup.show("note.html", text=said)
        state.shown(_SAID, None)
