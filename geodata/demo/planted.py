"""What is put into the incidents on purpose for the questions about recording to find: one example of each.

Rows are neither added nor taken away; a few change their group, their mahalla within the district, or the form in which
their place is written. Categories were decided before, on the counts as they happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.demo import dirt, points
from geodata.demo.categories import GREEN, RED, Colours
from geodata.demo.facts import Facts
from geodata.demo.ground import Ground
from geodata.demo.history import MONTHS, YEARS, Surge
from geodata.demo.people import Whole
from geodata.demo.plane import Floats, stream

LATE_UNITS: Final = 2
LAG_SHARES: Final = (0.51, 0.27, 0.12, 0.06, 0.008, 0.008, 0.008, 0.008, 0.008)  # registered 0, 1, 2 … days later
UNTOLD: Final = 0.015  # of the rows: no day of registration
MONTH_END_DAYS: Final = 7
LATE_SHARE: Final = 0.6  # of the rows of a late unit from the last days of a month
LATE_DAYS: Final = (5, 15)
SHIFTED_ROWS: Final = 75
SHIFTED_TYPES: Final = ("theft", "fraud", "hooliganism")
SILENT_MONTHS: Final = 7  # the last ones of the history
BORDER_ROWS: Final = 14
BORDER_M: Final = (5.0, 60.0)  # outside the red mahalla
_CODED: Final = ("code", "code_dirty", "name", "name_dirty")

Positions = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Units (codes) and mahallas (positions) at which something is put in.

    In `late` units the end of a month is registered late, in `shifted` crimes change their group, `silent` has no event
    for months, and points pile up outside the border of the `red` mahalla, in the one `beside` it.
    """

    late: tuple[str, ...]
    shifted: str
    silent: int
    red: int
    beside: int


def plan(
    facts: Facts,
    ground: Ground,
    happened: Mapping[str, Whole],
    decisions: Colours,
    surges: list[Surge],
    seed: int,
) -> Plan:
    """The busiest places that serve each purpose, apart from the surges and from each other."""
    events = happened["preventable"]
    taken = {surge.mahalla for surge in surges}
    free = np.array([place not in taken for place in range(events.shape[2])])
    unit = _units(facts)
    shifted = max(facts.units, key=lambda one: int(events[:, -12:, unit == one.code].sum())).code
    silent = int(np.argmax(np.where(free & (unit != shifted), events.sum(axis=(0, 1)), -1)))
    open_types = [number for number, kind in enumerate(facts.types["preventable"]) if kind not in dirt.WITHOUT_POINT]
    shown = events[open_types, -12:].sum(axis=(0, 1))
    red, beside = _pair(ground, decisions[-2] == RED, np.where(free & (unit != unit[silent]), shown, -1))
    others = [one.code for one in facts.units if one.code not in {shifted, unit[silent], unit[beside]}]
    late = stream(seed, "late").choice(np.array(others, dtype=object), LATE_UNITS, replace=False)
    return Plan(late=tuple(sorted(late)), shifted=shifted, silent=silent, red=red, beside=beside)


def _pair(ground: Ground, red: Mask, shown: Whole) -> tuple[int, int]:
    """A red mahalla and the one beside it, not red, that has most events to show as points."""
    cells = np.array(ground.cells, dtype=object)
    inner, outer = shapely.STRtree(cells).query(cells[red], predicate="touches")
    near = np.flatnonzero(red)[inner]
    best = int(np.argmax(np.where(red[outer], -1, shown[outer])))
    return int(near[best]), int(outer[best])


def put_in(
    facts: Facts, table: pd.DataFrame, planned: Plan, decisions: Colours, surges: list[Surge], seed: int
) -> pd.DataFrame:
    """`table` (of `incidents.events`) with crimes moved to another group in one unit, and out of the silent mahalla."""
    rng = stream(seed, "planted")
    mahalla, unit = table["mahalla"].to_numpy().copy(), _units(facts)
    group = table["group"].to_numpy(dtype=object).copy()
    preventable, kept = group == "preventable", {surge.mahalla for surge in surges} | {planned.beside, planned.silent}
    home = unit[mahalla]
    fit = preventable & (home == planned.shifted) & (table["date"] >= str(YEARS[-1])).to_numpy()
    fit &= np.isin(table["type"], SHIFTED_TYPES) & ~np.isin(mahalla, sorted(kept))
    group[rng.choice(np.flatnonzero(fit), min(SHIFTED_ROWS, int(fit.sum())), replace=False)] = "uncovered"
    gone = np.flatnonzero(preventable & (mahalla == planned.silent) & (table["date"] >= silent_from()).to_numpy())
    place = np.arange(len(unit))
    open_to = (unit == unit[planned.silent]) & ~np.isin(place, sorted(kept)) & (decisions[-1] != GREEN)
    mahalla[gone] = rng.choice(np.flatnonzero(open_to), len(gone))
    return table.assign(mahalla=mahalla, group=group)


def silent_from() -> str:
    """The first day of the silent months, as ISO text."""
    year, month = divmod(MONTHS - SILENT_MONTHS, 12)
    return f"{YEARS[0] + year}-{month + 1:02d}-01"


def registered(facts: Facts, table: pd.DataFrame, planned: Plan, seed: int) -> npt.NDArray[np.object_]:
    """The day on which each row was registered, as ISO text, empty for a few."""
    rng, size = stream(seed, "registered"), len(table)
    day = table["date"].to_numpy(dtype="datetime64[D]")
    lag = rng.choice(len(LAG_SHARES), size, p=LAG_SHARES)
    month_end = (day.astype("datetime64[M]") + 1).astype("datetime64[D]") - day <= MONTH_END_DAYS
    late = month_end & np.isin(_units(facts)[table["mahalla"].to_numpy()], planned.late)
    late &= rng.random(size) < LATE_SHARE
    lag = np.where(late, rng.integers(*LATE_DAYS, size), lag)
    told = np.datetime_as_string(day + lag.astype("timedelta64[D]")).astype(object)
    return np.where(rng.random(size) < UNTOLD, "", told)


def border_rows(table: pd.DataFrame, form: dirt.Texts, planned: Plan) -> Positions:
    """The rows of the last year whose place is to be written as a point at the border of the red mahalla."""
    fit = (table["group"] == "preventable") & (table["date"] >= str(YEARS[-1])) & (table["mahalla"] == planned.beside)
    fit &= ~table["type"].isin(dirt.WITHOUT_POINT) & np.isin(form, _CODED)
    return np.flatnonzero(fit.to_numpy())[:BORDER_ROWS]


def border_points(ground: Ground, planned: Plan, count: int, seed: int) -> Floats:
    """Points (count, 2) of EPSG:4326 in the neighbour, a few metres outside the red mahalla."""
    red, beside = (
        shapely.transform(ground.cells[place], ground.plane.to_metres) for place in (planned.red, planned.beside)
    )
    near, far = BORDER_M
    strip = shapely.intersection(shapely.difference(shapely.buffer(red, far), shapely.buffer(red, near)), beside)
    return points.inside(shapely.transform(strip, ground.plane.to_degrees), count, stream(seed, "border"))


def _units(facts: Facts) -> npt.NDArray[np.object_]:
    return np.array([one.unit for one in facts.mahallas], dtype=object)
