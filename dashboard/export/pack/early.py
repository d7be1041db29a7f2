"""The early signals of the pack: the same as on the page Signals."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import data
from dashboard.view import View
from geodata.analysis import month_signals
from geodata.periods import Period

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
    """The signals of the last whole month of the view's period; None where the data do not reach far enough."""
    query = view.query
    choice = month_signals.choose(view.edition, query.group, query.period.end, query.types)
    if choice is None:
        return None
    table = data.signals(view.edition.id, choice).mahallas
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
    return Early(period=choice.step, signals=tuple(told), too_few=int((table["state"] == "too_few").sum()))
