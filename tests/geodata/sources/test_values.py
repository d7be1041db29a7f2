"""Numbers and dates as people write them, decided for a column as a whole."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.sources import dates, numbers

TODAY = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("cells", "wanted", "comma", "ambiguous"),
    [
        (["1,265", "662"], [1265, 662], "thousands", False),
        (["1,265,000"], [1265000], "thousands", False),
        (["1 265", "1\u00a0300", "1\u202f000 000"], [1265, 1300, 1000000], None, False),
        (["12,5", "7"], [12.5, 7], "decimal", False),
        (["1.265,5", "3,25"], [1265.5, 3.25], "decimal", False),
        (["0,123", "0,500"], [0.123, 0.5], "decimal", False),
        (["12,5", "1,265"], [12.5, 1.265], "decimal", True),
        (["1,265"], [1265], "thousands", True),
        (["1,265", "12500"], [1265, 12500], "thousands", True),
        (["2.23E-08", "-1.5", "+3", "−4"], [2.23e-08, -1.5, 3, -4], None, False),
        (["1.265.000"], [1265000], None, False),
        (["12,5 %"], [12.5], "decimal", False),
        ([3, 2.5, "4"], [3, 2.5, 4], None, False),
    ],
)
def test_a_column_of_numbers(cells, wanted, comma, ambiguous):
    found = numbers.read(cells)
    assert (found.cells, found.bad, found.comma, found.ambiguous) == (wanted, [], comma, ambiguous)


def test_empty_cells_are_no_numbers_and_no_mistakes():
    found = numbers.read([None, "", "-", "—", "н/д", "maʼlumot yoʻq", float("nan"), "x"])
    assert found.bad == []
    assert all(map(math.isnan, found.cells))


def test_what_is_no_number_is_found_by_its_place():
    assert numbers.read(["1", "abc", "1e999", "12..5", True]).bad == [1, 2, 3, 4]


def test_a_column_of_counts_knows_what_its_comma_means():
    found = numbers.read(["1,265", "662", "12,5", "3.7", "5.0"], whole=True)
    assert found.cells[:2] == [1265, 662]
    assert found.bad == [2, 3]
    assert not found.ambiguous


@given(st.lists(st.integers(0, 10**9), min_size=1))
def test_whole_numbers_come_back_from_every_way_of_writing(values):
    for form in ("{}", "{:,}", "{}.0"):
        assert numbers.read([form.format(value) for value in values], whole=True).cells == values
    assert numbers.read([f"{value:,}".replace(",", " ") for value in values]).cells == values


@given(st.lists(st.text(max_size=12) | st.none() | st.floats() | st.integers() | st.booleans()))
def test_any_cells_give_numbers_or_places(cells):
    for found in (numbers.read(cells), numbers.read(cells, whole=True)):
        assert len(found.cells) == len(cells)
        assert not any(map(math.isinf, found.cells))


@pytest.mark.parametrize(
    "cell",
    [
        "2025-01-31",
        "31.01.2025",
        "31/01/2025",
        "31.01.25",
        "2025-01-31T23:59:00",
        "2025-01-31 10:00",
        "31.01.2025 14:30",
        "2025/01/31",
        "45688",
        45688,
        45688.0,
        45688.75,
        date(2025, 1, 31),
        datetime(2025, 1, 31, 5),  # noqa: DTZ001
        "2025-yil 31-yanvar",
        "2025 йил 31 январь",
        "31 января 2025 г.",
        "31 January 2025",
        " 31.01.2025 ",
    ],
)
def test_one_day_in_many_ways(cell):
    assert dates.read([cell], TODAY).cells == [date(2025, 1, 31)]


@pytest.mark.parametrize(
    "cell", ["2025-02-30", "31.02.2025", "2025-13-01", "yesterday", "12", "2025-yil", "00.00.0000", "1.2.3.4"]
)
def test_a_day_that_does_not_exist_is_found_by_its_place(cell):
    found = dates.read(["2025-01-31", cell], TODAY)
    assert (found.cells[1], found.bad) == (None, [1])


@pytest.mark.parametrize("cell", ["1900-01-00", "1900-01-01", "30.12.1899", "1990-12-31", "2026-01-01", "2205-01-01"])
def test_a_day_outside_of_what_can_be_is_found_by_its_place(cell):
    found = dates.read([cell], TODAY)
    assert found.cells == [None]
    assert found.outside == [0] or found.bad == [0]


def test_month_and_year_are_taken_from_their_first_day_and_counted():
    found = dates.read(["2024-12", "12.2024", "2024", 2024, "2024-12-05"], TODAY)
    assert found.cells == [date(2024, 12, 1), date(2024, 12, 1), date(2024, 1, 1), date(2024, 1, 1), date(2024, 12, 5)]
    assert found.coarse == 4


def test_a_column_with_the_month_first_is_told_by_its_numbers():
    found = dates.read(["01/31/2025", "02/03/2025"], TODAY)
    assert (found.cells, found.swapped) == ([date(2025, 1, 31), date(2025, 2, 3)], True)
    assert dates.read(["31/01/2025", "02/03/2025"], TODAY).cells[1] == date(2025, 3, 2)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-01-30T19:00:00Z",
        "2025-01-30T19:00:00.000Z",
        "2025-01-30 20:30:00 +00",
        "2025-01-31T23:30:00+05:00",
        "2025-01-31T23:30:00+0500",
        datetime(2025, 1, 30, 21, tzinfo=UTC),
    ],
)
def test_a_moment_of_another_clock_is_of_the_day_that_it_was_in_the_country(cell):
    assert dates.read([cell], TODAY).cells == [date(2025, 1, 31)]


def test_a_moment_whose_clock_cannot_be_read_is_no_day():
    assert dates.read(["2025-01-31 at 9 Z"], TODAY).bad == [0]


def as_excel_saves(days, *, months_first):
    """The cells of a column of texts that went through a spreadsheet of a country with the other order."""
    form = "%m/%d/%Y" if months_first else "%d.%m.%Y"
    return [day.replace(month=day.day, day=day.month) if day.day <= 12 else day.strftime(form) for day in days]


@pytest.mark.parametrize("months_first", [True, False])
@pytest.mark.parametrize("months", [[3], [1, 2, 3], range(1, 13)])
def test_days_and_months_exchanged_by_a_spreadsheet_are_noticed(months, months_first):
    days = [date(2025, month, day) for month in months for day in range(1, 29, 2)]
    assert dates.read(as_excel_saves(days, months_first=months_first), TODAY).turned


@given(st.lists(st.dates(date(2024, 1, 1), TODAY), max_size=60), st.integers(0, 4))
def test_dates_among_texts_are_no_exchanged_ones(days, every):
    cells = [day if every and at % every == 0 else day.strftime("%d.%m.%Y") for at, day in enumerate(days)]
    mixed = {day.day > 12 for day in cells if isinstance(day, date)}
    if len(mixed) == 2 or not any(isinstance(cell, str) and int(cell[:2]) > 12 for cell in cells):
        assert not dates.read(cells, TODAY).turned


def test_a_month_of_which_the_second_half_was_written_by_hand_is_no_exchanged_one():
    days = [date(2025, 3, day) for day in range(1, 32)]
    cells = [day if day.day <= 12 else day.strftime("%d.%m.%Y") for day in days]
    assert not dates.read(cells, TODAY).turned


@given(st.dates(date(1991, 1, 1), TODAY))
def test_every_day_comes_back(day):
    written = [day.isoformat(), day.strftime("%d.%m.%Y"), (day - date(1899, 12, 30)).days]
    assert dates.read(written, TODAY).cells == [day] * 3


@given(st.lists(st.text(max_size=14) | st.none() | st.floats() | st.integers()))
def test_any_cells_give_dates_or_places(cells):
    found = dates.read(cells, TODAY)
    assert len(found.cells) == len(cells)
