"""Late registration: districts and mahallas where the share of events registered late is above that beside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.change import compare_many
from geodata.analysis.recording.question import Asked, Options, Question, answer, holm
from geodata.editions.opened import Edition
from geodata.periods import Period

Counts = NDArray[np.int64]
_COLUMNS = ("day", "registered", "count", "mahalla_pos", "district_pos")


@dataclass(frozen=True, slots=True, eq=False)
class _Events:
    """Events of each unit: registered late, and with a day of registration at all."""

    late: Counts
    told: Counts


def late(edition: Edition, group: str, period: Period, options: Options) -> Asked:
    """Districts beside the rest of the region, mahallas beside the rest of their district, on events of the period.

    The shares are compared as two Poisson rates given their sum (`change.compare_many`), which overstates the chance of
    a difference between shares, the more the larger they are: a question is asked rather too seldom. Rows without a day
    of registration are left out.
    """
    districts, mahallas = _counted(edition, group, period, options)
    if not districts.told.any():
        return Asked("late", reason="no_registered")
    home = edition.mahallas["district_pos"].to_numpy()
    region = _Events(*(np.full(len(each), each.sum()) for each in (districts.late, districts.told)))
    own_district = _Events(districts.late[home], districts.told[home])
    codes = edition.districts["code"].to_numpy()
    none = np.full(len(codes), None, dtype=object)
    questions, tested = _beside(districts, region, codes, none, group, period, options)
    more, tested_mahallas = _beside(
        mahallas, own_district, codes[home], edition.mahallas["code"].to_numpy(), group, period, options
    )
    return answer("late", questions + more, tested + tested_mahallas)


def _counted(edition: Edition, group: str, period: Period, options: Options) -> tuple[_Events, _Events]:
    """The events of the period with a day of registration, by district and by mahalla."""
    rows = edition.incident_rows(group, start=period.start, end=period.end, columns=_COLUMNS)
    day, registered = (rows[column].to_numpy(dtype="datetime64[D]") for column in ("day", "registered"))
    chosen = ~np.isnat(registered)
    behind = registered[chosen] - day[chosen] > np.timedelta64(options.late_days, "D")
    count = rows["count"].to_numpy()[chosen]
    found = []
    for column, size in (("district_pos", len(edition.districts)), ("mahalla_pos", len(edition.mahallas))):
        at = rows[column].to_numpy()[chosen]
        known = at >= 0
        sums = [
            np.bincount(at[known], part[known], minlength=size).astype(np.int64) for part in (count * behind, count)
        ]
        found.append(_Events(*sums))
    return found[0], found[1]


def _beside(
    own: _Events,
    whole: _Events,
    districts: NDArray[np.object_],
    mahallas: NDArray[np.object_],
    group: str,
    period: Period,
    options: Options,
) -> tuple[list[Question], int]:
    """Units whose share is above that of the rest of `whole` beyond chance, and how many were tested."""
    rest_late, rest_told = whole.late - own.late, whole.told - own.told
    tested = (own.told > 0) & (rest_told > 0)
    change = compare_many(rest_late, own.late, exposure_before=rest_told, exposure_after=own.told)
    expected = np.where(tested, rest_late / np.maximum(rest_told, 1) * own.told, np.nan)
    adjusted = holm(change.p_value, tested)
    asked = np.flatnonzero(tested & (own.late > expected) & (adjusted < options.chance))
    questions = [
        Question(
            kind="late",
            group=group,
            district=str(districts[at]),
            mahalla=mahallas[at],
            observed=float(own.late[at]),
            expected=float(expected[at]),
            base=int(own.told[at]),
            p_value=float(change.p_value[at]),
            p_adjusted=float(adjusted[at]),
            start=period.start,
            end=period.end,
            low=float(change.low[at]),
            high=float(change.high[at]),
        )
        for at in asked
    ]
    return questions, int(tested.sum())
