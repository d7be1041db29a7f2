"""What a presenter does. Every act is one short transaction of the register with its entry in the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from dashboard import data
from dashboard.access import acting
from dashboard.access.roles import May
from dashboard.stage import rotation
from dashboard.stage.desk import Desk
from dashboard.stage.rotation import Turn
from geodata.register import stage
from geodata.register.decisions import DECISIONS, Decision, DecisionRow
from geodata.register.meetings import AGENDA, MEETINGS, AgendaItem, Meeting, agenda_of, pin
from geodata.register.records import Act, Kept
from geodata.register.stage import Cue, Note, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What is entered on the spot."""

    text: str
    place: str
    level: str
    post: str
    due: date


def _written(do: Callable[[Session, Act], None]) -> None:
    act = Act.now(acting.who(May.MEET))
    with data.store().register.writing() as session:
        do(session, act)


def create(planned: Meeting, districts: Sequence[str], subject: str) -> int:
    """A new meeting in which the districts speak in the order given; its number."""
    made: list[int] = []

    def do(session: Session, act: Act) -> None:
        meeting = MEETINGS.add(session, planned, act)
        points = [
            AgendaItem(meeting=meeting.id, number=number, subject=subject, place=code)
            for number, code in enumerate(districts, start=1)
        ]
        AGENDA.add_all(session, points, act)
        made.append(meeting.id)

    _written(do)
    return made[0]


def open_meeting(meeting: int, edition: int) -> None:
    """Walls and followers leave the rotation and show the opening; the edition is frozen if it was not."""

    def do(session: Session, act: Act) -> None:
        kept = MEETINGS.get(session, meeting)
        if kept.what.edition is None:
            pin(session, kept, edition, act)
        seconds = stage.cue(session).seconds
        stage.set_cue(session, Cue(mode="meeting", meeting=meeting, scene="agenda", seconds=seconds), act)

    _written(do)


def close_meeting(desk: Desk) -> None:
    """The meeting was held; walls rotate again from the beginning of their playlist."""

    def do(session: Session, act: Act) -> None:
        if desk.agenda is not None:
            kept = MEETINGS.get(session, desk.agenda.meeting.id)
            MEETINGS.change(session, kept, replace(kept.what, held=True), act)
        stage.set_cue(session, Cue(seconds=stage.cue(session).seconds), act)

    _written(do)


def speak(item: int | None) -> None:
    """The word goes to a point of the agenda: its district is brought up and the time begins; None: the opening."""

    def do(session: Session, act: Act) -> None:
        cue = stage.cue(session)
        if cue.meeting is not None:
            points = agenda_of(session, cue.meeting).items
            stage.set_cue(session, _with_word(cue, points, item, act.at), act)

    _written(do)


def move(step: int, seen: int | None = None) -> int | None:
    """The word goes to the next speaker, or back to the one before; the opening stands before the first.

    `seen` is the newest entry of the trail that whoever pressed had before them. Where the word has gone to somebody
    since, nothing happens: a key given twice, also to two servers, or by two presenters at once, passes over nobody.
    The entry of the trail under which it went; None where it did not.
    """
    went: list[int] = []

    def do(session: Session, act: Act) -> None:
        cue = stage.cue(session)
        if cue.meeting is None or (seen is not None and stage.is_turned(session, seen)):
            return
        points = agenda_of(session, cue.meeting).items
        order = [None, *(kept.id for kept in points)]
        at = order.index(cue.item) if cue.item in order else 0
        to = min(max(at + step, 0), len(order) - 1)
        if to != at:
            stage.set_cue(session, _with_word(cue, points, order[to], act.at), act)
            went.append(stage.pulse(session).newest)

    _written(do)
    return went[0] if went else None


def turn(step: int, seen: int) -> None:
    """`move` as the act of a button."""
    move(step, seen)


def _with_word(cue: Cue, points: Sequence[Kept[AgendaItem]], item: int | None, at: datetime) -> Cue:
    """The cue with the word given to a point of the agenda at a moment."""
    places = {kept.id: kept.what.place for kept in points}
    if item is None or item not in places:
        return replace(cue, item=None, scene="agenda", place="", since="")
    place = places[item]
    scene = "overview" if place else "category"
    return replace(cue, item=item, scene=scene, place=place, since=at.isoformat())


def show(scene: str, place: str) -> None:
    """Another scene of the speaker's district, or of the region; the time runs on."""
    _cue(lambda cue, _now: replace(cue, scene=scene, place=place))


def restart(seconds: int) -> None:
    """The speaker's time from now on, as long as given."""
    _cue(lambda cue, now: replace(cue, seconds=seconds, since=now.isoformat() if cue.since else ""))


def hold() -> None:
    """The rotation stands still on every wall."""
    _cue(rotation.hold)


def go_on() -> None:
    """The rotation runs again."""
    _cue(rotation.go_on)


def turn_through(region: str) -> None:
    """Every wall turns through the districts of a region of the country; "": through all its regions."""
    _cue(lambda cue, _now: replace(cue, place=region))


def jump(order: Sequence[Turn], index: int) -> None:
    """Every wall at the beginning of a turn."""
    _cue(lambda cue, now: rotation.jump(order, cue, index, now))


def _cue(change: Callable[[Cue, datetime], Cue]) -> None:
    def do(session: Session, act: Act) -> None:
        stage.set_cue(session, change(stage.cue(session), datetime.now(UTC)), act)

    _written(do)


def play(steps: Sequence[Step]) -> None:
    """Another playlist for every wall."""
    _written(lambda session, act: stage.set_playlist(session, steps, act))


def note(meeting: int, item: int | None, text: str) -> None:
    """Keep what the presenter noted."""
    _written(lambda session, act: stage.set_note(session, Note(meeting=meeting, item=item, text=text), act))


def noted(meeting: int, item: int | None) -> str:
    """What the presenter noted, for whoever leads meetings and for nobody else."""
    acting.who(May.MEET)
    with data.store().register.reading() as session:
        return stage.note(session, meeting, item).text


def decide(meeting: int, decided: Decided) -> int:
    """Keep a decision of the meeting; its number."""
    numbers: list[int] = []

    def do(session: Session, act: Act) -> None:
        before = DECISIONS.find(session, DecisionRow.meeting == meeting)
        number = max((kept.what.number for kept in before), default=0) + 1
        DECISIONS.add(
            session,
            Decision(
                meeting=meeting,
                number=number,
                text=decided.text,
                place=decided.place,
                level=decided.level,
                post=decided.post,
                due=decided.due,
            ),
            act,
        )
        numbers.append(number)

    _written(do)
    return numbers[0]


def take_back(decided: Kept[Decision], *, why: str) -> None:
    """A decision entered by mistake never held: it is closed on the day of its meeting, and comes back to no other."""

    def do(session: Session, act: Act) -> None:
        meeting = MEETINGS.get(session, decided.what.meeting)
        DECISIONS.close(session, decided, on=meeting.what.day, why=why, act=act)

    _written(do)


def decided_at(meeting: int) -> list[Kept[Decision]]:
    """The decisions of a meeting, the newest first, without those that were taken back."""
    with data.store().register.reading() as session:
        found = DECISIONS.find(session, DecisionRow.meeting == meeting, DecisionRow.closed_on.is_(None))
        return list(reversed(found))


def meetings() -> dict[int, Meeting]:
    """Every meeting by its number, the latest day first."""
    if not data.store().has_records:
        return {}
    with data.store().register.reading() as session:
        found = [kept for kept in MEETINGS.find(session) if kept.closed_on is None]
        return {kept.id: kept.what for kept in sorted(found, key=lambda kept: (kept.what.day, kept.id), reverse=True)}
