"""What is interpolated in the months before a change of units: events that were dealt out, and how many it could be.

A unit has at least the events that were counted for it, and at most those and all that it could have got.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.editions.eras import COLUMNS
from geodata.editions.folder import read

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Level = Literal["mahalla", "district"]

_ROWS: Final = ("group", "type", "day", "count", "pool", "mahalla_pos", "district_pos")


@dataclass(frozen=True, eq=False)
class Interpolation:
    """The changes of units (`eras.COLUMNS`, one row a unit of today) and the rows that were dealt out over them."""

    eras: pd.DataFrame
    rows: pd.DataFrame
    home: NDArray[np.integer]
    n_districts: int

    @classmethod
    def read(cls, folder: Path, home: NDArray[np.integer], n_districts: int) -> Self:
        """That of an edition's folder; `home` is the district of each mahalla. Empty where no changes were imported.

        StoreError if a file is no longer what it was.
        """
        return cls(_table(folder / "eras.parquet", COLUMNS), _table(folder / "dealt.parquet", _ROWS), home, n_districts)

    def of_mahalla(self, position: int) -> pd.DataFrame:
        """The changes that a mahalla of today came from, by their day."""
        own = self.eras[(self.eras["level"] == "mahalla") & (self.eras["pos"] == position)]
        return own.sort_values("until", kind="stable")

    def chosen(self, group: str, types: Sequence[str] | None, start: date, end: date) -> pd.DataFrame:
        """The rows dealt out of a group and types between two days, both included."""
        rows = self.rows
        if not len(rows):
            return rows
        inside: pd.Series[bool] = (
            (rows["group"] == group) & (rows["day"] >= pd.Timestamp(start)) & (rows["day"] <= pd.Timestamp(end))
        )
        return rows[inside] if types is None else rows[inside & rows["type"].isin(list(types))]

    def doubt(self, rows: pd.DataFrame, level: Level) -> tuple[Counts, Counts]:
        """For each unit of a level how many events were dealt out to it, and how many could be its own."""
        members, at = self._members[level], rows[f"{level}_pos"].to_numpy(np.intp, na_value=-1) if len(rows) else None
        own, most = np.zeros(members.shape[1], np.int64), np.zeros(members.shape[1], np.int64)
        if at is None:
            return own, most
        pool, count = rows["pool"].to_numpy(np.intp), rows["count"].to_numpy(np.int64)
        open_ = members[pool].sum(axis=1) > 1  # within one district a mahalla's share changes nothing
        pool, count, at = pool[open_], count[open_], at[open_]
        np.add.at(own, at[at >= 0], count[at >= 0])
        sums = np.bincount(pool, weights=count, minlength=len(members)).astype(np.int64)
        return own, np.asarray(sums @ members, dtype=np.int64)

    def doubt_of(self, rows: pd.DataFrame, level: Level, units: Sequence[int] | NDArray[Any]) -> tuple[int, int]:
        """The same of several units together: what could only lie among them is certain."""
        inside = self.doubtful(rows, level, units)
        own = rows[f"{level}_pos"].isin(np.asarray(units)) if len(rows) else inside
        return int(rows["count"][inside & own].sum()), int(rows["count"][inside].sum())

    def doubtful(self, rows: pd.DataFrame, level: Level, units: Sequence[int] | NDArray[Any]) -> Mask:
        """Which rows may lie inside these units as well as outside."""
        if not len(rows):
            return np.zeros(0, dtype=bool)
        members = self._members[level]
        mask = np.isin(np.arange(members.shape[1]), np.asarray(units))
        found = np.logical_and((members & mask).any(axis=1), (members & ~mask).any(axis=1))
        doubtful: Mask = np.asarray(found)[rows["pool"].to_numpy(np.intp)]
        return doubtful

    @cached_property
    def _members(self) -> dict[str, Mask]:
        """Which units of each level an event of a pool may belong to: (pools, units)."""
        pools = int(self.eras["pool"].max()) + 1 if len(self.eras) else 0
        mahallas, districts = np.zeros((pools, len(self.home)), bool), np.zeros((pools, self.n_districts), bool)
        pool, pos = self.eras["pool"].to_numpy(np.intp), self.eras["pos"].to_numpy(np.intp)
        of_mahalla = (self.eras["level"] == "mahalla").to_numpy(bool)
        mahallas[pool[of_mahalla], pos[of_mahalla]] = True
        districts[pool[of_mahalla], self.home[pos[of_mahalla]]] = True
        districts[pool[~of_mahalla], pos[~of_mahalla]] = True
        return {"mahalla": mahallas, "district": districts}


def _table(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    return read(path, pd.read_parquet) if path.exists() else pd.DataFrame(columns=list(columns))
