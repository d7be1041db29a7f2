"""Rows of a ranking: districts, or the regions of a country, in the order of what the map shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard import data
from dashboard.panels.headline import COLOURS
from dashboard.view import View
from geodata.analysis import ranking
from geodata.analysis.indicators import Query

CATEGORY = ("category", "years_in_red")
RATES = ("rate", "smoothed_rate")
"""Indicators by which districts are told per 100,000 of the residents of the period."""

LARGE = 10_000
"""From it on a figure needs no decimals."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """What is ranked: codes and names, the place of each mahalla, their figures, and the page that a row leads to."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    home: NDArray[np.intp]
    ranked: Callable[[str, str, Query], pd.DataFrame]
    page: str


def districts(view: View) -> Places:
    """The districts of the edition."""
    codes = data.district_codes(view.edition.id)
    short = data.district_names(view.edition.id, view.language, "short")
    return Places(
        codes=codes,
        names=tuple(short[code] for code in codes),
        home=view.edition.mahallas["district_pos"].to_numpy(),
        ranked=data.ranked,
        page="districts",
    )


def regions(view: View) -> Places:
    """The regions of a country; a row leads to the map of its region."""
    units = ranking.regions_of(view.edition)
    return Places(
        codes=units.codes,
        names=tuple(data.region_name(code, view.language) for code in units.codes),
        home=units.home(view.edition),
        ranked=data.ranked_regions,
        page="",
    )


def rows(view: View, places: Places) -> list[dict[str, object]]:
    """One row a place, as the template takes it."""
    return _categories(view, places) if view.indicator.key in CATEGORY else _figures(view, places)


def _categories(view: View, places: Places) -> list[dict[str, object]]:
    values = view.edition.category_at(view.query.decision).values
    n = len(places.codes)
    table = {code: np.bincount(places.home[values == code], minlength=n) for code, _ in COLOURS}
    order = sorted(range(n), key=lambda i: (-table[3][i], -table[2][i]))
    totals = np.bincount(places.home, minlength=n)
    return [
        _row(places, i)
        | {
            "bar": "mix",
            "ends": _ends([int(table[code][i]) for code, _ in COLOURS], int(totals[i])),
            "figure": view.words.number(int(table[3][i])),
            "of": f"/ {view.words.number(int(totals[i]))}",
        }
        for i in order
    ]


def _figures(view: View, places: Places) -> list[dict[str, object]]:
    table = places.ranked(view.edition.id, view.indicator.key, view.query)
    shown: pd.DataFrame = table.sort_values("value", ascending=False, na_position="last")
    widest = float(np.nanmax(np.abs(table["value"]))) if table["value"].notna().any() else 1.0
    rows = []
    verdicts = [shown["beyond_chance"], shown["untold"]]
    for i, value, count, beyond, untold in zip(shown.index, shown["value"], shown["count"], *verdicts, strict=True):
        known = not np.isnan(value)
        rows.append(
            _row(places, int(i))
            | {
                "bar": _colour(view, value, beyond=beyond),
                "ends": [round(100 * abs(value) / widest) if known and widest else 0],
                "figure": _text(view, value) if known else "—",
                "of": "" if np.isnan(count) or view.indicator.key == "count" else view.words.number(count),
                "told": _verdict(view, value, beyond=beyond, untold=untold),
            }
        )
    return rows


def _ends(parts: list[int], total: int) -> list[int]:
    """Where each part of a bar ends but the last, in percent of the bar."""
    return [round(100 * end / total) if total else 0 for end in np.cumsum(parts)[:-1]]


def _text(view: View, value: float) -> str:
    if view.indicator.ramp == "diverging":
        return view.words.signed(value)
    if view.indicator.ramp == "scores":  # of a district, mahallas are counted
        return view.words.number(value)
    if abs(value) >= LARGE:
        return view.words.number(value)
    return view.words.number(value, 1 if view.indicator.key in RATES else view.indicator.decimals)


def _colour(view: View, value: float, *, beyond: bool) -> str:
    """A change that chance alone could give is neutral, like on the map."""
    if view.indicator.ramp != "diverging":
        return "value"
    if not beyond:
        return "neutral"
    return "rise" if value > 0 else "fall"


def _verdict(view: View, value: float, *, beyond: bool, untold: bool) -> str:
    """What chance says of a change, in words beside the bar; nothing for what is no change."""
    if view.indicator.ramp != "diverging" or np.isnan(value):
        return ""
    return view.words("change.untold" if untold else "change.beyond" if beyond else "change.within")


def _row(places: Places, position: int) -> dict[str, object]:
    return {"name": places.names[position], "code": places.codes[position], "page": places.page, "told": ""}
