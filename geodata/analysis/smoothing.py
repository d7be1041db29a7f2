"""Rates of small areas: drawn towards the overall rate by empirical Bayes, and which of them are too uncertain to read.

Marshall (1991, Applied Statistics 40, 283-294), global: the rates of the areas vary around the overall rate b with a
variance a, which the data tell; an area of p residents and e events gets (a e + b²) / (a p + b). That is its own rate
with the weight a p / (a p + b), and b with the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.errors import OptionError

Floats = NDArray[np.float64]

OWN_WEIGHT: Final = 0.5
"""Below this weight a smoothed rate says more about the whole than about the area (the reliability of a mean)."""

LEAST_EXPECTED: Final = 3.0
"""Expected events below which even no event at all is within chance: e^-3 = 5 % (Hanley and Lippman-Hand 1983, the rule
of three), so that no low rate can be told from the overall one."""


@dataclass(frozen=True, slots=True)
class Prior:
    """The overall rate b (`mean`, events a resident) and the `variance` a of true rates around it, never below 0."""

    mean: float
    variance: float


def prior(events: ArrayLike, population: ArrayLike) -> Prior:
    """The overall rate and the variance of the true rates, by moments.

    The overall rate is all events over all residents, events in areas without residents among them; nan if there are
    events but no residents, 0 if there are neither. The variance is that of the rates weighted by residents, less what
    Poisson chance adds; where chance explains all of it, it is 0. Areas without residents have no rate and do not count
    in it. Errors as in `empirical_bayes`.
    """
    e, p = _counts(events, population)
    known = ~(np.isnan(e) | np.isnan(p))
    total, residents = float(e[known].sum()), float(p[known].sum())
    if residents == 0:
        return Prior(np.nan if total else 0.0, 0.0)
    mean = total / residents
    settled = known & (p > 0)
    e, p = e[settled], p[settled]
    spread = float(((e - mean * p) ** 2 / p).sum()) / residents
    return Prior(mean, max(spread - mean * len(p) / residents, 0.0))


def empirical_bayes(events: ArrayLike, population: ArrayLike) -> Floats:
    """Smoothed rates, events a resident, one for each of n areas; `events` and `population` have shape (n,).

    Finite and never negative: an area without residents gets the overall rate. An area whose events or population are
    missing (nan) has a missing rate and counts nowhere; so do all areas without residents if nobody lives anywhere
    and there were events. OptionError for negative or infinite figures and for arrays of different or other shapes.
    """
    e, p = _counts(events, population)
    whole = prior(e, p)
    known = ~(np.isnan(e) | np.isnan(p))
    settled = known & (p > 0) & (whole.mean > 0)
    rates = np.where(known, whole.mean, np.nan)
    a, b = whole.variance, whole.mean
    rates[settled] = (a * e[settled] + b * b) / (a * p[settled] + b)
    return rates


def unstable(events: ArrayLike, population: ArrayLike) -> NDArray[np.bool_]:
    """Whether the rate of each area rests on too few events to be read by itself; shape (n,).

    True where fewer than `LEAST_EXPECTED` events are expected of its residents at the overall rate, or where its own
    rate has a weight below `OWN_WEIGHT` in the smoothed one. It depends on the residents alone, not on how many events
    the area happened to have, so a quiet large area is not marked and a small one not cleared by one bad month. If
    the areas differ no more than by chance, all are marked. Missing figures are no data, which is another look: False.
    Errors as in `empirical_bayes`.
    """
    e, p = _counts(events, population)
    whole = prior(e, p)
    known = ~(np.isnan(e) | np.isnan(p))
    residents = np.where(known, p, 0.0)
    few = ~(residents * whole.mean >= LEAST_EXPECTED)
    own, others = residents * whole.variance, whole.mean
    leaning = ~(own * (1 - OWN_WEIGHT) >= others * OWN_WEIGHT)
    marked: NDArray[np.bool_] = known & (few | leaning)
    return marked


def _counts(events: ArrayLike, population: ArrayLike) -> tuple[Floats, Floats]:
    """Both as new arrays of one dimension and one length, nan where missing."""
    e, p = (np.array(values, dtype=np.float64) for values in (events, population))
    for name, values in (("events", e), ("population", p)):
        if values.ndim != 1:
            raise OptionError("option", name=name, got=f"of {values.ndim} dimensions", wanted="one figure an area")
        if (wrong := (values < 0) | np.isinf(values)).any():
            raise OptionError("option", name=name, got=float(values[wrong][0]), wanted="finite and not negative")
    if len(e) != len(p):
        raise OptionError("option", name="population", got=f"for {len(p)} areas", wanted=f"for {len(e)} areas")
    return e, p
