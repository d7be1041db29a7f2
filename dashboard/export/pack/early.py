"""The early signals of the pack, behind one function: whoever has a better one puts it here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.view import View
from geodata.analysis.signals import detect
from geodata.periods import Period

SPAN = 3
"""Months to a step: in one month a mahalla expects less than one event, which no signal can be judged by."""
STATES = ("alert", "watch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A mahalla (its position) with more than its past would give, and how likely chance alone is."""

    mahalla: int
    state: str
    observed: float
    expected: float
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Early:
    """The signals of a `period`, the least likely first, and how many mahallas have too few events to be judged."""

    period: Period
    signals: tuple[Signal, ...]
    too_few: int


def found(view: View) -> Early | None:
    """The signals of the last three months of the view's period; None where the data do not reach far enough."""
    edition, query = view.edition, view.query
    span = edition.coverage(query.group)
    if span is None or not span[0] < query.period.end <= span[1]:
        return None
    months, counts = edition.mahalla_by_month(
        query.group, types=query.types or None, start=span[0], end=query.period.end
    )
    if len(months) < 2 * SPAN:
        return None
    residents = edition.population_on(query.period.start).mahallas
    people = residents if np.isfinite(residents).any() else np.ones(len(residents))
    table = detect(counts, people, at=len(months) - 1, span=SPAN)
    chosen = table[table["state"].isin(STATES)].sort_values("combined_probability")
    told = [
        Signal(mahalla=int(at), state=state, observed=seen, expected=expected, probability=chance)
        for at, state, seen, expected, chance in zip(
            chosen.index,
            chosen["state"],
            chosen["window_observed"],
            chosen["window_expected"],
            chosen["combined_probability"],
            strict=True,
        )
    ]
    first = months[-SPAN].start_time.date()
    return Early(
        period=Period(first, query.period.end), signals=tuple(told), too_few=int((table["state"] == "too_few").sum())
    )
