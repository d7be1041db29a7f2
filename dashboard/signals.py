"""The early signals that a page shows: those of the view's month, with who acknowledged which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dashboard import data
from dashboard.access import acting
from dashboard.access.roles import May
from dashboard.state import Field
from dashboard.view import View
from geodata.analysis.discovered import discovered
from geodata.analysis.month_signals import Choice, MonthSignals
from geodata.analysis.recording import Question
from geodata.analysis.signals_rules import WATCH_BELOW
from geodata.periods import Period
from geodata.register import Act, Kept
from geodata.register.signals import Acknowledgement, Signal, acknowledge, acknowledged, history

RAISED: Final = ("alert", "watch", "clearing")
"""The states that are listed, the most urgent first."""

STATES: Final = (*RAISED, "normal", "too_few")
ANSWERED: Final = ("open", "done")


@dataclass(frozen=True, kw_only=True, eq=False)
class Signals:
    """Signals of one month in a view; `answers` are the last acknowledgements by code of the mahalla."""

    view: View
    found: MonthSignals
    answers: Mapping[str, Kept[Acknowledgement]]

    @property
    def choice(self) -> Choice:
        """Which events, month and step are judged."""
        return self.found.choice

    @property
    def whole_group(self) -> bool:
        """Whether the group is judged as it stands, and not some types of it: only such a signal is acknowledged."""
        return not self.view.query.types

    def state(self, position: int) -> str:
        """The state of a mahalla: one of STATES, or no_data."""
        return "no_data" if np.isnan(self.value("observed", position)) else str(self.found.columns["state"][position])

    def value(self, column: str, position: int) -> float:
        """One figure of a mahalla."""
        found: float = self.found.columns[column][position]
        return found

    def code(self, position: int) -> str:
        """The code of a mahalla."""
        return data.mahalla_codes(self.view.edition.id)[position]

    def district(self, position: int) -> str:
        """The code of the district of a mahalla."""
        return data.homes(self.view.edition.id)[self.code(position)]

    def chance(self, position: int) -> tuple[float, int]:
        """How often chance alone would do it, and over how many months up to the one judged that shows."""
        combined = float(self.value("combined_probability", position))
        if self.state(position) == "alert" or combined < WATCH_BELOW:
            return combined, int(self.value("window", position))
        return float(self.value("tail_probability", position)), self.choice.span

    @cached_property
    def in_view(self) -> NDArray[np.bool_]:
        """The mahallas of the view's districts, or all of them."""
        mahallas = self.view.edition.mahallas
        if not self.view.districts:
            return np.ones(len(mahallas), dtype=bool)
        return mahallas["district"].isin(self.view.districts).to_numpy(dtype=bool)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self.found.columns["state"][self.in_view].tolist())

    def count(self, state: str) -> int:
        """How many mahallas of the view are in a state."""
        return self._counts[state]

    def listed(self) -> list[int]:
        """The positions of the signals that the address asks for, the most urgent first."""
        state = self.view.address.one_of(Field.SIGNAL, RAISED)
        answered = self.view.address.one_of(Field.ANSWERED, ANSWERED)
        states = self.found.columns["state"]
        wanted = np.isin(states.astype(str), [state] if state else RAISED) & self.in_view
        rows = [
            at
            for at in np.flatnonzero(wanted).tolist()
            if answered is None or (self.code(at) in self.answers) == (answered == "done")
        ]
        return sorted(rows, key=lambda at: (RAISED.index(states[at]), self.chance(at)[0]))

    @cached_property
    def districts_above(self) -> frozenset[str]:
        """The districts, by code, whose month as a whole is above the usual."""
        table = self.found.districts
        return frozenset(table.loc[table["verdict"] == "above", "code"].astype(str))

    def questions(self, position: int) -> list[Question]:
        """The questions about recording in the district of a mahalla that could explain a rise there."""
        month = self.choice.month
        year = Period(month.year_before().end + timedelta(days=1), month.end)
        asked = data.rise_asked(self.view.edition.id, self.choice.group, year)
        return [one for one in asked if one.district == self.district(position)]

    def signal(self, position: int) -> Signal:
        """What an acknowledgement is about."""
        return Signal(
            edition=self.view.edition.number,
            mahalla=self.code(position),
            group=self.choice.group,
            month=self.choice.month.key,
        )


def here(view: View) -> Signals | None:
    """The signals of the view's month and types; None where there is nothing to judge."""
    query = view.query
    choice = data.judged(view.edition.id, query.group, query.period.end, query.types)
    return None if choice is None else _of(view, choice)


def newest_here(view: View) -> Signals | None:
    """The signals where the view ends with the newest month and chooses no types: what is at hand on every page."""
    choice = data.judged(view.edition.id, view.query.group, date.max)
    if choice is None or view.query.types or view.query.period.end < choice.month.end:
        return None
    return _of(view, choice)


def only_discovered(view: View) -> bool:
    """Whether the group holds nothing but what police work discovers."""
    kinds = view.edition.kinds(view.query.group)
    return bool(kinds) and len(discovered(view.query.group, kinds)) == len(kinds)


def _of(view: View, choice: Choice) -> Signals:
    return Signals(view=view, found=data.signals(view.edition.id, choice), answers=_answers(view, choice))


def _answers(view: View, choice: Choice) -> dict[str, Kept[Acknowledgement]]:
    store = data.store()
    if not store.has_records:
        return {}
    with store.register.reading() as session:
        kept = acknowledged(session, view.edition.number)
    return {
        code: one for (code, group, month), one in kept.items() if (group, month) == (choice.group, choice.month.key)
    }


def answer(signals: Signals, position: int, *, state: str, note: str) -> None:
    """Keep what a person made of a signal; OptionError for a note that cannot be kept."""
    act = Act.now(acting.who(May.ANSWER))
    with data.store().register.writing() as session:
        acknowledge(session, signals.signal(position), act, state=state, note=note)


def answers_of(signals: Signals, position: int) -> tuple[Kept[Acknowledgement], ...]:
    """Every acknowledgement of a signal, the newest first."""
    store = data.store()
    if not store.has_records:
        return ()
    with store.register.reading() as session:
        return tuple(reversed(history(session, signals.signal(position))))
