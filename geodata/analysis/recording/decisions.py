"""Decisions on categories that the counts do not explain: red to green at once, and better without a fall."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from geodata.analysis.change import Changes, compare_many
from geodata.analysis.counting import covered
from geodata.analysis.recording.question import Asked, Floats, Kind, Options, Question, answer, holm
from geodata.editions.opened import Edition
from geodata.editions.tables import CATEGORIES
from geodata.periods import Period

_GREEN, _RED = CATEGORIES.index("green"), CATEGORIES.index("red")


def two_steps(edition: Edition, group: str, period: Period, options: Options) -> Asked:
    """Mahallas that a decision resting on the period took from red to green.

    Asked by rule, whatever the count: `expected` and `observed` are the events of the year before last and of the last
    year before the decision (NaN where the edition does not cover both), `p_value` the chance of their difference.
    """
    return _asked(edition, "two_steps", group, period, options)


def improved(edition: Edition, group: str, period: Period, options: Options) -> Asked:
    """Mahallas whose category a decision resting on the period improved by a step though the count did not fall.

    Asked by rule where the year before the decision has at least `least_events` and no fewer than the year before it;
    `p_value` is the chance of their difference.
    """
    return _asked(edition, "improved", group, period, options)


def _asked(edition: Edition, kind: Kind, group: str, period: Period, options: Options) -> Asked:
    """The questions of every decision in force from the days of the period, moved by `decision_days`."""
    moved = timedelta(days=options.decision_days)
    days = [day for day in edition.category_days() if period.start + moved < day <= period.end + moved]
    if not days:
        return Asked(kind, reason="no_decisions")
    questions, tested, unknown = [], 0, False
    for day in days:
        before = edition.category_at(day - timedelta(days=1)).values
        after = edition.category_at(day).values
        years = _years(edition, group, day)
        unknown |= years is None
        earlier, later = years or (np.full(len(before), np.nan), np.full(len(before), np.nan))
        if kind == "two_steps":
            open_ = before == _RED
            asked = open_ & (after == _GREEN)
        else:
            open_ = (after < before) & ~((before == _RED) & (after == _GREEN)) & np.isfinite(later)
            asked = open_ & (later >= earlier) & (later >= options.least_events)
        tested += int(open_.sum())
        change = compare_many(np.nan_to_num(earlier), np.nan_to_num(later))
        questions += _questions(edition, kind, group, day, np.flatnonzero(asked), (earlier, later), change)
    if unknown and not tested:
        return Asked(kind, reason="not_covered")
    return answer(kind, questions, tested)


def _years(edition: Edition, group: str, day: date) -> tuple[Floats, Floats] | None:
    """Events of each mahalla in the year before last and in the last year before `day`; None if not both are known."""
    eve = day - timedelta(days=1)
    last = Period(Period(day, day).year_before().start, eve)
    before = last.year_before()
    if not (covered(edition, group, last) and covered(edition, group, before)):
        return None
    counts = (edition.count(group, start=each.start, end=each.end).astype(np.float64) for each in (before, last))
    return next(counts), next(counts)


def _questions(
    edition: Edition,
    kind: Kind,
    group: str,
    day: date,
    asked: np.ndarray,
    years: tuple[Floats, Floats],
    change: Changes,
) -> list[Question]:
    before = edition.category_at(day - timedelta(days=1)).values
    after = edition.category_at(day).values
    districts, codes = edition.mahallas["district"].to_numpy(), edition.mahallas["code"].to_numpy()
    adjusted = dict(zip(asked.tolist(), holm(change.p_value[asked]).tolist(), strict=True))
    earlier, later = years
    known = np.isfinite(later)
    return [
        Question(
            kind=kind,
            group=group,
            district=str(districts[at]),
            mahalla=str(codes[at]),
            observed=float(later[at]),
            expected=float(earlier[at]),
            base=int(later[at] + earlier[at]) if known[at] else 0,
            p_value=float(change.p_value[at]) if known[at] else 1.0,
            p_adjusted=adjusted[at] if known[at] else 1.0,
            start=Period(day, day).year_before().start,
            end=day,
            low=float(change.low[at]) if known[at] else float("nan"),
            high=float(change.high[at]) if known[at] else float("nan"),
            was=CATEGORIES[before[at]],
            became=CATEGORIES[after[at]],
        )
        for at in asked.tolist()
    ]
