"""Changes of units: which mahalla went into which on which day; renamed, merged, split, moved to another district."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np
import pandas as pd

from geodata import codes, names
from geodata.sources import identity
from geodata.sources.fields import note_unknown
from geodata.sources.notes import row_list, shown
from geodata.sources.reading import Reading, days

_FIELDS: Final = (("day", "day, sana, дата"), ("change", "change, oʻzgarish, изменение"))
_ALL: Final = 0.005  # how far from one the shares of a unit may add up, for rounding


def read(reading: Reading) -> pd.DataFrame:
    """Table of changes, with the new unit in the identity columns; shares in per cent become parts of one.

    Beside these: old_code, old_name, old_district, old_district_code, day, change, share (NaN: by residents), source.
    """
    if not identity.has_identity(reading):
        raise reading.notes.stop("no_identity", wanted="mahalla_nomi, mahalla_id, mfy_id")
    for field, wanted in _FIELDS:
        if not reading.has(field):
            reading.notes.error("no_field", got=field, wanted=wanted)
    if not (reading.has("old_code") or reading.has("old_name")):
        reading.notes.error("no_field", got="old_name", wanted="old_name, old_code, eski nomi, прежнее название")
    table = identity.table(reading)
    if reading.notes.errors:
        return table
    note_unknown(reading.fields, reading.notes)
    for field in ("old_code", "old_district_code"):
        cells = reading.cells(field) if reading.has(field) else [None] * len(table)
        table[field] = pd.Series([codes.clean(cell) for cell in cells], dtype="str")
    for field in ("old_name", "old_district", "source"):
        table[field] = pd.Series(reading.texts(field), dtype="str")
    table["day"] = days(reading.dates("day"))
    table["change"] = pd.Series(reading.values("change", "lineage_change"), dtype="str")
    share = reading.figures("share") if reading.has("share") else np.full(len(table), np.nan)
    table["share"] = share / 100 if np.nanmax(share, initial=0) > 1 else share
    _reject(reading, table)
    _refuse(reading, table)
    return table


def _reject(reading: Reading, table: pd.DataFrame) -> None:
    reading.reject_where("no_identity_row", table[["code", "name"]].isna().all(axis=1))
    reading.reject_where("no_identity_row", table[["old_code", "old_name"]].isna().all(axis=1))
    reading.reject_where("date_missing", table["day"].isna(), field=reading.heading("day"))
    reading.reject_where("word_missing", reading.blank("change"), field=reading.heading("change"))
    reading.reject_where("number_negative", table["share"] < 0, field=reading.heading("share"))


def _refuse(reading: Reading, table: pd.DataFrame) -> None:
    """Errors for a unit with several successors that is not said to be split, and for shares that do not make one."""
    kept = table[~table["row"].isin(list(reading.notes.rejected))]
    units: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for position, row in zip(kept.index, kept.itertuples(), strict=True):
        units[_unit(row)].append(position)
    for positions in units.values():
        own = kept.loc[positions]
        at, told = f"rows {row_list(own['row'])}", shown(own[["old_name", "old_code"]].bfill(axis=1).iloc[0, 0])
        if len(own) > 1 and not (own["change"] == "split").all():
            reading.notes.error("lineage_successors", at=at, got=told, count=len(own))
        total = float(own["share"].sum())
        if own["share"].notna().any() and (own["share"].isna().any() or abs(total - 1) > _ALL):
            reading.notes.error("lineage_shares", at=at, got=told, wanted=f"{total:.3g}")


def _unit(row: object) -> tuple[object, ...]:
    """What tells one old unit at one day from another."""
    code, name, day = (getattr(row, field) for field in ("old_code", "old_name", "day"))
    if isinstance(code, str):
        return code, day
    district, district_code = getattr(row, "old_district", None), getattr(row, "old_district_code", None)
    home = district_code if isinstance(district_code, str) else names.key(str(district))
    return names.key(str(name)), home, day
