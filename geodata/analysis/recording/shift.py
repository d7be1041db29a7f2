"""Count groups that change places: preventable crimes fall while another group rises by a like amount."""

from __future__ import annotations

from typing import Final

import numpy as np

from geodata.analysis.change import compare_many
from geodata.analysis.counting import covered
from geodata.analysis.recording.question import Asked, Options, Question, answer, holm
from geodata.editions.opened import Edition
from geodata.periods import Period

FALLING: Final = "preventable"
RISING: Final = ("uncovered", "administrative")
"""Groups that an event which is not counted as preventable could be found in."""


def shift(edition: Edition, period: Period, options: Options) -> Asked:
    """Districts where one group fell and another rose beyond chance against the same days a year earlier.

    Like amounts: the rise is `like_low` to `like_high` times the fall. `expected` is the fall and `observed` the rise,
    in events, `base` the events of the falling group a year earlier. The p-value is the larger of the two (both must be
    beyond chance: Berger 1982, intersection-union), adjusted over districts and rising groups; the interval is that of
    the rise. Counts hold the events known by their district only.
    """
    earlier = period.year_before()
    rising = [group for group in RISING if covered(edition, group, period) and covered(edition, group, earlier)]
    if not rising or not (covered(edition, FALLING, period) and covered(edition, FALLING, earlier)):
        return Asked("shift", reason="not_covered")

    def counts(group: str, of: Period) -> np.ndarray:
        return edition.by_district(group, start=of.start, end=of.end)["total"].to_numpy()

    before, after = counts(FALLING, earlier), counts(FALLING, period)
    other_before, other_after = (np.array([counts(group, of) for group in rising]) for of in (earlier, period))
    fall, rise = before - after, other_after - other_before
    risen = compare_many(other_before, other_after)
    p_value = np.maximum(risen.p_value, compare_many(before, after).p_value)
    tested = np.broadcast_to(before > 0, p_value.shape) & (other_before + other_after > 0)
    adjusted = holm(p_value.ravel(), tested.ravel()).reshape(p_value.shape)
    like = (rise >= options.like_low * fall) & (rise <= options.like_high * fall)
    asked = tested & (fall > 0) & like & (adjusted < options.chance)
    codes = edition.districts["code"].to_numpy()
    questions = [
        Question(
            kind="shift",
            group=FALLING,
            district=str(codes[at]),
            mahalla=None,
            observed=float(rise[other, at]),
            expected=float(fall[at]),
            base=int(before[at]),
            p_value=float(p_value[other, at]),
            p_adjusted=float(adjusted[other, at]),
            start=period.start,
            end=period.end,
            low=float(risen.low[other, at]),
            high=float(risen.high[other, at]),
            was=FALLING,
            became=rising[other],
        )
        for other, at in np.argwhere(asked).tolist()
    ]
    return answer("shift", questions, int(tested.sum()))
