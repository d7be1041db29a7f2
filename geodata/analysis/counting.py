"""What is counted: a query, and the events of mahallas and districts that it asks for. NaN is "no data", not zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from geodata.editions.opened import Edition
from geodata.editions.span import is_whole
from geodata.periods import Period, day_of

Figures = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is counted: one count group, some of its types (none named: all), and the period.

    `decision` is the day as of which the category is read: it follows the period that it judges, so it is not in it.
    """

    group: str
    types: tuple[str, ...]
    period: Period
    decision: date


def counts(edition: Edition, query: Query) -> Figures:
    """Mapped events of each mahalla in the period; NaN everywhere where the data do not reach over the period."""
    if not covered(edition, query.group, query.period):
        return np.full(len(edition.mahallas), np.nan)
    found = edition.count(query.group, types=query.types or None, start=query.period.start, end=query.period.end)
    return found.astype(np.float64)


def covered(edition: Edition, group: str, period: Period) -> bool:
    """Whether the edition has data of the group over the whole period, and no rows of it are missing."""
    span = edition.coverage(group)
    if span is None or period.start < span[0] or span[1] < period.end:
        return False
    return is_whole(period, edition.silences(group))


def default_period(edition: Edition, group: str) -> Period:
    """The newest year as far as it is known in whole months (the longest run); where none is, the year before."""
    span = edition.coverage(group)
    if span is None:
        return Period.of("year", day_of(edition.manifest.published_at).year)
    first, last = span
    for year in (Period.of("year", last.year), Period.of("year", last.year - 1)):
        whole = _longest([covered(edition, group, month) for month in year.months()])
        if whole:
            months = year.months()[whole]
            return year if len(months) == len(year.months()) else Period(months[0].start, months[-1].end)
    return Period(first, last)


def _longest(known: list[bool]) -> slice | None:
    """The longest run of what is known, the last of several; None where nothing is."""
    best: slice | None = None
    begin = 0
    for at, one in enumerate([*known, False]):
        if one:
            continue
        if at > begin and (best is None or at - begin >= best.stop - best.start):
            best = slice(begin, at)
        begin = at + 1
    return best


def district_counts(edition: Edition, query: Query) -> Figures:
    """Events of each district in the period, with those known by the district only; NaN as in `counts`."""
    if not covered(edition, query.group, query.period):
        return np.full(len(edition.districts), np.nan)
    found = edition.by_district(query.group, types=query.types or None, start=query.period.start, end=query.period.end)
    return found["total"].to_numpy(np.float64)
