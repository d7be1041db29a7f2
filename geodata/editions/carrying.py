"""Carrying placed rows from the units of their time to those of today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.editions.columns import texts
from geodata.editions.eras import Days, Eras, Parts, Step
from geodata.editions.gazetteer import Positions
from geodata.editions.points import containing, points_of
from geodata.join import REASONS, Index, Placement
from geodata.territory import IDENTIFIERS, Territory

_DISTRICT_ONLY = REASONS.index("join_district_only")
BEGINNING = np.datetime64("0001-01-01", "D")
_AMBIGUOUS = REASONS.index("join_name_ambiguous")

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Carried:
    """Where the rows belong today; `pool` is the step by which a row was dealt out, -1 for rows that were not."""

    placement: Placement
    pool: NDArray[np.int32]


def carry(
    table: pd.DataFrame, placed: Placement, known: Eras, territory: Territory, index: Index, *, day: Days, deal: bool
) -> Carried:
    """The rows of a placed `table` carried over the changes that came after their `day` (NaT: left as they are).

    With `deal` rows of units with several successors are dealt out; without, they and rows of merged units stay.
    """
    out = _copied(placed)
    pool = np.full(len(table), -1, dtype=np.int32)
    home = territory.mahallas["district_pos"].to_numpy(np.int32)
    named, of_district, by_code = known.named(table)
    named = np.where(by_code | ~_coded(table, index), named, -1)
    by_name = index.mahallas.by_name(texts(table, "name"), placed.district, stated=np.ones(len(table), dtype=bool))
    born = _born(known, len(territory.mahallas))
    for number, step, rows in _mahalla_rows(known, named, day):
        others = rows & ~by_code & (by_name >= 0) & ~np.isin(by_name, [pos for pos, _ in step.parts])
        doubtful = others & (born[by_name] <= day)  # another mahalla bore that name then, and bears it still
        out.reason[doubtful], out.mahalla[doubtful] = _AMBIGUOUS, -1
        chosen = np.flatnonzero(rows & ~doubtful)
        if step.shared and deal:
            to, dealt = _deal(table, chosen, day, step.parts, territory)
            pool[chosen[dealt]] = number
        elif step.shared or (step.change == "merged" and not deal):
            continue
        else:
            to = np.full(len(chosen), step.parts[0][0], dtype=np.int32)
        chosen, to = chosen[to >= 0], to[to >= 0]
        out.mahalla[chosen], out.district[chosen], out.reason[chosen], out.got[chosen] = to, home[to], 0, None
    if deal:
        _districts(table, out, known, of_district, day, pool)
    return Carried(out, pool)


def _coded(table: pd.DataFrame, index: Index) -> Mask:
    """Where a row has a code of today: its name then decides nothing."""
    found = np.zeros(len(table), dtype=bool)
    for column in IDENTIFIERS:
        found |= index.mahallas.by_code(texts(table, column)) >= 0
    return found


def _born(known: Eras, size: int) -> Days:
    """The day from which each mahalla of today is what it is; the beginning of time where it never changed."""
    born = np.full(size, BEGINNING)
    for level, step in known.steps():
        for pos, _ in step.parts if level == "mahalla" else ():
            if pos >= 0:
                born[pos] = max(born[pos], step.until)
    return born


def _mahalla_rows(known: Eras, named: Positions, day: Days) -> Iterator[tuple[int, Step, Mask]]:
    """Each step of the mahallas with its number and the rows of before it, but after the step before."""
    order = np.argsort(named, kind="stable")
    edges = np.searchsorted(named[order], np.arange(len(known.mahalla_steps) + 1))
    number = 0
    for unit, steps in enumerate(known.mahalla_steps):
        own = order[edges[unit] : edges[unit + 1]]
        since: np.datetime64 = BEGINNING
        for step in steps:
            rows = np.zeros(len(named), dtype=bool)
            rows[own[(day[own] >= since) & (day[own] < step.until)]] = True
            if rows.any():
                yield number, step, rows
            since, number = step.until, number + 1


def _deal(
    table: pd.DataFrame, rows: NDArray[np.intp], day: Days, parts: Parts, territory: Territory
) -> tuple[Positions, Mask]:
    """The successor of each of these rows, and which rows were dealt out since no point told it."""
    to = containing(points_of(table.iloc[rows]), territory.shapes)
    told = np.isin(to, [pos for pos, _ in parts if pos >= 0])
    left = np.flatnonzero(~told)
    out = to.copy()
    out[left] = dealt(table.iloc[rows[left]], day[rows[left]], parts)
    return out, ~told


def dealt(table: pd.DataFrame, day: Days, parts: Parts) -> Positions:
    """Whole rows dealt out in the order of their days, within each group and type, so that sums follow the shares.

    Each row goes to the part that lacks most of its share so far; rows keep their counts, so sums stay whole. The
    deal of a row depends on those before it alone, never on chance.
    """
    share = np.array([one for _, one in parts])
    to = np.array([pos for pos, _ in parts], dtype=np.int32)
    group, type_ = (texts(table, column).astype(str) for column in ("group", "type"))
    count = pd.to_numeric(table["count"], errors="coerce").fillna(1).to_numpy(np.float64)
    out = np.zeros(len(table), dtype=np.int32)
    owed: dict[tuple[str, str], NDArray[np.float64]] = {}
    for row in np.lexsort((np.arange(len(table)), day)):
        lacking = owed.setdefault((group[row], type_[row]), np.zeros(len(parts)))
        lacking += share * count[row]
        chosen = int(np.argmax(np.round(lacking, 9)))
        lacking[chosen] -= count[row]
        out[row] = to[chosen]
    return out


def _districts(
    table: pd.DataFrame, out: Placement, known: Eras, of_district: Positions, day: Days, pool: NDArray[np.int32]
) -> None:
    """Rows that name a district of before a change and no more, dealt out among the districts of today; in place."""
    number = sum(len(steps) for steps in known.mahalla_steps)
    for home, steps in known.district_steps.items():
        since: np.datetime64 = BEGINNING
        for step in steps:
            rows = np.flatnonzero((out.mahalla < 0) & (of_district == home) & (day >= since) & (day < step.until))
            if len(rows):
                out.district[rows] = dealt(table.iloc[rows], day[rows], step.parts)
                fresh = rows[out.reason[rows] == REASONS.index("join_district_unknown")]
                out.reason[fresh] = _DISTRICT_ONLY
                if step.shared:
                    pool[rows] = number
            since, number = step.until, number + 1


def followed(table: pd.DataFrame, placed: Placement, known: Eras, territory: Territory) -> Placement:
    """The placement of the table of changes itself: a new unit that changed again leads to the first of today."""
    named = known.named(table)[0]
    chained = np.flatnonzero((placed.mahalla < 0) & (named >= 0))
    to = np.array([known.mahalla_steps[unit][-1].parts[0][0] for unit in named[chained]], dtype=np.int32)
    chained, to = chained[to >= 0], to[to >= 0]
    out = _copied(placed)
    out.mahalla[chained], out.reason[chained], out.got[chained] = to, 0, None
    out.district[chained] = territory.mahallas["district_pos"].to_numpy(np.int32)[to]
    return out


def _copied(placed: Placement) -> Placement:
    """The placement with arrays of its own, which may be changed."""
    return replace(
        placed,
        mahalla=placed.mahalla.copy(),
        district=placed.district.copy(),
        reason=placed.reason.copy(),
        got=placed.got.copy(),
    )


def dealt_rows(columns: pd.DataFrame, carried: Carried) -> pd.DataFrame:
    """The rows that were dealt out: group, type, day, count, pool, mahalla_pos and district_pos of today."""
    kept = carried.pool >= 0
    rows = columns.loc[kept, ["group", "type", "day", "count"]]
    return rows.assign(
        pool=carried.pool[kept],
        mahalla_pos=carried.placement.mahalla[kept],
        district_pos=carried.placement.district[kept],
    ).reset_index(drop=True)
