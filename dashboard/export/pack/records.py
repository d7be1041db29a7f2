"""What the register says on a day: who answers for a mahalla, what is overdue, what was decided and is not done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dashboard import data
from dashboard.language import Language
from dashboard.view import View
from geodata.edition import Edition
from geodata.register import Kept, snapshot
from geodata.register.assignments import red_of
from geodata.register.decisions import Decision
from geodata.register.meetings import MEETINGS, Meeting
from geodata.register.posts import Post
from geodata.register.progress import overdue
from geodata.register.roadmap import Item
from geodata.register.snapshot import holding
from geodata.register.standing import Standings, decided, in_force, standings
from geodata.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """`posts` are names by key, `assigned` names of posts by red mahalla; `open_` and `late` the oldest due first."""

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
        return tuple(decision for decision in self.decisions if not decision.is_done(self.on))

    def state(self, decision: Decision) -> str:
        """How far a decision was on the day: done, overdue, or as it is recorded, unless it was done only later."""
        if decision.is_done(self.on):
            return "done"
        if decision.is_overdue(self.on):
            return "overdue"
        return "open" if decision.state == "done" else decision.state

    def post(self, key: str) -> str:
        """The name of a post; the words themselves where they are no key."""
        return self.posts.get(key, key)


def read(store: Store, view: View, *, on: date, meeting: int | None = None) -> Records:
    """The records as they stand on a day, the same ones as on the page Responsibility.

    Red mahallas are those of the view's decision on categories. StoreError for a meeting that does not exist.
    """
    if not store.has_records:
        return Records(on=on)
    store.upgrade()
    with store.register.reading() as session:
        kept = snapshot.read(session)
        chosen = None if meeting is None else MEETINGS.get(session, meeting).what
    posts = {key: _name(post.what, view.language) for key, post in kept.posts.items()}
    decisions = [one.what for one in decided(kept, on)]
    return Records(
        on=on,
        meeting=chosen,
        posts=posts,
        assigned=_assigned(standings(kept, red_of(view.edition, view.query.decision), on), posts),
        late=overdue((one.what for one in in_force(kept.items, on)), on),
        decisions=tuple(sorted(decisions, key=lambda decision: (decision.due, decision.place))),
        is_empty=not decisions and not kept.items and not holding(kept.assignments, on),
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


def _assigned(found: Standings, posts: Mapping[str, str]) -> Mapping[str, str]:
    """The posts that answer for each red mahalla; none for one that no assignment under a rule in force covers."""
    named = {
        one.place: dict.fromkeys(posts[kept.what.post] for kept in one.assigned) for one in found.red() if not one.gap
    }
    return {place: ", ".join(names) for place, names in named.items()}


def _name(post: Post, language: Language) -> str:
    """The name of a post in a language; the Latin one where that is empty."""
    return str(getattr(post, f"name_{data.spelling_of(language)}") or post.name_uz_latn)
