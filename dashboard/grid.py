"""The one table of the product: HTML that sorts, with numbers and dates as the reader's language writes them.

Streamlit's own table draws on a canvas and takes the separators of numbers from the browser's language, whatever
language the page speaks; a reader's program finds raw figures in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.language import Words
from geodata.analysis.indicators import decimals_of

_SCRIPT: Final = Path(__file__).parent / "scripts" / "grid.js"
_GRID: Final = st.components.v2.component(
    "mahalla-map.grid",
    html='<div class="mm-find" hidden></div><div class="mm-grid" tabindex="-1"></div>',
    js=_SCRIPT.read_text(encoding="utf-8"),
    isolate_styles=False,
)
WHOLE: Final = 200
"""Rows that are drawn at once; of more the browser draws those in sight, and has a field to find the others."""

TENTHS_FROM: Final = 10
"""Below it a figure with a fraction is written with two decimals, from it on with one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """How a column of words is sorted, and the coloured sign before each word; both row by row."""

    order: Sequence[int]
    marks: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a table looks: the decimals of columns of figures, worked out where they are not given; ranks; its height.

    Columns `as_written` hold texts of files, in whatever language these are.
    """

    digits: Mapping[str, int] = field(default_factory=dict)
    ranked: Mapping[str, Ranked] = field(default_factory=dict)
    as_written: frozenset[str] = frozenset()
    rows: int = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The position of the row chosen, None for none; and what is told of another choice."""

    at: int | None
    take: Callable[[int | None], None]


PLAIN: Final = Look()


def show(
    key: str, table: pd.DataFrame, *, words: Words, label: str, look: Look = PLAIN, choice: Choice | None = None
) -> None:
    """The table; where there is a `choice` a row can be chosen, by mouse or keyboard.

    Cells are texts, whole or broken numbers, dates, or missing; `label` is what a reader's program calls the table.
    """
    data = {
        "columns": [_column(words, str(name), table[name], look) for name in table.columns],
        "count": len(table),
        "find": words("grid.find") if len(table) > WHOLE else "",
        "thousands": words.number(1000)[1:-3],
        "label": label,
        "lang": str(words.language),
        "shown": look.rows,
        "choose": choice is not None,
        "selected": choice.at if choice else None,
    }
    _GRID(key=key, data=data, on_chosen_change=_told(key, choice) if choice else None)


def _told(key: str, choice: Choice) -> Callable[[], None]:
    def callback() -> None:
        chosen = int(state.value_of(key)["chosen"])
        choice.take(chosen if chosen >= 0 else None)

    return callback


def _column(words: Words, name: str, cells: pd.Series, look: Look) -> dict[str, Any]:
    """One column: its name, whether it stands at the end of its place, and its different cells with their rows.

    Of each different cell its text, what it sorts by and its sign; `at` says row by row which it is, None where each
    row has its own. A column of thousands has few different ones, and texts are most of what travels.
    """
    digits, ranked = look.digits.get(name), look.ranked.get(name)
    values = [None if gone else cell for cell, gone in zip(cells.tolist(), cells.isna().tolist(), strict=True)]
    ranks = list(ranked.order) if ranked else [0] * len(values)
    marks = list(ranked.marks) if ranked and ranked.marks else [""] * len(values)
    places: dict[tuple[Any, int, str], int] = {}
    at = [places.setdefault(cell, len(places)) for cell in zip(values, ranks, marks, strict=True)]
    different = [value for value, _, _ in places]
    figures = [value for value in different if isinstance(value, int | float)]
    decimals_shown = decimals(figures) if digits is None else digits
    order: list[Any] | None = [rank for _, rank, _ in places] if ranked else None
    if ranked is None and not all(value is None or isinstance(value, str) for value in different):
        order = [_order(value) for value in different]
    return {
        "name": name,
        "texts": ["" if value is None else written(words, value, decimals_shown) for value in different],
        "at": None if len(places) == len(values) else at,
        "end": bool(figures),
        "written": name in look.as_written,
        "order": order,
        "marks": [mark for _, _, mark in places] if ranked and ranked.marks else None,
    }


def written(words: Words, value: object, digits: int = 0) -> str:
    """A cell as the reader's language writes it."""
    if isinstance(value, date):
        return words.date(value)
    return words.number(value, digits) if isinstance(value, int | float) else str(value)


def _order(value: object) -> object:
    return value.toordinal() if isinstance(value, date) else value


def decimals(figures: Sequence[float]) -> int:
    """How many decimals a column of figures needs to be read: none where all are whole."""
    if all(float(figure).is_integer() for figure in figures):
        return 0
    return (
        1 if max(abs(figure) for figure in figures) >= TENTHS_FROM else decimals_of(np.array(figures, dtype=np.float64))
    )
