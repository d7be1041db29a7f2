"""Districts, and the regions of a country, by the figure of an indicator, in the unit that suits them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.analysis import comparison
from geodata.analysis.concentration import NOTABLE
from geodata.analysis.counting import Figures, Query, district_counts
from geodata.analysis.indicators import Indicator
from geodata.codes import region_of
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
    n = len(edition.districts)
    return _ranked(edition, indicator, query, Units(codes=tuple(edition.districts["code"]), of_district=np.arange(n)))


def regions(edition: Edition, indicator: Indicator, query: Query) -> pd.DataFrame:
    """The same, one row a region of `regions_of`."""
    return _ranked(edition, indicator, query, regions_of(edition))


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Districts put together: the codes of the units, and the position of each district's unit."""

    codes: tuple[str, ...]
    of_district: NDArray[np.intp]

    def add(self, figures: Figures) -> Figures:
        """Figures of districts added up; NaN where one of them is not known."""
        return np.bincount(self.of_district, weights=figures, minlength=len(self.codes)).astype(np.float64)

    def home(self, edition: Edition) -> NDArray[np.intp]:
        """The position of each mahalla's unit."""
        home: NDArray[np.intp] = self.of_district[edition.mahallas["district_pos"].to_numpy()]
        return home


def regions_of(edition: Edition) -> Units:
    """The regions that the districts lie in by their SOATO codes, in the order of these; the rest has no code."""
    own = [region_of(str(code)) or "" for code in edition.districts["code"]]
    codes = tuple(sorted(set(own)))
    return Units(codes=codes, of_district=np.array([codes.index(code) for code in own], dtype=np.intp))


def _ranked(edition: Edition, indicator: Indicator, query: Query, units: Units) -> pd.DataFrame:
    unknown = np.full(len(units.codes), np.nan)
    if indicator.key in _LAND:
        return _table(_LAND[indicator.key](edition, units), unknown, unknown)
    if not indicator.counts:
        return _table(_median(edition, indicator, query, units), unknown, unknown)
    found = comparison.grouped(edition, query, units.of_district, len(units.codes))
    count, before = found.after.count, found.before.count
    if indicator.key in _COUNTED:
        value = _COUNTED[indicator.key](edition, query, units, count, before)
    elif indicator.ramp == "scores":
        value = _hot(edition, indicator, query, units)
    else:
        value = _median(edition, indicator, query, units)
    return _table(value, count, before, found)


def _rate(edition: Edition, query: Query, units: Units, count: Figures, _before: Figures) -> Figures:
    residents = units.add(edition.population_on(query.period.start).districts)
    return count / np.where(residents > 0, residents, np.nan) * PER_HUNDRED_THOUSAND


def _share(edition: Edition, query: Query, units: Units, count: Figures, _before: Figures) -> Figures:
    every = units.add(district_counts(edition, replace(query, types=())))
    return 100 * count / np.where(every > 0, every, np.nan) if query.types else np.full(len(count), np.nan)


_COUNTED: Final[Mapping[str, Callable[[Edition, Query, Units, Figures, Figures], Figures]]] = MappingProxyType(
    {
        "count": lambda _edition, _query, _units, count, _before: count,
        "rate": _rate,
        "smoothed_rate": _rate,
        "difference": lambda _edition, _query, _units, count, before: count - before,
        "share": _share,
    }
)
"""What is made of the events of a unit: from edition, query, units, events, and events a year earlier."""

_LAND: Final[Mapping[str, Callable[[Edition, Units], Figures]]] = MappingProxyType(
    {
        "residents": lambda edition, units: _column(edition, "population", units),
        "area": lambda edition, units: _column(edition, "area_km2", units),
        "density": lambda edition, units: _column(edition, "population", units) / _column(edition, "area_km2", units),
    }
)
"""What a unit has of its own, whatever is counted."""


def _column(edition: Edition, name: str, units: Units) -> Figures:
    return units.add(edition.districts[name].to_numpy(np.float64))


def _median(edition: Edition, indicator: Indicator, query: Query, units: Units) -> Figures:
    figures = pd.Series(indicator.compute(edition, query).figures)
    middle = figures.groupby(units.home(edition)).median().reindex(range(len(units.codes)))
    return middle.to_numpy().astype(np.float64)


def _hot(edition: Edition, indicator: Indicator, query: Query, units: Units) -> Figures:
    """How many mahallas of each unit stand out upwards."""
    figures = indicator.compute(edition, query).figures
    home, n = units.home(edition), len(units.codes)
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
