"""Reporting periods: month, quarter, half-year, year or any range of days; the equal period a year earlier.

Days are whole days of the territory's own calendar; both ends belong to the period.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal, Self
from zoneinfo import ZoneInfo

from geodata.errors import PeriodError

TIME_ZONE: Final = "Asia/Samarkand"
"""Whose days are counted: there is one in the whole country."""

Kind = Literal["year", "half", "quarter", "month", "range"]

MONTHS: Final = {"year": 12, "half": 6, "quarter": 3, "month": 1}
"""Length in months of each kind that follows the calendar."""

_WRITTEN: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?", re.ASCII
)
_RANGE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", re.ASCII)


def day_of(moment: datetime) -> date:
    """The date of a moment in the country: at Greenwich it may still be the day before."""
    return moment.astimezone(ZoneInfo(TIME_ZONE)).date()


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days from `start` to `end`, both included; `partial` says that the data do not fill it.

    `partial` is a remark, not part of what the period is: two of the same days and kind are equal whatever it says.
    """

    start: date
    end: date
    kind: Kind = "range"
    partial: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise PeriodError("period_backwards", got=f"{self.start}..{self.end}")

    @classmethod
    def of(cls, kind: Kind, year: int, part: int = 1) -> Self:
        """The `part`-th (from 1) month, quarter or half of `year`, or the year; PeriodError outside 1 to 9999."""
        length = MONTHS[kind]
        first = (part - 1) * length + 1
        try:
            start = date(year, first, 1)
            end = date(year, first + length - 1, calendar.monthrange(year, first + length - 1)[1])
        except (ValueError, calendar.IllegalMonthError) as error:
            raise PeriodError("period_unreadable", got=f"{kind} {part} of {year}") from error
        return cls(start, end, kind)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The period written `2024`, `2024-H2`, `2024-Q4`, `2024-12` or `2024-01-01..2024-11-15`; else PeriodError."""
        if found := _WRITTEN.fullmatch(text):
            for kind in ("half", "quarter", "month"):
                if found[kind]:
                    return cls.of(kind, int(found["year"]), int(found[kind]))
            return cls.of("year", int(found["year"]))
        if span := _RANGE.fullmatch(text):
            try:
                return cls(date.fromisoformat(span[1]), date.fromisoformat(span[2]))
            except ValueError as error:
                raise PeriodError("period_unreadable", got=repr(text)) from error
        raise PeriodError("period_unreadable", got=repr(text))

    @property
    def key(self) -> str:
        """How the period is written in an address; `Period.parse` reads it back."""
        year = f"{self.start.year:04d}"
        match self.kind:
            case "year":
                return year
            case "half":
                return f"{year}-H{(self.start.month + 5) // 6}"
            case "quarter":
                return f"{year}-Q{(self.start.month + 2) // 3}"
            case "month":
                return f"{year}-{self.start.month:02d}"
            case _:
                return f"{self.start.isoformat()}..{self.end.isoformat()}"

    @property
    def days(self) -> int:
        """Number of days in the period."""
        return (self.end - self.start).days + 1

    def year_before(self) -> Period:
        """The same part of the calendar a year earlier; PeriodError before year 1.

        A range of whole months becomes the same whole months, February with as many days as it had; in any other
        range 29 February becomes 28 February.
        """
        if self.start.year == 1:
            raise PeriodError("period_unreadable", got=f"the year before {self.key!r}")
        if self.kind == "range":
            start, end = _a_year_back(self.start), _a_year_back(self.end)
            whole = self.start.day == 1 and _last_of_month(self.end) == self.end
            return Period(start, _last_of_month(end) if whole else end)
        return Period.of(self.kind, self.start.year - 1, (self.start.month - 1) // MONTHS[self.kind] + 1)

    def months(self) -> tuple[Period, ...]:
        """The calendar months that share a day with the period; those it does not hold whole are marked partial."""
        return tuple(
            replace(month, partial=month.start < self.start or month.end > self.end)
            for month in _steps("month", self.start, self.end)
        )

    def marked(self, first: date, last: date) -> Period:
        """The same period, `partial` if it has a day before `first` or after `last`, the days with data."""
        return replace(self, partial=self.start < first or self.end > last)


def periods_within(first: date, last: date) -> list[Period]:
    """Years, halves, quarters and months that share a day with `first`..`last`, newest first within each kind.

    Those that begin before `first` or end after `last` are marked partial. Pass the earlier of the data's last day
    and today as `last`. Empty if `last` is before `first`.
    """
    kinds: tuple[Kind, ...] = ("year", "half", "quarter", "month")
    return [step.marked(first, last) for kind in kinds for step in reversed(list(_steps(kind, first, last)))]


def _steps(kind: Kind, first: date, last: date) -> Iterator[Period]:
    if last < first:
        return
    step = Period.of(kind, first.year, (first.month - 1) // MONTHS[kind] + 1)
    while True:
        yield step
        if step.end >= last:
            return
        following = step.end + timedelta(days=1)
        step = Period.of(kind, following.year, (following.month - 1) // MONTHS[kind] + 1)


def _last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _a_year_back(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year - 1, day=28)
    return day.replace(year=day.year - 1)
