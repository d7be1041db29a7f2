"""The periods before and after a change: up to twelve whole months each, the same calendar months.

So the season cancels. The month of the change belongs to neither.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import numpy as np

from geodata.periods import Period

MAX_MONTHS: Final = 12
"""Months on either side: a year has every season once."""

MIN_MONTHS: Final = 6
"""Ours: after less than half a year the opening itself, with its patrols and visits, is what one sees."""


def equal_periods(changed: date, first: date, last: date) -> tuple[Period, Period] | None:
    """The periods before and after the month of `changed`, of whole months between the days `first` and `last`.

    The nth month after the change is held against the same month of the year before it; the twelfth, whose month of the
    year before is that of the change, against the one a year earlier still. None for fewer than MIN_MONTHS.
    """
    month = np.datetime64(changed, "M")
    known = np.datetime64(first - timedelta(days=1), "M") + 1, np.datetime64(last + timedelta(days=1), "M") - 1
    steps = [n for n in range(1, MAX_MONTHS + 1) if month + n <= known[1] and month - _back(n) >= known[0]]
    if len(steps) < MIN_MONTHS:
        return None
    earlier = [month - _back(n) for n in steps]
    return _months(min(earlier), max(earlier)), _months(month + steps[0], month + steps[-1])


def _back(step: int) -> int:
    """How many months before the change the month lies that the `step`th after it is held against."""
    return MAX_MONTHS - step if step < MAX_MONTHS else MAX_MONTHS


def _months(first: np.datetime64, last: np.datetime64) -> Period:
    start, end = (moment.astype("datetime64[D]").item() for moment in (first, last + 1))
    return Period(start, end - timedelta(days=1))
