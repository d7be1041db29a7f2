"""Residents of mahallas, or of districts where a row names no mahalla, at a date."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from geodata import names
from geodata.sources import dates, heading_dates, identity
from geodata.sources.notes import row_list, shown
from geodata.sources.reading import Reading, days, whole_numbers
from geodata.sources.words import heading_key, headings

_THOUSANDS: Final = re.compile(r"(?:_k|ming|минг|тыс\w*)\b", re.IGNORECASE)
_MANY: Final = 1_000_000  # of one mahalla; a district may have more
_MOST: Final = 50_000_000  # of any unit: the whole country has fewer


def read(reading: Reading) -> pd.DataFrame:
    """Table of residents; `date` is missing where neither a column nor the heading tells one."""
    if not identity.has_identity(reading):
        raise reading.notes.stop("no_identity", wanted="mahalla_nomi, mahalla_id, district, soato")
    if not reading.has("residents"):
        raise reading.notes.stop("no_field", got="residents", wanted="residents, population, aholi soni, население")
    _refuse_several_days(reading)
    table = identity.table(reading)
    table["date"] = days(_dates(reading))
    residents = reading.figures("residents", whole=not _in_thousands(reading)) * (1000 if _in_thousands(reading) else 1)
    table["residents"] = whole_numbers(np.round(residents), _MOST)
    table["status"] = pd.Series(reading.texts("status"), dtype="str")
    heading = reading.heading("residents")
    reading.reject_where("number_missing", np.isnan(residents), field=heading)
    reading.reject_where("number_negative", residents < 0, field=heading)
    reading.reject_above("residents", residents, _MOST)
    reading.warn_where(
        "residents_many", (residents > _MANY) & (residents <= _MOST) & table["name"].notna(), field=heading
    )
    reading.reject_where("no_identity_row", table[["code", "name", "district", "district_code"]].isna().all(axis=1))
    _refuse_conflicts(reading, table)
    return table


def _in_thousands(reading: Reading) -> bool:
    return bool(_THOUSANDS.search(reading.heading("residents")))


def _dates(reading: Reading) -> list[date | None]:
    """Dates of the rows: their column, or the day or year in the heading, which is told."""
    if _in_thousands(reading):
        heading = reading.heading("residents")
        reading.notes.warn("thousands_read", at=heading, name=heading)
    if reading.has("date"):
        return reading.dates("date")
    heading = reading.heading("residents")
    day = heading_dates.told(heading)
    if day is None or not dates.EARLIEST <= day <= reading.latest:
        day = None
        reading.notes.warn("population_date", wanted="date, sana, дата")
    else:
        reading.notes.warn("heading_date", at=heading, got=day.isoformat(), name=heading)
    return [day] * len(reading.raw)


def _refuse_several_days(reading: Reading) -> None:
    """An error where several columns hold residents of different days: which one is meant is not guessed."""
    if "residents" in reading.mapping.fields:
        return
    words = {heading_key(word) for word in headings("population")["residents"]}
    chosen = reading.heading("residents")
    others = [name for name in reading.fields.unknown if heading_key(heading_dates.without(name)) in words]
    if others and {heading_dates.told(name) for name in others} - {heading_dates.told(chosen)}:
        reading.notes.error("headings_of_days", at=chosen, got="; ".join(map(shown, (chosen, *others))))


def _refuse_conflicts(reading: Reading, table: pd.DataFrame) -> None:
    """Errors for two different figures of one unit at one date; the second of two equal rows is left out."""
    kept = table[~table["row"].isin(list(reading.notes.rejected))]
    place = pd.Series([place_of(row) for row in kept.itertuples()], index=kept.index, dtype="str")
    twice = kept[pd.DataFrame({"place": place, "date": kept["date"]}).duplicated(keep=False)]
    for _, rows in twice.groupby([place[twice.index], twice["date"]], dropna=False):
        name = identity.called(rows)
        if len(set(rows["residents"])) > 1:
            reading.notes.error("conflict", at=f"rows {row_list(rows['row'])}", got=name, name="residents")
        else:
            for position in rows.index[1:]:
                reading.reject("duplicate_row", int(position), got=name)


def place_of(row: Any) -> str:  # noqa: ANN401 - a row of identity columns
    """Text that is the same for rows of one unit."""
    code, *rest = [
        part if isinstance(part, str) else "" for part in (row.code, row.district_code, row.district, row.name)
    ]
    return code or "|".join(names.strict(part) for part in rest)
