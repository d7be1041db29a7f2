"""Everything the register says about responsibility, read at once: what pages compute from, whatever day they show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.register.assignments import ASSIGNMENTS, RULES, Assignment, Rule
from geodata.register.decisions import DECISIONS, MEASURES, Decision, Measure
from geodata.register.meetings import MEETINGS, Meeting
from geodata.register.models import AuditEntry
from geodata.register.posts import BODIES, POSTS, SEATS, STAFFING, Body, Post, Seat, Staffing
from geodata.register.records import Kept
from geodata.register.reviews import REVIEW_RULES, SPECIAL_DAYS, ReviewRule, SpecialDay
from geodata.register.roadmap import Item, items

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The records by number, closed ones included but for the items of road maps; bodies and posts by key."""

    bodies: Mapping[str, Kept[Body]] = field(default_factory=dict)
    posts: Mapping[str, Kept[Post]] = field(default_factory=dict)
    rules: tuple[Kept[Rule], ...] = ()
    assignments: tuple[Kept[Assignment], ...] = ()
    items: tuple[Kept[Item], ...] = ()
    meetings: Mapping[int, Kept[Meeting]] = field(default_factory=dict)
    decisions: tuple[Kept[Decision], ...] = ()
    measures: tuple[Kept[Measure], ...] = ()
    staffing: tuple[Kept[Staffing], ...] = ()
    seats: tuple[Kept[Seat], ...] = ()
    reviews: tuple[Kept[ReviewRule], ...] = ()
    special_days: tuple[Kept[SpecialDay], ...] = ()


def version(session: Session) -> int:
    """The number of the last entry of the audit trail, which every change of a record moves on."""
    return session.scalar(select(func.max(AuditEntry.seq))) or 0


def read(session: Session) -> Snapshot:
    """All of it as the session sees it."""
    return Snapshot(
        bodies=MappingProxyType({kept.what.key: kept for kept in BODIES.find(session)}),
        posts=MappingProxyType({kept.what.key: kept for kept in POSTS.find(session)}),
        rules=RULES.find(session),
        assignments=ASSIGNMENTS.find(session),
        items=items(session),
        meetings=MappingProxyType({kept.id: kept for kept in MEETINGS.find(session)}),
        decisions=DECISIONS.find(session),
        measures=MEASURES.find(session),
        staffing=STAFFING.find(session),
        seats=SEATS.find(session),
        reviews=REVIEW_RULES.find(session),
        special_days=SPECIAL_DAYS.find(session),
    )


def holding(records: Iterable[Kept[T]], day: date) -> tuple[Kept[T], ...]:
    """Those that hold on a day: begun, where they have a first day, and not closed."""
    return tuple(kept for kept in records if kept.holds(day) and getattr(kept.what, "since", day) <= day)
