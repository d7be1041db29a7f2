"""The districts in the order of what the map shows: stacked bars of categories, or bars of a rate."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from dashboard import data, layout, markup
from dashboard.export import links
from dashboard.live import Follower
from dashboard.panels.headline import COLOURS
from dashboard.state import LINKED, Field
from dashboard.view import View

CATEGORY = ("category", "years_in_red")
RATES = ("rate", "smoothed_rate")
_FOLLOWED: Final = " ".join(field for field in LINKED if field not in {Field.DISTRICT, Field.MAHALLA})
"""What a link to a district keeps of the view."""


def follow() -> Follower:
    """The ranking here, for the indicator chosen."""
    return Follower(place=layout.slot("ranking"), draw=show)


def show(view: View) -> None:
    """One row a district, each a link to its page; the first is the one that the figure names first."""
    words = view.words
    if view.indicator.key in CATEGORY:
        rows, note = _categories(view), words("ranking.by_red")
    else:
        rows, note = _figures(view), _what(view)
    take = links.to(view, "ranking")
    markup.show("ranking.html", title=words("ranking.title"), note=note, rows=rows, follow=_FOLLOWED, take=take)


def table(view: View) -> pd.DataFrame:
    """What the panel shows as a table: the districts in its order, with what the bars are made of."""
    words, edition = view.words, view.edition
    if view.indicator.key in CATEGORY:
        values = edition.category_at(view.query.decision).values
        home, n = edition.mahallas["district_pos"].to_numpy(), len(edition.districts)
        columns = {words(f"category.{name}"): np.bincount(home[values == code], minlength=n) for code, name in COLOURS}
        found = pd.DataFrame({**columns, words("reconciliation.total"): np.bincount(home, minlength=n)})
        order = np.lexsort([-found.iloc[:, 1], -found.iloc[:, 0]])
    else:
        ranked = data.ranked(edition.id, view.indicator.key, view.query)
        found = pd.DataFrame({_what(view): ranked["value"]})
        if view.indicator.counts:
            found[words.period(view.query.period)] = ranked["count"]
            found[words.period(view.query.period.year_before())] = ranked["before"]
        order = np.argsort(-ranked["value"].fillna(-np.inf).to_numpy(), kind="stable")
    found.insert(0, words("table.district"), [view.district_full_name(str(code)) for code in edition.districts["code"]])
    found.insert(1, words("table.code"), edition.districts["code"].astype(str).to_numpy())
    return found.iloc[order].reset_index(drop=True)


def _what(view: View) -> str:
    """What the figures are: above the mahalla a rate is per 100,000, as officials quote it."""
    if view.indicator.district_unit:
        return view.words(f"unit.{view.indicator.district_unit}")
    return data.indicator_name(view.edition, view.words, view.indicator.key)


def _categories(view: View) -> list[dict[str, object]]:
    values = view.edition.category_at(view.query.decision).values
    district = view.edition.mahallas["district_pos"].to_numpy()
    n = len(view.edition.districts)
    table = {code: np.bincount(district[values == code], minlength=n) for code, _ in COLOURS}
    order = sorted(range(n), key=lambda i: (-table[3][i], -table[2][i]))
    totals = np.bincount(district, minlength=n)
    return [
        _row(view, i)
        | {
            "bar": "mix",
            "ends": _ends([int(table[code][i]) for code, _ in COLOURS], int(totals[i])),
            "figure": view.words.number(int(table[3][i])),
            "of": f"/ {view.words.number(int(totals[i]))}",
        }
        for i in order
    ]


def _figures(view: View) -> list[dict[str, object]]:
    table = data.ranked(view.edition.id, view.indicator.key, view.query)
    shown: pd.DataFrame = table.sort_values("value", ascending=False, na_position="last")
    widest = float(np.nanmax(np.abs(table["value"]))) if table["value"].notna().any() else 1.0
    rows = []
    verdicts = [shown["beyond_chance"], shown["untold"]]
    for i, value, count, beyond, untold in zip(shown.index, shown["value"], shown["count"], *verdicts, strict=True):
        known = not np.isnan(value)
        rows.append(
            _row(view, int(i))
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


def _row(view: View, position: int) -> dict[str, object]:
    code = str(view.edition.districts["code"].iloc[position])
    return {"name": view.district_name(code), "code": code, "told": ""}
