"""The incident file: one row an event, and beside it where a right join puts each row that is not plainly coded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from geodata.demo import dirt, eras, planted
from geodata.demo.facts import Facts
from geodata.demo.ground import Ground
from geodata.demo.history import month_of
from geodata.demo.people import Whole
from geodata.demo.plane import stream

COLUMNS = [
    *("id", "date", "registered", "group", "type", "count"),
    *("code", "name", "district", "district_code", "lon", "lat", "status"),
]


def events(happened: Mapping[str, Whole], types: Mapping[str, Sequence[str]], seed: int) -> pd.DataFrame:
    """One row an event in the order of time: id, date, group, type, and the position of its mahalla."""
    rng = stream(seed, "days")
    frames = []
    for group, counts in happened.items():
        kind, month, mahalla = np.nonzero(counts)
        times = counts[kind, month, mahalla]
        columns = {"type": np.array(types[group], dtype=object)[kind], "month": month, "mahalla": mahalla}
        frames.append(
            pd.DataFrame({name: np.repeat(values, times) for name, values in columns.items()}).assign(group=group)
        )
    table = pd.concat(frames, ignore_index=True)
    table["date"] = _days(table["month"].to_numpy(), rng)
    table = table.iloc[rng.permutation(len(table))].sort_values("date", kind="stable", ignore_index=True)
    year = table["date"].str[:4]
    number = table.groupby(year).cumcount() + 1
    table["id"] = "D-" + year + "-" + number.astype(str).str.zfill(6)
    return table


def _days(month: Whole, rng: np.random.Generator) -> list[str]:
    """A day in each month, evenly, as ISO text."""
    periods = [month_of(position) for position in range(int(month.max()) + 1)]
    length = np.array([period.days_in_month for period in periods])
    day = rng.integers(1, length[month] + 1)
    head = np.array([f"{period}-" for period in periods], dtype=object)
    tail = np.array([f"{number:02d}" for number in range(32)], dtype=object)
    return [str(text) for text in head[month] + tail[day]]


def tables(
    facts: Facts, ground: Ground, table: pd.DataFrame, codes: Sequence[str], planned: planted.Plan, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The incidents as they are handed in, and the truth: id, form, expected, mahalla, district_code of each row."""
    mahalla = table["mahalla"].to_numpy()
    rng = stream(seed, "dirt")
    form = dirt.forms(facts, ground, mahalla, table["type"].to_numpy(dtype=object), rng)
    at_border = planted.border_rows(table, form, planned)
    form[at_border] = "point"
    place = dirt.write(facts, ground, mahalla, form, rng)
    place.lon[at_border], place.lat[at_border] = planted.border_points(ground, planned, len(at_border), seed).T
    who = eras.moved(facts, ground)
    eras.rename(facts, place, mahalla, table["date"], who)
    incidents = table[["id", "date", "group", "type"]].assign(
        registered=planted.registered(facts, table, planned, seed),
        count=1,
        code=place.code,
        name=place.name,
        district=place.district,
        district_code=place.district_code,
        lon=place.lon,
        lat=place.lat,
        status="synthetic",
    )
    return incidents[COLUMNS], _truth(facts, table, place, codes, who)


def _truth(
    facts: Facts, table: pd.DataFrame, place: dirt.Written, codes: Sequence[str], who: eras.Moved
) -> pd.DataFrame:
    """Where a right join puts each row. A row of the mahalla that was split may go to either of its two parts."""
    mahalla = table["mahalla"].to_numpy()
    expected = np.array([dirt.FORMS[one][1] for one in place.form], dtype=object)
    units = np.array([one.unit for one in facts.mahallas], dtype=object)[mahalla]
    early = (expected == dirt.DISTRICT_ONLY) & (table["date"] < eras.DAY).to_numpy()
    units = np.where(early & (units == eras.NEW), eras.OLD, units)  # what the row names: it is dealt out from there
    either = (place.form == "era") & np.isin(mahalla, [who.parent, who.child])
    known = (expected == dirt.MAPPED) & ~either
    return pd.DataFrame(
        {
            "id": table["id"],
            "group": table["group"],
            "form": place.form,
            "expected": expected,
            "mahalla": np.where(known, np.array(codes, dtype=object)[mahalla], ""),
            "district_code": np.where(np.isin(expected, [dirt.MAPPED, dirt.DISTRICT_ONLY]), units, ""),
        }
    )
