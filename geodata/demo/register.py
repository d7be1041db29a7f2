"""The demonstration's records: rules, posts and holidays are facts with their sources, all else is made up and says so.

No person is named anywhere: an assignment leads to a post.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from geodata.demo import register_meetings, register_plans, register_posts, register_rules
from geodata.demo.plane import stream
from geodata.demo.register_meetings import ORDER
from geodata.edition import Edition
from geodata.register import Register
from geodata.register.assignments import ASSIGNMENTS, RULES, Assignment, red_of
from geodata.register.posts import BODIES, POSTS, SEATS, SEVEN, STAFFING, WORKING_GROUP, Post, Seat, Staffing
from geodata.register.records import Act
from geodata.register.reviews import REVIEW_RULES, SPECIAL_DAYS
from geodata.register.roadmap import ITEMS

WHO: Final = "demonstration"
NOTE: Final = "demonstration: synthetic"
FROM_2025: Final = date(2025, 1, 10)
FROM_2026: Final = date(2026, 1, 12)
LEFT_OPEN: Final = 3
"""Red mahallas left without an assignment in each year, so that it is seen how they are told."""

_STAFF: Final = {"junior_inspector": (8, 40), "chief_inspector": (3, 12), "migration_prevention": (2, 6),
                 "admin_practice": (2, 5)}  # fmt: skip
_STAFF_DAY: Final = date(2025, 2, 1)
_VACANT: Final = 0.05
_WORKING_GROUP: Final = ("region_prosecutor", "region_hokim", "region_police_head", "region_justice_head")


@dataclass(frozen=True, slots=True)
class _World:
    """The places of the edition: the region, its districts by how many red mahallas they have, and these.

    `sites`: how many model sites of a kind each place has, and how many of them are opened.
    """

    region: str
    districts: tuple[str, ...]
    home: Mapping[str, str]
    red: Mapping[str, int]
    sites: Mapping[tuple[str, str], tuple[int, int]]


def fill(register: Register, edition: Edition, seed: int) -> None:
    """Fills an empty register for the edition, in one transaction; nothing happens where bodies are known already.

    The same seed and edition give the same records; their entries in the trail carry the edition's own moment.
    """
    act = Act(WHO, edition.manifest.published_at)
    world = _world(edition)
    with register.writing() as session:
        if BODIES.find(session):
            return
        posts = facts(session, act)
        _assignments(session, world, posts, seed, act)
        rng = stream(seed, "register", "road maps")
        planned = register_plans.Planned(
            region=world.region, districts=world.districts, red=list(world.red), sites=world.sites
        )
        ITEMS.add_all(session, register_plans.items(planned, rng), act)
        _people(session, world, seed, act)
        about = register_meetings.Subject(world.region, world.districts, list(world.red))
        register_meetings.add(session, about, edition.number, stream(seed, "register", "meetings"), act)


def _world(edition: Edition) -> _World:
    red = red_of(edition, edition.category_days()[-1])
    mahallas = edition.mahallas
    home = dict(zip(mahallas["code"].astype(str), mahallas["district"].astype(str), strict=True))
    per_district = Counter(home[code] for code in red)
    codes = sorted(edition.districts["code"].astype(str), key=lambda code: (-per_district[code], code))
    return _World(edition.region.code, tuple(codes), home, red, _sites(edition, home))


def _sites(edition: Edition, home: Mapping[str, str]) -> dict[tuple[str, str], tuple[int, int]]:
    every: Counter[tuple[str, str]] = Counter()
    opened: Counter[tuple[str, str]] = Counter()
    for mahalla, kind, state in edition.sites[["mahalla", "kind", "state"]].itertuples(index=False):
        for place in (mahalla, home[mahalla], edition.region.code):
            every[place, kind] += 1
            opened[place, kind] += state == "opened"
    return {key: (every[key], opened[key]) for key in every}


def facts(session: Session, act: Act) -> dict[str, Post]:
    """Everything that is known, each record with its source, into a register without bodies; the posts by key."""
    BODIES.add_all(session, register_posts.bodies(), act)
    posts = POSTS.add_all(session, register_posts.posts(), act)
    for rule, until in register_rules.RULES:
        RULES.add(session, rule, act, until=until)
    REVIEW_RULES.add_all(session, register_rules.REVIEWS, act)
    known = {kept.what.day for kept in SPECIAL_DAYS.find(session) if kept.closed_on is None}
    SPECIAL_DAYS.add_all(session, [day for day in register_rules.special_days() if day.day not in known], act)
    return {kept.what.key: kept.what for kept in posts}


def _assignments(session: Session, world: _World, posts: Mapping[str, Post], seed: int, act: Act) -> None:
    """Who answers for each red mahalla in 2025 and in 2026, and the line above it."""
    rules = {rule.key: rule for rule, _ in register_rules.RULES}
    rng = stream(seed, "register", "assignments")

    def assigned(place: str, level: str, rule: str, options: Sequence[str], since: date) -> Assignment:
        post = posts[str(rng.choice(list(options)))]
        return Assignment(
            place=place, level=level, body=post.body, post=post.key, rule=rule, order=ORDER, since=since, note=NOTE
        )

    red = list(world.red)
    for since, keys, until in (
        (FROM_2025, ("red_2025",), register_rules.SINCE_2026),
        (FROM_2026, ("red_2026", "red_2026_three", "red_2026_five"), None),
    ):
        left = set(rng.choice(red, min(LEFT_OPEN, len(red)), replace=False).tolist())
        covering = [(code, next(rules[key] for key in keys if rules[key].covers(world.red[code]))) for code in red]
        chosen = [assigned(c, "mahalla", rule.key, rule.posts, since) for c, rule in covering if c not in left]
        ASSIGNMENTS.add_all(session, chosen, act, until=until)
    line = [assigned(code, "mahalla", "line_2025", ["prevention_inspector"], FROM_2025) for code in red]
    line += [assigned(code, "district", "line_2025", ["police_head"], FROM_2025) for code in world.districts]
    line.append(assigned(world.region, "region", "line_2025", ["region_police_head"], FROM_2025))
    ASSIGNMENTS.add_all(session, line, act)


def _people(session: Session, world: _World, seed: int, act: Act) -> None:
    """How the new posts are filled in each unit, the seven of each red mahalla by post, the working group."""
    rng = stream(seed, "register", "posts")
    figures = [_staffing(post, code, limits, rng) for code in world.districts for post, limits in _STAFF.items()]
    STAFFING.add_all(session, [*figures, _staffing("admin_convoy", world.region, (4, 6), rng)], act)
    seven = [post.key for post in register_posts.posts() if post.group == SEVEN]
    seats = [(SEVEN, code, key) for code in world.red for key in seven if rng.random() >= _VACANT]
    seats += [(WORKING_GROUP, world.region, key) for key in _WORKING_GROUP]
    SEATS.add_all(
        session,
        [Seat(group=group, place=place, post=key, order=ORDER, since=FROM_2025) for group, place, key in seats],
        act,
    )


def _staffing(post: str, place: str, limits: tuple[int, int], rng: np.random.Generator) -> Staffing:
    planned = int(rng.integers(limits[0], limits[1] + 1))
    filled = int(rng.binomial(planned, 0.8))
    return Staffing(post=post, place=place, as_of=_STAFF_DAY, planned=planned, filled=filled, order=ORDER)
