"""The districts by the figure of an indicator, in the unit that suits a district."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from geodata.analysis.change import compare_many
from geodata.analysis.indicators import OWN, Indicator, Query, covered
from geodata.edition import Edition

PER_HUNDRED_THOUSAND = 100_000


def districts(edition: Edition, indicator: Indicator, query: Query) -> pd.DataFrame:
    """One row a district in the edition's order: `value`, `count` of events, `before` a year earlier (NaN: no data).

    `beyond_chance` says whether chance alone would not give the change from `before` to `count`. Counts hold the events
    known by their district only as well. The rate is per 100,000 residents of the district, the base that officials use
    above the mahalla. An operator's own indicator stands by the median of its mahallas.
    """
    n = len(edition.districts)
    unknown = np.full(n, np.nan)
    if indicator.counts:
        count, before = _events(edition, query), _events(edition, _year_before(query))
        residents = edition.population_on(query.period.start).districts
        value = {"count": count, "rate": count / residents * PER_HUNDRED_THOUSAND, "difference": count - before}[
            indicator.key
        ]
        return _table(value, count, before)
    if indicator.key == "residents":
        value = edition.districts["population"].to_numpy(np.float64)
    elif indicator.key == "area":
        value = edition.districts["area_km2"].to_numpy(np.float64)
    elif indicator.key == "density":
        value = edition.districts["population"].to_numpy(np.float64) / edition.districts["area_km2"].to_numpy(
            np.float64
        )
    else:
        figures = edition.indicators[indicator.key.removeprefix(OWN)]
        value = figures.groupby(edition.mahallas["district_pos"]).median().reindex(range(n)).to_numpy(np.float64)
    return _table(value, unknown, unknown)


def _table(value: np.ndarray, count: np.ndarray, before: np.ndarray) -> pd.DataFrame:
    known = ~(np.isnan(before) | np.isnan(count))
    beyond = compare_many(np.nan_to_num(before), np.nan_to_num(count)).beyond_chance & known
    return pd.DataFrame({"value": value, "count": count, "before": before, "beyond_chance": beyond})


def _year_before(query: Query) -> Query:
    return replace(query, period=query.period.year_before())


def _events(edition: Edition, query: Query) -> np.ndarray:
    if not covered(edition, query.group, query.period):
        return np.full(len(edition.districts), np.nan)
    found = edition.by_district(query.group, types=query.types or None, start=query.period.start, end=query.period.end)
    return found["total"].to_numpy(np.float64)
