"""Harmful text in every text field of every table of records, and in the log of access."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import cycle
from typing import Final

from sqlalchemy.orm import Session

from geodata.edition import Edition
from geodata.register import Act, access_log
from geodata.register.access_log import Event
from geodata.register.assignments import ASSIGNMENTS, RULES, Assignment, Rule
from geodata.register.checks import LONGEST
from geodata.register.decisions import DECISIONS, MEASURES, Decision, Measure
from geodata.register.meetings import AGENDA, MEETINGS, REMARKED, REMARKS, AgendaItem, Meeting, Remark
from geodata.register.photos import PHOTOS, SitePhoto
from geodata.register.posts import BODIES, POSTS, SEATS, SEVEN, STAFFING, WORKING_GROUP, Body, Post, Seat, Staffing
from geodata.register.reviews import REVIEW_RULES, SPECIAL_DAYS, ReviewRule, SpecialDay
from geodata.register.roadmap import ITEMS, Item
from geodata.register.signals import Signal, acknowledge
from geodata.register.stage import Cue, Note, set_cue, set_note
from geodata.sites import key_of
from geodata.store import Store
from tests import hostile

DAY: Final = date(2024, 12, 20)
"""After the last incident of the hostile edition."""

RED: Final = ("18010001", "18010002")
DISTRICT: Final = "1799201"
REGION: Final = "1799"
PLACES: Final = ((RED[0], "mahalla"), (RED[1], "mahalla"), (DISTRICT, "district"), (REGION, "region"))
POSTS_OF: Final = (("m.post", "mahalla"), ("d.post", "district"), ("r.post", "region"))
SHORT, NAME = 300, 200


def entered(longest: int = LONGEST) -> list[str]:
    """The texts that the register takes: as long as it allows, and without the signs that it refuses."""
    plain = ["".join(sign for sign in text if sign.isprintable() or sign == "\n") for text in hostile.TEXTS]
    return [text[:longest] for text in (*plain, *hostile.naughty()) if text.isprintable() and text[:longest].strip()]


class _Texts:
    """One text after another, so that each of them stands somewhere."""

    def __init__(self) -> None:
        self._lists: dict[int, Iterator[str]] = {}

    def __call__(self, longest: int = LONGEST) -> str:
        if longest not in self._lists:
            self._lists[longest] = cycle(entered(longest))
        return next(self._lists[longest])

    def named(self) -> dict[str, str]:
        """A name in each of the four forms."""
        return {f"name_{form}": self() for form in ("uz_latn", "uz_cyrl", "ru", "en")}


def fill(store: Store, edition: Edition) -> int:
    """Records of every kind for the hostile edition, a meeting that is on among them; the number of that meeting."""
    say, act = _Texts(), Act(hostile.TEXTS[6][:NAME], datetime(2024, 12, 20, 9, tzinfo=UTC))
    with store.register.writing() as session:
        _offices(session, say, act)
        _answering(session, say, act)
        number = _meetings(session, say, act, edition.number)
        for text in entered()[:30]:
            signal = Signal(edition=edition.number, mahalla=RED[0], group="preventable", month="2024-11")
            acknowledge(session, signal, Act(text[:NAME], act.at), state="checking", note=say())
        keys = [key_of(site) for site in edition.sites.to_dict("records")]
        for at, text in enumerate(entered(NAME)[:60]):
            stage, file = ("before", "after", "")[at % 3], f"{at:032x}.jpg"
            PHOTOS.add(session, SitePhoto(site=keys[at % len(keys)], file=file, stage=stage, caption=text), act)
    return number


def log(store: Store) -> None:
    """A log of access in which whoever asked sent harmful text in every place that an entry has."""
    now, texts = datetime.now(UTC), (*hostile.TEXTS, *hostile.naughty())
    details = ("page", "role", "reason", "file", "asked", "path", "account")
    events = [
        Event(at=now, who=text[:NAME], action=action, details=dict.fromkeys(details, text))
        for text in texts
        for action in ("saw", text[:100])
    ]
    with store.register.writing() as session:
        access_log.append(session, events[-190:])


def _offices(session: Session, say: _Texts, act: Act) -> None:
    for key, level in POSTS_OF:
        BODIES.add(session, Body(key=f"{level}.body", **say.named(), source=say()), act)
        post = Post(
            key=key,
            body=f"{level}.body",
            level=level,
            **say.named(),
            group=SEVEN if level == "mahalla" else WORKING_GROUP,
            created=True,
            since=date(2023, 1, 1),
            source=say(),
        )
        POSTS.add(session, post, act)
    for place, level in PLACES:
        post = next(key for key, own in POSTS_OF if own == level)
        STAFFING.add(session, Staffing(post=post, place=place, as_of=DAY, planned=3, filled=1, order=say()), act)
        for group in (SEVEN, WORKING_GROUP):
            seat = Seat(group=group, place=place, post=post, holder=say(), order=say(), since=date(2023, 1, 1))
            SEATS.add(session, seat, act)
    SPECIAL_DAYS.add(session, SpecialDay(day=date(2024, 12, 31), name=say(), source=say()), act)
    rule = ReviewRule(key="month", every="month", before="d.post", order=say(), since=date(2023, 1, 1), source=say())
    REVIEW_RULES.add(session, rule, act)


def _answering(session: Session, say: _Texts, act: Act) -> None:
    since = date(2023, 1, 1)
    rule = Rule(key="rule", **say.named(), order=say(), posts=("m.post",), since=since, source=say(), note=say())
    RULES.add(session, rule, act)
    for place, level in PLACES:
        post = next(key for key, own in POSTS_OF if own == level)
        assigned = Assignment(
            place=place,
            level=level,
            body=f"{level}.body",
            post=post,
            holder=say(),
            rule="rule",
            order=say(),
            since=since,
            note=say(),
        )
        ASSIGNMENTS.add(session, assigned, act)
        for number in range(8):
            item = Item(
                place=place,
                level=level,
                period=("2024-Q4", "2024-12")[number % 2],
                item=say(SHORT),
                unit=say(100),
                planned=10,
                done=number,
                due=date(2024, 11, 1 + number),
                post=say(),
                evidence=say(),
                source=say(),
            )
            ITEMS.add(session, item, act)


def _meetings(session: Session, say: _Texts, act: Act, edition: int) -> int:
    numbers = []
    for day in (date(2024, 11, 20), DAY):
        meeting = Meeting(level="region", place=REGION, day=day, title=say(), chair="r.post", review="month")
        kept = MEETINGS.add(session, meeting, act)
        numbers.append(kept.id)
        for number, (place, _level) in enumerate(PLACES, start=1):
            point = AgendaItem(
                meeting=kept.id,
                number=number,
                subject=say(),
                speaker="d.post",
                place=place if number % 2 else "",
                speaker_name=say(),
            )
            AGENDA.add(session, point, act)
        for kind in REMARKS:
            for place, _level in PLACES:
                REMARKED.add(session, Remark(meeting=kept.id, kind=kind, text=say(), place=place, post="d.post"), act)
        for number, (place, level) in enumerate(PLACES * 3, start=1):
            decision = Decision(
                meeting=kept.id,
                number=number,
                text=say(),
                place=place,
                level=level,
                post="d.post",
                due=date(2024, 12, number),
                evidence=say(),
            )
            made = DECISIONS.add(session, decision, act)
            measure = Measure(
                post="d.post",
                place=place,
                day=day,
                measure=say(),
                reason=say(),
                order=say(),
                meeting=kept.id,
                decision=made.id,
                name=say(),
            )
            MEASURES.add(session, measure, act)
        set_note(session, Note(meeting=kept.id, text=say()), act)
    set_cue(session, Cue(mode="meeting", meeting=numbers[-1], scene="agenda"), act)
    return numbers[-1]
