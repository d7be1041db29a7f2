"""Categories of mahallas (green, yellow, red), each decided at a date, by an order, by somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pandas as pd

from geodata.sources import identity
from geodata.sources.notes import row_list
from geodata.sources.population import place_of
from geodata.sources.reading import Reading, days

_AHEAD: Final = timedelta(days=3660)  # a day later than that is a slip, and no order that is to come into force


def read(reading: Reading) -> pd.DataFrame:
    """Table of categories; an error without a category, or without the date of the decision."""
    if not identity.has_identity(reading):
        raise reading.notes.stop("no_identity", wanted="mahalla_nomi, mahalla_id, mfy_id")
    for field, wanted in (("category", "category, toifa, категория"), ("decided", "decided, sana, дата")):
        if not reading.has(field):
            reading.notes.error("no_field", got=field, wanted=wanted)
    if reading.notes.errors:
        return identity.table(reading)
    table = identity.table(reading)
    table["category"] = pd.Series(reading.values("category", "category"), dtype="str")
    decided, valid = reading.dates("decided"), reading.dates("valid_from", latest=reading.latest + _AHEAD)
    table["decided"] = days(decided)
    table["valid_from"] = days([own or other for own, other in zip(valid, decided, strict=True)])
    for position in [at for at, day in enumerate(valid) if day and day > reading.latest]:
        reading.reject("not_in_force", position, field=reading.heading("valid_from"), got=valid[position])
    for name in ("order", "author", "status"):
        table[name] = pd.Series(reading.texts(name), dtype="str")
    reading.reject_where("no_identity_row", table[["code", "name"]].isna().all(axis=1))
    reading.reject_where("word_missing", reading.blank("category"), field=reading.heading("category"))
    reading.reject_where("date_missing", table["decided"].isna(), field=reading.heading("decided"))
    _refuse_conflicts(reading, table)
    return table


def _refuse_conflicts(reading: Reading, table: pd.DataFrame) -> None:
    """Errors for two categories of one mahalla from one date; the second of two equal rows is left out."""
    kept = table[~table["row"].isin(list(reading.notes.rejected))]
    place = pd.Series([place_of(row) for row in kept.itertuples()], index=kept.index, dtype="str")
    twice = kept[pd.DataFrame({"place": place, "from": kept["valid_from"]}).duplicated(keep=False)]
    for _, rows in twice.groupby([place[twice.index], twice["valid_from"]]):
        name = identity.called(rows)
        if len(set(rows["category"])) > 1:
            reading.notes.error("conflict", at=f"rows {row_list(rows['row'])}", got=name, name="category")
        else:
            for position in rows.index[1:]:
                reading.reject("duplicate_row", int(position), got=name)
