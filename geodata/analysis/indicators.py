"""The indicators a map can show: one table of small entries, each a name, a unit, what it needs and how it is drawn.

The formulas are in `geodata.analysis.formulas`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal
from weakref import WeakKeyDictionary

import numpy as np

from geodata.analysis import formulas
from geodata.analysis.counting import Figures, Query, counts, covered
from geodata.analysis.formulas import CrimeFree, Values, crime_free
from geodata.edition import Edition
from geodata.errors import OptionError
from geodata.periods import Period, periods_within

__all__ = [
    "INDICATORS",
    "OWN",
    "CrimeFree",
    "Indicator",
    "Query",
    "Values",
    "available",
    "counts",
    "covered",
    "crime_free",
    "decimals_of",
    "find",
    "pooled",
]

Ramp = Literal["category", "sequential", "diverging", "scores"]
Need = Literal["categories", "events", "types", "residents", "area", "borders"]
Formula = Callable[[Edition, Query], Values]

OWN: Final = "own."
"""What stands before the name of an indicator that the operator's own table brings."""

MOST_DECIMALS: Final = 9
_MOST_WHOLE: Final = 1e14  # in the last decimal place: a browser counts no further without error


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure a mahalla: `compute` makes it, `unit` names its unit, `needs` what an edition must hold for it.

    `counts`: it depends on group, type and period. How it is drawn: by `ramp`, with `decimals`, with a class of its own
    for exact `zero`, with fixed `limits` between the classes if any are given, and with the count beside it on the card
    (`detail`). `district_unit` is the unit where districts are compared.
    """

    key: str
    unit: str
    compute: Formula
    needs: tuple[Need, ...] = ()
    ramp: Ramp = "sequential"
    decimals: int = 0
    counts: bool = False
    zero: bool = False
    limits: tuple[float, ...] = ()
    detail: bool = False
    district_unit: str = ""

    @property
    def formula(self) -> str:
        """The key of the sentence that says how it is made; the operator's own have none of ours."""
        return "" if self.key.startswith(OWN) else f"formula.{self.key}"


_TABLE: Final = (
    Indicator(key="category", unit="category", needs=("categories",), ramp="category", compute=formulas.category),
    Indicator(key="count", unit="events", needs=("events",), counts=True, zero=True, compute=formulas.count),
    Indicator(
        key="rate",
        unit="per_1000",
        needs=("events", "residents"),
        decimals=1,
        counts=True,
        zero=True,
        detail=True,
        district_unit="per_100000",
        compute=formulas.rate,
    ),
    Indicator(
        key="smoothed_rate",
        unit="per_1000",
        needs=("events", "residents"),
        decimals=1,
        counts=True,
        detail=True,
        district_unit="per_100000",
        compute=formulas.smoothed_rate,
    ),
    Indicator(
        key="difference",
        unit="difference",
        needs=("events",),
        ramp="diverging",
        counts=True,
        detail=True,
        compute=formulas.difference,
    ),
    Indicator(
        key="hot_spots",
        unit="z",
        needs=("events", "residents", "borders"),
        ramp="scores",
        decimals=1,
        counts=True,
        detail=True,
        district_unit="hot_mahallas",
        compute=formulas.hot_spots,
    ),
    Indicator(
        key="share",
        unit="percent",
        needs=("events", "types"),
        decimals=1,
        counts=True,
        zero=True,
        detail=True,
        compute=formulas.share,
    ),
    Indicator(
        key="months_free",
        unit="months",
        needs=("events",),
        counts=True,
        zero=True,
        limits=(3, 6, 12, 24),
        compute=formulas.months_free,
    ),
    Indicator(
        key="years_in_red",
        unit="years",
        needs=("categories",),
        zero=True,
        limits=(2, 3, 4, 5),
        compute=formulas.years_in_red,
    ),
    Indicator(key="residents", unit="residents", needs=("residents",), compute=formulas.column("residents")),
    Indicator(key="density", unit="per_km2", needs=("residents", "area"), compute=formulas.density),
    Indicator(key="area", unit="km2", decimals=1, compute=formulas.column("area_km2")),
)

INDICATORS: Final[Mapping[str, Indicator]] = MappingProxyType({entry.key: entry for entry in _TABLE})
"""By key, in the order in which they are offered."""


_AVAILABLE: Final[WeakKeyDictionary[Edition, tuple[Indicator, ...]]] = WeakKeyDictionary()
"""What `available` found in editions that are open: a page asks at every turn."""


def available(edition: Edition) -> list[Indicator]:
    """The indicators that this edition has data for, the operator's own at the end; the area, if nothing else."""
    if edition not in _AVAILABLE:
        _AVAILABLE[edition] = tuple(_found(edition))
    return list(_AVAILABLE[edition])


def _found(edition: Edition) -> list[Indicator]:
    mahallas = edition.mahallas
    groups = edition.groups()
    has: dict[Need, bool] = {
        "categories": bool(edition.category_days()),
        "events": bool(groups),
        "types": any(edition.types(group) for group in groups),
        "residents": bool(mahallas["residents"].notna().any()),
        "area": bool(mahallas["area_km2"].notna().any()),
        "borders": bool(mahallas["has_shape"].any()),
    }
    ours = [entry for entry in INDICATORS.values() if all(has[need] for need in entry.needs)]
    return ours + [_own(edition, name) for name in edition.indicator_labels]


def find(edition: Edition, key: str) -> Indicator:
    """The indicator of a key; OptionError where this edition has none such."""
    for indicator in available(edition):
        if indicator.key == key:
            return indicator
    raise OptionError("option", name="indicator", got=key, wanted=", ".join(entry.key for entry in available(edition)))


def _own(edition: Edition, column: str) -> Indicator:
    figures = edition.indicators[column].to_numpy(np.float64)

    def compute(_edition: Edition, _query: Query) -> Values:
        return Values(figures=figures)

    return Indicator(key=OWN + column, unit="own", decimals=decimals_of(figures), compute=compute)


def decimals_of(figures: Figures) -> int:
    """How many decimals tell most of the figures: none where all are whole, else two, and more where they are small."""
    given = np.abs(figures[np.isfinite(figures) & (figures != 0)])
    if np.all(given == np.round(given)):
        return 0
    wanted = min(2 + max(0, -math.floor(math.log10(np.median(given))) - 1), MOST_DECIMALS)
    return max(0, min(wanted, math.floor(math.log10(_MOST_WHOLE / given.max()))))


def pooled(edition: Edition, indicator: Indicator, query: Query) -> Figures:
    """The figures of every whole period of the same kind that the data hold, one after another.

    Breaks taken from them stay the same from period to period, so that two maps can be compared. Changes that chance
    alone could give are NaN: the map draws them neutral, so they need no classes.
    """
    if not indicator.counts:
        return indicator.compute(edition, query).figures
    chosen = comparable(edition, query)
    return np.concatenate([_told_apart(indicator.compute(edition, replace(query, period=p))) for p in chosen])


def comparable(edition: Edition, query: Query) -> list[Period]:
    """The whole periods of the query's kind in the data; of a range of days the same days of every year."""
    span = edition.coverage(query.group)
    if span is None:
        return [query.period]
    if query.period.kind != "range":
        return [p for p in periods_within(*span) if p.kind == query.period.kind and not p.partial] or [query.period]
    years = [query.period]
    while covered(edition, query.group, years[-1].year_before()):
        years.append(years[-1].year_before())
    return years


def _told_apart(values: Values) -> Figures:
    return values.figures if values.within_chance is None else np.where(values.within_chance, np.nan, values.figures)
