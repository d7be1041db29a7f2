"""What the register says on a day: who answers for a mahalla, what is overdue, what was decided and is not done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from dashboard import data
from dashboard.language import Language
from geodata.edition import Edition
from geodata.register import Kept
from geodata.register.assignments import ASSIGNMENTS, RULES, AssignmentRow
from geodata.register.decisions import DECISIONS, Decision, DecisionRow
from geodata.register.meetings import MEETINGS, Meeting
from geodata.register.posts import POSTS, Post
from geodata.register.progress import overdue
from geodata.register.roadmap import Item, items
from geodata.register.standing import in_force
from geodata.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """`posts` are names by key, `assigned` names of posts by mahalla; `open_` and `late` the oldest due first."""

    on: date
    meeting: Meeting | None = None
    posts: Mapping[str, str] = field(default_factory=dict)
    assigned: Mapping[str, str] = field(default_factory=dict)
    late: tuple[Item, ...] = ()
    decisions: tuple[Decision, ...] = ()
    is_empty: bool = True

    @property
    def open_(self) -> tuple[Decision, ...]:
        """The decisions not done on the day."""
        return tuple(decision for decision in self.decisions if decision.is_open(self.on))

    def state(self, decision: Decision) -> str:
        """How far a decision was on the day: overdue, or as it is recorded, unless it was done only later."""
        if decision.is_overdue(self.on):
            return "overdue"
        return "open" if decision.state == "done" and not decision.is_done(self.on) else decision.state

    def post(self, key: str) -> str:
        """The name of a post; the words themselves where they are no key."""
        return self.posts.get(key, key)


def read(store: Store, language: Language, *, on: date, meeting: int | None = None) -> Records:
    """The records as they stand on a day; StoreError for a meeting that does not exist."""
    if not store.has_records:
        return Records(on=on)
    store.upgrade()
    with store.register.reading() as session:
        posts = {kept.what.key: _name(kept.what, language) for kept in POSTS.find(session)}
        decided = [kept.what for kept in DECISIONS.find(session, DecisionRow.closed_on.is_(None))]
        planned = items(session)
        assigned = _assigned(session, posts, on)
        return Records(
            on=on,
            meeting=None if meeting is None else MEETINGS.get(session, meeting).what,
            posts=posts,
            assigned=assigned,
            late=overdue((kept.what for kept in in_force(planned, on)), on),
            decisions=tuple(sorted(decided, key=lambda decision: (decision.due, decision.place))),
            is_empty=not (decided or planned or assigned),
        )


def meeting_of(store: Store, number: int) -> Kept[Meeting]:
    """The meeting with a number; StoreError if there is none."""
    store.upgrade()
    with store.register.reading() as session:
        return MEETINGS.get(session, number)


def home(edition: Edition) -> Mapping[str, str]:
    """From the code of a mahalla or a district to the code of its district."""
    mahallas = edition.mahallas
    found = dict(zip(mahallas["code"].astype(str), mahallas["district"].astype(str), strict=True))
    return found | {str(code): str(code) for code in edition.districts["code"]}


def _assigned(session: Session, posts: Mapping[str, str], on: date) -> Mapping[str, str]:
    """The posts that answer for each mahalla by a rule for red ones; by any rule where there is none such."""
    for_red = {kept.what.key for kept in RULES.find(session) if kept.what.years_from is not None}
    found: dict[str, dict[bool, list[str]]] = {}
    for kept in ASSIGNMENTS.find(session, AssignmentRow.level == "mahalla", on=on):
        found.setdefault(kept.what.place, {True: [], False: []})[kept.what.rule in for_red].append(kept.what.post)
    named = {place: dict.fromkeys(posts.get(key, key) for key in by[True] or by[False]) for place, by in found.items()}
    return {place: ", ".join(names) for place, names in named.items()}


def _name(post: Post, language: Language) -> str:
    """The name of a post in a language; the Latin one where that is empty."""
    return str(getattr(post, f"name_{data.spelling_of(language)}") or post.name_uz_latn)
