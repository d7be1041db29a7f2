"""What is counted: a query, and the events of mahallas and districts that it asks for. NaN is "no data", not zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from geodata.editions.opened import Edition
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
    """Whether the edition has data of the group over the whole period."""
    span = edition.coverage(group)
    return span is not None and span[0] <= period.start and period.end <= span[1]


def default_period(edition: Edition, group: str) -> Period:
    """The newest year of the data as far as it is known in whole months; where none of these is, the year before."""
    span = edition.coverage(group)
    if span is None:
        return Period.of("year", day_of(edition.manifest.published_at).year)
    first, last = span
    for year in (Period.of("year", last.year), Period.of("year", last.year - 1)):
        whole = [month for month in year.months() if first <= month.start and month.end <= last]
        if whole:
            return year if len(whole) == len(year.months()) else Period(whole[0].start, whole[-1].end)
    return Period(first, last)


def district_counts(edition: Edition, query: Query) -> Figures:
    """Events of each district in the period, with those known by the district only; NaN as in `counts`."""
    if not covered(edition, query.group, query.period):
        return np.full(len(edition.districts), np.nan)
    found = edition.by_district(query.group, types=query.types or None, start=query.period.start, end=query.period.end)
    return found["total"].to_numpy(np.float64)
