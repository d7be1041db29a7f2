"""Columns read by their different cells give what they gave row by row."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import codes
from geodata.sources import dates, numbers
from geodata.sources.distinct import Distinct, each
from geodata.sources.numbers import is_missing
from geodata.sources.reading import as_text, days, is_plain

LATEST = date(2025, 6, 30)
WORDS = ("Guliston", "oʻzbek", "", " ", "-", "x", "н/д", "1710207.0", "18 140 001", "1,265", "0,5", "12/31/2024")
WRITTEN = ("31.12.2024", "2024-13-01", "2024-02-29T10:00", "03.2024", "2024", "45000", "3 января 2025 г.", "01.01.1900")
cells = st.one_of(
    st.sampled_from((*WORDS, *WRITTEN)),
    st.text(max_size=4),
    st.integers(-3, 3),
    st.integers(40_000, 46_000),
    st.sampled_from((0.0, 1.0, 1.5, math.nan, math.inf, 1e20)),
    st.booleans(),
    st.none(),
    st.dates(date(1980, 1, 1), date(2030, 1, 1)),
    st.datetimes(datetime(1980, 1, 1), datetime(2030, 1, 1)).map(pd.Timestamp),  # noqa: DTZ001 - files tell no zone
    st.sampled_from((Decimal(1), Decimal("1.0"))),
)
one_type = st.sampled_from(
    [st.sampled_from((*WORDS, *WRITTEN)), st.floats(width=16).map(lambda value: value + 0.0), st.dates()]
).flatmap(lambda kind: st.lists(st.one_of(kind, st.none()), max_size=12))
columns = st.one_of(st.lists(cells, max_size=12), one_type)


def same(one: object, other: object) -> bool:
    """Equal in value and type; whatever is missing is missing."""
    return is_missing(one) == is_missing(other) and (is_missing(one) or repr(one) == repr(other))


@given(columns)
@settings(deadline=None, max_examples=300)
def test_each_row_has_its_own_cell(column):
    distinct = Distinct.of(column)
    assert all(same(distinct.of_row(row), cell) for row, cell in enumerate(column))
    for does in (as_text, codes.clean, is_missing):
        assert each(column, does) == [does(cell) for cell in column]


def test_what_is_equal_but_written_otherwise_stays_apart():
    assert each([1, True, 1.0, "1", Decimal(1), Decimal("1.0")], str) == ["1", "True", "1.0", "1", "1", "1.0"]
    assert each([], str) == []
    assert each([None, None], as_text) == [None, None]


@given(columns)
@settings(deadline=None, max_examples=300)
def test_dates_are_those_of_the_rows(column):
    found = dates.read(column, LATEST)
    swapped = dates._month_first(column)
    rows = [dates._date(cell, swapped=swapped, zero=dates._EXCEL_ZERO) for cell in column]
    told = [value for value, _ in rows]
    inside = [value is not None and dates.EARLIEST <= value <= LATEST for value in told]
    assert found.cells == [value if is_inside else None for value, is_inside in zip(told, inside, strict=True)]
    assert found.bad == [at for at, cell in enumerate(column) if told[at] is None and not is_missing(cell)]
    assert found.outside == [at for at, value in enumerate(told) if value is not None and not inside[at]]
    assert (found.coarse, found.swapped) == (sum(is_coarse for _, is_coarse in rows), swapped)


@given(st.lists(st.one_of(st.floats(width=32), st.sampled_from((1.0, 2.0, 2.5)), st.none())), st.booleans())
@settings(deadline=None, max_examples=200)
def test_a_column_of_floats_reads_as_it_does_beside_a_text(column, whole):
    alone, beside = numbers.read(column, whole=whole), numbers.read([*column, "x"], whole=whole)
    assert alone.bad == beside.bad
    np.testing.assert_array_equal(alone.cells, beside.cells[:-1])


@given(st.lists(st.one_of(st.dates(date(1700, 1, 1), date(2200, 1, 1)), st.none())))
def test_days_are_the_dates(column):
    wanted = pd.Series(np.array([np.datetime64("NaT") if day is None else day for day in column], "datetime64[ns]"))
    pd.testing.assert_series_equal(days(column), wanted)


@pytest.mark.parametrize("ending", ["", "\n", "\ud800", "İ", "a" * 300])
def test_what_is_told_plain_is_left_as_it_is(ending):
    column = [f"{number}{ending}" for number in range(1200)] + ["None", "x", "-", "n/a", "N/A", "a b", "a  b", " a"]
    plain = is_plain(column)
    assert all(as_text(cell) == cell for cell, ready in zip(column, plain, strict=True) if ready)
    assert sum(plain) == {"": 1201, "\ud800": 0}.get(ending, 1)
    assert not any(is_plain(column[:999]))
