"""What the register says of the stage right now, read again only when something was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard import country, data
from geodata.demo.day import OWN_DAY
from geodata.edition import Edition
from geodata.errors import StoreError
from geodata.periods import day_of
from geodata.register import CurrentEdition, stage
from geodata.register.assignments import Assignment, Rule
from geodata.register.meetings import Agenda, AgendaItem, agenda_of
from geodata.register.posts import Post
from geodata.register.records import Kept
from geodata.register.roadmap import Item
from geodata.register.stage import PLAYLIST, Cue, Pulse, Step

_NOTHING: Final = Pulse()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Records:
    """What scenes tell of the register beside the edition: items of road maps, assignments with their rules, posts."""

    items: tuple[Kept[Item], ...] = ()
    assigned: tuple[Kept[Assignment], ...] = ()
    rules: tuple[Kept[Rule], ...] = ()
    posts: Mapping[str, Post] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Desk:
    """The cue, the playlist, the open meeting with its agenda (None without one), the edition that is current."""

    pulse: Pulse = _NOTHING
    current: int | None = None
    cue: Cue = field(default_factory=Cue)
    steps: tuple[Step, ...] = PLAYLIST
    agenda: Agenda | None = None
    records: Records = field(default_factory=Records)

    @property
    def edition(self) -> int | None:
        """The edition shown: the one that the meeting looks at, else the current one."""
        pinned = self.agenda.meeting.what.edition if self.agenda else None
        return self.current if pinned is None else pinned

    @property
    def region(self) -> str:
        """The region of a country through whose districts the rotation turns; "": through all regions."""
        return self.cue.place if self.cue.mode == "rotation" else ""

    def about(self, edition: Edition) -> str:
        """The region of a country that the meeting is about; "" for the whole of the edition."""
        return country.about(edition, self.agenda.meeting.what.place) if self.agenda else ""

    @property
    def item(self) -> Kept[AgendaItem] | None:
        """The point of the agenda that is being spoken to."""
        points = self.agenda.items if self.agenda else ()
        return next((kept for kept in points if kept.id == self.cue.item), None)

    def day(self, edition: Edition, now: datetime) -> date:
        """The day by which deadlines are judged: the meeting's, else today; the day of the demonstration."""
        if self.agenda is not None:
            return self.agenda.meeting.what.day
        if edition.manifest.demonstration:
            return OWN_DAY
        return day_of(now)


def read(before: Desk | None = None) -> Desk:
    """The desk as the register has it; `before` itself where nothing was written since."""
    store = data.store()
    if not store.has_records:
        return before or Desk()
    with store.register.reading() as session:
        pulse = stage.pulse(session)
        current = session.scalars(select(CurrentEdition.number)).first()
        if before is not None and (pulse, current) == (before.pulse, before.current):
            return before
        same = before is not None and before.pulse.figures == pulse.figures and before.pulse != _NOTHING
        cue = stage.cue(session)
        return Desk(
            pulse=pulse,
            current=current,
            cue=cue,
            steps=stage.playlist(session),
            agenda=_agenda(session, cue),
            records=before.records if same and before else _records(pulse.figures),
        )


def _agenda(session: Session, cue: Cue) -> Agenda | None:
    """The agenda of the meeting that is on; None where it was closed meanwhile."""
    if cue.mode != "meeting" or cue.meeting is None:
        return None
    try:
        return agenda_of(session, cue.meeting)
    except StoreError:
        return None


def _records(figures: int) -> Records:
    items, assigned, rules, posts = data.staged(figures)
    named = MappingProxyType({kept.what.key: kept.what for kept in posts})
    return Records(items=items, assigned=assigned, rules=rules, posts=named)


def rotating(desk: Desk) -> Desk:
    """The same desk without its meeting: what the rotation would show."""
    return replace(desk, agenda=None, cue=replace(desk.cue, mode="rotation"))
