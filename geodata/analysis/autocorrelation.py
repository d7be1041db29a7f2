"""Whether neighbours resemble each other: Moran's I over all areas, and the local Gi* of Getis and Ord.

Both look at how values lie, not at how many events they rest on. Rates of few events are skewed, and their Gi* marks
places on maps of pure noise: for counts use `geodata.analysis.clusters`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from geodata.analysis.neighbours import Adjacency, as_adjacency
from geodata.errors import OptionError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Moran:
    """Moran's I with its moments if values were strewn at random.

    `areas` were used. `expected` is -1 / (areas - 1). `variance_normal` and `z_normal` take values as drawn from one
    normal distribution, `variance_random` and `z_random` as those seen in any order (Cliff and Ord 1981, Spatial
    Processes, p. 42-46). `p_value` is two-sided, from `z_random` by the normal distribution.
    """

    statistic: float
    expected: float
    variance_normal: float
    variance_random: float
    z_normal: float
    z_random: float
    p_value: float
    areas: int

    @property
    def i(self) -> float:
        """The statistic by its usual name."""
        return self.statistic


@dataclass(frozen=True, slots=True)
class _Sums:
    """The sums over weights that the moments need: S0, S1 and S2 of Cliff and Ord."""

    s0: float
    s1: float
    s2: float


def moran(values: ArrayLike, neighbours: object) -> Moran:
    """Moran's I of `values`, shape (n,), with row-standardised weights; `neighbours` as `as_adjacency` takes them.

    Areas with a missing value (nan) are left out with their borders. An area without neighbours has a row of zeros: it
    counts in mean, spread and number of areas, and in no pair. If all values are equal, if nobody has a neighbour or
    fewer than four areas are left, nothing can be said: the statistic and what follows from it are nan, the p-value 1.
    If every order of the values gives the same statistic, as on a map where all are neighbours of all, there is no z.
    OptionError for infinite values and for neighbours of another number of areas.
    """
    z, adjacency, _ = _centred(values, neighbours)
    n, degrees = len(z), adjacency.degrees
    expected = -1 / (n - 1) if n > 1 else np.nan
    if n < 4 or not degrees.any() or not z.any():
        return Moran(np.nan, expected, np.nan, np.nan, np.nan, np.nan, 1.0, n)
    sums = _sums(adjacency)
    lag = adjacency.matrix @ z / np.maximum(degrees, 1)
    statistic = float(n / sums.s0 * (z @ lag) / (z @ z))
    variance_normal = _variance_normal(n, sums)
    variance_random = _variance_random(n, sums, float(n * np.sum(z**4) / np.sum(z**2) ** 2))
    z_random = _score(statistic - expected, variance_random)
    return Moran(
        statistic=statistic,
        expected=expected,
        variance_normal=variance_normal,
        variance_random=variance_random,
        z_normal=_score(statistic - expected, variance_normal),
        z_random=z_random,
        p_value=1.0 if np.isnan(z_random) else float(2 * ndtr(-abs(z_random))),
        areas=n,
    )


def getis_ord_star(values: ArrayLike, neighbours: object) -> Floats:
    """The z value of Gi* of each area, shape (n,): high where it and its neighbours together have much.

    Binary weights with the area itself among its neighbours (Ord and Getis 1995, Geographical Analysis 27, formula 14).
    `neighbours` as `as_adjacency` takes them. An area without neighbours is judged by its own value alone. Areas with a
    missing value (nan) are left out with their borders and get nan. Where nothing can stand out, since all values are
    equal or an area's neighbours are all areas there are, z is 0. Errors as in `moran`.
    """
    z, adjacency, known = _centred(values, neighbours)
    n = len(z)
    scores = np.full(len(known), np.nan)
    members = adjacency.degrees + 1.0
    together = adjacency.matrix @ z + z
    spread = np.sqrt(np.mean(z**2)) * np.sqrt((n - members) * members / (n - 1)) if n > 1 else np.zeros(n)
    scores[known] = np.divide(together, spread, out=np.zeros(n), where=spread > 0)
    return scores


def _centred(values: ArrayLike, neighbours: object) -> tuple[Floats, Adjacency, NDArray[np.bool_]]:
    """The known values less their mean, scaled to at most 1; who borders on whom among them; which are known.

    All zeros if all known values are equal. The scale changes no statistic here and keeps powers from overflowing.
    """
    given = np.asarray(values, dtype=np.float64)
    if given.ndim != 1:
        raise OptionError("option", name="values", got=f"of {given.ndim} dimensions", wanted="one figure an area")
    if np.isinf(given).any():
        raise OptionError("option", name="values", got="infinite", wanted="finite, or nan where missing")
    adjacency = as_adjacency(neighbours, size=len(given))
    known = ~np.isnan(given)
    x = given[known]
    if not len(x) or x.min() == x.max():
        return np.zeros(len(x)), adjacency.among(known), known
    x = x / np.abs(x).max()
    z = x - x.mean()
    return z / np.abs(z).max(), adjacency.among(known), known


def _sums(adjacency: Adjacency) -> _Sums:
    """Of the row-standardised weights: every neighbour of an area has one over the number of its neighbours."""
    degrees = adjacency.degrees
    share = 1 / np.maximum(degrees, 1)
    weights = adjacency.matrix.multiply(share[:, None]).tocsr()
    both = (weights + weights.T).tocsr()
    rows, columns = np.asarray(weights.sum(axis=1)).ravel(), np.asarray(weights.sum(axis=0)).ravel()
    return _Sums(s0=float(rows.sum()), s1=float(np.sum(both.data**2)) / 2, s2=float(np.sum((rows + columns) ** 2)))


def _variance_normal(n: int, w: _Sums) -> float:
    second = (n**2 * w.s1 - n * w.s2 + 3 * w.s0**2) / ((n**2 - 1) * w.s0**2)
    return second - 1 / (n - 1) ** 2


def _variance_random(n: int, w: _Sums, kurtosis: float) -> float:
    first = n * ((n**2 - 3 * n + 3) * w.s1 - n * w.s2 + 3 * w.s0**2)
    correction = kurtosis * ((n**2 - n) * w.s1 - 2 * n * w.s2 + 6 * w.s0**2)
    second = (first - correction) / ((n - 1) * (n - 2) * (n - 3) * w.s0**2)
    return second - 1 / (n - 1) ** 2


def _score(difference: float, variance: float) -> float:
    """The difference in standard deviations; nan where the statistic cannot vary, up to rounding."""
    return float(difference / np.sqrt(variance)) if variance > 1e-15 else np.nan
