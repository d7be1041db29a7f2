"""What a question about recording is made of, the constants behind it, and how chances are held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from geodata.errors import OptionError

Floats = NDArray[np.float64]

Kind = Literal["late", "two_steps", "improved", "shift", "silence", "border"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""Kinds of question: registered late; red to green at once; category better though the count did not fall; one count
group down and another up; months without any event; points just outside a red mahalla."""

Reason = Literal["", "no_registered", "no_decisions", "not_covered", "too_few", "too_few_points", "no_shapes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The constants of the questions; each is ours, none is set by law. OptionError outside what makes sense."""

    late_days: int = 3  # registered more days than this after the event: a weekend and a day
    chance: float = 0.05  # a question is asked where the adjusted p-value is below this
    least_events: int = 5  # below, that a count did not fall says nothing
    like_low: float = 0.5  # a rise is like a fall if it has from this …
    like_high: float = 2.0  # … to this many times as many events
    decision_days: int = 31  # a decision of the first days after a period rests on that period
    band_m: float = 100.0  # just outside a border
    around_m: float = 500.0  # what neighbouring area is held beside it
    least_points: int = 8  # around one mahalla

    def __post_init__(self) -> None:
        checks = {
            "late_days": (self.late_days >= 0, "0 or more"),
            "chance": (0 < self.chance < 1, "between 0 and 1"),
            "least_events": (self.least_events >= 1, "1 or more"),
            "like_low": (0 < self.like_low <= self.like_high, "above 0 and not above like_high"),
            "decision_days": (0 <= self.decision_days <= 366, "0 to 366"),
            "band_m": (0 < self.band_m < self.around_m, "above 0 and below around_m"),
            "least_points": (self.least_points >= 1, "1 or more"),
        }
        for name, (holds, wanted) in checks.items():
            if not holds:
                raise OptionError("option", name=name, got=getattr(self, name), wanted=wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One place and time at which to ask; `district` and `mahalla` are codes, `mahalla` None for a whole district.

    `observed` and `expected` are events (late: registered late; shift: rise and fall; border: places of events), `base`
    the events they are among; `low` and `high` the 95 % interval of the ratio where there is one, else NaN. `p_value`
    is the chance of as much by itself, `p_adjusted` that after Holm (1979) over everything tested alike. `was` and
    `became` name two categories or two count groups.
    """

    kind: Kind
    group: str
    district: str
    mahalla: str | None
    observed: float
    expected: float
    base: int
    p_value: float
    p_adjusted: float
    start: date
    end: date
    low: float = float("nan")
    high: float = float("nan")
    was: str | None = None
    became: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of one kind, least likely by chance first; `tested` places; `reason` if nothing could be asked."""

    kind: Kind
    questions: tuple[Question, ...] = ()
    tested: int = 0
    reason: Reason = ""


def answer(kind: Kind, questions: list[Question], tested: int) -> Asked:
    """`questions` in order; "too_few" where nothing could be tested."""
    ordered = sorted(questions, key=lambda one: (one.p_value, one.district, one.mahalla or ""))
    return Asked(kind, tuple(ordered), tested, "" if tested else "too_few")


def holm(p_values: Floats, tested: NDArray[np.bool_] | None = None) -> Floats:
    """`p_values` adjusted so that one false question or more has at most the stated chance (Holm 1979).

    Only `tested` ones count and are adjusted; the others get 1.
    """
    out = np.ones(len(p_values))
    at = np.arange(len(p_values)) if tested is None else np.flatnonzero(tested)
    order = at[np.argsort(p_values[at], kind="stable")]
    steps = p_values[order] * np.arange(len(order), 0, -1)
    out[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(order) else steps
    return out
