"""The districts and cities of a region: SOATO codes, names in four forms, centres."""

from __future__ import annotations

from typing import Final

import pandas as pd

from geodata import codes, names
from geodata.sources.notes import row_list, shown
from geodata.sources.reading import Reading

_NAMES: Final = ("name_uz_latn", "name_uz_cyrl", "name_ru", "name_en")
_REGION: Final = ("region_uz_latn", "region_uz_cyrl", "region_ru", "region_en")
_TEXTS: Final = (*_NAMES, "centre", *_REGION)


def read(reading: Reading) -> pd.DataFrame:
    """Table of districts; an error without SOATO codes or names."""
    # In a list of districts a column that elsewhere tells the district of a mahalla tells the row itself.
    code = next((field for field in ("code", "district_code") if reading.has(field)), None)
    name = next((field for field in ("name_uz_latn", "name", "district") if reading.has(field)), None)
    if code is None or (name is None and not any(reading.has(form) for form in _NAMES)):
        raise reading.notes.stop("no_identity", wanted="soato, name_uz_latn")
    found = [codes.clean(cell) for cell in reading.cells(code)]
    columns = {field: pd.Series(reading.texts(field), dtype="str") for field in _TEXTS}
    if name is not None:
        columns["name_uz_latn"] = pd.Series(reading.texts(name), dtype="str")
    table = pd.DataFrame({"code": pd.Series(found, dtype="str"), **columns})
    table["kind"] = pd.Series(_kinds(reading, table), dtype="str")
    for name in ("lat", "lon"):
        table[name] = reading.figures(name)
    regions = [codes.region_of(code) if codes.system(code) == "soato_district" else None for code in found]
    table["region_code"] = pd.Series(regions, dtype="str")
    table["row"] = reading.numbers_of_rows.astype("int64")
    _check(reading, table)
    return table[["code", "kind", *_NAMES, "centre", "lat", "lon", "region_code", *_REGION, "row"]]


def _kinds(reading: Reading, table: pd.DataFrame) -> list[str]:
    """Kind of each row, district or city: its column says it, else its name, else its code (4 opens a city's)."""
    told = reading.values("kind", "district_kind")
    found = []
    for position, kind in enumerate(told):
        written = [name for name in table.loc[position, list(_NAMES)] if isinstance(name, str)]
        by_name = {names.unit(name).kind for name in written}
        code = table["code"].iloc[position]
        by_code = isinstance(code, str) and code[4:5] == "4"
        found.append(kind or ("city" if "city" in by_name or ("district" not in by_name and by_code) else "district"))
    return found


def _check(reading: Reading, table: pd.DataFrame) -> None:
    """Note codes that are none or stand twice, names that are missing, and points on the wrong side of the world."""
    systems = [codes.system(code) if isinstance(code, str) else None for code in table["code"]]
    bad = [system != "soato_district" for system in systems]
    first = next((code for code, is_bad in zip(table["code"], bad, strict=True) if is_bad), "")
    reading.reject_where("district_code_bad", bad, field="soato", got=shown(first) if isinstance(first, str) else "-")
    reading.reject_where("no_name", table[list(_NAMES)].isna().all(axis=1))
    good = table[~pd.Series(bad)]
    for code, rows in good.groupby("code")["row"]:
        if len(rows) > 1:
            reading.notes.error("duplicate_code", at=f"rows {row_list(rows)}", got=code, count=len(rows))
    outside = (table["lat"].abs() > 90) | (table["lon"].abs() > 180)
    reading.warn_where("point_outside", outside)
