"""The register: the list of mahallas with their codes, names in four forms, kind and status."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import pandas as pd

from geodata import codes, names
from geodata.sources import identity
from geodata.sources.notes import row_list, shown
from geodata.sources.reading import Reading

_FORMS: Final = ("name_uz_latn", "name_uz_cyrl", "name_ru", "name_en")
_KINDS: Final = frozenset({"MFY", "QFY", "OFY", "SHFY"})


def read(reading: Reading) -> pd.DataFrame:
    """Table of the register; a mahalla without any code gets a provisional one where its district is known by code."""
    if not reading.has("name") and not any(reading.has(form) for form in _FORMS):
        raise reading.notes.stop("no_identity", wanted="name_uz_latn, mahalla_nomi, MFY nomi")
    table = identity.with_provisional(identity.table(reading))
    for form in _FORMS:
        table[form] = pd.Series(reading.texts(form), dtype="str")
    table["name_uz_latn"] = table["name_uz_latn"].fillna(pd.Series(_latin(table["name"]), dtype="str"))
    table["name"] = table["name"].fillna(table["name_uz_latn"])
    table["kind"] = pd.Series(_kinds(reading, table["name"]), dtype="str")
    table["status"] = pd.Series(reading.texts("status"), dtype="str")
    reading.reject_where("no_name", table["name"].isna())
    if table["district"].isna().all() and table["district_code"].isna().all():
        reading.notes.error("no_district", wanted="district, district_soato, tuman")
    _reject_same(reading, table)
    return table


def _latin(written: pd.Series) -> list[str | None]:
    """Names that are written in Latin letters."""
    return [name if isinstance(name, str) and names.to_latin(name) == name else None for name in written]


def _kinds(reading: Reading, written: pd.Series) -> list[str | None]:
    """Kind of each unit: what its column says, else what its name ends in, else MFY."""
    told = reading.texts("kind")
    found: list[str | None] = []
    for name, kind in zip(written, told, strict=True):
        by_column = names.unit(f"x {kind}").kind if kind else None
        by_name = names.unit(name).kind if isinstance(name, str) else None
        found.append(next((each for each in (by_column, by_name) if each in _KINDS), "MFY"))
    return found


def _reject_same(reading: Reading, table: pd.DataFrame) -> None:
    """Note codes that stand twice, and names that do so within a district; of several rows without a code one stays.

    A row without a code beside one with it is kept: a list may know a mahalla that the classifier does not.
    """
    out = reading.notes.rejected
    by_code: dict[str, list[int]] = defaultdict(list)
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, (code, name, district, district_code, row) in enumerate(
        table[["code", "name", "district", "district_code", "row"]].itertuples(index=False)
    ):
        if row in out or not isinstance(name, str):
            continue
        if isinstance(code, str) and not codes.is_provisional(code):
            by_code[code].append(row)
        place = (
            district_code
            if isinstance(district_code, str)
            else names.key(district)
            if isinstance(district, str)
            else ""
        )
        by_name[place, names.strict(name)].append(position)
    for code, rows in by_code.items():
        if len(rows) > 1:
            reading.notes.error("duplicate_code", at=f"rows {row_list(rows)}", got=code, count=len(rows))
    for positions in by_name.values():
        bare = [position for position in positions if not _has_code(table["code"].iloc[position])]
        for position in bare[1:]:
            reading.reject("duplicate_row", position, got=shown(table["name"].iloc[position]))
        kept = [position for position in positions if position not in bare[1:]]
        if len(kept) > 1:
            named = row_list(table["row"].iloc[position] for position in kept)
            reading.notes.warn("same_name", at=f"rows {named}", got=shown(table["name"].iloc[kept[0]]), count=len(kept))


def _has_code(code: object) -> bool:
    return isinstance(code, str) and not codes.is_provisional(code)
