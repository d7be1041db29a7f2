"""The different cells of a column: a file of a million rows says few different things, and each is read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Self, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

T = TypeVar("T")
_ALIKE: Final = (str, int, float, date, datetime, pd.Timestamp)
"""Among cells of one of these types those that are equal are written alike; across types True is 1 is 1.0."""


@dataclass(frozen=True, slots=True, eq=False)
class Distinct:
    """`values` are the different cells in the order of their first rows, `rows` tells which of them each row has.

    In a column of one type everything missing is one None.
    """

    values: Sequence[Any]
    rows: NDArray[np.intp]

    @classmethod
    def of(cls, cells: Sequence[object]) -> Self:
        """Those of a column."""
        types = set(map(type, cells)) - {type(None)}
        if not types:
            return cls([None] * bool(len(cells)), np.zeros(len(cells), dtype=np.intp))
        if len(types) == 1 and types <= set(_ALIKE):
            at, found = pd.factorize(np.array(cells, dtype=object))
            if (missing := at < 0).any():
                return cls([*found.tolist(), None], np.where(missing, len(found), at))
            return cls(found.tolist(), at)
        known: dict[object, int] = {}
        values: list[object] = []
        places = np.empty(len(cells), dtype=np.intp)
        for row, cell in enumerate(cells):
            plain = cell is None or isinstance(cell, str | int)
            key = (type(cell), cell if plain else str(cell))
            place = known.setdefault(key, len(values))
            if place == len(values):
                values.append(cell)
            places[row] = place
        return cls(values, places)

    def of_row(self, row: int) -> object:
        """The cell of a row."""
        cell: object = self.values[self.rows[row]]
        return cell

    def each(self, does: Callable[[Any], T]) -> list[T]:
        """What `does` makes of each row's cell, asked once for each different one."""
        return self.take([does(value) for value in self.values])

    def take(self, made: Sequence[T]) -> list[T]:
        """Of one thing for each different cell, the one of each row."""
        found = np.empty(len(made), dtype=object)
        found[:] = made
        taken: list[T] = found[self.rows].tolist()
        return taken

    def where(self, is_so: Callable[[Any], bool]) -> NDArray[np.bool_]:
        """Whether it is so of each row's cell."""
        return np.array([is_so(value) for value in self.values], dtype=bool)[self.rows]


def each(cells: Sequence[object], does: Callable[[Any], T]) -> list[T]:
    """What `does` makes of each of the cells, asked once for each different one."""
    return Distinct.of(cells).each(does)
