"""The categories of the mahallas through time: what was in force on a day, and for how many years it was red."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.editions.tables import CATEGORIES

RED: Final = CATEGORIES.index("red")


@dataclass(frozen=True, slots=True, eq=False)
class Categories:
    """The category of every mahalla on one day: 0 none, 1 green, 2 yellow, 3 red.

    `decided`, `order`, `author` and `status` are those of the latest decision in force, None if there is none.
    """

    values: NDArray[np.int8]
    decided: date | None = None
    order: str | None = None
    author: str | None = None
    status: str | None = None


class CategoryHistory:
    """All decisions, in the order of the day from which they are in force."""

    EMPTY: ClassVar[pd.DataFrame] = pd.DataFrame(
        {
            "pos": np.zeros(0, dtype=np.int32),
            "valid_from": np.zeros(0, dtype="datetime64[s]"),
            "decided": np.zeros(0, dtype="datetime64[s]"),
            "category": np.zeros(0, dtype=np.int8),
            "order": [],
            "author": [],
            "status": [],
        }
    )

    def __init__(self, decisions: pd.DataFrame, size: int) -> None:
        self._decisions = decisions
        self._size = size
        self._day = decisions["valid_from"].to_numpy(dtype="datetime64[D]")
        self._pos = decisions["pos"].to_numpy(dtype=np.int32)
        self._category = decisions["category"].to_numpy(dtype=np.int8)
        self._days: list[date] = np.unique(self._day).tolist()
        self._known: dict[int, Categories] = {}

    def at(self, day: date) -> Categories:
        """What was in force on `day`: for each mahalla the last decision up to it."""
        upto = self._upto(day)
        if upto not in self._known:
            self._known[upto] = self._after(upto)
        return self._known[upto]

    def _after(self, upto: int) -> Categories:
        """What was in force after so many decisions."""
        values = np.zeros(self._size, dtype=np.int8)
        values[self._pos[:upto]] = self._category[:upto]  # the last assignment to a position stays
        values.flags.writeable = False
        if not upto:
            return Categories(values)
        last = self._decisions.iloc[upto - 1]
        order, author, status = (
            None if pd.isna(last[key]) else str(last[key]) for key in ("order", "author", "status")
        )
        return Categories(values, last["decided"].date(), order, author, status)

    def of(self, position: int) -> pd.DataFrame:
        """The decisions on one mahalla: valid_from, decided, category (name), order, author, status."""
        own = self._decisions[self._pos == position].reset_index(drop=True)
        named = np.array(CATEGORIES, dtype=object)[own["category"].to_numpy(dtype=np.int64)]
        columns = ["valid_from", "decided", "category", "order", "author", "status"]
        return pd.DataFrame(own.assign(category=named), columns=columns)

    def days(self) -> list[date]:
        """The days from which some decision is in force."""
        return list(self._days)

    def years_in_red(self, day: date) -> NDArray[np.int16]:
        """Calendar years in which a decision of the unbroken run up to `day` said red; 0 for a mahalla not red then.

        Counted by decisions, not by the calendar: one decision of long ago does not age into several years.
        """
        upto = self._upto(day)
        years = np.zeros(self._size, dtype=np.int16)
        counted = np.full(self._size, np.iinfo(np.int64).min)
        year = self._day[:upto].astype("datetime64[Y]").astype(np.int64)
        for valid_from in np.unique(self._day[:upto]):
            now = np.flatnonzero(self._day[:upto] == valid_from)
            at, red = self._pos[now], self._category[now] == RED
            fresh = red & (counted[at] != year[now])
            years[at] = np.where(red, years[at] + fresh, 0)
            counted[at] = np.where(red, year[now], np.iinfo(np.int64).min)
        return years

    def _upto(self, day: date) -> int:
        return int(np.searchsorted(self._day, np.datetime64(day, "D"), side="right"))
