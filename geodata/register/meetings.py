"""Meetings: agenda and speakers, remarks, the edition shown, and the decisions that come back until they are done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import ForeignKey, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from geodata.errors import StoreError
from geodata.periods import Period
from geodata.register import checks
from geodata.register.decisions import DECISIONS, Decision, DecisionRow
from geodata.register.models import PublishedEdition
from geodata.register.records import Act, Book, Kept, Record

REMARKS: Final = ("proposal", "shortcoming")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of a `level` about a `place` (its code) on a day, chaired by the holder of a post.

    `review` is the key of the review rule it fulfils and `review_period` the period reviewed ("2025-01"), "" for none;
    `title` is the operator's own words, "" for a review that is named by its kind and period in each language;
    `edition` is the number of the edition it looks at, fixed once given.
    """

    level: str
    place: str
    day: date
    title: str = ""
    chair: str = ""
    review: str = ""
    review_period: str = ""
    held: bool = False
    edition: int | None = None

    def __post_init__(self) -> None:
        checks.one_of("level", self.level, checks.LEVELS)
        checks.place("place", self.place)
        if self.review_period:
            checks.texts(title=self.title)
        else:
            checks.given(title=self.title)
        for name in ("chair", "review"):
            if getattr(self, name):
                checks.key(name, getattr(self, name))
        if self.review_period:
            Period.parse(self.review_period)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One point of a meeting's agenda: its subject and the post that speaks, for which place ("" for none)."""

    meeting: int
    number: int
    subject: str
    speaker: str = ""
    place: str = ""
    speaker_name: str = ""

    def __post_init__(self) -> None:
        checks.at_least("number", self.number, 1)
        checks.given(subject=self.subject)
        checks.texts(speaker_name=self.speaker_name)
        if self.speaker:
            checks.key("speaker", self.speaker)
        if self.place:
            checks.place("place", self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What was proposed, or found to be a shortcoming, at a meeting; `place` and `post` are "" where none is meant."""

    meeting: int
    kind: str
    text: str
    place: str = ""
    post: str = ""

    def __post_init__(self) -> None:
        checks.one_of("kind", self.kind, REMARKS)
        checks.given(text=self.text)
        if self.place:
            checks.place("place", self.place)
        if self.post:
            checks.key("post", self.post)


class MeetingRow(Record):
    """Table of `Meeting`."""

    __tablename__ = "meeting"

    level: Mapped[str]
    place: Mapped[str]
    day: Mapped[date] = mapped_column(index=True)
    title: Mapped[str]
    chair: Mapped[str]
    review: Mapped[str]
    review_period: Mapped[str]
    held: Mapped[bool]
    edition: Mapped[int | None] = mapped_column(ForeignKey("edition.number"))


class AgendaItemRow(Record):
    """Table of `AgendaItem`."""

    __tablename__ = "agenda_item"

    meeting: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    number: Mapped[int]
    subject: Mapped[str]
    speaker: Mapped[str]
    place: Mapped[str]
    speaker_name: Mapped[str]


class RemarkRow(Record):
    """Table of `Remark`."""

    __tablename__ = "remark"

    meeting: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    place: Mapped[str]
    post: Mapped[str]


MEETINGS: Final = Book(Meeting, MeetingRow, fixed=("edition",))
AGENDA: Final = Book(AgendaItem, AgendaItemRow, fixed=("meeting",))
REMARKED: Final = Book(Remark, RemarkRow, fixed=("meeting",))


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting, the points of its agenda by number, and the decisions that come back to it, the oldest due first."""

    meeting: Kept[Meeting]
    items: tuple[Kept[AgendaItem], ...]
    returning: tuple[Kept[Decision], ...]


def pin(session: Session, was: Kept[Meeting], edition: int, act: Act) -> Kept[Meeting]:
    """The meeting with the edition it looks at, which stays; StoreError for an edition that was never published."""
    if session.get(PublishedEdition, edition) is None:
        known = session.scalars(select(PublishedEdition.number).order_by(PublishedEdition.number))
        raise StoreError("edition_missing", got=edition, wanted=", ".join(map(str, known)) or "-")
    return MEETINGS.change(session, was, replace(was.what, edition=edition), act)


def agenda_of(session: Session, meeting: int) -> Agenda:
    """What a meeting has before it: its own agenda, and what earlier meetings of its level and place left undone.

    A decision comes back to each later meeting until it is taken back, or was done before the meeting's day; asked
    again about a past meeting, the answer is what it was on its day. StoreError if there is no such meeting.
    """
    kept = MEETINGS.get(session, meeting)
    own = AGENDA.find(session, AgendaItemRow.meeting == meeting, AgendaItemRow.closed_on.is_(None))
    same = (MeetingRow.level == kept.what.level, MeetingRow.place == kept.what.place)
    same_day = and_(MeetingRow.day == kept.what.day, MeetingRow.id < meeting)
    earlier = select(MeetingRow.id).where(
        *same, MeetingRow.closed_on.is_(None), or_(MeetingRow.day < kept.what.day, same_day)
    )
    decided = DECISIONS.find(session, DecisionRow.meeting.in_(earlier), on=kept.what.day)
    undone = [one for one in decided if not one.what.is_done(kept.what.day - date.resolution)]
    return Agenda(
        kept,
        tuple(sorted(own, key=lambda item: (item.what.number, item.id))),
        tuple(sorted(undone, key=lambda decision: (decision.what.due, decision.id))),
    )
