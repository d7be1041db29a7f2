"""How responsibility stands on a day, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.register.assignments import Assignment, Rule
from geodata.register.decisions import Decision
from geodata.register.meetings import Meeting
from geodata.register.records import Kept
from geodata.register.reviews import ReviewRule, SpecialDay
from geodata.register.roadmap import Item
from geodata.register.snapshot import Snapshot
from geodata.register.standing import in_force, next_reviews, open_decisions, standings

DAY = date(2025, 2, 21)


def rule(key: str, *, years_from: int | None = 1, years_to: int | None = None, since: date = date(2025, 1, 1)) -> Rule:
    return Rule(
        key=key,
        name_uz_latn=key,
        order="x",
        posts=("hokim",),
        years_from=years_from,
        years_to=years_to,
        since=since,
    )


def assignment(place: str, of: str, since: date = date(2025, 1, 10)) -> Assignment:
    return Assignment(place=place, body="hokimlik", post="hokim", rule=of, since=since)


def item(place: str, period: str, due: date, done: float = 0.0) -> Item:
    return Item(place=place, level="mahalla", period=period, item=f"i{due}", planned=4.0, done=done, due=due)


def decision(number: int, due: date, done_on: date | None = None, meeting: int = 1) -> Decision:
    return Decision(
        meeting=meeting,
        number=number,
        text="t",
        place="a",
        level="mahalla",
        post="hokim",
        due=due,
        state="done" if done_on else "open",
        done_on=done_on,
    )


def kept(*records):
    return tuple(Kept(number, what) for number, what in enumerate(records, start=1))


def test_a_red_mahalla_without_a_post_under_a_rule_that_covers_it_is_a_gap():
    snapshot = Snapshot(
        rules=kept(rule("short", years_to=2), rule("long", years_from=3), rule("line", years_from=None)),
        assignments=kept(
            assignment("a", "short"),
            assignment("b", "short"),  # red for three years: the rule does not cover it
            assignment("c", "line"),  # the line alone is no assignment by name
            assignment("d", "long", since=date(2025, 3, 1)),  # has not begun
        ),
    )
    found = standings(snapshot, {"a": 1, "b": 3, "c": 1, "d": 4}, DAY)
    assert {one.place: one.gap for one in found.red()} == {"a": False, "b": True, "c": True, "d": True}
    assert found.of("c").assigned == ()


def test_an_assignment_that_was_closed_leaves_a_gap_from_that_day():
    ended = Kept(1, assignment("a", "r"), closed_on=DAY)
    snapshot = Snapshot(rules=kept(rule("r")), assignments=(ended,))
    assert not standings(snapshot, {"a": 1}, date(2025, 2, 20)).of("a").gap
    assert standings(snapshot, {"a": 1}, DAY).of("a").gap


def test_the_road_map_of_a_day_is_that_of_its_month_and_quarter_and_what_earlier_ones_left_undone():
    items = kept(
        item("a", "2025-Q1", date(2025, 3, 20)),
        item("a", "2025-02", date(2025, 2, 10)),
        item("a", "2025-01", date(2025, 1, 31)),  # left undone
        item("a", "2025-01", date(2025, 1, 30), done=4.0),  # finished: past
        item("a", "2025-Q2", date(2025, 6, 30)),  # has not begun
    )
    assert [one.id for one in in_force(items, DAY)] == [1, 2, 3]
    progress = standings(Snapshot(items=items), {}, DAY).of("a").progress
    assert (progress.items, progress.fulfilled, progress.overdue) == (3, 0, 2)


def test_a_decision_counts_from_its_meeting_until_the_day_it_is_done():
    meetings = {
        1: Kept(1, Meeting(level="region", place="r", day=date(2025, 1, 31), title="t")),
        2: Kept(2, Meeting(level="region", place="r", day=date(2025, 2, 28), title="t")),
    }
    decisions = kept(
        decision(1, date(2025, 2, 7)),
        decision(2, date(2025, 2, 14), done_on=DAY),
        decision(3, date(2025, 2, 25), done_on=date(2025, 2, 25)),
        decision(4, date(2025, 3, 31), meeting=2),
    )
    snapshot = Snapshot(meetings=meetings, decisions=decisions)
    assert [one.id for one in open_decisions(snapshot, DAY)] == [1, 3]
    assert [one.id for one in open_decisions(snapshot, date(2025, 2, 20))] == [1, 2, 3]
    standing = standings(snapshot, {}, DAY).of("a")
    assert (len(standing.decisions), standing.decisions_overdue) == (2, 1)


def test_the_list_begins_with_gaps_then_with_what_is_late_then_with_years():
    snapshot = Snapshot(
        rules=kept(rule("r")),
        assignments=kept(*(assignment(place, "r") for place in ("late", "long", "new"))),
        items=kept(item("late", "2025-Q1", date(2025, 2, 1))),
    )
    found = standings(snapshot, {"new": 1, "long": 3, "late": 1, "gap": 1}, DAY).red()
    assert [one.place for one in found] == ["gap", "late", "long", "new"]


def test_the_next_review_of_each_rule_by_the_calendar():
    snapshot = Snapshot(
        reviews=kept(
            ReviewRule(key="m", every="month", before="minister", since=date(2025, 1, 1)),
            ReviewRule(key="h", every="half", before="prime_minister", since=date(2025, 1, 1)),
        ),
        special_days=kept(SpecialDay(day=date(2025, 2, 28))),
    )
    assert [(one.rule, one.day) for one in next_reviews(snapshot, DAY)] == [
        ("m", date(2025, 3, 3)),  # the 28th is off, 1 and 2 March are a weekend
        ("h", date(2025, 6, 30)),
    ]


@pytest.mark.parametrize("place", ["nowhere", ""])
def test_a_place_of_which_nothing_is_recorded_is_empty(place):
    standing = standings(Snapshot(), {}, DAY).of(place)
    assert (standing.years, standing.gap, standing.has_road_map, standing.decisions) == (0, False, False, ())
