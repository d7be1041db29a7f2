"""What is sent to a screen: the scene with all that a screen must say beside it, as bytes prepared once for everybody.

The presenter's notes are not among what is read here, so they cannot leave.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from dashboard import data
from dashboard.access.settings import Wall
from dashboard.language import Language, Words
from dashboard.stage import assets
from dashboard.stage.desk import Desk
from dashboard.stage.makers import MAKERS
from dashboard.stage.rotation import NothingToRotateError, Position, Turn, order_of, position
from dashboard.stage.scene import Asked, Setting, title
from geodata.edition import Edition
from geodata.periods import day_of

SCREENS: Final = ("wall", "follow")
_NEVER: Final = datetime.fromtimestamp(0, UTC)
_KEPT: Final = 160
"""Scenes kept: twenty-four of a rotation in four languages, and those of a meeting."""


@dataclass(frozen=True, slots=True)
class Message:
    """Deflated JSON in base 64, and the tag by which a screen knows that it has it already."""

    tag: str
    packed: bytes

    @classmethod
    def of(cls, content: dict[str, object]) -> Message:
        """The message of a content."""
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        return cls(hashlib.sha256(text).hexdigest()[:16], base64.b64encode(zlib.compress(text, 9)))


@dataclass(slots=True)
class Maker:
    """Makes messages and keeps the scenes made, the newest used last; one a process.

    An edition older than `old_after_days` is announced.
    """

    old_after_days: int = Wall().old_after_days
    _scenes: OrderedDict[object, dict[str, object]] = field(default_factory=OrderedDict)

    def now(self, desk: Desk, screen: str, language: Language, now: datetime) -> Message:
        """What a screen shows at a moment; NoEditionError where nothing has been published."""
        edition = data.edition(desk.edition)
        if desk.agenda is not None:
            return Message.of(self._meeting(desk, edition, language, now))
        order = order_of(desk.steps, edition, desk.region)
        return Message.of(self._rotation(desk, edition, order, position(order, desk.cue, now), (screen, language, now)))

    def turn(self, desk: Desk, index: int, language: Language, now: datetime) -> Message:
        """One turn of the rotation by its number, counted around the end; for a screen that is looked through."""
        edition = data.edition(desk.edition)
        order = order_of(desk.steps, edition, desk.region)
        if not order:
            raise NothingToRotateError("nothing to rotate")
        at = Position(index % len(order), _NEVER, _NEVER, held=True)
        return Message.of(self._rotation(desk, edition, order, at, ("wall", language, now)))

    def _meeting(self, desk: Desk, edition: Edition, language: Language, now: datetime) -> dict[str, object]:
        place = desk.cue.place or desk.about(edition)
        asked = Asked(kind=desk.cue.scene, place=place, language=language, day=desk.day(edition, now))
        return self._common(desk, edition, language, now) | {
            "scene": self._scene(desk, edition, asked),
            "mode": "meeting",
            "speaker": _speaker(desk, edition, language),
        }

    def _rotation(
        self, desk: Desk, edition: Edition, order: tuple[Turn, ...], at: Position, on: tuple[str, Language, datetime]
    ) -> dict[str, object]:
        screen, asked_language, now = on
        turn, following = order[at.index], order[(at.index + 1) % len(order)]
        own = turn.step.language if screen == "wall" else ""
        language = Language(own) if own else asked_language
        asked = Asked(
            kind=turn.scene,
            place=turn.place,
            language=language,
            group=turn.step.group,
            period=turn.step.period,
            day=desk.day(edition, now),
        )
        words = Words(language)
        place = following.place
        name = title(edition, language, place) if place else words(f"stage.kind.{following.scene}")
        return self._common(desk, edition, language, now) | {
            "scene": self._scene(desk, edition, asked),
            "mode": "rotation",
            "index": at.index,
            "count": len(order),
            "begun": _ms(at.begun),
            "ends": _ms(at.ends),
            "held": at.held,
            "next": words("stage.next", name=name),
        }

    def _scene(self, desk: Desk, edition: Edition, asked: Asked) -> dict[str, object]:
        meeting = desk.agenda.meeting.id if desk.agenda else None
        key = (edition.id, desk.pulse.figures, meeting, asked)
        made = self._scenes.get(key)
        if made is None:
            setting = Setting(asked=asked, edition=edition, records=desk.records, agenda=desk.agenda)
            made = MAKERS[asked.kind](setting).as_dict(setting.words)
        # Threads of several screens come by here: between two steps another may have pushed this scene out.
        self._scenes.pop(key, None)
        self._scenes[key] = made
        while len(self._scenes) > _KEPT:
            self._scenes.popitem(last=False)
        return made

    def _common(self, desk: Desk, edition: Edition, language: Language, now: datetime) -> dict[str, object]:
        """What every message says: whose data, how fresh, and where the shapes and names are."""
        words = Words(language)
        published = edition.manifest.published_at
        pinned = desk.agenda is not None and desk.agenda.meeting.what.edition is not None
        key = "stage.meeting_edition" if pinned else "stage.edition"
        fresh = words(key, number=edition.number, date=words.date(day_of(published)))
        age = (now - published).days
        return {
            "build": assets.BUILD,
            "language": str(language),
            "edition": edition.id,
            "geometry": data.geometry_address(edition),
            "names": data.names_address(edition.id, language),
            "marks": data.sites_address(edition.id, language) or "",
            "demo": words("app.demonstration") if edition.manifest.demonstration else "",
            "fresh": " · ".join(filter(None, (fresh, _data_to(edition, words)))),
            "old": words("stage.old", n=words.number(age)) if age > self.old_after_days and not pinned else "",
        }


def _data_to(edition: Edition, words: Words) -> str:
    groups = edition.groups()
    span = edition.coverage(groups[0]) if groups else None
    return words("stage.data_to", date=words.date(span[1])) if span else ""


def _speaker(desk: Desk, edition: Edition, language: Language) -> dict[str, object] | None:
    """Who speaks: place, post, the place in the queue, since when and for how long; officials by post alone."""
    kept = desk.item
    if kept is None or desk.agenda is None:
        return None
    asked = Asked(kind="agenda", place="", language=language, day=desk.agenda.meeting.what.day)
    setting = Setting(asked=asked, edition=edition, records=desk.records, agenda=desk.agenda)
    item = kept.what
    numbers = [one.id for one in desk.agenda.items]
    return {
        "name": setting.place_name(item.place) if item.place else setting.said(item.subject),
        "post": setting.post_name(item.speaker) if item.speaker else "",
        "number": numbers.index(kept.id) + 1,
        "of": len(numbers),
        "since": _ms(datetime.fromisoformat(desk.cue.since)) if desk.cue.since else 0,
        "seconds": desk.cue.seconds,
    }


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def nothing(words: Words) -> Message:
    """What a screen shows before anything has been published."""
    return Message.of({"build": assets.BUILD, "language": str(words.language), "none": words("stage.no_edition")})
