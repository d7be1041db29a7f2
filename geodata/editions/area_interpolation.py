"""What was dealt out over a change of units, as an area may know it: of its own units, with the doubt of the whole.

Whether an event could lie elsewhere depends on units beyond the area. So the questions are put to the whole and the
answers cut; rows are handed back to this object alone, and of what they say of other units nothing is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.editions.interpolation import Counts, Interpolation, Level, Mask

Positions = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class AreaInterpolation(Interpolation):
    """`whole` for the units at `mahallas` and `districts`, by their positions in the whole."""

    whole: Interpolation
    mahallas: Positions
    districts: Positions

    @classmethod
    def of(cls, whole: Interpolation, *, mahallas: Positions, districts: Positions) -> Self:
        """That of an area; `eras` have positions of the area, `rows` those of the whole."""
        eras, kept = whole.eras, []
        for level, own in (("mahalla", mahallas), ("district", districts)):
            at = {int(position): place for place, position in enumerate(own)}
            found = eras[(eras["level"] == level) & eras["pos"].isin(own)]
            kept.append(found.assign(pos=found["pos"].map(at)))
        cut = pd.concat(kept)
        rows = whole.rows[whole.rows["pool"].isin(cut["pool"])] if len(whole.rows) else whole.rows
        home = np.searchsorted(districts, np.asarray(whole.home)[mahallas])
        return cls(cut, rows, home, len(districts), whole, mahallas, districts)

    def doubt(self, rows: pd.DataFrame, level: Level) -> tuple[Counts, Counts]:
        """See `Interpolation`."""
        dealt, most = self.whole.doubt(rows, level)
        own = self._own(level)
        return dealt[own], most[own]

    def doubt_of(self, rows: pd.DataFrame, level: Level, units: Sequence[int] | NDArray[Any]) -> tuple[int, int]:
        """See `Interpolation`."""
        return self.whole.doubt_of(rows, level, self._own(level)[np.asarray(units, dtype=np.intp)])

    def doubtful(self, rows: pd.DataFrame, level: Level, units: Sequence[int] | NDArray[Any]) -> Mask:
        """See `Interpolation`."""
        return self.whole.doubtful(rows, level, self._own(level)[np.asarray(units, dtype=np.intp)])

    def _own(self, level: Level) -> Positions:
        return self.mahallas if level == "mahalla" else self.districts
