"""How much likelier a higher rate inside a circle makes the counts seen: the ratio that the scan statistic ranks by."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SHARES: Final = np.geomspace(1e-9, 0.5, 20_000)


def ratio(counts: Ints, total: int, share: Floats) -> Floats:
    """The log-likelihood ratio of circles with `counts` of all `total` cases and `share` (below 1) of the residents.

    With c counts and E = total * share expected: c log(c / E) + (C - c) log((C - c) / (C - E)) if c > E, else 0
    (Kulldorff 1997, Poisson model, high rates). Where the share is 0 there must be no counts.
    """
    expected = total * share
    high = counts > expected
    c, e = np.where(high, counts, 0.0), np.where(high, expected, 0.0)
    inside = xlogy(c, np.divide(c, e, out=np.ones_like(c), where=high))
    return np.asarray(inside + xlogy(total - c, (total - c) / (total - e)))


class Threshold:
    """The fewest cases that give a circle at least a certain ratio, looked up by its share of the residents.

    Never too many; too few by a part in a thousand, since shares are rounded down to a grid of steps so wide.
    """

    def __init__(self, least: float, total: int) -> None:
        self.least = least
        low = np.floor(total * _SHARES).astype(np.int64)
        high = np.full_like(low, total + 1)
        for _ in range(total.bit_length() + 1):
            middle = (low + high) // 2
            enough = ratio(middle, total, _SHARES) >= least
            high = np.where(enough & (middle > low), middle, high)
            low = np.where(enough, low, middle)
        self._needed = np.concatenate([[1], high])

    def __call__(self, share: Floats) -> Ints:
        """The fewest cases for each share; one more than there are where none would do."""
        return self._needed[np.searchsorted(_SHARES, share, side="right")]
