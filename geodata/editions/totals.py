"""Totals that check themselves: nothing that was counted may get lost on the way to the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.editions.gazetteer import Positions
from geodata.errors import PublishError
from geodata.territory import Territory

OUTSIDE: Final = -2
"""The district position of a row whose point lies beyond the tolerance outside the territory."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`rows` = mapped + known to the district only + unmatched + outside; PublishError when the parts do not add up.

    What is counted is rows of a table, or events where a row stands for several; the holder says which.
    """

    rows: int
    mapped: int
    district_only: int
    unmatched: int
    outside: int

    def __post_init__(self) -> None:
        parts = (self.mapped, self.district_only, self.unmatched, self.outside)
        if sum(parts) != self.rows or min(parts) < 0:
            raise PublishError("does_not_add_up", got=" + ".join(map(str, parts)), wanted=self.rows)

    def as_dict(self) -> dict[str, int]:
        """Plain values for the manifest."""
        return {name: getattr(self, name) for name in ("rows", "mapped", "district_only", "unmatched", "outside")}


@dataclass(frozen=True, slots=True)
class TableReconciliation(Reconciliation):
    """The reconciliation of one table in rows, the same in `events`, and `per_district` in events.

    `per_district` is indexed by district code with the columns mapped, district_only and total.
    """

    events: Reconciliation
    per_district: pd.DataFrame

    def __post_init__(self) -> None:
        Reconciliation.__post_init__(self)
        inside = self.events.mapped + self.events.district_only
        if int(self.per_district["total"].sum()) != inside:
            raise PublishError("does_not_add_up", got=int(self.per_district["total"].sum()), wanted=inside)


def tally(mahalla: Positions, district: Positions, weights: NDArray[np.int64]) -> Reconciliation:
    """The reconciliation of weighted rows from their positions."""
    free = mahalla < 0
    parts = (~free, free & (district >= 0), free & (district == -1), free & (district == OUTSIDE))
    return Reconciliation(int(weights.sum()), *(int(weights[part].sum()) for part in parts))


def district_table(
    territory: Territory, mahalla: Positions, district: Positions, weights: NDArray[np.int64]
) -> pd.DataFrame:
    """Events mapped and known to the district only, and their total, by district code in the territory's order."""
    size = len(territory.districts)
    columns = {}
    for name, chosen in (("mapped", mahalla >= 0), ("district_only", (mahalla < 0) & (district >= 0))):
        columns[name] = _sums(district[chosen], weights[chosen], size)
    frame = pd.DataFrame(columns, index=pd.Index(territory.districts["code"], name="district"))
    return frame.assign(total=frame["mapped"] + frame["district_only"])


def _sums(positions: Positions, weights: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Exact sums: `np.bincount` with weights would go through floats."""
    out = np.zeros(size, dtype=np.int64)
    np.add.at(out, positions, weights)
    return out
