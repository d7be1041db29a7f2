"""The tables of a page as the browser gets them."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest


def grids(test: AppTest) -> dict[str, dict[str, Any]]:
    """The tables of a page by their label."""
    shown = [element.proto for element in test.get("bidi_component")]
    read = [json.loads(proto.json) for proto in shown if proto.component_name == "mahalla-map.grid"]
    return {grid["label"]: grid for grid in read}


def headings(grid: dict[str, Any]) -> list[str]:
    return [column["name"] for column in grid["columns"]]


def column(grid: dict[str, Any], name: str) -> list[str]:
    """The texts of one column."""
    return _row_by_row(grid, name, "texts")


def order(grid: dict[str, Any], name: str) -> list[Any]:
    """What one column is sorted by."""
    return _row_by_row(grid, name, "order")


def marks(grid: dict[str, Any], name: str) -> list[str]:
    """The signs before the words of one column."""
    return _row_by_row(grid, name, "marks")


def _row_by_row(grid: dict[str, Any], name: str, what: str) -> list[Any]:
    found = grid["columns"][headings(grid).index(name)]
    different = found["texts"] if found[what] is None else found[what]
    return different if found["at"] is None else [different[at] for at in found["at"]]
