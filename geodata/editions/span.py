"""From which day to which day incidents are known: the difference between zero and no data."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

WINDOW: Final = 90
"""Days at either end from which the usual number of rows a day is taken."""

SILENCE: Final = 3.0
"""Up to this many expected rows, silence up to the end of a month may be chance: 1 in 20 (the rule of three)."""


def known_days(day: NDArray[np.int32], received: date) -> tuple[date, date] | None:
    """The first and the last day that rows of these days (sorted, days since 1970) speak for; None without rows.

    These are the days of the first and the last row, moved to the edge of their month where so few rows would be
    expected in between that their absence means nothing: a December whose last theft was on the 29th is whole. Never
    later than `received`, the day the file came.
    """
    if not len(day):
        return None
    first, last = int(day[0]), int(day[-1])
    month = np.array([first, last], dtype="datetime64[D]").astype("datetime64[M]")
    begin = int(month[0].astype("datetime64[D]").astype(np.int64))
    end = int((month[1] + 1).astype("datetime64[D]").astype(np.int64)) - 1
    window = min(WINDOW, last - first + 1)
    early = int(np.searchsorted(day, first + window)) / window
    late = (len(day) - int(np.searchsorted(day, last - window, side="right"))) / window
    if (first - begin) * early < SILENCE:
        first = begin
    if (end - last) * late < SILENCE:
        last = max(last, min(end, (received - date(1970, 1, 1)).days))
    known: tuple[date, date] = tuple(np.array([first, last], dtype="datetime64[D]").tolist())
    return known
