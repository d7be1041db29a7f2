from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.analysis.change import compare
from geodata.analysis.recording import Options
from geodata.analysis.recording.late import late
from geodata.periods import Period
from tests.geodata.recording.stub import Stub, rows

YEAR = Period.parse("2024")


def lagging(events):
    """Rows of (mahalla, days until registered)."""
    mahalla, days = zip(*events, strict=True)
    told = np.datetime64("2024-03-01") + np.array(days)
    return rows(mahalla_pos=list(mahalla), registered=told.astype(str).tolist())


def test_a_district_that_registers_late_is_asked_about():
    events = [(0, 9)] * 20 + [(1, 9)] * 20 + [(2, 0)] * 60 + [(5, 0)] * 95 + [(6, 9)] * 5
    asked = late(Stub(lagging(events)), "preventable", YEAR, Options())
    district = next(one for one in asked.questions if one.mahalla is None)
    assert (district.district, district.observed, district.base) == ("A", 40, 100)
    assert district.expected == pytest.approx(5.0)
    wanted = compare(5, 40, exposure_before=100, exposure_after=100)
    assert (district.p_value, district.low, district.high) == (wanted.p_value, wanted.low, wanted.high)
    assert district.p_adjusted == pytest.approx(2 * wanted.p_value)  # of two districts
    assert (district.start, district.end) == (YEAR.start, YEAR.end)
    assert "B" not in {one.district for one in asked.questions if one.mahalla is None}


def test_a_mahalla_is_held_beside_the_rest_of_its_own_district():
    slow = [(0, 9)] * 40 + [(1, 9)] * 40 + [(2, 9)] * 40  # the whole district, nothing beside it inside
    asked = late(Stub(lagging(slow + [(5, 0)] * 200)), "preventable", YEAR, Options())
    assert [(one.district, one.mahalla) for one in asked.questions] == [("A", None)]
    one_slow = [(0, 9)] * 30 + [(1, 0)] * 200 + [(5, 0)] * 200
    asked = late(Stub(lagging(one_slow)), "preventable", YEAR, Options())
    assert ("A", "m0") in [(one.district, one.mahalla) for one in asked.questions]


def test_late_is_more_than_three_days_and_the_bound_can_be_moved():
    events = [(0, 3)] * 60 + [(5, 0)] * 60
    assert late(Stub(lagging(events)), "preventable", YEAR, Options()).questions == ()
    assert late(Stub(lagging(events)), "preventable", YEAR, Options(late_days=2)).questions != ()


def test_rows_of_another_time_or_group_or_without_a_day_of_registration_are_left_out():
    table = lagging([(0, 9)] * 40 + [(5, 0)] * 100)
    table.loc[:9, "registered"] = np.datetime64("NaT")
    table.loc[10:19, "day"] = np.datetime64("2023-12-31")
    table["group"] = np.where(np.arange(len(table)) < 25, "it", "preventable")
    question = late(Stub(table), "it", YEAR, Options())
    assert question.tested == 0  # nothing of the group lies beside it
    question = late(Stub(table), "preventable", YEAR, Options()).questions[0]
    assert (question.observed, question.base) == (15, 15)


def test_without_days_of_registration_nothing_is_asked():
    table = rows(mahalla_pos=[0, 5], registered=[None, None])
    for incidents in (table, Stub().incidents):
        asked = late(Stub(incidents), "preventable", YEAR, Options())
        assert (asked.questions, asked.reason) == ((), "no_registered")


def test_a_row_of_several_events_counts_for_all_of_them():
    table = rows(mahalla_pos=[0, 5, 5], count=[30, 30, 60], registered=["2024-03-20", "2024-03-01", "2024-03-02"])
    question = late(Stub(table), "preventable", YEAR, Options()).questions[0]
    assert (question.district, question.observed, question.base) == ("A", 30, 30)


@given(st.integers(0, 10_000), st.floats(0.02, 0.5))
@settings(max_examples=25, deadline=None)
def test_an_even_share_of_late_rows_is_seldom_asked_about(seed, share):
    rng = np.random.default_rng(seed)
    events = [(int(at), 9 if late_ else 0) for at, late_ in zip(
        rng.integers(0, 8, 400), rng.random(400) < share, strict=True
    )]  # fmt: skip
    asked = late(Stub(lagging(events)), "preventable", YEAR, Options(chance=0.0005))
    assert asked.questions == ()
    assert asked.tested == 10
