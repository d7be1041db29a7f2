"""Whether a month as a whole, of the region or a district, is within what the months before it would give.

Y = events of the month, S = index of the month of the year, Gamma level with discount d:

    Y | r ~ Poisson(S r),   r ~ Gamma(a, b),   a = sum d^(k-1) y,   b = sum d^(k-1) S,   forecast negative binomial,

with a further relative variance 1/K from month to month. S compares the same month of each year before with the mean
of the twelve months that begin with it, over all series together, drawn towards 1 by the weight of `years` years. d, K
and `years` are those on fixed grids whose one-step forecasts of the past fit best; S is made from earlier months only.
"""

from __future__ import annotations

from itertools import product
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import betainc

from geodata.analysis.signals_model import Floats, Forecast, RisingFactorial
from geodata.errors import OptionError

VERDICTS: Final = ("within", "above", "below", "too_few")
OUTSIDE_BELOW: Final = 0.01
"""P on one side below which a month is outside: by chance about one month in 100 on either side."""

LEAST_MONTHS: Final = 12
"""Months with data needed before the one judged."""

_YEAR: Final = 12
_DISCOUNTS: Final = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
_SPREADS: Final = (10, 30, 50, 100, 200, 400, 800, 1e4)
_YEARS: Final = (0.5, 2.0, 1e6)


def judge_totals(totals: ArrayLike, *, at: int) -> pd.DataFrame:
    """One row a series, saying whether its total of month `at` is within what the months before would give.

    `totals` has the shape (months,) or (series, months): whole numbers, NaN for no data; series of one kind together,
    since they share the index of the month and the spread: the districts in one call, the region in another. Nothing
    after `at` is read. Columns: `observed`, `expected`; `low` and `high`, which chance stays below and above in 1 month
    of 100 each; `tail_probability` of at least, `lower_probability` of at most so many; `verdict`, one of VERDICTS, too
    few being less than one event expected, no data at `at` or fewer than LEAST_MONTHS before it. OptionError for wrong
    shapes and counts and for `at` outside.
    """
    given = np.atleast_2d(np.asarray(totals))
    if given.ndim != 2:
        raise OptionError("option", name="totals", got=given.shape, wanted="(months,) or (series, months)")
    if not 0 <= at < given.shape[1]:
        raise OptionError("option", name="at", got=at, wanted=f"0 to {given.shape[1] - 1}")
    events = given[:, : at + 1].astype(np.float64)
    wrong = ~np.isnan(events) & ((events < 0) | (events != np.rint(events)))
    if wrong.any():
        raise OptionError("option", name="totals", got=events[wrong].flat[0], wanted="whole numbers from 0")
    forecast = _best(events).last()
    observed, mean, size = (values[:, -1] for values in (forecast.observed, forecast.mean, forecast.size))
    upper, lower = forecast.tail()[:, -1], 1 - betainc(observed + 1, size, mean / (mean + size))
    history = np.isfinite(events[:, :-1]).sum(axis=1)
    few = ~(np.isfinite(observed) & (mean >= 1) & (history >= LEAST_MONTHS))
    choice = np.select([few, upper < OUTSIDE_BELOW, lower < OUTSIDE_BELOW], [3, 1, 2], 0)
    return pd.DataFrame(
        {
            "observed": observed,
            "expected": mean,
            "low": forecast.quantile(OUTSIDE_BELOW)[:, -1],
            "high": forecast.quantile(1 - OUTSIDE_BELOW)[:, -1],
            "tail_probability": upper,
            "lower_probability": lower,
            "verdict": [VERDICTS[code] for code in choice],
        }
    )


def _best(events: Floats) -> Forecast:
    """The forecasts of every month with the settings that fit the months before the last best."""
    past = events[:, :-1]
    rising = RisingFactorial(past)
    indices = {years: _index(events, years) for years in _YEARS}
    best: tuple[float, float, Floats, float] | None = None
    for discount, years in product(_DISCOUNTS, _YEARS):
        mean, shape = _followed(past, indices[years][:-1], discount)
        for spread in _SPREADS:
            worth = Forecast(past, mean, _size(shape, spread)).log_likelihood(rising)
            if best is None or worth > best[0]:
                best = (worth, discount, indices[years], spread)
    assert best is not None  # noqa: S101  the grids are not empty
    _, discount, index, spread = best
    mean, shape = _followed(events, index, discount)
    return Forecast(events, mean, _size(shape, spread))


def _size(shape: Floats, spread: float) -> Floats:
    return 1 / (1 / shape + 1 / spread)


def _followed(events: Floats, index: Floats, discount: float) -> tuple[Floats, Floats]:
    """The mean and the level's shape of the forecast of every month; NaN without data before it or in it."""
    n, months = events.shape
    shape, rate = np.zeros(n), np.zeros(n)
    mean, known_shape = np.full((n, months), np.nan), np.full((n, months), np.nan)
    for month in range(months):
        known = (rate > 0) & (shape > 0) & np.isfinite(events[:, month])
        mean[known, month] = index[month] * shape[known] / rate[known]
        known_shape[known, month] = shape[known]
        told = np.isfinite(events[:, month])
        shape = discount * shape + np.where(told, events[:, month], 0.0)
        rate = discount * rate + np.where(told, index[month], 0.0)
    return mean, known_shape


def _index(events: Floats, years: float) -> Floats:
    """S of every month from the months before it, (months,)."""
    whole = events.sum(axis=0)  # NaN where a series has no data
    index = np.ones(len(whole))
    for month in range(_YEAR, len(whole)):
        starts = np.arange(month - _YEAR, -1, -_YEAR)
        means = np.array([np.mean(whole[start : start + _YEAR]) for start in starts])
        usable = means > 0  # false for NaN
        if usable.any():
            prior = years * means[usable].mean()
            index[month] = (whole[starts][usable].sum() + prior) / (means[usable].sum() + prior)
    return index
