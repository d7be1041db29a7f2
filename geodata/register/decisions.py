"""What meetings decide, followed until it is done, and the measures taken toward posts that failed their duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from geodata.errors import OptionError
from geodata.register import checks
from geodata.register.records import Book, Record

STATES: Final = ("open", "in_progress", "done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a meeting decided: for which place, which post answers, until when.

    A decision is `done` from `done_on`, and neither without the other; `evidence` says or names what proves it. One
    that is taken back is closed, as any record.
    """

    meeting: int
    number: int
    text: str
    place: str
    level: str
    post: str
    due: date
    state: str = "open"
    done_on: date | None = None
    evidence: str = ""

    def __post_init__(self) -> None:
        checks.at_least("number", self.number, 1)
        checks.given(text=self.text)
        checks.place("place", self.place)
        checks.one_of("level", self.level, checks.LEVELS)
        checks.key("post", self.post)
        checks.one_of("state", self.state, STATES)
        checks.texts(evidence=self.evidence)
        if (self.state == "done") != (self.done_on is not None):
            raise OptionError(
                "option", name="done_on", got=self.done_on, wanted="a day if the state is done, else none"
            )

    def is_done(self, day: date) -> bool:
        """Whether it was done on `day` or before."""
        return self.done_on is not None and self.done_on <= day

    def is_overdue(self, day: date) -> bool:
        """Whether its due date has passed on that day, and it was not done by then."""
        return self.due < day and not self.is_done(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure taken toward the post that failed its duty in a place: the post, not a person.

    `name` is the operator's own data and may stay empty; `meeting` and `decision` are numbers of records, if any.
    """

    post: str
    place: str
    day: date
    measure: str
    reason: str = ""
    order: str = ""
    meeting: int | None = None
    decision: int | None = None
    name: str = ""

    def __post_init__(self) -> None:
        checks.key("post", self.post)
        checks.place("place", self.place)
        checks.given(measure=self.measure)
        checks.texts(reason=self.reason, order=self.order, name=self.name)


class DecisionRow(Record):
    """Table of `Decision`."""

    __tablename__ = "decision"

    meeting: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    number: Mapped[int]
    text: Mapped[str]
    place: Mapped[str] = mapped_column(index=True)
    level: Mapped[str]
    post: Mapped[str] = mapped_column(ForeignKey("post.key"))
    due: Mapped[date]
    state: Mapped[str]
    done_on: Mapped[date | None]
    evidence: Mapped[str]


class MeasureRow(Record):
    """Table of `Measure`."""

    __tablename__ = "measure"

    post: Mapped[str] = mapped_column(ForeignKey("post.key"))
    place: Mapped[str]
    day: Mapped[date]
    measure: Mapped[str]
    reason: Mapped[str]
    order: Mapped[str]
    meeting: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    decision: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    name: Mapped[str]


DECISIONS: Final = Book(Decision, DecisionRow, fixed=("meeting",))
MEASURES: Final = Book(Measure, MeasureRow)
