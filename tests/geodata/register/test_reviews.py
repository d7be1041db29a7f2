"""Reviews fall due at the end of their period, or on the next working day by the operator's own calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geodata.errors import OptionError, StoreError
from geodata.register import snapshot
from geodata.register.reviews import REVIEW_RULES, SPECIAL_DAYS, Calendar, Due, ReviewRule, SpecialDay
from geodata.register.standing import due_between

MONTHLY = ReviewRule(key="monthly", every="month", before="minister", since=date(2025, 1, 3))
RULES = [
    MONTHLY,
    replace(MONTHLY, key="quarterly", every="quarter", before="prosecutor_general"),
    replace(MONTHLY, key="half_yearly", every="half", before="prime_minister"),
]


def due(session, first, last):
    return [
        (str(found.day), found.rule, found.period)
        for found in due_between(snapshot.read(session), date.fromisoformat(first), date.fromisoformat(last))
    ]


@pytest.fixture
def session(register, act):
    with register.writing() as opened:
        REVIEW_RULES.add_all(opened, RULES, act)
        yield opened


def test_what_is_due_when(session):
    assert due(session, "2025-01-01", "2025-07-31") == [
        ("2025-01-31", "monthly", "2025-01"),
        ("2025-02-28", "monthly", "2025-02"),
        ("2025-03-31", "monthly", "2025-03"),
        ("2025-03-31", "quarterly", "2025-Q1"),
        ("2025-04-30", "monthly", "2025-04"),
        ("2025-06-02", "monthly", "2025-05"),  # 31 May 2025 is a Saturday
        ("2025-06-30", "half_yearly", "2025-H1"),
        ("2025-06-30", "monthly", "2025-06"),
        ("2025-06-30", "quarterly", "2025-Q2"),
        ("2025-07-31", "monthly", "2025-07"),
    ]


def test_a_review_moved_beyond_a_day_is_due_after_it(session):
    assert due(session, "2025-05-01", "2025-05-31") == []
    assert due(session, "2025-06-01", "2025-06-02") == [("2025-06-02", "monthly", "2025-05")]
    moved = [due_between(snapshot.read(session), day, day)[0].moved for day in (date(2025, 6, 2), date(2025, 4, 30))]
    assert moved == [True, False]


def test_holidays_and_moved_weekends_are_data(session, act):
    decreed = [SpecialDay(day=date(2026, 12, 31)), SpecialDay(day=date(2027, 1, 1))]
    kept = SPECIAL_DAYS.add_all(session, decreed, act)
    assert due(session, "2026-12-31", "2027-01-10")[0] == ("2027-01-04", "half_yearly", "2026-H2")
    # Made a working day by decree, a Saturday takes the review.
    SPECIAL_DAYS.add(session, SpecialDay(day=date(2027, 1, 2), kind="working"), act)
    assert due(session, "2026-12-31", "2027-01-10")[0][0] == "2027-01-02"
    SPECIAL_DAYS.close(session, kept[0], on=date(2026, 12, 1), why="taken back", act=act)
    assert due(session, "2026-12-31", "2027-01-10")[0][0] == "2026-12-31"


def test_a_day_stands_once(register, act):
    with register.writing() as session:
        SPECIAL_DAYS.add(session, SpecialDay(day=date(2026, 3, 8)), act)
    with pytest.raises(StoreError, match=r"(?i)unique"), register.writing() as session:
        SPECIAL_DAYS.add(session, SpecialDay(day=date(2026, 3, 8), kind="working"), act)


def test_a_rule_counts_while_it_holds(session, act):
    kept = REVIEW_RULES.find(session)[0]
    REVIEW_RULES.close(session, kept, on=date(2025, 3, 1), why="a new order", act=act)
    assert [each[2] for each in due(session, "2025-01-01", "2025-04-30") if each[1] == "monthly"] == [
        "2025-01", "2025-02",
    ]  # fmt: skip
    assert due(session, "2024-01-01", "2024-12-31") == []


def test_a_calendar_without_working_days_ends():
    closed = Calendar({date.fromordinal(n): False for n in range(739000, 739400)})
    assert closed.working_day(date.fromordinal(739010)) == date.fromordinal(739010)


def test_kinds_are_known():
    with pytest.raises(OptionError, match="kind is 'maybe'"):
        SpecialDay(day=date(2025, 1, 1), kind="maybe")
    with pytest.raises(OptionError, match="every is 'week'"):
        replace(MONTHLY, every="week")
    assert Due(date(2025, 1, 31), "a", "2025-01", "b") < Due(date(2025, 2, 1), "a", "2025-01", "b")
