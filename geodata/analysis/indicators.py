"""The indicators a map can show: one table of small entries, each a name, a unit, how it is drawn and its formula.

Every formula takes an edition and a query and gives one figure a mahalla, in the edition's order; NaN is "no data",
which is not zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.change import compare_many
from geodata.edition import Edition
from geodata.errors import OptionError
from geodata.periods import Period, periods_within

Ramp = Literal["category", "sequential", "diverging"]
Figures = NDArray[np.float64]

PER_THOUSAND: Final = 1_000
OWN: Final = "own."
"""What stands before the name of an indicator that the operator's own table brings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is counted: one count group, some of its types (none named: all), and the period.

    `decision` is the day as of which the category is read: it follows the period that it judges, so it is not in it.
    """

    group: str
    types: tuple[str, ...]
    period: Period
    decision: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """One figure a mahalla (NaN: no data), and for a change whether chance alone could give it."""

    figures: Figures
    within_chance: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """`unit` names the unit's text, `ramp` how it is drawn, `counts` whether it depends on group, type and period."""

    key: str
    unit: str
    ramp: Ramp
    decimals: int
    counts: bool
    compute: Callable[[Edition, Query], Values]


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


def _category(edition: Edition, query: Query) -> Values:
    values = edition.category_at(query.decision).values.astype(np.float64)
    return Values(figures=np.where(values == 0, np.nan, values))


def _count(edition: Edition, query: Query) -> Values:
    return Values(figures=counts(edition, query))


def _rate(edition: Edition, query: Query) -> Values:
    residents = edition.population_on(query.period.start).mahallas
    known = np.where(residents > 0, residents, np.nan)
    return Values(figures=counts(edition, query) / known * PER_THOUSAND)


def _difference(edition: Edition, query: Query) -> Values:
    before = counts(edition, replace(query, period=query.period.year_before()))
    after = counts(edition, query)
    known = ~(np.isnan(before) | np.isnan(after))
    verdicts = compare_many(np.nan_to_num(before), np.nan_to_num(after))
    return Values(figures=after - before, within_chance=~verdicts.beyond_chance & known)


def _years_in_red(edition: Edition, query: Query) -> Values:
    years = edition.years_in_red(query.decision).astype(np.float64)
    decided = edition.category_at(query.decision).values
    return Values(figures=np.where(decided == 0, np.nan, years))


def _column(name: str) -> Callable[[Edition, Query], Values]:
    def compute(edition: Edition, _query: Query) -> Values:
        return Values(figures=edition.mahallas[name].to_numpy(np.float64))

    return compute


def _density(edition: Edition, _query: Query) -> Values:
    area = edition.mahallas["area_km2"].to_numpy(np.float64)
    residents = edition.mahallas["residents"].to_numpy(np.float64)
    return Values(figures=residents / np.where(area > 0, area, np.nan))


def _entry(
    key: str, unit: str, ramp: Ramp, decimals: int, *, counts: bool, compute: Callable[[Edition, Query], Values]
) -> tuple[str, Indicator]:
    return key, Indicator(key=key, unit=unit, ramp=ramp, decimals=decimals, counts=counts, compute=compute)


INDICATORS: Final[Mapping[str, Indicator]] = MappingProxyType(
    dict(
        (
            _entry("category", "category", "category", 0, counts=False, compute=_category),
            _entry("count", "events", "sequential", 0, counts=True, compute=_count),
            _entry("rate", "per_1000", "sequential", 1, counts=True, compute=_rate),
            _entry("difference", "difference", "diverging", 0, counts=True, compute=_difference),
            _entry("years_in_red", "years", "sequential", 0, counts=False, compute=_years_in_red),
            _entry("residents", "residents", "sequential", 0, counts=False, compute=_column("residents")),
            _entry("area", "km2", "sequential", 1, counts=False, compute=_column("area_km2")),
            _entry("density", "per_km2", "sequential", 0, counts=False, compute=_density),
        )
    )
)


def available(edition: Edition) -> list[Indicator]:
    """The indicators that this edition has data for, the operator's own at the end; the area, if nothing else."""
    mahallas = edition.mahallas
    has = {
        "category": bool(edition.category_days()),
        "years_in_red": bool(edition.category_days()),
        "count": bool(edition.groups()),
        "rate": bool(edition.groups()) and mahallas["residents"].notna().any(),
        "difference": bool(edition.groups()),
        "residents": mahallas["residents"].notna().any(),
        "density": mahallas["residents"].notna().any() and mahallas["area_km2"].notna().any(),
        "area": True,
    }
    return [INDICATORS[key] for key, holds in has.items() if holds] + [
        _own(edition, name) for name in edition.indicator_labels
    ]


def find(edition: Edition, key: str) -> Indicator:
    """The indicator of a key; OptionError where this edition has none such."""
    for indicator in available(edition):
        if indicator.key == key:
            return indicator
    raise OptionError("option", name="indicator", got=key, wanted=", ".join(entry.key for entry in available(edition)))


def _own(edition: Edition, column: str) -> Indicator:
    figures = edition.indicators[column].to_numpy(np.float64)
    whole = bool(np.all(np.isnan(figures) | (figures == np.round(figures))))

    def compute(_edition: Edition, _query: Query) -> Values:
        return Values(figures=figures)

    return Indicator(
        key=OWN + column, unit="own", ramp="sequential", decimals=0 if whole else 2, counts=False, compute=compute
    )


def pooled(edition: Edition, indicator: Indicator, query: Query) -> Figures:
    """The figures of every whole period of the same kind that the data hold, one after another.

    Breaks taken from them stay the same from period to period, so that two maps can be compared. Changes that chance
    alone could give are NaN: the map draws them neutral, so they need no classes.
    """
    if not indicator.counts:
        return indicator.compute(edition, query).figures
    chosen = _comparable(edition, query)
    return np.concatenate([_told_apart(indicator.compute(edition, replace(query, period=p))) for p in chosen])


def _comparable(edition: Edition, query: Query) -> list[Period]:
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
