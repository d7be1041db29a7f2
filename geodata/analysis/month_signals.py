"""The early signals of an edition: which events, which month, steps of one month or three, mahallas and totals.

    choose(edition, group, day)        the newest whole month up to a day, the events, the step
    judge(edition, choice)             everything a page tells of it

A mahalla is judged by steps, see `Choice.span`; districts and region by the month alone, see `signals_totals`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.analysis.counting import covered
from geodata.analysis.discovered import discovered
from geodata.analysis.signals import LEAST_EXPECTED, LEAST_HISTORY, Steps, detect_with_steps
from geodata.analysis.signals_model import Floats
from geodata.analysis.signals_totals import judge_totals
from geodata.editions.area import AreaEdition
from geodata.editions.counted import UNTYPED
from geodata.editions.opened import Edition
from geodata.periods import Period

LONG_STEP: Final = 3
"""Months to a step where mahallas have too few events for single months."""

USUAL_MONTHS: Final = 12
"""Months up to the one judged from which the number of events in a mahalla is taken."""

BACK: Final = 12
"""Steps of each mahalla that are kept for its drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is judged: the events of `types` of a count group, in the steps of `span` months that end with `month`.

    UNTYPED among `types` are those without one. `left_out` are types of the group that police work discovers; `mean`
    the events of a mahalla in a month.
    """

    group: str
    types: tuple[str, ...]
    left_out: tuple[str, ...]
    month: Period
    span: int
    mean: float

    @property
    def step(self) -> Period:
        """The months that the last step adds up: a month, a quarter, or days."""
        return _step(self.month, self.span)


@dataclass(frozen=True, eq=False, kw_only=True)
class MonthSignals:
    """What was found: a row a mahalla (`signals.detect`) with its last steps, a row a district, and the region."""

    choice: Choice
    mahallas: pd.DataFrame
    steps: Steps
    districts: pd.DataFrame
    region: pd.Series

    @cached_property
    def columns(self) -> Mapping[str, NDArray[Any]]:
        """The columns of `mahallas` as arrays: from a frame each figure takes thirty times as long."""
        return {str(name): self.mahallas[name].to_numpy() for name in self.mahallas.columns}


def months(edition: Edition, group: str) -> tuple[Period, ...]:
    """The whole months of a group that can be judged, newest first: enough of them lie before, their step is known."""
    choice, known = choose(edition, group, date.max), _known(edition, group)
    if choice is None:
        return ()
    return tuple(month for month in known[: LEAST_HISTORY - 1 : -1] if _is_known(_step(month, choice.span), known))


def choose(edition: Edition, group: str, day: date, types: tuple[str, ...] = ()) -> Choice | None:
    """What is judged on `day`; without `types` all but the discovered ones. None where nothing is left to judge.

    The month is the newest of whose step every day is known. For an area the choice is that of the whole edition: a
    mahalla is judged by the same steps whoever looks.
    """
    edition = edition.whole if isinstance(edition, AreaEdition) else edition
    every = edition.kinds(group)
    found_by_police = () if types else discovered(group, every)
    kept = types or tuple(name for name in every if name not in found_by_police)
    known = [month for month in _known(edition, group) if month.end <= day]
    left_out = tuple(name for name in found_by_police if name != UNTYPED)
    while kept and len(known) > LEAST_HISTORY:
        mean = _mean(edition, group, kept, known[-USUAL_MONTHS:])
        span = 1 if mean >= LEAST_EXPECTED else LONG_STEP
        choice = Choice(group=group, types=kept, left_out=left_out, month=known[-1], span=span, mean=mean)
        if _is_known(choice.step, known):
            return choice
        known.pop()
    return None


def judge(edition: Edition, choice: Choice) -> MonthSignals:
    """The signals of a choice, from its first whole month on; months whose rows were not sent have no data."""
    months = Period(_known(edition, choice.group)[0].start, choice.month.end)
    sent = np.array([covered(edition, choice.group, month) for month in months.months()])
    start, end, at = months.start, months.end, len(sent) - 1
    _, counts = edition.mahalla_by_month(choice.group, types=choice.types, start=start, end=end)
    _, totals = edition.district_by_month(choice.group, types=choice.types, start=start, end=end)
    if not sent.all():
        counts, totals = (np.where(sent, each, np.nan) for each in (counts, totals))
    table, steps = detect_with_steps(counts, _residents(edition, choice.month), at=at, span=choice.span, back=BACK)
    return MonthSignals(
        choice=choice,
        mahallas=table,
        steps=steps,
        districts=judge_totals(totals, at=at).assign(code=edition.districts["code"].tolist()),
        region=judge_totals(_monthly(edition, choice, start), at=at).iloc[0],
    )


def of_area(found: MonthSignals, area: AreaEdition) -> MonthSignals:
    """What was found in the whole edition, cut down to an area, whose own total takes the place of the region's."""
    districts = found.districts[found.districts["code"].isin(area.area)].reset_index(drop=True)
    if len(districts) == 1:
        total = districts.drop(columns="code").iloc[0]
    else:
        start = _known(area, found.choice.group)[0].start
        events = _monthly(area, found.choice, start)
        total = judge_totals(events, at=len(events) - 1).iloc[0]
    return MonthSignals(
        choice=found.choice,
        mahallas=found.mahallas.iloc[area.own].reset_index(drop=True),
        steps=Steps(*(getattr(found.steps, field.name)[area.own] for field in fields(Steps))),
        districts=districts,
        region=total,
    )


def _monthly(edition: Edition, choice: Choice, start: date) -> Floats:
    """All events by month, wherever they were placed."""
    found = edition.by_month(choice.group, types=choice.types, start=start, end=choice.month.end)
    return np.asarray(found.astype("Float64").to_numpy(na_value=np.nan), dtype=np.float64)


def _residents(edition: Edition, month: Period) -> Floats:
    """Residents of each mahalla; equal numbers where none are known at all, since the history outweighs them."""
    known = np.asarray(edition.population_on(month.start).mahallas, dtype=np.float64)
    return known if np.isfinite(known).any() else np.ones(len(known))


def _mean(edition: Edition, group: str, types: tuple[str, ...], usual: list[Period]) -> float:
    """Events of a mahalla in a month, from the first to the last of the usual ones."""
    events = int(edition.count(group, types=types, start=usual[0].start, end=usual[-1].end).sum())
    return events / len(usual) / max(len(edition.mahallas), 1)


def _step(month: Period, span: int) -> Period:
    """The months of a step that ends with a month."""
    first = (np.datetime64(month.end, "M") - (span - 1)).astype("datetime64[D]").item()
    quarter = Period.of("quarter", month.end.year, (month.end.month + 2) // 3)
    if span == 1:
        return month
    return quarter if (quarter.start, quarter.end) == (first, month.end) else Period(first, month.end)


def _is_known(step: Period, known: Collection[Period]) -> bool:
    return all(month in known for month in step.months())


def _known(edition: Edition, group: str) -> tuple[Period, ...]:
    """The calendar months of which every day is known, the oldest first."""
    span = edition.coverage(group) if group in edition.groups() else None
    if span is None:
        return ()
    return tuple(month for month in Period(*span).months() if not month.partial and covered(edition, group, month))
