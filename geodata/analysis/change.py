"""Whether a change between two counts is more than chance: the exact conditional test for two Poisson counts.

Given the sum of both, the later count is binomial (Przyborowski and Wilenski 1940). The interval is that of Clopper and
Pearson (1934) for its share, carried to the scale of the ratio of rates; the two-sided p-value adds up every outcome
that is no more likely than the one seen, as `scipy.stats.binomtest` does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.analysis import binomial
from geodata.errors import OptionError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_TIE: Final = 1 + 1e-7
"""Likelihoods this close count as equal, as in `scipy.stats.binomtest`."""


@dataclass(frozen=True, slots=True)
class Change:
    """The ratio of two rates (after to before), its exact interval, and the chance of a change at least as unlikely.

    `ratio` is nan for nothing after nothing and inf for something after nothing. `beyond_chance` says that `p_value` is
    below 1 - level.
    """

    ratio: float
    low: float
    high: float
    p_value: float
    beyond_chance: bool


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """Many changes at once, each field an array; see `Change`."""

    ratio: Floats
    low: Floats
    high: Floats
    p_value: Floats
    beyond_chance: NDArray[np.bool_]


def compare(
    before: int, after: int, *, exposure_before: float = 1.0, exposure_after: float = 1.0, level: float = 0.95
) -> Change:
    """The change from `before` to `after` events; exposures are residents, days or whatever the rates are per.

    OptionError for counts that are negative or not whole, for exposures that are not above zero, and for a level
    outside 0 to 1. 4 then 6 events at equal exposure give a p-value of 0.7539: within chance.
    """
    for name, exposure in (("exposure_before", exposure_before), ("exposure_after", exposure_after)):
        if not (np.isfinite(exposure) and exposure > 0):
            raise OptionError("option", name=name, got=exposure, wanted="above 0")
    many = compare_many([before], [after], exposure_before=exposure_before, exposure_after=exposure_after, level=level)
    return Change(
        ratio=float(many.ratio[0]),
        low=float(many.low[0]),
        high=float(many.high[0]),
        p_value=float(many.p_value[0]),
        beyond_chance=bool(many.beyond_chance[0]),
    )


def compare_many(
    before: ArrayLike,
    after: ArrayLike,
    *,
    exposure_before: ArrayLike = 1.0,
    exposure_after: ArrayLike = 1.0,
    level: float = 0.95,
) -> Changes:
    """`compare` for whole arrays, which are broadcast against each other.

    Where an exposure is missing or not above zero nothing can be said: ratio nan, interval 0 to inf, p-value 1.
    """
    if not 0 < level < 1:
        raise OptionError("option", name="level", got=level, wanted="between 0 and 1")
    exposed = np.broadcast_arrays(np.asarray(exposure_before, dtype=float), np.asarray(exposure_after, dtype=float))
    first, second, e_first, e_second = np.broadcast_arrays(_counts("before", before), _counts("after", after), *exposed)
    usable = np.isfinite(e_first) & np.isfinite(e_second) & (e_first > 0) & (e_second > 0)
    scale = np.where(usable, e_first, 1.0) / np.where(usable, e_second, 1.0)
    total = np.where(usable, first + second, 0)
    later = np.where(usable, second, 0)

    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(usable, second / first, np.nan) * scale
        low_share, high_share = binomial.clopper_pearson(later, total, 1 - level)
        low, high = low_share / (1 - low_share) * scale, high_share / (1 - high_share) * scale
    p_value = _p_values(later, total, 1 / (1 + scale))
    return Changes(ratio, low, high, p_value, p_value < 1 - level)


def _counts(name: str, values: ArrayLike) -> Ints:
    """`values` as whole numbers; OptionError for anything else."""
    given = np.asarray(values, dtype=np.float64)
    wrong = ~np.isfinite(given) | (given < 0) | (given != np.rint(given))
    if wrong.any():
        raise OptionError("option", name=name, got=given[wrong].flat[0], wanted="a whole number from 0")
    return given.astype(np.int64)


def _p_values(hits: Ints, total: Ints, share: Floats) -> Floats:
    """Two-sided exact p-values of `hits` among `total` at the given share."""
    expected = total * share
    limit = binomial.pmf(hits, total, share) * _TIE
    below = hits < expected
    floor, ceiling = np.floor(expected).astype(np.int64), np.ceil(expected).astype(np.int64)
    # On the far side of the mean the likelihood only falls: the first outcome unlikely enough is searched there.
    far_high = _first(lambda x: binomial.pmf(x, total, share) <= limit, ceiling, total + 1)
    far_low = _first(lambda x: binomial.pmf(x, total, share) > limit, np.zeros_like(total), floor + 1) - 1
    low_tail = binomial.cdf(np.where(below, hits, far_low), total, share)
    high_tail = binomial.sf(np.where(below, far_high, hits) - 1, total, share)
    return np.where(hits == expected, 1.0, np.minimum(low_tail + high_tail, 1.0))


def _first(holds: Callable[[Ints], NDArray[np.bool_]], low: Ints, high: Ints) -> Ints:
    """The first whole number from `low` for which `holds` is true, `high` if there is none; elementwise bisection."""
    low, high = low.copy(), high.copy()
    while (open_ := low < high).any():
        middle = (low + high) // 2
        true = holds(middle)
        high = np.where(open_ & true, middle, high)
        low = np.where(open_ & ~true, middle + 1, low)
    return low
