"""The districts in the order of what the map shows: stacked bars of categories, or bars of a rate."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from dashboard import country, data, layout, markup
from dashboard.export import links
from dashboard.live import Follower
from dashboard.panels import ranking_rows
from dashboard.panels.headline import COLOURS
from dashboard.panels.ranking_rows import CATEGORY, RATES
from dashboard.view import View

FIRST: Final = 10
"""Districts of a country that stand beside its regions; the table to be taken away has all."""


def follow() -> Follower:
    """The ranking here, for the indicator chosen."""
    return Follower(place=layout.slot("ranking"), draw=show)


def show(view: View) -> None:
    """One row a district, each a link to its page; the first is the one that the figure names first.

    Of a country the regions come first, each a link to its map, and then the first districts of all; of one region of
    it its districts.
    """
    words = view.words
    note = words("ranking.red_of_all") if view.indicator.key in CATEGORY else _what(view)
    take = links.to(view, "ranking")
    shown = {"note": note, "take": take}
    rows = ranking_rows.rows(view, ranking_rows.districts(view))
    if not country.is_one(view.edition):
        markup.show("ranking.html", title=words("ranking.title"), rows=rows, **shown)
        return
    if country.focus(view):
        own = [row for row in rows if row["code"] in view.districts]
        back = words("country.all")
        markup.show(
            "country.html",
            title=country.name(view, view.districts),
            rows=own,
            more=[],
            more_title="",
            back=back,
            **shown,
        )
        return
    title = words("country.first", n=words.number(FIRST), all=words.number(len(rows)))
    regions = ranking_rows.rows(view, ranking_rows.regions(view))
    first = [row | {"where": country.region(view, str(row["code"]))} for row in rows[:FIRST]]
    top = {"more": first, "more_title": title, "back": ""}
    markup.show("country.html", title=words("country.regions"), rows=regions, **top, **shown)


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
        if view.indicator.key in RATES:
            found[words("table.base")] = edition.population_on(view.query.period.start).districts
        order = np.argsort(-ranked["value"].fillna(-np.inf).to_numpy(), kind="stable")
    found.insert(0, words("table.district"), [view.district_full_name(str(code)) for code in edition.districts["code"]])
    found.insert(1, words("table.code"), edition.districts["code"].astype(str).to_numpy())
    return found.iloc[order].reset_index(drop=True)


def _what(view: View) -> str:
    """What the figures are: above the mahalla a rate is per 100,000, as officials quote it."""
    if view.indicator.district_unit:
        return view.words(f"unit.{view.indicator.district_unit}")
    return data.indicator_name(view.edition, view.words, view.indicator.key)
