"""Which unit a row means: the identity columns, out of whichever codes and names a file has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from geodata import codes, names
from geodata.sources import words
from geodata.sources.distinct import each
from geodata.sources.notes import shown
from geodata.sources.reading import Reading

ID: Final = (
    "code",
    "mahalla_id",
    "mfy_id",
    "stat_code",
    "name",
    "district",
    "district_code",
    "region",
    "region_code",
)
_CODES: Final = ("mfy_id", "mahalla_id", "stat_code", "code")
DIGITS: Final = {"mfy_id": "8", "mahalla_id": "10 (SOATO 7 + 3)", "stat_code": "13"}
"""How many digits a mahalla's code has in each of its systems."""
_COLUMN: Final = {
    **{system: system for system in DIGITS},
    "soato_district": "district_code",
    "soato_region": "region_code",
}
_NAMES: Final = ("name", "name_uz_latn", "name_uz_cyrl", "name_ru", "name_en")
Texts = list[str | None]


def table(reading: Reading) -> pd.DataFrame:
    """`ID` columns and `row` of every row; total rows are rejected."""
    found: dict[str, Texts] = {name: [None] * len(reading.raw) for name in ID}
    _place_codes(reading, found)
    for name in ("district", "region"):
        found[name] = reading.texts(name)
    found["name"] = _first([reading.texts(name) for name in _NAMES])
    _move_districts(found)
    told = each(found["mahalla_id"], codes.district_of)
    found["district_code"] = _first(
        [_of_system(reading, "district_code", "soato_district"), found["district_code"], told]
    )
    regions = each(found["district_code"], codes.region_of)
    found["region_code"] = _first([_of_system(reading, "region_code", "soato_region"), found["region_code"], regions])
    found["code"] = _first([found["mfy_id"], found["mahalla_id"], found["stat_code"], found["code"]])
    _reject_totals(reading, found)
    frame = pd.DataFrame({name: pd.Series(found[name], dtype="str") for name in ID})
    return frame.assign(row=reading.numbers_of_rows.astype("int64"))


def with_provisional(table: pd.DataFrame) -> pd.DataFrame:
    """`table` with a provisional code for each mahalla that has none, where its district code and name are known."""
    made = [
        codes.provisional(district, name)
        if isinstance(district, str) and isinstance(name, str) and names.slug(name)
        else None
        for district, name in zip(table["district_code"], table["name"], strict=True)
    ]
    return table.assign(code=table["code"].fillna(pd.Series(made, index=table.index, dtype="str")))


def has_identity(reading: Reading) -> bool:
    """Whether the file has a column that can tell a unit."""
    return any(reading.has(name) for name in (*_CODES, *_NAMES, "district", "district_code"))


def called(rows: pd.DataFrame) -> str:
    """What a finding calls the unit of some rows: its name, else its code, else its district."""
    return shown(rows[["name", "code", "district", "district_code"]].bfill(axis=1).iloc[0, 0])


def _place_codes(reading: Reading, found: dict[str, Texts]) -> None:
    """Put each column of codes where its digits say it belongs; what has the wrong number of digits is noted."""
    for field in ("mfy_id", "mahalla_id", "stat_code"):
        if reading.has(field):
            cleaned = reading.distinct(field).each(codes.clean)
            target = _target(field, cleaned)
            if target != field:
                reading.notes.warn("code_system_other", at=reading.heading(field), got=field, wanted=target)
            kept = _only(reading, field, cleaned, target, DIGITS[target])
            found[target] = _first([found[target], kept])
    if reading.has("code"):
        cleaned = reading.distinct("code").each(codes.clean)
        targets = each(cleaned, lambda code: _COLUMN.get(codes.system(code) or "", "code"))
        for target in set(targets):
            own = [code if its == target else None for code, its in zip(cleaned, targets, strict=True)]
            found[target] = _first([found[target], own])


def _target(field: str, cleaned: Texts) -> str:
    """Column for the codes that stand in `field`: that of the system most of them belong to."""
    systems = Counter(codes.system(code) for code in cleaned if code)
    system = systems.most_common(1)[0][0] if systems else None
    return str(system) if system in DIGITS else field


def _only(reading: Reading, field: str, cleaned: Texts, system: str, digits: str) -> Texts:
    """Codes that belong to `system`; others are noted and dropped."""
    odd = each(cleaned, lambda code: code is not None and codes.system(code) != system)
    if any(odd):
        first = shown(cleaned[odd.index(True)])
        reading.warn_where("code_malformed", odd, field=reading.heading(field), got=first, wanted=digits)
    return [None if is_odd else code for code, is_odd in zip(cleaned, odd, strict=True)]


def _of_system(reading: Reading, field: str, system: str) -> Texts:
    """Codes of `field`, where they are SOATO codes of the right length."""
    if not reading.has(field):
        return [None] * len(reading.raw)
    cleaned = reading.distinct(field).each(codes.clean)
    return _only(reading, field, cleaned, system, {"soato_district": "7 (SOATO)", "soato_region": "4 (SOATO)"}[system])


def _first(columns: Sequence[Texts]) -> Texts:
    """For each row the first value that is there."""
    found, *others = columns
    for other in others:
        if any(other):
            found = [one or two for one, two in zip(found, other, strict=True)]
    return [value or None for value in found]


def _move_districts(found: dict[str, Texts]) -> None:
    """Take a name that is a district's for the district, where the row names no other and no mahalla's code."""
    if not any(found["name"]):
        return
    for position, name in enumerate(found["name"]):
        is_mahalla = found["district"][position] or any(found[system][position] for system in DIGITS)
        if name and not is_mahalla and names.unit(name).kind in {"district", "city"}:
            found["district"][position], found["name"][position] = name, None


def _reject_totals(reading: Reading, found: Mapping[str, Texts]) -> None:
    """Leave out rows that add up others: Jami, Итого."""
    if not (any(found["name"]) or any(found["district"])):
        return
    rows = zip(found["code"], found["name"], found["district"], strict=True)
    for position, (code, name, district) in enumerate(rows):
        first = name or district
        if first and words.find("total", first) and (not code or codes.is_provisional(code)):
            reading.reject("total_row", position, got=shown(first))
