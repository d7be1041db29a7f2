from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import PeriodError
from geodata.periods import Period, periods_within

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("2024-H1", date(2024, 1, 1), date(2024, 6, 30), "half"),
        ("2024-H2", date(2024, 7, 1), date(2024, 12, 31), "half"),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31), "quarter"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2024-01-01..2024-11-15", date(2024, 1, 1), date(2024, 11, 15), "range"),
    ],
)
def test_a_period_is_read_and_written_back(text, start, end, kind):
    period = Period.parse(text)
    assert (period.start, period.end, period.kind) == (start, end, kind)
    assert period.key == text


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-13", "2024-Q5", "2024-H3", "2024-1", "2024-02-30..2024-03-01", "2024 ", "٢٠٢٤", "0000", "a..b"],
)
def test_anything_else_is_refused_with_the_ways_to_write_it(text):
    with pytest.raises(PeriodError, match="cannot be read; write 2024, 2024-H2"):
        Period.parse(text)


def test_a_range_backwards_is_refused():
    with pytest.raises(PeriodError, match="ends before it begins"):
        Period.parse("2024-11-15..2024-01-01")


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2024", "2023"),
        ("2024-H2", "2023-H2"),
        ("2024-Q1", "2023-Q1"),
        ("2024-02", "2023-02"),
        ("2024-01-01..2024-11-15", "2023-01-01..2023-11-15"),
        ("2024-02-29..2024-03-31", "2023-02-28..2023-03-31"),
        ("2025-01-01..2025-02-28", "2024-01-01..2024-02-29"),
        ("2024-02-01..2024-02-29", "2023-02-01..2023-02-28"),
        ("2025-02-28..2025-02-28", "2024-02-28..2024-02-28"),
        ("2025-01-15..2025-02-28", "2024-01-15..2024-02-28"),
        ("2025-02", "2024-02"),
        ("2025-Q1", "2024-Q1"),
    ],
)
def test_the_equal_period_a_year_earlier(text, before):
    assert Period.parse(text).year_before().key == before


@given(days, days)
@settings(deadline=None)
def test_a_range_and_the_year_before_have_the_same_calendar_months(one, two):
    period = Period(min(one, two), max(one, two))
    before = period.year_before()
    assert abs(before.days - period.days) <= 1
    whole = [(month.start.month, month.partial) for month in period.months()]
    if all(not partial for _, partial in whole):
        assert [(month.start.month, month.partial) for month in before.months()] == whole


@given(days)
@settings(deadline=None)
def test_a_year_up_to_a_day_is_compared_with_the_same_days(last):
    before = Period(date(last.year, 1, 1), last).year_before()
    assert before.start == date(last.year - 1, 1, 1)
    ends_february = (last + timedelta(days=1)).replace(day=1) == last + timedelta(days=1) and last.month == 2
    assert before.end.month == last.month
    assert ends_february or before.end.day == last.day


def test_there_is_no_year_before_the_first():
    with pytest.raises(PeriodError):
        Period.parse("0001").year_before()


@given(days, days)
@settings(deadline=None)
def test_months_cover_a_range_without_gap_or_overlap(one, two):
    period = Period(min(one, two), max(one, two))
    months = period.months()
    assert months[0].start <= period.start <= months[0].end
    assert months[-1].start <= period.end <= months[-1].end
    for earlier, later in pairwise(months):
        assert later.start - earlier.end == timedelta(days=1)
    assert all(not month.partial for month in months[1:-1])
    assert months[0].partial == (months[0].start < period.start or months[0].end > period.end)


@given(days, days)
@settings(deadline=None)
def test_periods_within_know_which_the_data_do_not_fill(one, two):
    first, last = min(one, two), max(one, two)
    found = periods_within(first, last)
    assert {period.kind for period in found} == {"year", "half", "quarter", "month"}
    for period in found:
        assert period.end >= first
        assert period.start <= last
        assert period.partial == (period.start < first or period.end > last)
        assert Period.parse(period.key) == period
    months = [period for period in found if period.kind == "month"]
    assert months == sorted(months, reverse=True)


def test_no_days_have_no_periods():
    assert periods_within(date(2024, 2, 1), date(2024, 1, 31)) == []


def test_partial_is_a_remark_and_not_part_of_what_a_period_is():
    whole, marked = Period.parse("2024"), Period.parse("2024").marked(date(2024, 1, 1), date(2024, 6, 30))
    assert marked.partial
    assert marked == whole
    assert hash(marked) == hash(whole)
    assert marked.days == 366
