"""Reviews: before whom, how often, and on which day each is due, by a calendar of holidays that the operator keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal, get_args

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.periods import MONTHS, Period
from geodata.register import checks
from geodata.register.records import Book, Kept, Record

Every = Literal["month", "quarter", "half", "year"]
EVERY: Final[tuple[Every, ...]] = get_args(Every)
"""From the shortest to the longest."""

DAY_KINDS: Final = ("holiday", "working")
WEEKEND: Final = (5, 6)
"""Saturday and Sunday, as `date.weekday` counts."""

_LONGEST_BREAK: Final = 60
"""Days in a row after which a calendar without a working day is no calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A day that is not what its weekday says: a holiday, or a weekend on which people work."""

    day: date
    kind: str = "holiday"
    name: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        checks.one_of("kind", self.kind, DAY_KINDS)
        checks.texts(name=self.name, source=self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRule:
    """A review at the end of `every` month, quarter, half or year before the holder of a post, from the day `since`."""

    key: str
    every: Every
    before: str
    order: str = ""
    since: date
    source: str = ""

    def __post_init__(self) -> None:
        checks.key("key", self.key)
        checks.one_of("every", self.every, EVERY)
        checks.key("before", self.before)
        checks.texts(order=self.order, source=self.source)


class SpecialDayRow(Record):
    """Table of `SpecialDay`; a day stands once."""

    __tablename__ = "special_day"
    __table_args__ = (
        Index(
            "uq_special_day",
            "day",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

    day: Mapped[date]
    kind: Mapped[str]
    name: Mapped[str]
    source: Mapped[str]


class ReviewRuleRow(Record):
    """Table of `ReviewRule`."""

    __tablename__ = "review_rule"

    key: Mapped[str] = mapped_column(unique=True)
    every: Mapped[str]
    before: Mapped[str]
    order: Mapped[str]
    since: Mapped[date]
    source: Mapped[str]


SPECIAL_DAYS: Final = Book(SpecialDay, SpecialDayRow)
REVIEW_RULES: Final = Book(ReviewRule, ReviewRuleRow, fixed=("key",))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: the week, but for `special` days (True: worked, False: a holiday)."""

    special: Mapping[date, bool] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        """Whether `day` is a working day."""
        return self.special.get(day, day.weekday() not in WEEKEND)

    def working_day(self, day: date) -> date:
        """`day` itself if it is worked, otherwise the next day that is."""
        for later in range(_LONGEST_BREAK):
            if self.works(day + timedelta(days=later)):
                return day + timedelta(days=later)
        return day


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """A review: the day it is due, the key of its rule, its period ("2025-01"), before whom (a post's key).

    `day` is the last day of the period, or the next working day where that one is not worked.
    """

    day: date
    rule: str
    period: str
    before: str

    @property
    def moved(self) -> bool:
        """Whether it was moved to a working day."""
        return self.day != Period.parse(self.period).end


def due_by(rules: Iterable[Kept[ReviewRule]], days: Calendar, first: date, last: date) -> tuple[Due, ...]:
    """The reviews by these rules due from `first` to `last`; a rule counts if it holds when the period ends."""
    found = []
    for kept in rules:
        rule = kept.what
        for period in _ending(rule.every, first - timedelta(days=_LONGEST_BREAK), last):
            day = days.working_day(period.end)
            if first <= day <= last and rule.since <= period.end and kept.holds(period.end):
                found.append(Due(day, rule.key, period.key, rule.before))
    return tuple(sorted(found))


def _ending(every: Every, first: date, last: date) -> Iterator[Period]:
    """The periods that end from `first` to `last`."""
    period = Period.of(every, first.year, (first.month - 1) // MONTHS[every] + 1)
    while period.end <= last:
        yield period
        after = period.end + timedelta(days=1)
        period = Period.of(every, after.year, (after.month - 1) // MONTHS[every] + 1)
