"""A period against the same days a year earlier, for mahallas, districts and sums of them, with the verdict of chance.

Where events were dealt out over a change of units (`geodata.editions.interpolation`) a count is a range. A verdict then
stands only if it is the same at both ends; else none is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.change import compare_many
from geodata.analysis.counting import Figures, Query, counts, covered, district_counts
from geodata.edition import Edition
from geodata.editions.interpolation import Level

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Events of each unit, and the least and the most it can be; all the same where nothing was dealt out."""

    count: Figures
    low: Figures
    high: Figures

    @property
    def interpolated(self) -> Bools:
        """Where part of the count was dealt out, or could have been."""
        return np.asarray(self.high > self.low)


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Both counts of each unit and what can be said of their difference; NaN counts are no data and have no verdict.

    `beyond`: chance alone would hardly give the difference. `untold`: it depends on how events were dealt out.
    """

    before: Counted
    after: Counted
    beyond: Bools
    untold: Bools

    @property
    def known(self) -> Bools:
        """Where both periods have data."""
        return ~(np.isnan(self.before.count) | np.isnan(self.after.count))

    @property
    def interpolated(self) -> Bools:
        """Where either count is interpolated."""
        return self.before.interpolated | self.after.interpolated


def mahallas(edition: Edition, query: Query) -> Compared:
    """Each mahalla of the edition."""
    return _judged(_of_mahallas(edition, _year_before(query)), _of_mahallas(edition, query))


def grouped(edition: Edition, query: Query, unit: NDArray[np.intp], n: int) -> Compared:
    """Sums of districts, with the events known by these alone: `unit` tells the one of `n` each belongs to."""

    def add(found: Counted) -> Counted:
        parts = (found.count, found.low, found.high)
        return Counted(*(np.bincount(unit, weights=part, minlength=n).astype(np.float64) for part in parts))

    return _judged(add(_of_districts(edition, _year_before(query))), add(_of_districts(edition, query)))


def together(edition: Edition, query: Query, codes: Sequence[str] = ()) -> Compared:
    """The districts named as one, or the whole region: arrays of one unit."""
    return _judged(_sum(edition, _year_before(query), codes), _sum(edition, query, codes))


def _year_before(query: Query) -> Query:
    return replace(query, period=query.period.year_before())


def _of_mahallas(edition: Edition, query: Query) -> Counted:
    own, most = _doubt(edition, query, "mahalla")
    found = counts(edition, query)
    return Counted(found, found - own, found - own + most)


def _of_districts(edition: Edition, query: Query) -> Counted:
    own, most = _doubt(edition, query, "district")
    found = district_counts(edition, query)
    return Counted(found, found - own, found - own + most)


def _doubt(edition: Edition, query: Query, level: Level) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    known = edition.interpolation
    rows = known.chosen(query.group, query.types or None, query.period.start, query.period.end)
    return known.doubt(rows, level)


def _sum(edition: Edition, query: Query, codes: Sequence[str]) -> Counted:
    if not covered(edition, query.group, query.period):
        nothing = np.array([np.nan])
        return Counted(nothing, nothing, nothing)
    chosen = edition.districts["code"].isin(list(codes)).to_numpy() if codes else np.ones(len(edition.districts), bool)
    found = district_counts(edition, query)[chosen].sum()
    known = edition.interpolation
    rows = known.chosen(query.group, query.types or None, query.period.start, query.period.end)
    own, most = known.doubt_of(rows, "district", np.flatnonzero(chosen))
    return Counted(*(np.array([value], dtype=np.float64) for value in (found, found - own, found - own + most)))


def _judged(before: Counted, after: Counted) -> Compared:
    """The verdicts at both ends: least before and most after, and the other way round."""
    known = ~(np.isnan(before.count) | np.isnan(after.count))
    up, down = _sign(before.low, after.high), _sign(before.high, after.low)
    return Compared(before, after, beyond=known & (up == down) & (up != 0), untold=known & (up != down))


def _sign(before: Figures, after: Figures) -> NDArray[np.int8]:
    """1 for a rise beyond chance, -1 for such a fall, else 0; each different pair is judged once: most are small."""
    first, second = np.nan_to_num(before), np.nan_to_num(after)
    width = second.max(initial=0) + 1
    pairs, at = np.unique(first * width + second, return_inverse=True)
    first, second = np.divmod(pairs, width)
    beyond = compare_many(first, second).beyond_chance
    return np.where(beyond, np.sign(second - first), 0).astype(np.int8)[at]
