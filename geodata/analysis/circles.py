"""Areas with residents and cases, and the growing circles around each: what a scan goes through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.errors import OptionError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_Any = TypeVar("_Any", bound=np.generic)

SAME: Final = 1e-9
"""Distances, shares and ratios this close, relatively, are equal."""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """The areas that take part: `positions` in what was given, places, and their share of all residents."""

    positions: Ints
    x: Floats
    y: Floats
    share: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Circles:
    """The circles around one centre: `order` are areas by distance, `ends` after which of them a circle may end.

    `ends` is None where one may end after each. 4 bytes an area: those of 10,000 centres are kept for every scan.
    """

    centre: int
    order: NDArray[np.int32]
    ends: NDArray[np.int32] | None

    def at_ends(self, values: NDArray[_Any]) -> NDArray[_Any]:
        """Of one value (or row) an area in `order`, those with which a circle ends."""
        return values if self.ends is None else values[self.ends]

    def share(self, field: Field) -> Floats:
        """The share of residents of each circle."""
        return self.at_ends(np.cumsum(field.share[self.order]))

    def members(self, circle: int) -> Ints:
        """The areas of one of the circles, rising."""
        last = circle if self.ends is None else int(self.ends[circle])
        return np.sort(self.order[: last + 1]).astype(np.int64)

    def radius(self, field: Field, circle: int) -> float:
        """The distance from the centre to the farthest area of one of the circles."""
        far = self.order[circle if self.ends is None else int(self.ends[circle])]
        return float(np.sqrt((field.x[far] - field.x[self.centre]) ** 2 + (field.y[far] - field.y[self.centre]) ** 2))


def read(
    x: ArrayLike, y: ArrayLike, cases: Sequence[ArrayLike], population: ArrayLike
) -> tuple[Field, tuple[Ints, ...]]:
    """The areas that take part, and each of the `cases` in them."""
    given = [("x", x), ("y", y), ("population", population), *(("cases", each) for each in cases)]
    columns = [np.asarray(values, dtype=np.float64) for _, values in given]
    for (name, _), values in zip(given, columns, strict=True):
        if values.ndim != 1 or len(values) != len(columns[0]):
            raise OptionError("option", name=name, got=f"of shape {values.shape}", wanted="one figure an area")
        if np.isinf(values).any():
            raise OptionError("option", name=name, got="infinite", wanted="finite, or nan where missing")
        if name in {"cases", "population"} and (values < 0).any():
            raise OptionError("option", name=name, got=float(np.nanmin(values)), wanted="not negative")
    table = np.column_stack(columns)
    positions = np.flatnonzero(~np.isnan(table).any(axis=1))
    east, north, residents, *counts = table[positions].T
    for count in counts:
        if (broken := count != np.rint(count)).any():
            raise OptionError("option", name="cases", got=float(count[broken][0]), wanted="whole numbers")
        if (homeless := (count > 0) & (residents == 0)).any():
            where = f"above 0 in the area at position {positions[homeless][0]}, which has no residents"
            raise OptionError("option", name="cases", got=where, wanted="0 there, or the area left out")
    field = Field(positions, east, north, residents / (residents.sum() or 1.0))
    return field, tuple(count.astype(np.int64) for count in counts)


def around(field: Field, max_share: float) -> Iterator[Circles]:
    """The circles around each area in turn, up to the largest allowed; none if one distance alone is too many.

    Only the nearest areas are put in order: half as many again as would hold the share if residents were spread
    evenly, then twice as many, until they hold more than it.
    """
    n, limit = len(field.x), max_share * (1 + SAME)
    for centre in range(n):
        squared = (field.x - field.x[centre]) ** 2 + (field.y - field.y[centre]) ** 2
        near = min(int(1.5 * max_share * n) + 16, n)
        order, share = _nearest(squared, near, field.share)
        while near < n and share[-2] <= limit:
            near = min(2 * near, n)
            order, share = _nearest(squared, near, field.share)
        radius = np.sqrt(squared[order])
        farther = np.append(radius[1:] > radius[:-1] * (1 + SAME), [near == n])
        ends = np.flatnonzero(farther & (share <= limit))
        if len(ends):
            every = len(ends) == ends[-1] + 1
            yield Circles(centre, order[: ends[-1] + 1].astype(np.int32), None if every else ends.astype(np.int32))


def _nearest(squared: Floats, near: int, share: Floats) -> tuple[Ints, Floats]:
    """The `near` nearest areas by distance, and the share of residents up to each."""
    nearest = np.argpartition(squared, near - 1)[:near] if near < len(squared) else np.arange(near)
    order = nearest[np.argsort(squared[nearest])]
    return order, np.cumsum(share[order])
