"""The incidents of an edition: counted by place, day and type, and their rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.cube import Cells, Cube
from geodata.editions import concentration
from geodata.editions.concentration import Scan
from geodata.editions.folder import read
from geodata.editions.interpolation import Interpolation
from geodata.editions.places import Places
from geodata.editions.span import Span, is_whole, known_days, silences
from geodata.editions.tables import NO_INCIDENTS
from geodata.editions.totals import Reconciliation
from geodata.periods import Period, day_of

Counts = NDArray[np.int64]
Types = Sequence[str] | None
_Counting = Callable[[Cells, NDArray[np.datetime64]], Counts]
GROUPS: Final = ("preventable", "uncovered", "it", "administrative", "calls")
"""Count groups in the order in which they are shown. They are never added to each other."""

UNTYPED: Final = ""
"""What stands among types for incidents of which the file gives none."""

_ROWS: Final = "incidents.parquet"


class Incidents(Places):
    """`count`, `total` and the like answer from the cube; `types` are all where None."""

    @cached_property
    def cube(self) -> Cube:
        """The incidents as cells of mahalla, day and type."""
        return read(self.path / "cube.arrow", Cube.open)

    @cached_property
    def incidents(self) -> pd.DataFrame:
        """The rows that the cube counts: group, type, day, registered, count, mahalla_pos, district_pos, lon, lat.

        Positions are -1 for none, degrees WGS 84; NaT and NaN where the file said nothing. Read on first use. Empty for
        an edition that was published before rows were kept.
        """
        path = self.path / _ROWS
        return read(path, pd.read_parquet) if path.exists() else NO_INCIDENTS

    def incident_rows(
        self, group: str, *, start: date, end: date, columns: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """`incidents` of a group and of days, both included, in all columns or some; others are not read."""
        path = self.path / _ROWS
        chosen = [("group", "==", group), ("day", ">=", pd.Timestamp(start)), ("day", "<=", pd.Timestamp(end))]
        wanted = None if columns is None else list(columns)
        return read(path, partial(pd.read_parquet, filters=chosen, columns=wanted)) if path.exists() else NO_INCIDENTS

    def groups(self) -> list[str]:
        """The count groups with data, in the order in which they are shown."""
        known = [group for group in GROUPS if group in self.cube.bounds]
        return known + sorted(set(self.cube.bounds) - set(known))

    def types(self, group: str) -> list[str]:
        """The types of incidents that occur in a group."""
        return [name for name in self._types.get(group, ()) if name != UNTYPED]

    def kinds(self, group: str) -> list[str]:
        """The types of a group, with UNTYPED first where it has incidents without a type."""
        return list(self._types.get(group, ()))

    @cached_property
    def _types(self) -> dict[str, list[str]]:
        """The types of each group: of millions of rows a millisecond each, and a page asks often."""
        return {group: self.cube.group_types(group) for group in self.cube.bounds}

    def count(self, group: str, *, types: Types = None, start: date, end: date) -> Counts:
        """Events per mahalla from `start` to `end`, both included; those that are mapped."""
        return self.cube.count(group, types, start, end)

    def total(self, group: str, *, types: Types = None, start: date, end: date) -> Reconciliation:
        """All events of the days, by how far they could be placed; `rows` is the number of events."""
        return self.cube.total(group, types, start, end)

    def by_district(self, group: str, *, types: Types = None, start: date, end: date) -> pd.DataFrame:
        """Events per district code: mapped, district_only, total."""
        mapped, alone = self.cube.per_district(group, types, start, end)
        index = pd.Index(self.districts["code"], name="district")
        return pd.DataFrame({"mapped": mapped, "district_only": alone, "total": mapped + alone}, index=index)

    def by_month(
        self,
        group: str,
        *,
        types: Types = None,
        start: date,
        end: date,
        mahallas: NDArray[np.integer] | None = None,
        districts: Sequence[str] | None = None,
    ) -> pd.Series:
        """Events of the days in each calendar month, indexed by month; <NA> in months outside the coverage.

        Of all events if neither `mahallas` (positions) nor `districts` (codes) is given; of `districts` with those
        known to the district only; of `mahallas` those mapped to them.
        """
        cells = self.cube.select(group, types, start, end)
        if mahallas is not None:
            cells = cells[_member(cells.mahalla, mahallas, self.cube.n_mahallas)]
        if districts is not None:
            chosen = np.flatnonzero(self.districts["code"].isin(list(districts)).to_numpy())
            cells = cells[_member(cells.district, chosen, self.cube.n_districts)]
        months = _months(start, end)
        counts = pd.Series(self.cube.by_month(cells, months), index=pd.PeriodIndex(months, freq="M"), dtype="Int64")
        counts[~self._covered(group, months)] = pd.NA
        return counts

    def mahalla_by_month(
        self, group: str, *, types: Types = None, start: date, end: date
    ) -> tuple[pd.PeriodIndex, Counts]:
        """The calendar months of the days, and the mapped events as a matrix: mahalla position by month."""
        return self._matrix(self.cube.mahalla_by_month, group, types, start, end)

    def district_by_month(
        self, group: str, *, types: Types = None, start: date, end: date
    ) -> tuple[pd.PeriodIndex, Counts]:
        """As `mahalla_by_month`: district position by month, with the events known to the district only."""
        return self._matrix(self.cube.district_by_month, group, types, start, end)

    def _matrix(
        self, counted: _Counting, group: str, types: Types, start: date, end: date
    ) -> tuple[pd.PeriodIndex, Counts]:
        months = _months(start, end)
        return pd.PeriodIndex(months, freq="M"), counted(self.cube.select(group, types, start, end), months)

    def coverage(self, group: str) -> tuple[date, date] | None:
        """The first and the last day that a group's rows speak for, None if it has none (see `known_days`).

        A month inside it without rows had none, but for `silences`; outside it nothing is known.
        """
        if group not in self._coverages:
            received = [day_of(source.at) for source in self.manifest.sources if source.kind == "incidents"]
            days = self.cube.group_cells(group).day
            self._coverages[group] = known_days(days, max(received, default=date.min))
        return self._coverages[group]

    def silences(self, group: str) -> tuple[Span, ...]:
        """Spans of days inside the coverage of which rows must be missing: nothing is known of them."""
        if group not in self._silences:
            self._silences[group] = silences(self.cube.group_cells(group).day)
        return self._silences[group]

    @cached_property
    def _silences(self) -> dict[str, tuple[Span, ...]]:
        """What `silences` found, by group."""
        return {}

    @cached_property
    def _coverages(self) -> dict[str, tuple[date, date] | None]:
        """What `coverage` found, by group."""
        return {}

    @cached_property
    def interpolation(self) -> Interpolation:
        """Which events were dealt out among several units of today, since their rows name an older one."""
        return Interpolation.read(self.path, self.mahallas["district_pos"].to_numpy(), len(self.districts))

    @cached_property
    def concentration(self) -> tuple[Scan, ...]:
        """Where events of each group concentrate, by the scan of the day of publication; none in older editions.

        Those that an older edition made of periods with days that were not sent are left out.
        """
        scans = concentration.read(self.path)
        return tuple(one for one in scans if is_whole(Period.parse(one.period), self.silences(one.group)))

    def _covered(self, group: str, months: NDArray[np.datetime64]) -> NDArray[np.bool_]:
        covered = self.coverage(group)
        if covered is None:
            return np.zeros(len(months), dtype=bool)
        first, last = (np.datetime64(day, "M") for day in covered)
        inside: NDArray[np.bool_] = (months >= first) & (months <= last)
        for begin, end in self.silences(group):
            inside &= (months < np.datetime64(begin, "M")) | (months > np.datetime64(end, "M"))
        return inside


def _member(positions: NDArray[np.int32], chosen: NDArray[np.integer], size: int) -> NDArray[np.bool_]:
    """Where `positions` is one of `chosen`."""
    # The two last places answer for -1 and OUTSIDE, which index from the end.
    table = np.zeros(size + 2, dtype=bool)
    table[np.asarray(chosen, dtype=np.intp)] = True
    found: NDArray[np.bool_] = table[positions]
    return found


def _months(start: date, end: date) -> NDArray[np.datetime64]:
    return np.arange(np.datetime64(start, "M"), np.datetime64(end, "M") + 1)
