"""Districts side by side: which ones, their headline figures, and the columns they stand in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import streamlit as st

from dashboard import markup
from dashboard.panels.headline import tiles
from dashboard.view import View
from geodata.editions.categories import RED

MOST = 3
"""More maps than this are too small to be read side by side."""
NAMED = 6
"""Of more districts that found no room only the number is told: a region of a country has up to 26."""


def shown(view: View) -> tuple[str, ...]:
    """The districts of the address; without any, that of the mahalla selected, or the one with most red mahallas."""
    if view.districts:
        return view.districts[:MOST]
    mahallas = view.edition.mahallas
    if view.mahalla is not None:
        return (str(mahallas["district"].iloc[view.mahalla]),)
    red = view.edition.category_at(view.query.decision).values == RED
    found = np.bincount(mahallas["district_pos"].to_numpy()[red], minlength=len(view.edition.districts))
    return (str(view.edition.districts["code"].iloc[int(found.argmax())]),)


def side_by_side(view: View) -> Iterator[str]:
    """Each district in a column of its own, to be drawn inside the loop; before them, which found no room."""
    chosen = shown(view)
    if left := [view.district_name(code) for code in view.districts[MOST:]]:
        named = ", ".join(left) if len(left) <= NAMED else view.words.counted("headline.units", len(left))
        markup.show("note.html", text=view.words("side.left_out", most=MOST, left=named))
    with st.container(key=f"side-{len(chosen)}"):
        columns = st.columns(len(chosen), gap="small")
    for column, code in zip(columns, chosen, strict=True):
        with column:
            yield code


def headline(view: View, district: str) -> None:
    """The figures of one district, close together when there are several."""
    several = len(shown(view)) > 1
    markup.show("headline.html", tiles=tiles(view, (district,), short=several), compact=several)
