"""Days that are not what their weekday says: holidays, and weekends that were moved and are worked."""

from __future__ import annotations

import pandas as pd

from geodata.sources.fields import note_unknown
from geodata.sources.notes import row_list
from geodata.sources.reading import Reading, days
from geodata.sources.roadmap import LATEST


def read(reading: Reading) -> pd.DataFrame:
    """Table of days: day, kind (holiday or working; a holiday where the file does not tell), name, source."""
    if not reading.has("day"):
        raise reading.notes.stop("no_field", got="day", wanted="day, sana, дата")
    table = pd.DataFrame({"day": days(reading.dates("day", latest=LATEST)), "row": reading.numbers_of_rows})
    kinds = reading.values("kind", "day_kind") if reading.has("kind") else [None] * len(table)
    table["kind"] = pd.Series([kind or "holiday" for kind in kinds], dtype="str")
    for field in ("name", "source"):
        table[field] = pd.Series(reading.texts(field), dtype="str")
    reading.reject_where("date_missing", table["day"].isna(), field=reading.heading("day"))
    kept = table[~table["row"].isin(list(reading.notes.rejected))]
    for day, rows in kept[kept["day"].duplicated(keep=False)].groupby("day"):
        got = str(day)[:10]
        if len(set(rows["kind"])) > 1:
            reading.notes.error("conflict", at=f"rows {row_list(rows['row'])}", got=got, name="kind")
        for position in rows.index[1:]:
            reading.reject("duplicate_row", int(position), got=got)
    note_unknown(reading.fields, reading.notes)
    return table
