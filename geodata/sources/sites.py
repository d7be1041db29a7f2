"""Model safe sites: streets and entrances, their state, and the checklist of what was planned and installed."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.metric import WGS84
from geodata.sites import CRITERIA
from geodata.sources import identity, points, words
from geodata.sources.fields import note_unknown
from geodata.sources.notes import shown
from geodata.sources.numbers import read as read_numbers
from geodata.sources.reading import Reading, days

_MOST: Final = 1_000_000  # of one thing at one site
_TEXTS: Final = ("id", "title", "source", "status", "photo")
_PLANNED: Final = ("planned", "plan", "reja", "rejada", "rejalashtirilgan", "rejalashtirildi", "zaplanirovano")
_INSTALLED: Final = ("installed", "fact", "fakt", "amalda", "urnatilgan", "ornatilgan", "ustanovleno", "bajarildi")


def read(reading: Reading) -> pd.DataFrame:
    """Table of sites in EPSG:4326, points or lines; the geometry is missing where only a mahalla is named."""
    has_point = reading.raw.geometry is not None or (reading.has("lon") and reading.has("lat"))
    if not identity.has_identity(reading) and not has_point:
        raise reading.notes.stop("no_identity", wanted="mahalla_nomi, mahalla_id, lon, lat")
    if not reading.has("kind"):
        raise reading.notes.stop("no_field", got="kind", wanted="kind, turi, тип; or [defaults] kind in a mapping file")
    table = identity.table(reading)
    for name in _TEXTS:
        table[name] = pd.Series(reading.texts(name), dtype="str")
    table["kind"] = pd.Series(reading.values("kind", "site_kind"), dtype="str")
    table["state"] = pd.Series(reading.values("state", "site_state"), dtype="str")
    for name in ("opened", "checked"):
        table[name] = days(reading.dates(name))
    for name, figures in _checklist(reading).items():
        table[name] = figures
    shapes = points.shapes_of(reading)
    _reject(reading, table, shapes)
    placed: pd.DataFrame = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, crs=WGS84), crs=WGS84)
    return placed


def _reject(reading: Reading, table: pd.DataFrame, shapes: np.ndarray) -> None:
    """Leave out rows without kind or place, and shapes that are areas."""
    reading.reject_where("word_missing", reading.blank("kind"), field=reading.heading("kind"))
    kinds = shapely.get_type_id(shapes)
    good = {int(shapely.GeometryType.POINT), int(shapely.GeometryType.LINESTRING), -1}
    reading.reject_where("site_shape", [int(kind) not in good for kind in kinds])
    placeless = table[["code", "name", "district", "district_code"]].isna().all(axis=1) & shapely.is_missing(shapes)
    reading.reject_where("no_identity_row", placeless)


def _checklist(reading: Reading) -> dict[str, pd.Series]:
    """Quantities planned and installed of each criterion, missing where the file has no such column."""
    empty = pd.Series([pd.NA] * len(reading.raw), dtype="Int64")
    found = {f"{criterion}_{side}": empty for criterion in CRITERIA for side in ("planned", "installed")}
    used = []
    for heading in reading.fields.unknown:
        name = _criterion(heading)
        if name is None:
            continue
        used.append(heading)
        read = read_numbers(reading.raw.frame[heading].tolist(), whole=True)
        below = [position for position, value in enumerate(read.cells) if value < 0 or value > _MOST]
        for position in sorted((*read.bad, *below)):
            got = shown(reading.raw.frame[heading].iloc[position])
            reading.notes.row("number_dropped", int(reading.raw.numbers[position]), field_name=heading, got=got)
        figures = np.array(read.cells)
        figures[below] = np.nan
        found[name] = pd.Series(figures, dtype="Float64").astype("Int64")
    left = tuple(heading for heading in reading.fields.unknown if heading not in used)
    note_unknown(type(reading.fields)(reading.fields.column, left, reading.fields.personal), reading.notes)
    return found


def _criterion(heading: str) -> str | None:
    """Our column for a heading such as "lighting_planned" or "Yoritish (reja)"."""
    key = words.word_key(heading)
    for side, sides in (("planned", _PLANNED), ("installed", _INSTALLED)):
        for word in sides:
            if key.endswith(" " + word):
                criterion = words.find("criterion", key.removesuffix(" " + word))
                return f"{criterion}_{side}" if criterion else None
    return None
