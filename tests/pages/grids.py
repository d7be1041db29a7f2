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
    at = headings(grid).index(name)
    return [row[at] for row in grid["rows"]]


def order(grid: dict[str, Any], name: str) -> list[Any]:
    """What one column is sorted by."""
    found = grid["columns"][headings(grid).index(name)]["order"]
    return column(grid, name) if found is None else found
