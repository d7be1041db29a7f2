"""Whether events that are near in space are near in time more often than chance has it: the test of Knox (1964)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree
from scipy.special import pdtrc

from geodata.errors import OptionError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Knox:
    """All pairs of `events` events by whether they are close: `both` in space and time, in one only, or in `neither`.

    `expected` is the number of pairs close in both if closeness in space told nothing of closeness in time. `p_value`
    is the chance of `both` or more such pairs, P(X >= both), by the Poisson distribution with that mean.
    """

    events: int
    both: int
    space_only: int
    time_only: int
    neither: int
    expected: float
    p_value: float

    @property
    def pairs(self) -> int:
        """The number of all pairs."""
        return self.events * (self.events - 1) // 2

    @property
    def ratio(self) -> float:
        """Pairs close in both, seen over expected; nan where none can be expected."""
        return self.both / self.expected if self.expected else float("nan")


def knox(x: ArrayLike, y: ArrayLike, days: ArrayLike, *, distance: float, days_within: float) -> Knox:
    """The test of Knox for n events at `x`, `y` (shape (n,), one metric unit) on `days` (shape (n,), whole or not).

    A pair is close up to and including `distance` (the unit of x and y) and `days_within` days; 0 means the same place
    or day. The Poisson distribution for a small number of close pairs is that of Knox (1964, Applied Statistics 13,
    25-29; Barton and David 1966). It takes pairs as independent, which pairs with an event in common are not: with
    many close pairs the true p-value is larger. Events in one mahalla that have only its centre for a place are all at
    distance 0 and say nothing; places must be true ones. Both thresholds have to be chosen before looking.

    Events with a missing (nan) place or day are left out; `events` tells how many were used. With fewer than two, or
    no pair close in space or none in time, 0 pairs are expected and the p-value is 1. OptionError for infinite places
    or days, arrays of other shapes, and thresholds that are negative or not finite.
    """
    for name, limit in (("distance", distance), ("days_within", days_within)):
        if not (np.isfinite(limit) and limit >= 0):
            raise OptionError("option", name=name, got=limit, wanted="finite and not negative")
    points, day = _usable(x, y, days)
    n = len(day)
    pairs = n * (n - 1) // 2
    in_space = _close_in_space(points, distance)
    in_time, both = _close_in_time(points, day, distance, days_within)
    expected = in_space * in_time / pairs if pairs else 0.0
    return Knox(
        events=n,
        both=both,
        space_only=in_space - both,
        time_only=in_time - both,
        neither=pairs - in_space - in_time + both,
        expected=expected,
        p_value=float(pdtrc(both - 1, expected)) if expected and both else 1.0,
    )


def _usable(x: ArrayLike, y: ArrayLike, days: ArrayLike) -> tuple[Floats, Floats]:
    """Points (m, 2) and days (m,) of the events that have all three, in the order of days."""
    given = {"x": x, "y": y, "days": days}
    columns = {name: np.asarray(values, dtype=np.float64) for name, values in given.items()}
    for name, values in columns.items():
        if values.ndim != 1 or len(values) != len(columns["x"]):
            raise OptionError("option", name=name, got=f"of shape {values.shape}", wanted="one figure an event")
        if np.isinf(values).any():
            raise OptionError("option", name=name, got="infinite", wanted="finite, or nan where missing")
    table = np.column_stack(list(columns.values()))
    table = table[~np.isnan(table).any(axis=1)]
    table = table[np.argsort(table[:, 2], kind="stable")]
    return table[:, :2], table[:, 2]


def _close_in_space(points: Floats, distance: float) -> int:
    if not len(points):
        return 0
    tree = cKDTree(points)
    return int(tree.count_neighbors(tree, distance) - len(points)) // 2


def _close_in_time(points: Floats, day: Floats, distance: float, days_within: float) -> tuple[int, int]:
    """Pairs close in time, and those of them close in space as well; `day` rises, so partners stand side by side.

    All pairs k places apart are looked at together, for k from 1 until no pair is close in time.
    """
    in_time = both = 0
    for apart in range(1, len(day)):
        close = np.flatnonzero(day[apart:] - day[:-apart] <= days_within)
        if not len(close):
            break
        step = points[close + apart] - points[close]
        in_time += len(close)
        both += int(np.count_nonzero((step**2).sum(axis=1) <= distance**2))
    return in_time, both
