"""Boundary eras: what became of units that were renamed, merged, split or moved to another district.

A row of before a change names units as they were then; it is carried to the units of today, so that their months can be
compared. One successor takes all. Of several, the point of a row decides; where it has none, whole rows are dealt out
so that each successor gets its share, and what was dealt out stays known: it is interpolated, not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata import codes, names
from geodata.editions.columns import Texts, days, each_once, first_given, is_none, texts
from geodata.editions.gazetteer import NOT_GIVEN, Districts, Mahallas, Positions
from geodata.territory import IDENTIFIERS, NAME_COLUMNS, Territory

Parts = tuple[tuple[int, float], ...]
"""Positions of today, -1 for one that is not on the map, with their shares, which add up to one."""

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]

COLUMNS: Final = ("level", "pool", "pos", "share", "until", "change", "old_name")


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a unit on the day `until`, the first of the new order; `name` is the old one."""

    until: np.datetime64
    change: str
    name: str
    parts: Parts

    @property
    def shared(self) -> bool:
        """Whether events without a point have to be dealt out."""
        return len(self.parts) > 1


@dataclass(frozen=True, slots=True, eq=False)
class Eras:
    """The steps of each old mahalla, in the order of their days, and of each district that lost mahallas.

    Old mahallas are found in `gazetteer`, districts of then and now in `districts`: those that are gone stand behind
    those of the territory.
    """

    gazetteer: Mahallas
    districts: Districts
    mahalla_steps: tuple[tuple[Step, ...], ...]
    district_steps: Mapping[int, tuple[Step, ...]]

    def named(self, table: pd.DataFrame) -> tuple[Positions, Positions, NDArray[np.bool_]]:
        """For each row the old mahalla it names (below 0: none), its district of then, and whether a code named it."""
        by_code: Positions = np.full(len(table), NOT_GIVEN, dtype=np.int32)
        for column in IDENTIFIERS:
            found = self.gazetteer.by_code(texts(table, column))
            by_code = np.where((by_code < 0) & (found >= 0), found, by_code).astype(np.int32)
        home = self.home(texts(table, "district_code"), texts(table, "district"), texts(table, "mahalla_id"))
        by_name = self.gazetteer.by_name(texts(table, "name"), home, stated=np.ones(len(table), dtype=bool))
        return np.where(by_code >= 0, by_code, by_name).astype(np.int32), home, by_code >= 0

    def home(self, code: Texts, name: Texts, mahalla_id: Texts) -> Positions:
        """Districts of then and now by code, else by name."""
        found = self.districts.by_code(first_given(code, each_once(mahalla_id, codes.district_of)))
        return np.where(found < 0, self.districts.by_name(name), found).astype(np.int32)

    def steps(self) -> list[tuple[str, Step]]:
        """Every step with its level, in the order of their numbers as pools."""
        of_mahallas = [("mahalla", step) for steps in self.mahalla_steps for step in steps]
        return of_mahallas + [("district", step) for steps in self.district_steps.values() for step in steps]

    def table(self) -> pd.DataFrame:
        """One row a step and unit of today: `COLUMNS`; `pool` numbers the step."""
        rows = [
            (level, pool, pos, share, step.until, step.change, step.name)
            for pool, (level, step) in enumerate(self.steps())
            for pos, share in step.parts
            if pos >= 0
        ]
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        return frame.astype({"until": "datetime64[s]", "pool": np.int32, "pos": np.int32, "share": np.float64})


def eras(table: pd.DataFrame, placed: Positions, territory: Territory, residents: Floats) -> Eras:
    """The eras of a canonical table of changes; `placed` are the units of today that its rows name.

    `residents` of each mahalla (NaN: unknown) weigh the successors that the table gives no share.
    """
    code, name = texts(table, "old_district_code"), texts(table, "old_district")
    districts, home = _districts(code, name, territory)
    own = territory.mahallas["district_pos"].to_numpy(np.int32)
    untold = is_none(code) & is_none(name)
    home = np.where(untold & (placed >= 0), own[placed] if len(own) else -1, home).astype(np.int32)
    old = _old_units(table, home)
    first = old.drop_duplicates("unit").sort_values("unit")
    listed = pd.DataFrame(dict.fromkeys((*IDENTIFIERS, *NAME_COLUMNS)), index=first.index)
    listed = listed.assign(code=first["code"], name_uz_latn=first["name"], district_pos=first["home"])
    bare = Eras(Mahallas(listed, int(max(home.max(initial=-1) + 1, len(territory.districts)))), districts, (), {})
    following = bare.named(table)[0]  # the new unit may have changed again since
    weights = np.where(np.isfinite(residents) & (residents > 0), residents, np.nan)
    steps = _Resolver(table, old, placed, following, weights).all()
    return Eras(bare.gazetteer, districts, steps, _of_districts(old, steps, own, weights, len(territory.districts)))


def _districts(code: Texts, name: Texts, territory: Territory) -> tuple[Districts, Positions]:
    """The districts of the territory with those that are gone behind them, and that of each row."""
    frame = territory.districts[["code", "kind", *NAME_COLUMNS]]
    known = Districts(frame)
    home = known.by_code(code)
    home = np.where(home < 0, known.by_name(name), home).astype(np.int32)
    gone: dict[str, tuple[str | None, str | None]] = {}
    for at in np.flatnonzero((home < 0) & ~(is_none(code) & is_none(name))):
        key = str(code[at] or names.key(str(name[at])))
        gone.setdefault(key, (code[at], name[at]))
        home[at] = len(frame) + list(gone).index(key)
    added = pd.DataFrame(
        [
            {"code": c, "kind": (names.unit(n).kind if n else None) or "district", "name_uz_latn": n}
            for c, n in gone.values()
        ],
        columns=frame.columns,
    )
    return Districts(pd.concat([frame, added], ignore_index=True) if len(added) else frame), home


def _old_units(table: pd.DataFrame, home: Positions) -> pd.DataFrame:
    """For each row the number of its old unit, with code, name and district: by code, else by district and name."""
    code, name = texts(table, "old_code"), texts(table, "old_name")
    keys = [c or f"{h} {names.key(str(n))}" for c, h, n in zip(code, home, name, strict=True)]
    unit = pd.factorize(np.array(keys, dtype=object))[0] if keys else np.zeros(0, dtype=np.intp)
    return pd.DataFrame({"unit": unit, "code": code, "name": name, "home": home})


class _Resolver:
    """From the rows of the table to steps: shares worked out, chains of changes followed to the units of today."""

    def __init__(
        self, table: pd.DataFrame, old: pd.DataFrame, placed: Positions, following: Positions, weights: Floats
    ) -> None:
        self.until, self.change = days(table, "day"), texts(table, "change")
        self.share = table["share"].to_numpy(np.float64)
        self.label = first_given(texts(table, "old_name"), texts(table, "old_code"))
        self.placed, self.following, self.weights = placed, following, weights
        self.rows: dict[int, dict[np.datetime64, list[int]]] = defaultdict(lambda: defaultdict(list))
        for row, unit in enumerate(old["unit"].tolist()):
            self.rows[unit][self.until[row]].append(row)

    def all(self) -> tuple[tuple[Step, ...], ...]:
        """The steps of each old unit, by its number."""
        return tuple(tuple(self._step(unit, day) for day in sorted(self.rows[unit])) for unit in range(len(self.rows)))

    def _step(self, unit: int, day: np.datetime64) -> Step:
        rows = self.rows[unit][day]
        first = rows[0]
        return Step(day, str(self.change[first]), str(self.label[first]), self._parts(rows))

    def _parts(self, rows: list[int]) -> Parts:
        found = [self._of_row(row) for row in rows]
        weights = self.share[rows] if np.isfinite(self.share[rows]).all() else self._by_residents(found)
        sums: dict[int, float] = defaultdict(float)
        for weight, parts in zip(weights / weights.sum(), found, strict=True):
            for pos, share in parts:
                sums[pos] += float(weight) * share
        return tuple(sorted((pos, share) for pos, share in sums.items() if share > 0))

    def _of_row(self, row: int) -> Parts:
        """What a row leads to today: a unit that changed again after its day leads further."""
        later = [day for day in sorted(self.rows.get(int(self.following[row]), {})) if day > self.until[row]]
        if later:
            return self._parts(self.rows[int(self.following[row])][later[0]])
        return ((int(self.placed[row]), 1.0),)

    def _by_residents(self, found: list[Parts]) -> Floats:
        sums = np.array([sum(self.weights[pos] if pos >= 0 else np.nan for pos, _ in parts) for parts in found])
        return sums if np.isfinite(sums).all() else np.ones(len(found))


def _of_districts(
    old: pd.DataFrame, steps: Iterable[tuple[Step, ...]], own: Positions, weights: Floats, size: int
) -> dict[int, tuple[Step, ...]]:
    """What became of the districts that lost mahallas, weighed by residents: for rows that name no more than them."""
    people = weights if np.isfinite(weights).all() else np.ones(len(own))
    homes = old.drop_duplicates("unit").sort_values("unit")["home"].tolist()
    left: dict[tuple[int, np.datetime64], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    came = np.full(len(own), -1)
    for home, unit_steps in zip(homes, steps, strict=True):
        for step in unit_steps:
            for pos in (pos for pos, _ in step.parts if pos >= 0 and own[pos] != home and home >= 0):
                if came[pos] != home:  # a mahalla that several old ones went into moved once
                    left[home, step.until][int(own[pos])] += float(people[pos])
                came[pos] = home
    found: dict[int, list[Step]] = defaultdict(list)
    for (home, until), parts in sorted(left.items()):
        stayed = float(people[(own == home) & (came < 0)].sum()) if home < size else 0.0
        every = {**parts, home: stayed} if stayed else dict(parts)
        total = sum(every.values())
        found[home].append(Step(until, "moved", "", tuple(sorted((pos, one / total) for pos, one in every.items()))))
    return {home: tuple(each) for home, each in found.items()}
