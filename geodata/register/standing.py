"""How responsibility stands on a day: who answers for each red mahalla, what was promised, what is done, what is late.

Pure functions over a `Snapshot`; the years in red come from an edition.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final, TypeVar

from geodata.periods import Period
from geodata.register.assignments import ON_THE_LINE, Assignment, Line, gaps_by
from geodata.register.decisions import Decision
from geodata.register.posts import Seat, Staffing
from geodata.register.progress import Progress, progress
from geodata.register.records import Kept
from geodata.register.reviews import Calendar, Due, due_by
from geodata.register.roadmap import Item
from geodata.register.snapshot import Snapshot, holding

P = TypeVar("P", Assignment, Item, Decision)

LOOK_AHEAD: Final = timedelta(days=400)
"""Far enough to find the next review of every rule, a yearly one included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One place on a day.

    `years` in red (0: not red); `assigned` by name, under rules about red mahallas; `gap`: red, and nobody answers
    under a rule in force that covers it; `items` and their `progress`; `decisions` not done by then.
    """

    place: str
    years: int
    assigned: tuple[Kept[Assignment], ...]
    gap: bool
    items: tuple[Kept[Item], ...]
    progress: Progress
    decisions: tuple[Kept[Decision], ...]
    decisions_overdue: int

    @property
    def has_road_map(self) -> bool:
        """Whether there is a road map at all."""
        return bool(self.items)


@dataclass(frozen=True, kw_only=True)
class Standings:
    """Every place that has anything, by code: mahallas, districts and the region; `day` is the day it is told of."""

    day: date
    places: Mapping[str, Standing]

    def of(self, place: str) -> Standing:
        """One place; nothing but emptiness where nothing is recorded."""
        return self.places.get(place) or _standing(place, self.day, _Held())

    @cached_property
    def digest(self) -> str:
        """What tells these from others on a map: who is without anybody, how far road maps are, what is open."""
        told = [(one.place, one.gap, one.progress, len(one.decisions)) for one in self.places.values()]
        return hashlib.sha256(repr(sorted(told, key=lambda line: line[0])).encode()).hexdigest()

    def red(self, places: Iterable[str] | None = None) -> Sequence[Standing]:
        """The red mahallas, those without anybody first, then by what is overdue and by years in red."""
        if places is None:
            return self._red
        wanted = set(places)
        return tuple(one for one in self._red if one.place in wanted)

    @cached_property
    def _red(self) -> Sequence[Standing]:
        found = (one for one in self.places.values() if one.years)
        return tuple(sorted(found, key=_urgency))


def _urgency(one: Standing) -> tuple[bool, int, int, str]:
    return not one.gap, -(one.progress.overdue + one.decisions_overdue), -one.years, one.place


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What the register has of one place."""

    years: int = 0
    gap: bool = False
    assigned: tuple[Kept[Assignment], ...] = ()
    items: tuple[Kept[Item], ...] = ()
    decisions: tuple[Kept[Decision], ...] = ()


def standings(kept: Snapshot, red: Mapping[str, int], day: date) -> Standings:
    """All places on a day: `red` are the mahallas red on it with their years."""
    rules = [rule.what for rule in holding(kept.rules, day)]
    held = holding(kept.assignments, day)
    gaps = {gap.mahalla for gap in gaps_by(rules, held, red)}
    by_name = {rule.key for rule in rules if rule.years_from is not None}
    assigned = _by_place(one for one in held if one.what.rule in by_name)
    items = _by_place(in_force(kept.items, day))
    decisions = _by_place(open_decisions(kept, day))
    places = red.keys() | assigned.keys() | items.keys() | decisions.keys()
    return Standings(
        day=day,
        places={
            place: _standing(
                place,
                day,
                _Held(
                    years=red.get(place, 0),
                    gap=place in gaps,
                    assigned=tuple(assigned[place]),
                    items=tuple(items[place]),
                    decisions=tuple(decisions[place]),
                ),
            )
            for place in sorted(places)
        },
    )


def _standing(place: str, day: date, held: _Held) -> Standing:
    return Standing(
        place=place,
        years=held.years,
        assigned=held.assigned,
        gap=held.gap,
        items=held.items,
        progress=progress((kept.what for kept in held.items), day),
        decisions=held.decisions,
        decisions_overdue=sum(kept.what.is_overdue(day) for kept in held.decisions),
    )


def in_force(items: Collection[Kept[Item]], day: date) -> list[Kept[Item]]:
    """The items of the road maps of the day's own month and quarter, and what earlier ones left undone."""
    periods = {key: Period.parse(key) for key in {kept.what.period for kept in items}}
    return [
        kept
        for kept in items
        if kept.holds(day)
        and periods[kept.what.period].start <= day
        and (day <= periods[kept.what.period].end or not kept.what.fulfilled)
    ]


def open_decisions(kept: Snapshot, day: date) -> list[Kept[Decision]]:
    """The decisions of meetings up to a day that hold and are not done by then, the oldest due first."""
    found = [decision for decision in decided(kept, day) if not decision.what.is_done(day)]
    return sorted(found, key=lambda decision: (decision.what.due, decision.id))


def decided(kept: Snapshot, day: date) -> list[Kept[Decision]]:
    """The decisions of meetings up to a day that are not taken back, done ones included."""
    return [one for one in kept.decisions if one.holds(day) and kept.meetings[one.what.meeting].what.day <= day]


def line_of(kept: Snapshot, line: Line, day: date) -> dict[str, tuple[Kept[Assignment], ...]]:
    """Who answers for a mahalla on a day: by the level of the post, each of `ON_THE_LINE`, an empty one included.

    What was assigned to its district or the region counts for the mahalla as well.
    """
    places = {line.mahalla, line.district, line.region}
    found = [one for one in holding(kept.assignments, day) if one.what.place in places]
    return {
        level: tuple(one for one in found if kept.posts[one.what.post].what.level == level) for level in ON_THE_LINE
    }


def staffing_of(kept: Snapshot, day: date) -> dict[tuple[str, str], Kept[Staffing]]:
    """The newest figure of each post in each place up to a day, by post and place."""
    known = [one for one in kept.staffing if one.what.as_of <= day and one.holds(day)]
    known.sort(key=lambda one: (one.what.as_of, one.id))
    return {(one.what.post, one.what.place): one for one in known}


def seats_in(kept: Snapshot, group: str, day: date) -> list[Kept[Seat]]:
    """The seats of a group, in whatever place, that are taken on a day."""
    return [one for one in holding(kept.seats, day) if one.what.group == group]


def calendar_of(kept: Snapshot) -> Calendar:
    """The calendar by the special days that are not closed."""
    known = (one.what for one in kept.special_days if one.closed_on is None)
    return Calendar({special.day: special.kind == "working" for special in known})


def due_between(kept: Snapshot, first: date, last: date) -> tuple[Due, ...]:
    """The reviews due from `first` to `last`."""
    return due_by(kept.reviews, calendar_of(kept), first, last)


def next_reviews(kept: Snapshot, day: date) -> tuple[Due, ...]:
    """The next review of each rule on or after a day, the nearest first."""
    found: dict[str, Due] = {}
    for review in due_between(kept, day, day + LOOK_AHEAD):
        found.setdefault(review.rule, review)
    return tuple(sorted(found.values()))


def _by_place(records: Iterable[Kept[P]]) -> defaultdict[str, list[Kept[P]]]:
    grouped: defaultdict[str, list[Kept[P]]] = defaultdict(list)
    for kept in records:
        grouped[kept.what.place].append(kept)
    return grouped
