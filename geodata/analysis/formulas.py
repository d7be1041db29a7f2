"""The formulas of the indicators: an edition and a query in, one figure a mahalla out, in the edition's order.

NaN is "no data", which is not zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geodata.analysis import comparison, concentration, smoothing
from geodata.analysis.autocorrelation import Moran
from geodata.analysis.counting import Figures, Query, counts, covered
from geodata.edition import Edition

Bools = NDArray[np.bool_]

PER_THOUSAND: Final = 1_000

SHARE_LEAST: Final = 10
"""Events below which a share is marked unstable: of ten, one more moves it by ten points, and 5 of 10 is 19 to 81 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """One figure a mahalla (NaN: no data).

    `within_chance`: chance alone could give the change. `unstable`: the figure rests on too few events to be read by
    itself. `empty`: nothing was counted of which the figure could be a share; the figure is NaN, and yet it is known.
    """

    figures: Figures
    within_chance: Bools | None = None
    unstable: Bools | None = None
    empty: Bools | None = None


@dataclass(frozen=True, slots=True)
class CrimeFree:
    """In how many `mahallas` of the `known` ones there was no event in a period."""

    mahallas: int
    known: int


def crime_free(edition: Edition, query: Query, chosen: Bools | None = None) -> CrimeFree:
    """The mahallas, or the `chosen` ones (a mask), without an event; none is known where the period is not covered.

    Events known by their district only, or not placed at all, may have happened in any of them.
    """
    found = counts(edition, query)
    found = found if chosen is None else found[chosen]
    return CrimeFree(int((found == 0).sum()), int((~np.isnan(found)).sum()))


def category(edition: Edition, query: Query) -> Values:
    """1 green, 2 yellow, 3 red, as decided."""
    values = edition.category_at(query.decision).values.astype(np.float64)
    return Values(figures=np.where(values == 0, np.nan, values))


def count(edition: Edition, query: Query) -> Values:
    """Events."""
    return Values(figures=counts(edition, query))


def rate(edition: Edition, query: Query) -> Values:
    """Events per 1,000 residents on the first day of the period; the raw rate, marked where it is unstable."""
    events, residents = counts(edition, query), _residents(edition, query)
    return Values(figures=events / residents * PER_THOUSAND, unstable=smoothing.unstable(events, residents))


def smoothed_rate(edition: Edition, query: Query) -> Values:
    """The rate per 1,000 drawn towards that of all mahallas of the edition (Marshall 1991); marked where it leans."""
    events, residents = counts(edition, query), _residents(edition, query)
    rates = smoothing.empirical_bayes(events, residents)
    return Values(figures=rates * PER_THOUSAND, unstable=smoothing.unstable(events, residents))


def difference(edition: Edition, query: Query) -> Values:
    """Events less those of the same days a year earlier; within chance also where interpolation leaves it open."""
    found = comparison.mahallas(edition, query)
    return Values(figures=found.after.count - found.before.count, within_chance=~found.beyond & found.known)


def hot_spots(edition: Edition, query: Query) -> Values:
    """The z value of Gi*: whether a mahalla and its neighbours together have more than their residents explain."""
    figures = concentration.hot_spots(counts(edition, query), _residents(edition, query), edition.neighbours)
    return Values(figures=figures, within_chance=np.abs(figures) < concentration.NOTABLE)


def likeness(edition: Edition, query: Query) -> Moran:
    """Moran's I of the period: whether mahallas with much lie beside mahallas with much."""
    return concentration.likeness(counts(edition, query), _residents(edition, query), edition.neighbours)


def share(edition: Edition, query: Query) -> Values:
    """Percent of the group's events that are of the chosen types; no data where no type is chosen."""
    every = counts(edition, replace(query, types=()))
    if not query.types:
        return Values(figures=np.full(len(every), np.nan))
    known = np.where(every > 0, every, np.nan)
    return Values(
        figures=100 * counts(edition, query) / known,
        unstable=(every > 0) & (every < SHARE_LEAST),
        empty=np.asarray(every == 0),
    )


def months_free(edition: Edition, query: Query) -> Values:
    """Whole months from the day after the last event to the end of the period.

    The run may begin before the period. Where the data know of no event, it begins with the data, or after days that
    were not sent: at least so many.
    """
    span = edition.coverage(query.group)
    if span is None or not covered(edition, query.group, query.period):
        return Values(figures=np.full(len(edition.mahallas), np.nan))
    cells = edition.cube.select(query.group, query.types or None, span[0], query.period.end)
    told = np.flatnonzero((cells.mahalla >= 0) & (cells.count > 0))
    last = np.full(len(edition.mahallas), np.datetime64(span[0], "D").astype(cells.day.dtype) - 1)
    last[cells.mahalla[told]] = cells.day[told]  # in order of days: the last one stays
    for _, end in edition.silences(query.group):
        if end < query.period.end:
            last = np.maximum(last, np.datetime64(end, "D").astype(cells.day.dtype))
    return Values(figures=_whole_months(last.astype("datetime64[D]") + 1, np.datetime64(query.period.end, "D") + 1))


def years_in_red(edition: Edition, query: Query) -> Values:
    """Calendar years of the unbroken run in which a decision said red."""
    years = edition.years_in_red(query.decision).astype(np.float64)
    decided = edition.category_at(query.decision).values
    return Values(figures=np.where(decided == 0, np.nan, years))


def column(name: str) -> Callable[[Edition, Query], Values]:
    """The formula that gives a column of the table of mahallas as it is."""

    def compute(edition: Edition, _query: Query) -> Values:
        return Values(figures=edition.mahallas[name].to_numpy(np.float64))

    return compute


def density(edition: Edition, _query: Query) -> Values:
    """Residents per km²."""
    area = edition.mahallas["area_km2"].to_numpy(np.float64)
    residents = edition.mahallas["residents"].to_numpy(np.float64)
    return Values(figures=residents / np.where(area > 0, area, np.nan))


def _residents(edition: Edition, query: Query) -> Figures:
    residents = edition.population_on(query.period.start).mahallas
    return np.where(residents > 0, residents, np.nan)


def _whole_months(start: NDArray[np.datetime64], end: np.datetime64) -> Figures:
    """Whole months from each day of `start` up to, and without, the day `end`; 0 where `start` is later."""
    first, last = start.astype("datetime64[M]"), end.astype("datetime64[M]")
    begun = (start - first) > (end - last)
    return np.asarray(np.maximum((last - first).astype(np.float64) - begun, 0.0))
