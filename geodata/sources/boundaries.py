"""Boundaries of mahallas, districts or the region: valid 2-D polygons in EPSG:4326, each with a name or a code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata import names
from geodata.metric import WGS84
from geodata.sources import identity, placing, polygons, tiling
from geodata.sources.notes import row_list, shown
from geodata.sources.reading import Reading

_NAMES: Final = ("name_uz_latn", "name_uz_cyrl", "name_ru", "name_en")
_KIND_LEVEL: Final = {
    **dict.fromkeys(("MFY", "QFY", "OFY", "SHFY", "mahalla"), "mahalla"),
    **dict.fromkeys(("district", "city"), "district"),
    "region": "region",
}


def read(reading: Reading) -> pd.DataFrame:
    """Table of boundaries, EPSG:4326; flaws of the coverage are noted, narrow ones closed."""
    if not identity.has_identity(reading) and not reading.has("region"):
        raise reading.notes.stop("no_identity", wanted="mahalla_nomi, mahalla_id, mfy_id, soato, district")
    table = identity.table(reading)
    level = _level(reading, table)
    table = _named(reading, table, level)
    labels = [_label(name, code) for name, code in zip(table["name"], table["code"], strict=True)]
    shapes = polygons.prepare(reading, placing.to_wgs84(reading), labels)
    reading.reject_where("no_identity_row", [not label for label in labels])
    places = gpd.GeoDataFrame(table.assign(level=level), geometry=gpd.GeoSeries(shapes, crs=WGS84), crs=WGS84)
    places = places[~places["row"].isin(list(reading.notes.rejected))].reset_index(drop=True)
    _note_duplicates(reading, places)
    if level == "mahalla":
        _note_system(reading, places)
    if len(places) and not reading.notes.errors:
        polygons.note_given_area(reading, places)
        places = tiling.fit(reading, places)
    fitted: pd.DataFrame = places
    return fitted


def _level(reading: Reading, table: pd.DataFrame) -> str:
    """Level of the file: declared, told by a column, by what the names end in, or by the columns there are."""
    told = [level for level in reading.values("level", "level") if level]
    if reading.options.level or told:
        return reading.options.level or Counter(told).most_common(1)[0][0]
    by_name = _level_by_names(table["name"].fillna(table["district"]).fillna(table["region"]))
    level = by_name or _level_by_columns(table)
    if level is None:
        reading.notes.warn("level_assumed", got="mahalla")
    return level or "mahalla"


def _level_by_columns(table: pd.DataFrame) -> str | None:
    """Level that the filled columns tell."""
    filled = {column for column in table.columns if table[column].notna().any()}
    if filled & {"mahalla_id", "mfy_id", "stat_code"}:
        return "mahalla"
    if "name" not in filled:
        return "district" if filled & {"district", "district_code"} else "region"
    if "district" in filled:
        return "mahalla"
    each_its_own = table["district_code"].notna().all() and not table["district_code"].duplicated().any()
    return "district" if each_its_own else None


def _level_by_names(written: Iterable[Any]) -> str | None:
    """Level that most suffixes tell; None when fewer than half of the names have one."""
    all_names = [name for name in written if isinstance(name, str)]
    told = Counter(_KIND_LEVEL.get(names.unit(name).kind or "") for name in all_names)
    told.pop(None, None)
    level, count = told.most_common(1)[0] if told else (None, 0)
    return level if 2 * count >= len(all_names) else None


def _named(reading: Reading, table: pd.DataFrame, level: str) -> pd.DataFrame:
    """`table` with the names of the level, and the code of a district or region as its code."""
    for name in _NAMES:
        given = reading.texts(name) if reading.has(name) else [None] * len(table)
        table[name] = pd.Series(given, dtype="str")
    if level == "mahalla":
        return identity.with_provisional(table)
    own = {"district": "district_code", "region": "region_code"}[level]
    table["name"] = table["name"].fillna(table[level])
    for tail in ("ru", "en"):
        if reading.has(f"{level}_{tail}"):
            table[f"name_{tail}"] = table[f"name_{tail}"].fillna(
                pd.Series(reading.texts(f"{level}_{tail}"), dtype="str")
            )
    table["code"] = table[own].fillna(table["code"])
    nothing = pd.Series([None] * len(table), dtype="str")
    return table.assign(mahalla_id=nothing, mfy_id=nothing, stat_code=nothing)


def _label(name: Any, code: Any) -> str:  # noqa: ANN401 - text or a missing value
    """Name or code by which a finding calls a feature."""
    return next((shown(each) for each in (name, code) if isinstance(each, str) and each), "")


def _note_duplicates(reading: Reading, places: gpd.GeoDataFrame) -> None:
    """Errors for a code that stands twice, or a name within a district; a warning where codes tell the names apart."""
    by_code: dict[str, list[int]] = defaultdict(list)
    by_name: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place in places.itertuples():
        if isinstance(place.code, str):
            by_code[place.code].append(place.row)
        if isinstance(place.name, str):
            by_name[_district(place), names.strict(place.name), _territory(place.name)].append(place.row)
    for code, rows in by_code.items():
        if len(rows) > 1:
            reading.notes.error("duplicate_code", at=f"rows {row_list(rows)}", got=code, count=len(rows))
    coded = {row for rows in by_code.values() for row in rows}
    written = dict(zip(places["row"], places["name"], strict=True))
    for rows in by_name.values():
        if len(rows) > 1:
            name = shown(written[rows[0]])
            note = reading.notes.warn if coded.issuperset(rows) else reading.notes.error
            note("duplicate_name", at=f"rows {row_list(rows)}", got=name, count=len(rows))


def _district(place: Any) -> str:  # noqa: ANN401 - a row
    """Code, or else the key of the name, of a row's district."""
    if isinstance(place.district_code, str):
        return place.district_code
    return names.key(place.district) if isinstance(place.district, str) else ""


def _territory(name: str) -> str:
    """Kind of unit, for names that a city and a district share."""
    kind = names.unit(name).kind or ""
    return kind if kind in {"district", "city", "region"} else ""


def _note_system(reading: Reading, places: gpd.GeoDataFrame) -> None:
    """Tell which of the three systems of codes the file uses; a file with none gets provisional codes."""
    used = [(name, digits) for name, digits in identity.DIGITS.items() if places[name].notna().any()]
    for name, digits in used:
        reading.notes.warn("code_system", at=name, got=name, wanted=digits, count=int(places[name].notna().sum()))
    if not used and len(places):
        reading.notes.warn("code_provisional", count=int(np.count_nonzero(places["code"].notna())))
