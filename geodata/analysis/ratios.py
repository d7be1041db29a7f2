"""The change of one place against the change of others: a ratio of ratios of four counts, its interval, displacement.

With a events after and b before in the place, c after and d before in the comparison, the ratio is (a / b) / (c / d):
below 1 the place fell more than the comparison. It is the inverse of the relative effect size of Farrington, Gill,
Waples and Argomaniz (2007, Journal of Experimental Criminology 3, 21-38), where larger is better.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from geodata.errors import OptionError

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

HALF: Final = 0.5
"""Added to each count where a logarithm is taken (Haldane 1956, Anscombe 1956), so that a zero has one."""

_REACH: Final = 60.0
"""Logarithms of ratios are searched this far to either side of the estimate."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """(after / before) of the place over (after / before) of the comparison, and its interval.

    nan where it is 0 / 0; inf where the place had nothing before or the comparison nothing after.
    """

    value: float
    low: float
    high: float


def ratio_of_ratios(
    place: tuple[int, int], comparison: tuple[int, int], *, spread: float = 1.0, level: float = 0.95
) -> Ratio:
    """The ratio for (before, after) of the place and of the comparison.

    With all four margins given, `after` of the place is Fisher's noncentral hypergeometric variable, whatever the rates
    are (Cornfield 1956): that gives exact limits for Poisson counts. `spread` is the variance of the ratio's logarithm
    as a multiple of the one that Poisson counts would have: above 1 the logarithms of the limits move away from the
    estimate by its square root, as in quasi-likelihood (McCullagh and Nelder 1989, section 4.5). OptionError for counts
    below 0, a `spread` below 1 and a level outside 0 to 1.
    """
    (b, a), (d, c) = place, comparison
    if min(a, b, c, d) < 0:
        raise OptionError("option", name="counts", got=min(a, b, c, d), wanted="whole numbers from 0")
    if not (np.isfinite(spread) and spread >= 1):
        raise OptionError("option", name="spread", got=spread, wanted="from 1")
    if not 0 < level < 1:
        raise OptionError("option", name="level", got=level, wanted="between 0 and 1")
    over, under = a * d, b * c
    value = over / under if under else (np.inf if over else np.nan)
    low, high = _exact_limits(a, b, c, d, (1 - level) / 2)
    centre = math.exp(_log_ratio(a, b, c, d))
    widen = math.sqrt(spread)
    return Ratio(float(value), _away(centre, low, widen), _away(centre, high, widen))


def extra_variation(before: Counts, after: Counts) -> float:
    """How much more the shares of `after` differ between places than Poisson counts would let them: rho, from 0.

    Given n = before + after, `after` of a place has the variance n p (1 - p) (1 + rho (n - 1)). Model II of Williams
    (1982, Applied Statistics 31, 144-148), by moments: rho makes Pearson's chi-square equal to its expectation. 0 where
    fewer than two places have events.
    """
    total = before + after
    total, later = total[total > 0], after[total > 0]
    share = later.sum() / max(int(total.sum()), 1)
    if len(total) < 2 or not 0 < share < 1:
        return 0.0
    squares = (later - total * share) ** 2 / (total * share * (1 - share))
    beyond = float(squares.sum() - (len(total) - 1))
    room = float((total - 1).sum())
    return min(max(0.0, beyond / room), 1.0) if room else 0.0


def displacement_quotient(place: tuple[int, int, int, int], ring: tuple[int, int, int, int]) -> float | None:
    """The weighted displacement quotient of Bowers and Johnson (2003, Journal of Quantitative Criminology 19, 275-301).

    Both are (before, after, comparison before, comparison after). How many events more the ring had than its comparison
    let one expect, over how many the place had more: (R1 - R0 D1 / D0) / (A1 - A0 C1 / C0). With one comparison for
    both, as in the paper, that is their (R1 / C1 - R0 / C0) / (A1 / C1 - A0 / C0). Above 0 the ring fell with the
    place (diffusion of benefits; above 1 by more events than the place); between -1 and 0 part of the fall moved into
    the ring; below -1 more than all of it. None where the place did not fall against its comparison, or a comparison
    had no events before.
    """
    (a0, a1, c0, c1), (r0, r1, d0, d1) = place, ring
    if c0 == 0 or d0 == 0 or a1 * c0 >= a0 * c1:
        return None
    return (r1 - r0 * d1 / d0) / (a1 - a0 * c1 / c0)


def _log_ratio(a: int, b: int, c: int, d: int) -> float:
    return math.log((a + HALF) * (d + HALF) / ((b + HALF) * (c + HALF)))


def _away(centre: float, limit: float, widen: float) -> float:
    """The limit, its logarithm moved away from that of the centre."""
    return float(centre * (limit / centre) ** widen) if 0 < limit < np.inf else limit


def _exact_limits(a: int, b: int, c: int, d: int, tail: float) -> tuple[float, float]:
    """The ratios at which `a` or more, and `a` or fewer, have the probability `tail`, all margins given."""
    least, most = max(0, a - d), min(a + b, a + c)
    x = np.arange(least, most + 1, dtype=np.float64)
    # The logarithm of C(a + b, x) C(c + d, a + c - x) without what does not depend on x.
    weights = -(gammaln(x + 1) + gammaln(a + b - x + 1) + gammaln(a + c - x + 1) + gammaln(x + d - a + 1))
    start = _log_ratio(a, b, c, d)

    def at_least(log: float) -> float:
        return _tail(weights + log * x, x >= a) - math.log(tail)

    def at_most(log: float) -> float:
        return _tail(weights + log * x, x <= a) - math.log(tail)

    low = 0.0 if a == least else _root(at_least, start)
    high = np.inf if a == most else _root(at_most, start)
    return low, high


def _tail(logs: Floats, chosen: NDArray[np.bool_]) -> float:
    """The logarithm of the share that the chosen have in the sum of the exponentials."""
    return _log_sum(logs[chosen]) - _log_sum(logs)


def _log_sum(logs: Floats) -> float:
    top = float(logs.max())
    return top + math.log(float(np.exp(logs - top).sum()))


def _root(function: Callable[[float], float], start: float) -> float:
    from scipy.optimize import brentq  # noqa: PLC0415  slow to load, and only intervals of effects need it

    return float(np.exp(brentq(function, start - _REACH, start + _REACH, xtol=1e-10)))
