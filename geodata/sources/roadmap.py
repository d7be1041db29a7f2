"""Road maps of the region, its districts and the mahallas: one item a row, with its plan, due date and what is done."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from geodata import names
from geodata.sources import identity, quarters
from geodata.sources.fields import note_unknown
from geodata.sources.notes import row_list, shown
from geodata.sources.population import place_of
from geodata.sources.reading import Reading, days
from geodata.sources.words import word_key

LATEST: Final = date(2100, 12, 31)
"""A due date lies ahead; one beyond this day is a slip."""

_TEXTS: Final = ("unit", "post", "evidence")
_NEEDED: Final = (
    ("item", "item, chora-tadbir, мероприятие"),
    ("planned", "planned, reja, план"),
    ("due", "due, muddat, срок"),
)
_MOST: Final = 1_000_000_000  # of anything, soums as well


def read(reading: Reading) -> pd.DataFrame:
    """Table of items: identity, item, unit, period (key of a quarter or month), planned, done, due, post, evidence.

    A row that names no mahalla is the district's, one that names the region alone the region's; without a period it
    belongs to the quarter of its due date; what is not filled in as done is 0.
    """
    if not identity.has_identity(reading) and not reading.has("region") and not reading.has("region_code"):
        raise reading.notes.stop("no_identity", wanted="mahalla_nomi, mahalla_id, tuman, viloyat")
    for field, wanted in _NEEDED:
        if not reading.has(field):
            reading.notes.error("no_field", got=field, wanted=wanted)
    table = _with_regions(identity.table(reading))
    if reading.notes.errors:
        return table
    table["item"] = pd.Series(reading.texts("item"), dtype="str")
    due = reading.dates("due", latest=LATEST)
    table["period"] = pd.Series(_periods(reading, due), dtype="str")
    table["due"] = days(due)
    for field in ("planned", "done"):
        table[field] = _amounts(reading, field)
    for field in _TEXTS:
        table[field] = pd.Series(reading.texts(field), dtype="str")
    unplaced = table[["code", "name", "district", "district_code", "region", "region_code"]].isna().all(axis=1)
    reading.reject_where("no_identity_row", unplaced)
    reading.reject_where("word_missing", table["item"].isna(), field=reading.heading("item"))
    reading.reject_where("date_missing", table["due"].isna(), field=reading.heading("due"))
    _refuse_conflicts(reading, table)
    note_unknown(reading.fields, reading.notes)
    return table


def _with_regions(table: pd.DataFrame) -> pd.DataFrame:
    """`table` with a name that is a region's moved there, where the row names nothing nearer."""
    names_region = [isinstance(name, str) and names.unit(name).kind == "region" for name in table["name"]]
    move = np.array(names_region, dtype=bool) & table[["code", "district", "district_code"]].isna().all(axis=1)
    region = table["region"].mask(move & table["region"].isna(), table["name"])
    return table.assign(region=region, name=table["name"].mask(move))


def _periods(reading: Reading, due: list[date | None]) -> list[str | None]:
    """The period of each row; that of its due date where none is given. Rows with one that is none are rejected."""
    cells = reading.cells("period")
    found = [quarters.read(cell) for cell in cells]
    for position, (cell, key) in enumerate(zip(reading.texts("period"), found, strict=True)):
        if cell is not None and key is None:
            reading.reject("period_row", position, field=reading.heading("period"), got=shown(cell))
    return [key or (quarters.of_day(day) if day else None) for key, day in zip(found, due, strict=True)]


def _amounts(reading: Reading, field: str) -> pd.Series:
    """Quantities of `field`: the plan must be given, nothing done is 0, and none may be below zero."""
    figures = reading.figures(field) if reading.has(field) else np.full(len(reading.raw), np.nan)
    heading = reading.heading(field)
    if field == "planned":
        reading.reject_where("number_missing", np.isnan(figures), field=heading)
    reading.reject_where("number_negative", figures < 0, field=heading)
    if reading.has(field):
        reading.reject_above(field, figures, _MOST)
    return pd.Series(np.nan_to_num(figures, nan=0.0))


def _refuse_conflicts(reading: Reading, table: pd.DataFrame) -> None:
    """Errors for one item of a place and period with different figures; the second of two equal rows is left out."""
    kept = table[~table["row"].isin(list(reading.notes.rejected))]
    same = [
        "|".join((place_of(row), str(row.region), str(row.period), word_key(str(row.item)), word_key(str(row.unit))))
        for row in kept.itertuples()
    ]
    for _, rows in kept.groupby(pd.Series(same, index=kept.index, dtype="str"), sort=False):
        if len(rows) == 1:
            continue
        if len(rows[["planned", "done", "due", "post", "evidence"]].drop_duplicates()) > 1:
            got = shown(rows["item"].iloc[0])
            reading.notes.error("item_twice", at=f"rows {row_list(rows['row'])}", got=got, count=len(rows))
        for position in rows.index[1:]:
            reading.reject("duplicate_row", int(position), got=shown(rows["item"].iloc[0]))
