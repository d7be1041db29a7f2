"""What the signals are held against: ways of raising an alarm that are in use, each given the same counts.

Every method takes counts (areas, months) up to and with the month judged and gives `Verdicts` on it.
EARS after Hutwagner et al. (2003), as the R package surveillance has it; the quasi-Poisson line after Farrington et al.
(1996) without trend and weights; the year-on-year test is the product's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc
from scipy.stats import norm

from geodata.analysis import signals, signals_rules
from geodata.analysis import signals_model as model
from geodata.analysis.change import compare_many

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

EARS_MONTHS: Final = 7
EARS_GUARD: Final = 2
EARS_ALPHA: Final = 0.001
SURE: Final = 0.001
LEAST: Final = signals.LEAST_EXPECTED


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Where a method raises an alarm, P of so many events (None if it gives none) and the events it expects."""

    alert: Bools
    tail: Floats | None
    expected: Floats


def ears_c2(counts: Floats, alpha: float = EARS_ALPHA) -> tuple[Floats, Floats]:
    """Mean of 7 months, and the upper limit mean + z sd (sd with n - 1).

    Two months are left out between these and the last, so that a surge does not raise its own limit.
    """
    base = counts[..., : -1 - EARS_GUARD][..., -EARS_MONTHS:]
    mean = base.mean(axis=-1)
    return mean, mean + norm.isf(alpha) * base.std(axis=-1, ddof=1)


def ours(counts: Floats, residents: Floats, span: int = 1) -> dict[str, Verdicts]:
    """The product's signals: an alarm is the state alert; or alert as well as watch."""
    table = signals.detect(counts, residents, at=counts.shape[1] - 1, span=span)
    tail, expected = table["tail_probability"].to_numpy(), table["expected"].to_numpy()
    alert, watch = ((table["state"] == state).to_numpy() for state in ("alert", "watch"))
    return {
        "ours: alert": Verdicts(alert, tail, expected),
        "ours: alert or watch": Verdicts(alert | watch, tail, expected),
    }


def half_more_than_year_ago(counts: Floats) -> Verdicts:
    """At least half more than in the same month a year ago."""
    before = counts[:, -13]
    return Verdicts((counts[:, -1] >= 1.5 * before) & (counts[:, -1] > before), None, before)


def half_more_than_usual(counts: Floats) -> Verdicts:
    """At least half more than the mean of the twelve months before."""
    mean = counts[:, -13:-1].mean(axis=1)
    return Verdicts((counts[:, -1] >= 1.5 * mean) & (mean > 0), None, mean)


def year_on_year(counts: Floats) -> Verdicts:
    """More than a year ago and beyond chance by the exact test of two Poisson counts, at 95 %."""
    before, now = counts[:, -13], counts[:, -1]
    return Verdicts(compare_many(before, now).beyond_chance & (now > before), None, before)


def ears(counts: Floats) -> Verdicts:
    """Above the limit of EARS C2; the tail is that of the normal distribution it supposes."""
    mean, limit = ears_c2(counts)
    sd = (limit - mean) / norm.isf(EARS_ALPHA)
    with np.errstate(divide="ignore", invalid="ignore"):
        tail = norm.sf((counts[:, -1] - mean) / sd)
    return Verdicts(counts[:, -1] > limit, np.where(sd > 0, tail, np.nan), mean)


def quasi_poisson(counts: Floats) -> Verdicts:
    """One line an area: its share of the month's total, with its own overdispersion; an alarm is P < 0.001."""
    past, total = counts[:, :-1], counts.sum(axis=0)
    share = past.sum(axis=1) / total[:-1].sum()
    fitted = np.maximum(np.outer(share, total[:-1]), 1e-9)
    spread = np.maximum(((past - fitted) ** 2 / fitted).sum(axis=1) / (past.shape[1] - 1), 1.0)
    mean = np.maximum(share * total[-1], 1e-9)
    # the variance of a new count: its own and that of the fitted mean
    inflation = np.maximum(spread * (1 + total[-1] / total[:-1].sum()), 1 + 1e-6)
    tail = _upper(counts[:, -1], mean, mean / (inflation - 1))
    return Verdicts((tail < SURE) & (mean >= LEAST), tail, mean)


def tried_before(counts: Floats, residents: Floats) -> dict[str, Verdicts]:
    """The design tried first: one discount, no lasting level; Benjamini-Hochberg (BH) on the month, or watch repeated.

    And its variant with BH on 2 min(P, Stouffer's combination of three months).
    """
    tails, means = _tried(counts, residents)
    tail, mean = tails[:, -1], means[:, -1]
    watch = (tails < signals_rules.WATCH_BELOW) & (means >= LEAST)
    repeated = watch[:, -1] & watch[:, -3:-1].any(axis=1)
    z = norm.isf(np.clip(tails[:, -3:], 1e-12, 1 - 1e-3))
    both = np.minimum(2 * np.minimum(tail, norm.sf(z.sum(axis=1) / np.sqrt(3))), 1.0)
    return {
        "first design": Verdicts(_found(tail, mean >= LEAST) | repeated, tail, mean),
        "first design, 3 months": Verdicts(_found(both, mean >= LEAST), tail, mean),
    }


def _tried(counts: Floats, residents: Floats) -> tuple[Floats, Floats]:
    """P and mean at every month of the first design: Gamma(alpha, alpha), one discount, fitted on the past."""
    rising = model.RisingFactorial(counts[:, :-1])
    best = max(
        ((alpha, discount) for alpha in (0.5, 1, 2, 4, 8, 16) for discount in (0.6, 0.7, 0.8, 0.9, 0.95)),
        key=lambda pair: _one_memory(counts[:, :-1], residents, *pair).log_likelihood(rising),
    )
    forecast = _one_memory(counts, residents, *best)
    return forecast.tail(), forecast.mean


def _one_memory(counts: Floats, residents: Floats, alpha: float, discount: float) -> model.Forecast:
    """The filter with one memory, no spread between months, no cut; shares of the month's whole total."""
    n, months = counts.shape
    kept_y, kept_e = np.zeros(n), np.zeros(n)
    mean, size = np.empty((n, months)), np.empty((n, months))
    for month in range(months):
        shape, rate = alpha + kept_y, alpha + kept_e
        weight = residents * shape / rate
        exposure = residents * counts[:, month].sum() / weight.sum()
        mean[:, month], size[:, month] = exposure * shape / rate, shape
        kept_y, kept_e = discount * kept_y + counts[:, month], discount * kept_e + exposure
    return model.Forecast(counts, mean, size)


def _found(probability: Floats, judged: Bools) -> Bools:
    ranked = np.sort(probability[judged])
    below = np.flatnonzero(ranked <= signals_rules.FALSE_SHARE * np.arange(1, len(ranked) + 1) / max(len(ranked), 1))
    return judged & (probability <= (ranked[below[-1]] if len(below) else -1.0))


def _upper(observed: Floats, mean: Floats, size: Floats) -> Floats:
    """P(Y >= observed) of a negative binomial."""
    found = betainc(np.maximum(observed, 1), size, mean / (mean + size))
    return np.where(observed > 0, found, 1.0)


PLAIN: Final[Mapping[str, Callable[[Floats], Verdicts]]] = MappingProxyType(
    {
        "+50 % on a year ago": half_more_than_year_ago,
        "+50 % on 12 months": half_more_than_usual,
        "year on year, exact": year_on_year,
        "EARS C2": ears,
        "quasi-Poisson": quasi_poisson,
    }
)


def everyone(counts: Floats, residents: Floats) -> dict[str, Verdicts]:
    """The verdicts of every method on the last month, the product's first."""
    plain = {name: method(counts) for name, method in PLAIN.items()}
    return ours(counts, residents) | tried_before(counts, residents) | plain
