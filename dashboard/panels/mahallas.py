"""The table of mahallas: the same selection as the map, both ways, and its downloads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import html, layout, state
from dashboard.export import downloads
from dashboard.panels.districts import shown
from dashboard.state import Field
from dashboard.view import View
from geodata.analysis import indicators

ROWS_SHOWN = 9


def show(view: View) -> None:
    """The mahallas of the districts shown, the one selected marked; a click on a row selects it everywhere."""
    table = rows(view, shown(view))
    with layout.card("mahallas"):
        with layout.bar("table"):
            html.show(
                "title.html", text=view.words("table.mahallas"), note=view.words.counted("table.rows", len(table))
            )
            downloads.show(view, table, shown(view))
        _grid(view, table)


def rows(view: View, districts: tuple[str, ...]) -> pd.DataFrame:
    """One row a mahalla, indexed by position, with headings in the reader's language."""
    words, edition, query = view.words, view.edition, view.query
    mahallas = edition.mahallas[edition.mahallas["district"].isin(districts)]
    at = mahallas.index.to_numpy()
    category = edition.category_at(query.decision).values[at]
    names = {0: "", 1: words("category.green"), 2: words("category.yellow"), 3: words("category.red")}
    table = pd.DataFrame(
        {
            words("table.name"): [view.mahalla_name(i) for i in at],
            **(
                {words("table.district"): [view.district_name(code) for code in mahallas["district"]]}
                if len(districts) > 1
                else {}
            ),
            words("table.category"): [names[int(code)] for code in category],
            words("table.years_in_red"): edition.years_in_red(query.decision)[at],
        },
        index=mahallas.index,
    )
    if edition.groups():
        earlier = replace(query, period=query.period.year_before())
        table[words.period(query.period)] = indicators.counts(edition, query)[at]
        table[words.period(earlier.period)] = indicators.counts(edition, earlier)[at]
        table[words("indicator.rate")] = indicators.INDICATORS["rate"].compute(edition, query).figures[at]
    table[words("unit.residents")] = mahallas["residents"].to_numpy()
    table[words("unit.km2")] = mahallas["area_km2"].to_numpy()
    for column, label in edition.indicator_labels.items():
        table[label] = edition.indicators[column].to_numpy()[at]
    table[words("table.code")] = mahallas["code"].to_numpy()
    return table


def _grid(view: View, table: pd.DataFrame) -> None:
    selected = np.flatnonzero(table.index == view.mahalla).tolist()
    key = f"rows-{view.edition.number}-{view.mahalla}-{'-'.join(shown(view))}"
    st.dataframe(
        table,
        key=key,
        hide_index=True,
        width="stretch",
        height=38 * (min(len(table), ROWS_SHOWN) + 1),
        column_config=_columns(view),
        on_select=_choose(view, table, key),
        selection_mode="single-row",
        selection_default={"selection": {"rows": selected}},
    )


def _columns(view: View) -> dict[str, Any]:
    words = view.words
    one = st.column_config.NumberColumn(format="%.1f", width="small")
    whole = st.column_config.NumberColumn(format="localized")
    return {
        words("indicator.rate"): one,
        words("unit.km2"): one,
        words("unit.residents"): whole,
        words("table.name"): st.column_config.Column(pinned=True),
    }


def _choose(view: View, table: pd.DataFrame, key: str) -> Callable[[], None]:
    codes = view.edition.mahallas["code"]

    def callback() -> None:
        chosen = state.value_of(key)["selection"]["rows"]
        state.put(Field.MAHALLA, str(codes[table.index[chosen[0]]]) if chosen else None)

    return callback
