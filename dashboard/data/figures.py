"""What is computed from an edition; each answer is shared, so never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.access import acting
from dashboard.data.editions import by_id, known
from dashboard.data.kept import EDITIONS, kept
from geodata.analysis import comparison, formulas, indicators, kept_questions, kept_signals, month_signals, ranking
from geodata.analysis.autocorrelation import Moran
from geodata.analysis.comparison import Compared
from geodata.analysis.indicators import CrimeFree, Query, Values
from geodata.analysis.month_signals import Choice, MonthSignals, of_area
from geodata.analysis.recording import Asked, Question, rise_questions
from geodata.analysis.site_effect import Effect, site_effect
from geodata.analysis.site_effect import of_area as effect_of_area
from geodata.editions.area import AreaEdition
from geodata.join import Reconciliation
from geodata.periods import Period, periods_within
from layers import classes


@kept(128)
def compared(edition_id: str, query: Query) -> Compared:
    """Each mahalla against a year before, see `comparison.mahallas`; shared, so never changed."""
    found = known(edition_id)
    return comparison.mahallas(found, query)


@kept(512)
def compared_together(edition_id: str, query: Query, districts: tuple[str, ...] = ()) -> Compared:
    """The districts named as one, or the region, against a year before; see `comparison.together`."""
    found = known(edition_id)
    return comparison.together(found, query, districts)


@kept(64)
def compared_districts(edition_id: str, query: Query) -> Compared:
    """Each district against a year before, events known by it only included; see `comparison.grouped`."""
    found = known(edition_id)
    size = len(found.districts)
    return comparison.grouped(found, query, np.arange(size), size)


@kept(64)
def likeness(edition_id: str, query: Query) -> Moran:
    """Moran's I of a query; see `formulas.likeness`."""
    found = known(edition_id)
    return formulas.likeness(found, query)


@kept(512)
def values(edition_id: str, indicator: str, query: Query) -> Values:
    """The figures of an indicator; shared, so never changed."""
    found = known(edition_id)
    if isinstance(found, AreaEdition):  # the same figure as the region has: smoothing leans on all mahallas
        return cut(values(found.whole.id, indicator, query), found.own)
    return indicators.find(found, indicator).compute(found, query)


def cut(whole: Values, own: NDArray[np.int64]) -> Values:
    """The figures at some positions."""

    def own_of(part: NDArray[np.bool_] | None) -> NDArray[np.bool_] | None:
        return None if part is None else part[own]

    return Values(
        figures=whole.figures[own],
        within_chance=own_of(whole.within_chance),
        unstable=own_of(whole.unstable),
        empty=own_of(whole.empty),
    )


@kept(512)
def by_district(edition_id: str, query: Query) -> pd.DataFrame:
    """The events of the query by district code: mapped, district_only, total; shared, so never changed."""
    found = known(edition_id)
    return found.by_district(query.group, types=query.types or None, start=query.period.start, end=query.period.end)


@kept(512)
def total(edition_id: str, query: Query) -> Reconciliation:
    """All events of the query, by how far they could be placed."""
    found, period = known(edition_id), query.period
    return found.total(query.group, types=query.types or None, start=period.start, end=period.end)


@kept(512)
def crime_free(edition_id: str, query: Query, districts: tuple[str, ...] = ()) -> CrimeFree:
    """The mahallas of the districts named, or all, without an event; see `indicators.crime_free`."""
    found = known(edition_id)
    chosen = found.mahallas["district"].isin(districts).to_numpy() if districts else None
    return indicators.crime_free(found, query, chosen)


@kept(EDITIONS * 8)
def periods(edition_id: str, group: str) -> tuple[Period, ...]:
    """Years, halves, quarters and months that the data of a group speak for, see `periods_within`.

    Those of which rows are missing are marked partial as well.
    """
    found = known(edition_id)
    span = found.coverage(group)
    within = [] if span is None else periods_within(*span)
    return tuple(replace(period, partial=not indicators.covered(found, group, period)) for period in within)


@kept(512)
def ranked(edition_id: str, indicator: str, query: Query) -> pd.DataFrame:
    """The districts by an indicator, see `ranking.districts`; shared, so never changed."""
    found = known(edition_id)
    if isinstance(found, AreaEdition):
        return ranked(found.whole.id, indicator, query).iloc[found.own_districts].reset_index(drop=True)
    return ranking.districts(found, indicators.find(found, indicator), query)


@kept(64)
def ranked_regions(edition_id: str, indicator: str, query: Query) -> pd.DataFrame:
    """The regions of a country by an indicator, see `ranking.regions`; shared, so never changed."""
    found = known(edition_id)
    return ranking.regions(found, indicators.find(found, indicator), query)


def pooled(edition_id: str, indicator: str, query: Query) -> NDArray[np.float64]:
    """The figures that the fixed breaks of an indicator are taken from; see `indicators.pooled`."""
    return _pooled(*_pool(edition_id, indicator, query))


def _pool(edition_id: str, indicator: str, query: Query) -> tuple[str, str, Query]:
    """What tells one pool from another: every month has that of all months, an area that of the region.

    With the query's own period as key, each month would have the changes of all months computed anew.
    """
    found = known(edition_id)
    if isinstance(found, AreaEdition):  # the same breaks, so that maps of an area and of the region can be compared
        found = found.whole
    return found.id, indicator, replace(query, period=indicators.comparable(found, query)[0])


@kept(64)
def _pooled(edition_id: str, indicator: str, query: Query) -> NDArray[np.float64]:
    found = known(edition_id)
    return indicators.pooled(found, indicators.find(found, indicator), query)


def breaks(edition_id: str, indicator: str, query: Query, *, centred: int = 0) -> tuple[float, ...]:
    """The published breaks of an indicator from its pooled figures; with `centred` so many classes around zero."""
    return _breaks(*_pool(edition_id, indicator, query), centred)


@kept(256)
def _breaks(edition_id: str, indicator: str, query: Query, centred: int) -> tuple[float, ...]:
    pool = _pooled(edition_id, indicator, query)
    if centred:
        return classes.centred_breaks(pool, classes=centred)
    entry = indicators.find(known(edition_id), indicator)
    return classes.breaks(pool, zero=entry.zero, decimals=entry.decimals)


@kept(256)
def months(
    edition_id: str,
    query: Query,
    start: date,
    end: date,
    *,
    mahalla: int | None = None,
    districts: tuple[str, ...] = (),
) -> NDArray[np.float64]:
    """The events of a query's group and types by month, NaN: no data; of a mahalla, of districts, or of all of them."""
    found = known(edition_id)
    series = found.by_month(
        query.group,
        types=query.types or None,
        start=start,
        end=end,
        mahallas=None if mahalla is None else np.array([mahalla]),
        districts=None if mahalla is not None else list(districts) or found.districts["code"].tolist(),
    )
    return np.asarray(series.astype("Float64").to_numpy(na_value=np.nan), dtype=np.float64)


@kept(64)
def judged(edition_id: str, group: str, day: date, types: tuple[str, ...] = ()) -> Choice | None:
    """Which events, month and step the signals of a day are judged by; see `month_signals.choose`."""
    return month_signals.choose(known(edition_id), group, day, types)


@kept(64)
def signals(edition_id: str, choice: Choice) -> MonthSignals:
    """The early signals of a choice; shared, so never changed."""
    found = known(edition_id)
    if isinstance(found, AreaEdition):  # the same signals as the region has
        return of_area(signals(found.whole.id, choice), found)
    return kept_signals.of(found, choice)


@kept(16)
def rise_asked(edition_id: str, group: str, period: Period) -> tuple[Question, ...]:
    """The questions about recording that could explain a rise of a group's figures in a period."""
    found = by_id(edition_id)
    if isinstance(found, AreaEdition):
        asked = rise_asked(found.whole.id, group, period)
        return tuple(one for one in asked if one.district in found.area)
    return () if found is None else rise_questions(found, group, period)


@kept(1024)
def effect(edition_id: str, site: str, group: str, types: tuple[str, ...]) -> Effect:
    """What happened around a model site on the events of a group, of some types if any are named."""
    found = known(edition_id)
    if isinstance(found, AreaEdition):
        if site not in set(found.sites["id"].astype(str)):
            acting.refuse("refused_area", got=site)
        return effect_of_area(effect(found.whole.id, site, group, types), found)
    return site_effect(found, site, group=group, types=types, neighbours=found.neighbours.matrix)


@kept(64)
def questions(edition_id: str, group: str, period: Period) -> tuple[Asked, ...]:
    """The questions about recording for a group and a period, each kind in its order."""
    found = known(edition_id)
    if isinstance(found, AreaEdition):
        asked = questions(found.whole.id, group, period)
        return tuple(
            replace(one, questions=tuple(each for each in one.questions if each.district in found.area))
            for one in asked
        )
    return kept_questions.of(found, group, period)
