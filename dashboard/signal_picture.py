"""The map of the early signals: a state each, in colours and words that are none of the category's."""

from __future__ import annotations

import hashlib

import numpy as np

from dashboard import signal_words
from dashboard.signals import STATES, Signals
from dashboard.view import View
from layers import palette
from layers.classes import NO_DATA
from layers.paint import ClassRow, Figures, Picture


def of(view: View, signals: Signals | None) -> Picture:
    """The picture of the view's signals; everything without data where there is nothing to judge."""
    words, edition = view.words, view.edition
    colours = palette.signal(dark=view.dark)
    n = len(edition.mahallas)
    codes, figures, expected = np.full(n, NO_DATA, dtype=np.int8), np.full(n, np.nan), np.full(n, np.nan)
    if signals is not None:
        table = signals.found.mahallas
        figures, expected = table["observed"].to_numpy(np.float64), table["expected"].to_numpy(np.float64)
        number = {state: at for at, state in enumerate(STATES)}
        codes = np.where(np.isnan(figures), NO_DATA, table["state"].map(number)).astype(np.int8)
    return Picture(
        key=_key(view, signals),
        codes=codes,
        rows=[
            ClassRow(colour=colours[state], label=words(f"signal_state.{state}"), ringed=state == "alert")
            for state in STATES
        ],
        title=words("signal.title"),
        unit=words("signal.recorded_unit"),
        period=_period(view, signals),
        figures=Figures(values=figures),
        detail=Figures(values=expected, decimals=1),
        detail_unit=words("signal.expected_unit"),
        edition=words("map.edition", number=edition.number),
        source=words("app.demonstration") if edition.manifest.demonstration else "",
        note=words("signal.no_category"),
        selected=view.mahalla,
        focus=tuple(int(i) for i in np.flatnonzero(edition.districts["code"].isin(view.districts))),
        sites="none",
        named=True,
    )


def _period(view: View, signals: Signals | None) -> str:
    """What is judged: the group, the types chosen, the months."""
    words = view.words
    types = ", ".join(words.known("type", name) for name in view.query.types)
    span = signal_words.span(signals, signals.choice.span) if signals else ""
    return " · ".join(filter(None, (words.known("group", view.query.group), types, span)))


def _key(view: View, signals: Signals | None) -> str:
    parts = ("signals", view.edition.id, view.language, view.query, signals and signals.choice)
    return hashlib.sha256(repr((*parts, view.mahalla, view.districts)).encode()).hexdigest()[:12]
