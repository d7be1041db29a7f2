"""Acknowledgements of signals: who looked at a signal of which edition, and what was found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, Session, mapped_column

from geodata.errors import OptionError
from geodata.register import checks
from geodata.register.records import Act, Book, Kept, Record

STATES: Final = ("seen", "checking", "explained", "acted")
"""What was made of a signal: looked at, being checked, explained without an act, acted upon."""

_MONTH: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """What `who` said at `at` (ISO, UTC) about the signal of a count group in a mahalla and month of an edition."""

    edition: int
    mahalla: str
    group: str
    month: str
    state: str
    note: str = ""
    who: str
    at: str

    def __post_init__(self) -> None:
        checks.place("mahalla", self.mahalla)
        checks.key("group", self.group)
        checks.one_of("state", self.state, STATES)
        checks.given(who=self.who)
        checks.texts(note=self.note)
        datetime.fromisoformat(self.at)
        if not _MONTH.fullmatch(self.month):
            raise OptionError("option", name="month", got=repr(self.month), wanted="a month: 2025-01")


class AcknowledgementRow(Record):
    """Table of `Acknowledgement`; a signal may be acknowledged again, the last one counts."""

    __tablename__ = "acknowledgement"
    __table_args__ = (Index("ix_acknowledgement_signal", "edition", "group", "month", "mahalla"),)

    edition: Mapped[int] = mapped_column(ForeignKey("edition.number"))
    mahalla: Mapped[str]
    group: Mapped[str]
    month: Mapped[str]
    state: Mapped[str]
    note: Mapped[str]
    who: Mapped[str]
    at: Mapped[str]


ACKNOWLEDGEMENTS: Final = Book(Acknowledgement, AcknowledgementRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Which signal is meant: the edition it was seen in, the mahalla's code, the count group and the month."""

    edition: int
    mahalla: str
    group: str
    month: str


def acknowledge(session: Session, signal: Signal, act: Act, *, state: str, note: str = "") -> Kept[Acknowledgement]:
    """A new acknowledgement by whoever acts."""
    said = Acknowledgement(
        edition=signal.edition,
        mahalla=signal.mahalla,
        group=signal.group,
        month=signal.month,
        state=state,
        note=note,
        who=act.who,
        at=act.at.astimezone(UTC).isoformat(timespec="seconds"),
    )
    return ACKNOWLEDGEMENTS.add(session, said, act)


def acknowledged(session: Session, edition: int) -> dict[_Key, Kept[Acknowledgement]]:
    """The last acknowledgement of each signal of an edition that is not closed, by mahalla, count group and month."""
    rows = (AcknowledgementRow.edition == edition, AcknowledgementRow.closed_on.is_(None))
    found = ACKNOWLEDGEMENTS.find(session, *rows)
    return {(kept.what.mahalla, kept.what.group, kept.what.month): kept for kept in found}


def history(session: Session, signal: Signal) -> tuple[Kept[Acknowledgement], ...]:
    """Every acknowledgement of one signal, the first one first."""
    return ACKNOWLEDGEMENTS.find(
        session,
        AcknowledgementRow.edition == signal.edition,
        AcknowledgementRow.mahalla == signal.mahalla,
        AcknowledgementRow.group == signal.group,
        AcknowledgementRow.month == signal.month,
    )
