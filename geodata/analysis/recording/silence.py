"""Runs of months without any event that a mahalla's own count makes improbable."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.analysis.recording.question import Asked, Floats, Options, Question, answer, holm
from geodata.editions.opened import Edition
from geodata.periods import Period

Ints = NDArray[np.int64]


def silence(edition: Edition, group: str, period: Period, options: Options) -> Asked:
    """Mahallas with a run of empty months reaching into the period, among all known whole months up to its end.

    Given the events of a mahalla in these months, each falls into a month with that month's share of the region's
    events (so season and trend are allowed for). The chance that any window of the run's length stays empty is at most
    the sum of (1 - share of the window) ** events over all windows; that bound is `p_value`, adjusted over the mahallas
    with events. `expected` are the events the run would have by its share, `base` those of the mahalla.
    """
    span = _whole_months(edition, group, period)
    if span is None:
        return Asked("silence", reason="not_covered")
    months, counts = edition.mahalla_by_month(group, start=span[0], end=span[1])
    total, month_sums = counts.sum(axis=1), counts.sum(axis=0)
    if not total.any():
        return Asked("silence", reason="too_few")
    share = np.concatenate([[0.0], np.cumsum(month_sums) / month_sums.sum()])
    first = int((months < pd.Period(period.start, "M")).sum())
    length, end = longest_runs(counts == 0, first)
    p_value = run_chances(length, total, share)
    tested = total > 0  # one without an empty month was asked too, and answered: its p-value is 1
    adjusted = holm(p_value, tested)
    districts, codes = edition.mahallas["district"].to_numpy(), edition.mahallas["code"].to_numpy()
    questions = [
        Question(
            kind="silence",
            group=group,
            district=str(districts[at]),
            mahalla=str(codes[at]),
            observed=0.0,
            expected=float(total[at] * (share[end[at] + 1] - share[end[at] + 1 - length[at]])),
            base=int(total[at]),
            p_value=float(p_value[at]),
            p_adjusted=float(adjusted[at]),
            start=months[end[at] + 1 - length[at]].start_time.date(),
            end=months[end[at]].end_time.date(),
        )
        for at in np.flatnonzero(tested & (adjusted < options.chance)).tolist()
    ]
    return answer("silence", questions, int(tested.sum()))


def longest_runs(empty: NDArray[np.bool_], first: int) -> tuple[Ints, Ints]:
    """For each row the length of its longest run of true columns that reaches column `first` or beyond, and its end.

    Length 0 and end -1 where there is none. Of two equally long ones the earlier.
    """
    size, columns = empty.shape
    lengths = np.zeros((size, columns), dtype=np.int64)
    running = np.zeros(size, dtype=np.int64)
    for column in range(columns):
        running = np.where(empty[:, column], running + 1, 0)
        lengths[:, column] = running
    lengths[:, :first] = 0
    end = lengths.argmax(axis=1)
    longest = lengths.max(axis=1)
    return longest, np.where(longest > 0, end, -1)


def run_chances(length: Ints, total: Ints, share: Floats) -> Floats:
    """An upper bound of the chance that some window of `length` months has none of `total` events.

    `share` is the running sum of the months' shares, from 0 to 1, one entry longer than the months.
    """
    out = np.ones(len(length))
    for months in np.unique(length[length > 0]).tolist():
        at = np.flatnonzero(length == months)
        windows = np.clip(share[months:] - share[:-months], 0.0, 1.0)
        out[at] = np.minimum(((1 - windows)[None, :] ** total[at][:, None]).sum(axis=1), 1.0)
    return out


def _whole_months(edition: Edition, group: str, period: Period) -> tuple[date, date] | None:
    """The first and last day of the known whole months up to the end of the period; None if there are none in it."""
    known = edition.coverage(group)
    if known is None:
        return None
    start, after = known[0], min(known[1], period.end) + timedelta(days=1)
    if start.day > 1:
        start = (pd.Period(start, "M") + 1).start_time.date()
    after = after.replace(day=1)
    if after <= start or after <= period.start:
        return None
    return start, after - timedelta(days=1)
