"""Layers as GeoJSON and GeoPackage: the full borders of an edition with the figures of a table."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.edition import Edition


def layer(edition: Edition, table: pd.DataFrame, about: Mapping[str, str]) -> gpd.GeoDataFrame:
    """The mahallas of a table (indexed by position) with their borders, in EPSG:4326; None where there is no shape."""
    shapes = edition.mahalla_shapes.loc[table.index].geometry
    frame = gpd.GeoDataFrame(table.reset_index(drop=True), geometry=shapes.to_numpy(), crs="EPSG:4326")
    return frame.assign(**dict(about.items()))


def to_geojson(frame: gpd.GeoDataFrame) -> bytes:
    """GeoJSON after RFC 7946: longitude and latitude with six decimals, about a decimetre."""
    text: str = frame.set_geometry(frame.geometry.set_precision(1e-6)).to_json(
        na="null", show_bbox=False, drop_id=True, ensure_ascii=False
    )
    return text.encode()


def to_geopackage(frame: gpd.GeoDataFrame, name: str) -> bytes:
    """A GeoPackage of one layer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layer.gpkg"
        add_to_geopackage(path, frame, name)
        return path.read_bytes()


def add_to_geopackage(path: Path, frame: gpd.GeoDataFrame, name: str) -> None:
    """One more layer in a GeoPackage, or the first one of a new file."""
    plain = frame.assign(
        **{column: frame[column].astype(object) for column in frame.columns if frame[column].dtype == np.int8}
    )
    plain.to_file(path, layer=name, driver="GPKG", engine="pyogrio", mode="a" if path.exists() else "w")
