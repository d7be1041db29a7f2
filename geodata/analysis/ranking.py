"""The districts by the figure of an indicator, in the unit that suits a district."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from geodata.analysis import comparison
from geodata.analysis.concentration import NOTABLE
from geodata.analysis.counting import Figures, Query, district_counts
from geodata.analysis.indicators import Indicator
from geodata.edition import Edition

PER_HUNDRED_THOUSAND: Final = 100_000
VERDICTS: Final = ("beyond", "untold", "interpolated")


def districts(edition: Edition, indicator: Indicator, query: Query) -> pd.DataFrame:
    """One row a district in the edition's order: `value`, `count` of events, `before` a year earlier (NaN: no data).

    `beyond_chance` says whether chance alone would not give the change from `before` to `count`, `untold` that this
    depends on events that were dealt out over a change of units, `interpolated` that there are such. Counts hold the
    events known by their district only as well. Rates are per 100,000 residents of the district, the base that
    officials use above the mahalla; the smoothed one is the plain one, since a district has events enough. Of hot spots
    the mahallas that stand out upwards are told. What is no sum of events, such as months without an event or an
    operator's own indicator, stands by the median of its mahallas.
    """
    unknown = np.full(len(edition.districts), np.nan)
    if indicator.key in _LAND:
        return _table(_LAND[indicator.key](edition), unknown, unknown)
    if not indicator.counts:
        return _table(_median(edition, indicator, query), unknown, unknown)
    found = comparison.districts(edition, query)
    count, before = found.after.count, found.before.count
    if indicator.key in _COUNTED:
        value = _COUNTED[indicator.key](edition, query, count, before)
    elif indicator.ramp == "scores":
        value = _hot(edition, indicator, query)
    else:
        value = _median(edition, indicator, query)
    return _table(value, count, before, found)


def _rate(edition: Edition, query: Query, count: Figures, _before: Figures) -> Figures:
    return count / edition.population_on(query.period.start).districts * PER_HUNDRED_THOUSAND


def _share(edition: Edition, query: Query, count: Figures, _before: Figures) -> Figures:
    every = district_counts(edition, replace(query, types=()))
    return 100 * count / np.where(every > 0, every, np.nan) if query.types else np.full(len(count), np.nan)


_COUNTED: Final[Mapping[str, Callable[[Edition, Query, Figures, Figures], Figures]]] = MappingProxyType(
    {
        "count": lambda _edition, _query, count, _before: count,
        "rate": _rate,
        "smoothed_rate": _rate,
        "difference": lambda _edition, _query, count, before: count - before,
        "share": _share,
    }
)
"""What is made of the events of a district: from edition, query, events, and events a year earlier."""

_LAND: Final[Mapping[str, Callable[[Edition], Figures]]] = MappingProxyType(
    {
        "residents": lambda edition: _column(edition, "population"),
        "area": lambda edition: _column(edition, "area_km2"),
        "density": lambda edition: _column(edition, "population") / _column(edition, "area_km2"),
    }
)
"""What a district has of its own, whatever is counted."""


def _column(edition: Edition, name: str) -> Figures:
    return edition.districts[name].to_numpy(np.float64)


def _median(edition: Edition, indicator: Indicator, query: Query) -> Figures:
    figures = pd.Series(indicator.compute(edition, query).figures)
    home = edition.mahallas["district_pos"].to_numpy()
    middle = figures.groupby(home).median().reindex(range(len(edition.districts)))
    return middle.to_numpy().astype(np.float64)


def _hot(edition: Edition, indicator: Indicator, query: Query) -> Figures:
    """How many mahallas of each district stand out upwards."""
    figures = indicator.compute(edition, query).figures
    home, n = edition.mahallas["district_pos"].to_numpy(), len(edition.districts)
    known = np.bincount(home[~np.isnan(figures)], minlength=n)
    hot = np.bincount(home[np.nan_to_num(figures) > NOTABLE], minlength=n)
    return np.where(known > 0, hot, np.nan)


def _table(value: Figures, count: Figures, before: Figures, found: comparison.Compared | None = None) -> pd.DataFrame:
    nothing = np.zeros(len(value), dtype=bool)
    verdicts = {name: nothing if found is None else getattr(found, name) for name in VERDICTS}
    return pd.DataFrame(
        {"value": value, "count": count, "before": before}
        | {"beyond_chance": verdicts["beyond"], "untold": verdicts["untold"], "interpolated": verdicts["interpolated"]}
    )
