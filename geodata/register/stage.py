"""The stage: what walls and followers show now, by which playlist they rotate without a meeting, the presenter's notes.

One record, the cue, says who leads: the clock (rotation) or a presenter (a meeting). It carries no figure and no text
of its own, so every process draws the same from it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from geodata.periods import Period, day_of
from geodata.register import checks
from geodata.register.models import AuditEntry
from geodata.register.records import Act, Book, Kept, Record

MODES: Final = ("rotation", "meeting")
SCENES: Final = (
    "category",
    "change",
    "districts",
    "red",
    "roadmap",
    "signals",
    "sites",
    "overview",
    "decisions",
    "agenda",
)
"""What a scene is about; `districts` stands for the overview of each district in turn and is a playlist's word."""

PLAYED: Final = ("category", "change", "districts", "red", "roadmap", "signals", "sites")
"""The scenes that a playlist can hold."""

LANGUAGES: Final = ("", "uz-Latn", "uz-Cyrl", "ru", "en")
SHORTEST_S: Final = 5
LONGEST_S: Final = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What stands on the stage.

    In a meeting `item` is the point of the agenda that is being spoken to (None: the opening), `scene` and `place` (""
    for the region) what is shown, `since` when the speaker began (ISO, UTC), `seconds` the time allotted. In rotation
    the place in the playlist follows from the clock plus `shift_s`; `held` is the moment at which it stands still;
    `place` is the region of a country through whose districts it turns ("": through all regions).
    """

    mode: str = "rotation"
    meeting: int | None = None
    item: int | None = None
    scene: str = "category"
    place: str = ""
    since: str = ""
    seconds: int = 420
    held: str = ""
    shift_s: float = 0.0

    def __post_init__(self) -> None:
        checks.one_of("mode", self.mode, MODES)
        checks.one_of("scene", self.scene, SCENES)
        checks.at_least("seconds", self.seconds, SHORTEST_S)
        if self.place:
            checks.place("place", self.place)
        for moment in filter(None, (self.since, self.held)):
            datetime.fromisoformat(moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One entry of the playlist; language, count group and period are "" where the wall's own hold."""

    number: int
    scene: str
    seconds: int = 20
    language: str = ""
    group: str = ""
    period: str = ""
    shown: bool = True

    def __post_init__(self) -> None:
        checks.at_least("number", self.number, 1)
        checks.one_of("scene", self.scene, PLAYED)
        checks.at_least("seconds", self.seconds, SHORTEST_S)
        checks.at_least("seconds", LONGEST_S - self.seconds, 0)
        checks.one_of("language", self.language, LANGUAGES)
        if self.group:
            checks.key("group", self.group)
        if self.period:
            Period.parse(self.period)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What the presenter noted of a meeting, or of one point of its agenda; for no other eyes."""

    meeting: int
    item: int | None = None
    text: str

    def __post_init__(self) -> None:
        checks.texts(text=self.text)


class CueRow(Record):
    """Table of `Cue`; its first open row is the one in force."""

    __tablename__ = "cue"

    mode: Mapped[str]
    meeting: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    item: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    scene: Mapped[str]
    place: Mapped[str]
    since: Mapped[str]
    seconds: Mapped[int]
    held: Mapped[str]
    shift_s: Mapped[float]


class StepRow(Record):
    """Table of `Step`."""

    __tablename__ = "playlist_step"

    number: Mapped[int]
    scene: Mapped[str]
    seconds: Mapped[int]
    language: Mapped[str]
    group: Mapped[str]
    period: Mapped[str]
    shown: Mapped[bool]


class NoteRow(Record):
    """Table of `Note`."""

    __tablename__ = "meeting_note"

    meeting: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    text: Mapped[str]


CUES: Final = Book(Cue, CueRow)
STEPS: Final = Book(Step, StepRow)
NOTES: Final = Book(Note, NoteRow, fixed=("meeting", "item"))

PLAYLIST: Final = (
    Step(number=1, scene="category", seconds=25),
    Step(number=2, scene="change", seconds=20),
    Step(number=3, scene="districts", seconds=15),
    Step(number=4, scene="red", seconds=20),
    Step(number=5, scene="roadmap", seconds=20),
    Step(number=6, scene="signals", seconds=20),
    Step(number=7, scene="sites", seconds=15),
)
"""What a wall shows until somebody writes another playlist."""

_QUIET: Final = tuple(f"{act} {book.name}" for act in ("add", "change", "close") for book in (CUES, STEPS, NOTES))
"""Acts after which every figure is as it was."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """The numbers of the newest acts: of any at all, and of those that can change what a scene says."""

    newest: int = 0
    figures: int = 0


def pulse(session: Session) -> Pulse:
    """One small question by which a process sees whether anything has changed."""
    newest = session.scalar(select(func.max(AuditEntry.seq))) or 0
    figures = session.scalar(select(func.max(AuditEntry.seq)).where(AuditEntry.action.not_in(_QUIET))) or 0
    return Pulse(newest, figures)


def cue(session: Session) -> Cue:
    """What stands on the stage; rotation where nobody has said anything yet."""
    kept = _kept(session)
    return Cue() if kept is None else kept.what


def set_cue(session: Session, to: Cue, act: Act) -> Cue:
    """Another cue, for every screen."""
    kept = _kept(session)
    return (CUES.add(session, to, act) if kept is None else CUES.change(session, kept, to, act)).what


def is_turned(session: Session, since: int) -> bool:
    """Whether the word went to somebody else, or a meeting began or ended, after the entry `since` of the trail.

    So an act that names the entry its doer had seen is done once, however often and by whichever process it is asked.
    """
    acts = (f"add {CUES.name}", f"change {CUES.name}")
    told = session.scalars(select(AuditEntry.details).where(AuditEntry.seq > since, AuditEntry.action.in_(acts)))
    return any(not {"meeting", "item"}.isdisjoint(json.loads(text)["after"]) for text in told)


def playlist(session: Session) -> tuple[Step, ...]:
    """The steps of the playlist by number, those not shown included; ours where none has been written."""
    found = STEPS.find(session, StepRow.closed_on.is_(None))
    return tuple(sorted((kept.what for kept in found), key=lambda step: step.number)) or PLAYLIST


def set_playlist(session: Session, steps: Sequence[Step], act: Act) -> None:
    """Another playlist; the old one is closed, and its trail stays."""
    day = day_of(act.at)
    for kept in STEPS.find(session, StepRow.closed_on.is_(None)):
        STEPS.close(session, kept, on=day, why="another playlist", act=act)
    STEPS.add_all(session, [replace(step, number=number) for number, step in enumerate(steps, start=1)], act)


def note(session: Session, meeting: int, item: int | None) -> Note:
    """The presenter's note of a point of the agenda (None: of the meeting); an empty one where there is none."""
    kept = _noted(session, meeting, item)
    return Note(meeting=meeting, item=item, text="") if kept is None else kept.what


def set_note(session: Session, to: Note, act: Act) -> None:
    """Write a note, or write it anew."""
    kept = _noted(session, to.meeting, to.item)
    if kept is None:
        NOTES.add(session, to, act)
    elif kept.what.text != to.text:
        NOTES.change(session, kept, to, act)


def _kept(session: Session) -> Kept[Cue] | None:
    found = CUES.find(session, CueRow.closed_on.is_(None))
    return found[0] if found else None


def _noted(session: Session, meeting: int, item: int | None) -> Kept[Note] | None:
    same = NoteRow.item.is_(None) if item is None else NoteRow.item == item
    found = NOTES.find(session, NoteRow.meeting == meeting, same, NoteRow.closed_on.is_(None))
    return found[0] if found else None
