"""The rows of a file as one frame, cells untouched, each with the number it has in the file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.sources.sniff import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """`frame` has the file's headings and cells; `numbers` the row or feature number of each row in the file.

    `geometry` is 2-D, in what `crs` names ("EPSG:n", a library's object, or None: not told); None for a plain table.
    `from_1904`: whether a bare number in place of a date counts days from 1904 and not from 1900.
    """

    form: Form
    frame: pd.DataFrame
    numbers: NDArray[np.int64]
    geometry: NDArray[Any] | None = None
    crs: Any = None
    from_1904: bool = False

    def take(self, keep: NDArray[np.bool_]) -> Raw:
        """Rows where `keep` is true."""
        geometry = None if self.geometry is None else self.geometry[keep]
        return replace(
            self, frame=self.frame[keep].reset_index(drop=True), numbers=self.numbers[keep], geometry=geometry
        )

    def __len__(self) -> int:
        return len(self.frame)
