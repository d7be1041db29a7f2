"""Three years of synthetic counts and the yearly categories that follow from them, loosely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from geodata.demo.facts import Facts
from geodata.demo.ground import Ground
from geodata.demo.people import Whole
from geodata.demo.plane import Floats, stream

YEARS: Final = (2022, 2023, 2024)
MONTHS = 12 * len(YEARS)
# Events of the region in each year; the groups that grow and fall do so on purpose (a national report put offences by
# information technology at 42 % of all crimes in the first half of 2025).
LEVELS: Final[Mapping[str, tuple[int, int, int]]] = MappingProxyType(
    {
        "preventable": (3800, 3640, 3480),
        "uncovered": (690, 720, 700),
        "it": (900, 1400, 2050),
        "administrative": (8700, 8500, 8300),
        "calls": (12400, 12900, 13300),
    }
)
SEASON: Final[Mapping[str, tuple[float, ...]]] = MappingProxyType(
    {
        "preventable": (0.92, 0.86, 0.97, 1.02, 1.06, 1.08, 1.1, 1.08, 1.05, 1.03, 0.94, 0.89),
        "uncovered": (0.9, 1.0, 1.1, 1.1, 1.05, 1.0, 0.9, 0.9, 1.0, 1.05, 1.05, 0.95),
        "it": (1.0, 0.95, 1.05, 0.95, 0.95, 0.95, 0.95, 1.0, 1.0, 1.0, 1.05, 1.15),
        "administrative": (0.85, 0.85, 1.05, 1.05, 1.1, 1.1, 1.05, 1.05, 1.05, 1.0, 0.95, 0.9),
        "calls": (0.85, 0.84, 0.95, 1.0, 1.08, 1.16, 1.2, 1.18, 1.05, 0.97, 0.88, 0.84),
    }
)
FOLLOWS: Final[Mapping[str, float]] = MappingProxyType(  # how far a group's rates follow those of preventable crimes
    {"preventable": 1.0, "uncovered": 0.6, "it": 0.25, "administrative": 0.45, "calls": 0.4}
)
CEILING = 2.0  # of the logarithm of a mahalla's relative risk: no mahalla has hundreds of crimes a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """A rise put in on purpose: for `months` months from `first` (YYYY-MM) a type is `factor` times the usual."""

    mahalla: int
    group: str
    type: str
    first: str
    months: int
    factor: float

    @property
    def span(self) -> slice:
        """The months of the surge as positions from the first month of the history."""
        year, month = (int(part) for part in self.first.split("-"))
        start = 12 * (year - YEARS[0]) + month - 1
        return slice(start, start + self.months)


def risk(facts: Facts, ground: Ground, people: Whole, model: list[int], seed: int) -> Floats:
    """Relative risk of preventable crime, (years, mahallas): district, surroundings, the mahalla itself, and time.

    The mahallas of the model sites are given a high risk, since such sites were set up where the situation was grave.
    """
    rng = stream(seed, "risk")
    district = {unit.code: rng.normal(0, 0.42) for unit in facts.units}
    middles = np.array([(cell.centroid.x, cell.centroid.y) for cell in ground.cells])
    places = ground.plane.to_metres(middles)
    own = rng.gamma(3.5, 1 / 3.5, len(facts.mahallas)) + 0.05
    base = np.array([district[mahalla.unit] for mahalla in facts.mahallas]) + np.log(own)
    base += 0.4 * _smooth(places, 4_000, rng) + 0.5 * _smooth(places, 9_000, rng) + 0.25 * _smooth(places, 30_000, rng)
    base += 0.6 * np.log(people[-1] / people[-1].mean())
    base -= base.mean()
    base[model] = np.maximum(base[model], np.quantile(base, 0.97))
    drift = np.cumsum(rng.normal(0, 0.3, (len(YEARS), len(base))), axis=0)
    drift[:, model] = np.abs(drift[:, model])
    log = base + drift
    return np.asarray(np.exp(np.where(log > 0, CEILING * np.tanh(log / CEILING), log)))


def _smooth(places: Floats, reach_m: float, rng: np.random.Generator) -> Floats:
    """A random field of mean 0 and deviation 1 that changes over about `reach_m` metres."""
    waves = rng.normal(0, 1 / reach_m, (60, 2))
    field = np.cos(places @ waves.T + rng.uniform(0, 2 * np.pi, 60)).sum(axis=1)
    return np.asarray((field - field.mean()) / field.std())


def expected(group: str, types: Mapping[str, float], risks: Floats, seed: int) -> Floats:
    """Events to expect of a group, (types, months, mahallas)."""
    rng = stream(seed, "expected", group)
    rate = risks ** FOLLOWS[group] * rng.gamma(6.0, 1 / 6.0, risks.shape[1])
    yearly = rate * (np.array(LEVELS[group]) / rate.sum(axis=1))[:, None]
    season = np.array(SEASON[group]) / np.sum(SEASON[group])
    monthly = (yearly[:, None, :] * season[None, :, None]).reshape(MONTHS, -1)
    mix = np.array(list(types.values()))[:, None] * rng.gamma(8.0, 1 / 8.0, (len(types), risks.shape[1]))
    mix /= mix.sum(axis=0)
    return np.asarray(mix[:, None, :] * monthly[None, :, :])


_PLAN: Final = (  # group, type, first month, months, events a month during the surge
    ("preventable", "theft", "2022-06", 3, 4.0),
    ("preventable", "theft", "2023-03", 2, 5.0),
    ("preventable", "fraud", "2023-09", 3, 4.0),
    ("preventable", "hooliganism", "2024-05", 2, 4.0),
    ("preventable", "theft", "2024-10", 3, 4.0),
    ("preventable", "theft", "2024-11", 2, 5.0),
    ("it", "it_crime", "2024-09", 3, 4.0),
    ("calls", "family_dispute", "2024-11", 2, 8.0),
)


def surges(usual: Mapping[str, Floats], types: Mapping[str, Mapping[str, float]], seed: int) -> list[Surge]:
    """A few surges in mahallas of middling counts, some of them in the last quarter, for what a signal should find."""
    rng = stream(seed, "surges")
    middling = np.argsort(usual["preventable"].sum(axis=(0, 1)))
    chosen = rng.permutation(middling[6 * len(middling) // 10 : -100])[: len(_PLAN)]
    found = []
    for place, (group, kind, first, months, monthly) in zip(chosen.tolist(), _PLAN, strict=True):
        plain = Surge(mahalla=place, group=group, type=kind, first=first, months=months, factor=1.0)
        base = float(usual[group][list(types[group]).index(kind), plain.span, place].mean())
        found.append(replace(plain, factor=round(monthly / base, 1)))
    return found


def with_surges(group: str, kinds: list[str], usual: Floats, plan: list[Surge]) -> Floats:
    """The expected events with the surges of this group put in."""
    raised = usual.copy()
    for surge in plan:
        if surge.group == group:
            raised[kinds.index(surge.type), surge.span, surge.mahalla] *= surge.factor
    return raised


def counts(means: Floats, group: str, seed: int) -> Whole:
    """Events that happened: Poisson around what was to be expected."""
    return stream(seed, "counts", group).poisson(means)


def month_of(position: int) -> pd.Period:
    """The calendar month at a position of the history."""
    return pd.Period(year=YEARS[0] + position // 12, month=position % 12 + 1, freq="M")
