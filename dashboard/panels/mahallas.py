"""The table of mahallas: the same selection as the map, both ways, and its downloads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard import data, grid, layout, markup, state
from dashboard.export import downloads
from dashboard.panels import change
from dashboard.panels.districts import shown
from dashboard.state import Field
from dashboard.view import View
from geodata.analysis import indicators
from geodata.editions.tables import CATEGORIES

ROWS_SHOWN = 9


def show(view: View) -> None:
    """The mahallas of the districts shown, the one selected marked; a click on a row selects it everywhere."""
    table = rows(view, shown(view))
    with layout.card("mahallas"):
        with layout.bar("table"):
            markup.show(
                "title.html", text=view.words("table.mahallas"), note=view.words.counted("table.rows", len(table))
            )
            downloads.show(view, table, shown(view))
        _grid(view, table)


def rows(view: View, districts: tuple[str, ...]) -> pd.DataFrame:
    """One row a mahalla, indexed by position, with headings in the reader's language; no column that is empty."""
    words, edition = view.words, view.edition
    mahallas = edition.mahallas[edition.mahallas["district"].isin(districts)]
    at = mahallas.index.to_numpy()
    columns: dict[str, object] = {words("table.name"): [view.mahalla_name(i) for i in at]}
    if len(districts) > 1:
        columns[words("table.district")] = [view.district_name(code) for code in mahallas["district"]]
    columns |= _decided(view, at) | _counted(view, at)
    columns[words("unit.residents")] = mahallas["residents"].to_numpy()
    columns[words("unit.km2")] = mahallas["area_km2"].to_numpy()
    columns |= {label: edition.indicators[name].to_numpy()[at] for name, label in edition.indicator_labels.items()}
    columns[words("table.code")] = mahallas["code"].to_numpy()
    return pd.DataFrame(columns, index=mahallas.index).dropna(axis="columns", how="all")


def _decided(view: View, at: NDArray[np.intp]) -> dict[str, object]:
    """The category and the years in red of some mahallas, where categories have been decided."""
    words, decision = view.words, view.query.decision
    category = view.edition.category_at(decision)
    if category.decided is None:
        return {}
    names = ("", words("category.green"), words("category.yellow"), words("category.red"))
    return {
        words("table.category"): [names[code] for code in category.values[at]],
        words("table.years_in_red"): np.where(category.values > 0, view.edition.years_in_red(decision), np.nan)[at],
    }


def _counted(view: View, at: NDArray[np.intp]) -> dict[str, object]:
    """The events of the period, of the same a year before, and the rate, where anything is counted."""
    if not view.edition.groups():
        return {}
    words, query = view.words, view.query
    earlier = replace(query, period=query.period.year_before())
    base = view.edition.population_on(query.period.start).mahallas[at]
    newest = view.edition.mahallas["residents"].to_numpy()[at]
    # Told apart where they differ, so that the rate can be reckoned again from the table.
    told = {} if np.array_equal(base, newest, equal_nan=True) else {words("table.base"): base}
    return {
        words.period(query.period): data.values(view.edition.id, "count", query).figures[at],
        words.period(earlier.period): data.values(view.edition.id, "count", earlier).figures[at],
        words("verdict.title"): _verdicts(view, at),
        words("indicator.rate"): indicators.INDICATORS["rate"].compute(view.edition, query).figures[at],
        **told,
    }


def _verdicts(view: View, at: NDArray[np.intp]) -> list[str | None]:
    """Whether chance alone could give the change between the two periods."""
    found = data.compared(view.edition.id, view.query)
    return [change.verdict(view.words, found, position) for position in at.tolist()]


def _grid(view: View, table: pd.DataFrame) -> None:
    words = view.words
    selected = np.flatnonzero(table.index == view.mahalla).tolist()
    codes = view.edition.mahallas["code"]
    grid.show(
        f"rows-{view.edition.number}",
        table,
        words=words,
        label=words("table.mahallas"),
        look=grid.Look(
            digits={words("indicator.rate"): 1, words("unit.km2"): 1}, ranked=_ranked(view, table), rows=ROWS_SHOWN
        ),
        choice=grid.Choice(
            at=selected[0] if selected else None,
            take=lambda at: state.put(Field.MAHALLA, None if at is None else str(codes[table.index[at]])),
        ),
    )


def _ranked(view: View, table: pd.DataFrame) -> dict[str, grid.Ranked]:
    """The category sorts by its severity and has its colour beside the word."""
    name = view.words("table.category")
    if name not in table:
        return {}
    order = view.edition.category_at(view.query.decision).values[table.index.to_numpy()].tolist()
    return {name: grid.Ranked(order=order, marks=[CATEGORIES[code] for code in order])}
