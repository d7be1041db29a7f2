"""On which days incidents are known: the difference between zero and no data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geodata.periods import Period

WINDOW: Final = 90
"""Days at either end from which the usual number of rows a day is taken."""

SILENCE: Final = 3.0
"""Up to this many expected rows, silence up to the end of a month may be chance: 1 in 20 (the rule of three)."""

LEAST: Final = 15
"""Days: a shorter silence can be holidays, or an office that was closed."""

UNBELIEVED: Final = 1e-12
"""The chance of a silence inside the data below which it was none: the rows were not sent."""

Span = tuple[date, date]


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
        last = max(last, min(end, _number(received)))
    known: tuple[date, date] = tuple(np.array([first, last], dtype="datetime64[D]").tolist())
    return known


def silences(day: NDArray[np.int32], *, until: date | None = None, chance: float = UNBELIEVED) -> tuple[Span, ...]:
    """The spans of days (from the first to the last) in which rows of these days (sorted, days since 1970) are missing.

    Counted is on how many of the 90 days before or after a silence there are rows, the busier side of both; were each
    day of the silence as likely to have some, a silence so long had less than `chance`. So a month of sums dated its
    first day is not missed, nor a quiet unit. Its ends are moved to the edge of a month as in `known_days`. With
    `until` the days after the last row are looked at too.
    """
    if not len(day):
        return ()
    active = day[np.flatnonzero(np.diff(day, prepend=day[0] - 1))].astype(np.int64)
    ends = active[1:] if until is None else np.append(active[1:], _number(until) + 1)
    begins = active[: len(ends)]
    found = []
    for at in np.flatnonzero(ends - begins > LEAST).tolist():
        first, last = int(begins[at]) + 1, int(ends[at]) - 1
        share = max(_share(active, first - WINDOW, first - 1), _share(active, last + 1, last + WINDOW))
        if (1 - share) ** (last - first + 1) < chance:
            found.append(_at_months(first, last, share))
    return tuple(found)


def is_whole(period: Period, missing: Sequence[Span]) -> bool:
    """Whether none of the `missing` days lies in the period."""
    return not any(first <= period.end and period.start <= last for first, last in missing)


def _share(active: NDArray[np.int64], first: int, last: int) -> float:
    """On which share of these days there are rows; of those from the first to the last row, but a month at least."""
    inside = int(np.searchsorted(active, last, side="right") - np.searchsorted(active, first))
    return inside / max(min(last, int(active[-1])) - max(first, int(active[0])) + 1, 30)


def _at_months(first: int, last: int, share: float) -> Span:
    """A silence as days, without those at its ends that are left of a month whose other days are known."""
    days = np.array([first, last + 1], dtype="datetime64[D]")
    months = days.astype("datetime64[M]")
    begin = int((months[0] + (days[0] > months[0])).astype("datetime64[D]").astype(np.int64))
    end = int(months[1].astype("datetime64[D]").astype(np.int64)) - 1
    first = begin if begin <= last and (begin - first) * share < SILENCE else first
    last = end if end >= first and (last - end) * share < SILENCE else last
    span: Span = tuple(np.array([first, last], dtype="datetime64[D]").tolist())
    return span


def _number(day: date) -> int:
    return (day - date(1970, 1, 1)).days
