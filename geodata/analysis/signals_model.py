"""What the past of an area and the month's total lead one to expect: a Gamma-Poisson filter with two memories.

Y = events of an area in a month, s = its part of the residents, L = level of the month told by the *other* areas:

    Y | r ~ Poisson(s L r),      r ~ Gamma(shape a, rate b),      a = A + sum g(k) y,      b = A + sum g(k) e,
    e = s L,      L = (events of the others) / (sum of s a / b of the others),      g(k) = d^(k-1) + p, k months back

so the forecast is negative binomial (Harvey and Fernandes 1989 for the discount d; West and Harrison 1997). The lasting
weight p keeps an area's long-run level beside the recent one. The spread of the forecast adds three relative variances:
1/a of the area's level, 1/K of one month against another, and 1/(events of the others) of L. Before it is remembered,
a count is cut at two deviations above its forecast, so that a surge does not soon pass for usual (after the
down-weighting of past outbreaks in Farrington et al. 1996).

A, d, p and K maximise the sum of the logarithms of the one-step forecasts over fixed grids, whence equal input gives
equal output whatever the order of the areas. Arrays have the shape (areas, steps).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammaln, nbdtrik

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_Option = TypeVar("_Option")

FEWEST_PEERS: Final = 5
"""A group with fewer usable areas says too little about its month; its areas are held against all of the region."""

_CUT: Final = 2.0
_FITTED_FROM: Final = 3
_SWEEPS: Final = 4
_FACTORS: Final = 64
"""Factors below 10,000 whose product a float still holds; cells with more events take the gamma function."""

_GRIDS: Final[dict[str, tuple[float, ...]]] = {
    "prior": (0.5, 1, 2, 3, 4, 6, 8, 12, 16, 32, 100, 300, 1000),
    "discount": (0.0, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95),
    "lasting": (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0),
    "spread": (1, 2, 3, 5, 7, 10, 14, 20, 30, 50, 100, 300, 1e4),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A, d, p and K of the formulas above; `prior` and `spread` are in events."""

    prior: float = 4.0
    discount: float = 0.5
    lasting: float = 0.15
    spread: float = 20.0


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Counts and residents (areas, steps) up to the step judged; the group of each area as a number from 0.

    Counts and residents are 0 where `usable` is false: no data, or no residents known. `in_region` says where an area
    is held against the whole region because its group has too few usable areas; `others_counts` is the events of those
    it is held against.
    """

    counts: Floats
    residents: Floats
    usable: Bools
    group: NDArray[np.intp]
    in_region: Bools
    others_counts: Floats

    @classmethod
    def of(cls, counts: Floats, residents: Floats, usable: Bools, group: NDArray[np.intp]) -> Panel:
        """A panel laid out step by step in memory, as the filter walks."""
        peers = [np.bincount(group, usable[:, step])[group] for step in range(usable.shape[1])]
        few = np.array(peers).reshape(usable.shape[::-1]).T < FEWEST_PEERS
        events, people = (np.asfortranarray(np.where(usable, values, 0.0)) for values in (counts, residents))
        others = [_others(group, few[:, step], events[:, step]) for step in range(usable.shape[1])]
        return cls(events, people, np.asfortranarray(usable), group, few, np.array(others).reshape(few.T.shape).T)

    def before_last(self) -> Panel:
        """The panel without its last step."""
        return Panel(
            counts=self.counts[:, :-1],
            residents=self.residents[:, :-1],
            usable=self.usable[:, :-1],
            group=self.group,
            in_region=self.in_region[:, :-1],
            others_counts=self.others_counts[:, :-1],
        )

    def others(self, values: Floats, step: int) -> Floats:
        """For each area the sum of `values` over the areas it is held against in a step, itself left out."""
        return _others(self.group, self.in_region[:, step], values)


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What was known before each step: `shape` and `rate` of r; of the step `exposure` (e) and `others` (events)."""

    shape: Floats
    rate: Floats
    exposure: Floats
    others: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Negative binomial by `mean` and `size` (variance mean + mean² / size), and what was `observed`.

    For the last `steps` steps together as seen from before them. NaN where a step has no data or nothing to expect.
    """

    observed: Floats
    mean: Floats
    size: Floats

    def last(self) -> Forecast:
        """That of the last step alone."""
        return Forecast(self.observed[:, -1:], self.mean[:, -1:], self.size[:, -1:])

    def tail(self) -> Floats:
        """P(Y >= observed)."""
        with np.errstate(invalid="ignore"):
            found = betainc(np.maximum(self.observed, 1), self.size, self.mean / (self.mean + self.size))
        return np.where(np.isnan(self.mean), np.nan, np.where(self.observed > 0, found, 1.0))

    def quantile(self, share: float) -> Floats:
        """The least number of events that is not passed with the chance `share`; NaN where nothing is expected.

        As `scipy.stats.nbinom.ppf` finds it, without the second that loading `scipy.stats` takes.
        """
        part = self.size / (self.size + self.mean)
        found = np.maximum(np.ceil(nbdtrik(share, self.size, part)), 0.0)
        below = np.maximum(found - 1, 0.0)
        return np.asarray(np.where(betainc(self.size, below + 1, part) >= share, below, found))

    def log_likelihood(self, rising: RisingFactorial) -> float:
        """The sum of the logarithms of the forecast's probabilities, less what does not depend on the forecast.

        `rising` is that of what was `observed`.
        """
        y, mean, size = (values[:, _FITTED_FROM:] for values in (self.observed, self.mean, self.size))
        both = mean + size
        each = size * np.log(size / both) + y * np.log(mean / both)
        return float(np.nansum(each)) + rising.log(self.size)


class RisingFactorial:
    """The sum of log(Γ(s + y) / Γ(s)) for events y (areas, steps) that are held against many sizes s.

    Γ(s + y) / Γ(s) = s (s + 1) ... (s + y - 1): with the cells by their events the products take a fifth of the time of
    two gamma functions. Steps before the first that is fitted are left out.
    """

    def __init__(self, events: Floats) -> None:
        given = events[:, _FITTED_FROM:].ravel(order="F")
        some = np.flatnonzero(given > 0)
        self._cells = some[np.argsort(-given[some], kind="stable")]
        self._events = given[self._cells]
        self._many = np.searchsorted(-self._events, -_FACTORS)
        factors = np.arange(min(self._events.max(initial=0), _FACTORS))
        self._reaching = np.searchsorted(-self._events, -factors)

    def log(self, size: Floats) -> float:
        """The sum for sizes of the same shape, below 10,000; cells where they are NaN are left out."""
        sizes = size[:, _FITTED_FROM:].ravel(order="F")[self._cells]
        many, few = sizes[: self._many], sizes[self._many :]
        product = np.ones(len(few))
        for factor, reaching in enumerate(self._reaching - self._many):
            product[:reaching] *= few[:reaching] + factor
        each = gammaln(many + self._events[: self._many]) - gammaln(many)
        return float(np.nansum(each) + np.nansum(np.log(product)))


def follow(panel: Panel, settings: Settings) -> Course:
    """Run the filter over all steps of the panel."""
    n, steps = panel.counts.shape
    before = [np.zeros((n, steps), order="F") for _ in range(3)]
    course = Course(before[0], before[1], before[2], panel.others_counts)
    short_y, short_e, long_y, long_e = (np.zeros(n) for _ in range(4))
    for step in range(steps):
        shape = settings.prior + short_y + settings.lasting * long_y
        rate = settings.prior + short_e + settings.lasting * long_e
        share = panel.residents[:, step]
        others = panel.others_counts[:, step]
        weight = panel.others(share * shape / rate, step)
        exposure = np.where(weight > 0, share * others / np.where(weight > 0, weight, 1.0), 0.0)
        mean = exposure * shape / rate
        relative = 1 / shape + 1 / settings.spread + 1 / np.maximum(others, 1.0)
        remembered = np.minimum(panel.counts[:, step], mean + _CUT * np.sqrt(mean + mean**2 * relative))
        short_y, short_e = settings.discount * short_y + remembered, settings.discount * short_e + exposure
        long_y, long_e = long_y + remembered, long_e + exposure
        course.shape[:, step], course.rate[:, step], course.exposure[:, step] = shape, rate, exposure
    return course


def forecast(panel: Panel, course: Course, spread: float, steps: int = 1) -> Forecast:
    """The forecast of the sum of the last `steps` steps at every step, made before the first of them."""
    observed, exposure, others = (_sums(one, steps) for one in (panel.counts, course.exposure, course.others))
    whole = panel.usable if steps == 1 else _sums(panel.usable.astype(np.float64), steps) == steps
    shape, rate = _before(course.shape, steps), _before(course.rate, steps)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(whole & (exposure > 0), exposure * shape / rate, np.nan)
        size = 1 / (1 / shape + 1 / spread + 1 / others)
    return Forecast(observed, mean, np.where(np.isnan(mean), np.nan, size))


def fit(panel: Panel) -> Settings:
    """The settings on the grids that forecast the steps of the panel best, found one setting after another."""
    best, rising = Settings(), RisingFactorial(panel.counts)
    known: dict[Settings, float] = {}

    def worth(settings: Settings) -> float:
        if settings not in known:
            known[settings] = forecast(panel, follow(panel, settings), settings.spread).log_likelihood(rising)
        return known[settings]

    for _ in range(_SWEEPS):
        before = best
        for name, grid in _GRIDS.items():
            options = [replace(best, **{name: value}) for value in grid]
            best = options[_climb(options, options.index(best), worth)]
        if best == before:
            break
    return best


def fit_spread(panel: Panel, course: Course, start: float, steps: int) -> float:
    """K for sums of several steps: months in a row rise and fall together more than independent ones would."""
    grid, rising = list(_GRIDS["spread"]), RisingFactorial(_sums(panel.counts, steps))
    return grid[_climb(grid, grid.index(start), lambda k: forecast(panel, course, k, steps).log_likelihood(rising))]


def _climb(options: Sequence[_Option], start: int, worth: Callable[[_Option], float]) -> int:
    """The position reached from `start` by going to the better neighbour while there is one."""
    here, value = start, worth(options[start])
    for way in (-1, 1):
        while 0 <= here + way < len(options) and (there := worth(options[here + way])) > value:
            here, value = here + way, there
    return here


def _others(group: NDArray[np.intp], in_region: Bools, values: Floats) -> Floats:
    """For each area the sum of `values` over its group, or over all areas, itself left out."""
    whole = values.sum()
    if in_region.all() or not group.any():
        return np.asarray(whole - values)
    return np.asarray(np.where(in_region, whole, np.bincount(group, values)[group]) - values)


def _sums(values: Floats, steps: int) -> Floats:
    """Sums of the last `steps` columns at each column; NaN where there are not so many."""
    if steps == 1:
        return values
    out = np.full(values.shape, np.nan, order="F")
    last = values.shape[1]
    out[:, steps - 1 :] = sum(values[:, back : max(last - steps + 1 + back, back)] for back in range(steps))
    return out


def _before(values: Floats, steps: int) -> Floats:
    """At each column the value at the first of its last `steps` columns; NaN where there are not so many."""
    if steps == 1:
        return values
    out = np.full(values.shape, np.nan, order="F")
    out[:, steps - 1 :] = values[:, : max(values.shape[1] - steps + 1, 0)]
    return out
