"""Incidents: what happened, when, in which count group, and where as far as the file says it. No person is kept."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from geodata.sources import identity, points
from geodata.sources.fields import note_unknown
from geodata.sources.notes import row_list, shown
from geodata.sources.numbers import is_missing
from geodata.sources.reading import Reading, days, whole_numbers

_FIELDS: Final = (
    ("date", "date, sana, дата"),
    ("group", "group, guruh, группа; or [defaults] group in a mapping file"),
)


_EARLY_SHARE: Final = 0.5  # of the rows: registered before they happened, the columns are exchanged
_SAME_ID_SHARE: Final = 0.1  # of the rows with an id: above it the column is none, and rows would replace each other
_MOST: Final = 1_000_000  # events of one row


def read(reading: Reading) -> pd.DataFrame:
    """Table of incidents; an error without dates, or without the count group, which is never guessed."""
    for field, wanted in _FIELDS:
        if not reading.has(field):
            reading.notes.error("no_field", got=field, wanted=wanted)
    has_point = reading.raw.geometry is not None or (reading.has("lon") and reading.has("lat"))
    if not identity.has_identity(reading) and not has_point:
        reading.notes.error("no_identity", wanted="mahalla_nomi, mahalla_id, district, lon, lat")
    table = identity.table(reading)
    if reading.notes.errors:
        return table
    note_unknown(reading.fields, reading.notes)
    table["id"] = pd.Series(reading.texts("id"), dtype="str")
    table["date"] = days(reading.dates("date"))
    table["registered"] = _registered(reading, table["date"])
    table["group"] = pd.Series(reading.values("group", "group"), dtype="str")
    table["type"] = pd.Series(_types(reading, table["group"]), dtype="str")
    count = _counts(reading)
    table["count"] = whole_numbers(count, _MOST)
    table["lon"], table["lat"] = points.lon_lat(reading)
    _reject(reading, table, count)
    return table


def _counts(reading: Reading) -> np.ndarray:
    """Events of each row, 1 where the file does not count; rows whose cell is empty among figures are left out.

    An empty cell or a dash may mean none as well as one: in a table of sums of places and months it means none.
    """
    found = reading.figures("count", whole=True)
    if np.isfinite(found).any():
        empty = reading.distinct("count").where(is_missing)
        reading.reject_where("number_missing", empty, field=reading.heading("count"))
    return np.where(np.isnan(found), 1.0, found)


def _registered(reading: Reading, happened: pd.Series) -> pd.Series:
    """The day each row was registered, NaT where it is not told or cannot be; an error when most cannot be.

    The row stays in either case: it belongs to the total.
    """
    registered = days(reading.dates("registered", required=False))
    early = (registered < happened).to_numpy()
    if early.sum() > _EARLY_SHARE * (registered.notna() & happened.notna()).sum():
        heading, wanted = reading.heading("registered"), reading.heading("date")
        reading.notes.error("registered_column", at=heading, name=heading, wanted=wanted, count=int(early.sum()))
    reading.warn_where("registered_early", early, field=reading.heading("registered"))
    return registered.mask(early)


def _types(reading: Reading, group: pd.Series) -> list[str | None]:
    """Keys of crime types; a type we do not know keeps the file's word."""
    known, unknown = reading.known_values("type", "type")
    written = reading.texts("type")
    of_calls = {text for text, each in set(zip(written, group.tolist(), strict=True)) if each == "calls"}
    strange = [text for text in unknown if text not in of_calls]
    if strange:
        listed = ", ".join(shown(text, 30) for text in strange[:5])
        reading.notes.warn("types_unknown", at=reading.heading("type"), got=listed, count=len(strange))
    return [ours or text for ours, text in zip(known, written, strict=True)]


def _reject(reading: Reading, table: pd.DataFrame, count: np.ndarray) -> None:
    """Leave out rows that cannot be counted: no date, no group, a negative count, or the same row again.

    A row without any place stays: it belongs to the total, as unmatched.
    """
    reading.reject_where("date_missing", table["date"].isna(), field=reading.heading("date"))
    reading.reject_where("word_missing", reading.blank("group"), field=reading.heading("group"))
    reading.reject_where("number_negative", count < 0, field=reading.heading("count"))
    reading.reject_above("count", count, _MOST)
    nowhere = table[["code", "name", "district", "district_code", "lon"]].isna().all(axis=1)
    if nowhere.any():
        rows = row_list(table["row"][nowhere])
        reading.notes.warn("join_no_place", at=f"row {rows}", got=rows)
    again = table["id"].notna() & table.drop(columns=["row"]).duplicated()
    for position in np.flatnonzero(again):
        reading.reject("duplicate_row", int(position), got=shown(table["id"].iloc[position]))
    _note_same_ids(reading, table)


def _note_same_ids(reading: Reading, table: pd.DataFrame) -> None:
    """Note rows whose id stands again further down, which replaces them; an error when they are many."""
    ids = table["id"].mask(table["row"].isin(list(reading.notes.rejected)))
    replaced = (ids.notna() & ids.duplicated(keep="last")).to_numpy()
    if not replaced.any():
        return
    heading, first = reading.heading("id"), shown(ids[replaced].iloc[0])
    if replaced.sum() > max(1, _SAME_ID_SHARE * ids.notna().sum()):
        reading.notes.error("ids_repeated", at=heading, got=first, name=heading, count=int(replaced.sum()))
    else:
        reading.warn_where("id_repeated", replaced, field=heading, got=first)
