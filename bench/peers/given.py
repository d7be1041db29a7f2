"""What every peer shows: the shapes and values that the bench wrote, kept in memory between runs."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

FOLDER_VARIABLE: Final = "BENCH_GIVEN"
LEAFLET_VARIABLE: Final = "BENCH_LEAFLET"
HEIGHT_PX: Final = 860
WIDTH_PX: Final = 1750
_MARGIN: Final = 0.95


@st.cache_resource
def shapes() -> dict[str, Any]:
    """The polygons as GeoJSON; each feature's id is its code. Nobody changes it."""
    return dict(json.loads((Path(os.environ[FOLDER_VARIABLE]) / "shapes.geojson").read_text(encoding="utf-8")))


@st.cache_resource
def values() -> pd.DataFrame:
    """The code and the figures of each polygon, in the order of the features."""
    return pd.DataFrame(json.loads((Path(os.environ[FOLDER_VARIABLE]) / "values.json").read_text(encoding="utf-8")))


@st.cache_resource
def view(tile_px: int) -> tuple[float, float, float]:
    """Longitude and latitude of the middle, and the zoom at which everything fits, for a library's size of tile."""
    points = [point for feature in shapes()["features"] for point in _points(feature["geometry"]["coordinates"])]
    lon, lat = zip(*points, strict=True)
    wide = math.radians(max(lon) - min(lon))
    high = math.asinh(math.tan(math.radians(max(lat)))) - math.asinh(math.tan(math.radians(min(lat))))
    scale = min(WIDTH_PX / wide, HEIGHT_PX / high) * 2 * math.pi * _MARGIN
    return (min(lon) + max(lon)) / 2, (min(lat) + max(lat)) / 2, math.log2(scale / tile_px)


def indicator() -> str:
    """The select box on top of every peer's page."""
    st.set_page_config(layout="wide")
    return str(st.selectbox("Indicator", [name for name in values().columns if name != "code"], key="indicator"))


def _points(nested: list[Any]) -> list[list[float]]:
    return [nested] if isinstance(nested[0], float) else [point for part in nested for point in _points(part)]
