"""Decisions, shifts between groups and silences, with figures worked out by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from geodata.analysis.change import compare
from geodata.analysis.recording import KINDS, Options, ask, table
from geodata.analysis.recording.decisions import improved, two_steps
from geodata.analysis.recording.shift import shift
from geodata.analysis.recording.silence import silence
from geodata.periods import Period
from tests.geodata.recording.stub import Stub

YEAR = Period.parse("2024")
BEFORE = [3, 3, 2, 2, 3, 1, 0, 2]
AFTER = [1, 2, 1, 2, 2, 2, 1, 1]


def decided(day=date(2025, 1, 1), **more):
    yearly = {2023: [9, 5, 5, 5, 5, 5, 5, 6], 2024: [1, 9, 5, 9, 4, 9, 9, 5]}
    return Stub(decided={date(2024, 1, 1): BEFORE, day: AFTER}, yearly=yearly, **more)


def test_red_to_green_at_once_is_asked_about_with_the_counts_of_two_years():
    (question,) = two_steps(decided(), "preventable", YEAR, Options()).questions
    assert (question.mahalla, question.district, question.was, question.became) == ("m0", "A", "red", "green")
    assert (question.expected, question.observed) == (9, 1)
    assert question.p_value == compare(9, 1).p_value
    assert (question.start, question.end) == (date(2024, 1, 1), date(2025, 1, 1))


def test_a_category_that_improved_though_the_count_did_not_fall():
    asked = improved(decided(), "preventable", YEAR, Options())
    # m2 stayed at 5, m1 rose; m0 is a matter of two steps, m4 and m7 fell, m6 had no category before.
    assert [(one.mahalla, one.was, one.became) for one in asked.questions] == [
        ("m1", "red", "yellow"),
        ("m2", "yellow", "green"),
    ]
    assert asked.tested == 4
    few = improved(decided(), "preventable", YEAR, Options(least_events=6))
    assert [one.mahalla for one in few.questions] == ["m1"]


@pytest.mark.parametrize(
    ("period", "day", "asked"),
    [
        ("2024", date(2025, 1, 1), 1),
        ("2024", date(2025, 1, 31), 1),
        ("2024", date(2025, 2, 1), 0),
        ("2024", date(2024, 1, 31), 0),  # rests on the year before
        ("2024", date(2024, 2, 2), 1),
        ("2025", date(2025, 1, 1), 0),
    ],
)
def test_a_decision_belongs_to_the_period_it_rests_on(period, day, asked):
    stub = Stub(decided={date(2022, 1, 1): BEFORE, day: AFTER}, span=(date(2026, 1, 1), date(2026, 1, 1)))
    assert len(two_steps(stub, "preventable", Period.parse(period), Options()).questions) == asked


def test_without_counts_two_steps_are_asked_about_and_improvements_not():
    stub = decided(span=(date(2024, 1, 1), date(2024, 12, 31)))
    (question,) = two_steps(stub, "preventable", YEAR, Options()).questions
    assert np.isnan([question.observed, question.expected, question.low]).all()
    assert (question.p_value, question.p_adjusted) == (1.0, 1.0)
    assert improved(stub, "preventable", YEAR, Options()).reason == "not_covered"
    assert two_steps(Stub(), "preventable", YEAR, Options()).reason == "no_decisions"


# --- shifts


def shifted(before, after, other_before, other_after, other="uncovered"):
    return Stub(
        totals={
            ("preventable", 2023): [before, 100],
            ("preventable", 2024): [after, 100],
            (other, 2023): [other_before, 50],
            (other, 2024): [other_after, 50],
        }
    )


def test_a_fall_with_a_like_rise_beyond_chance_is_asked_about():
    asked = shift(shifted(400, 300, 50, 140), YEAR, Options())
    (question,) = asked.questions
    assert (question.district, question.mahalla, question.was, question.became) == (
        "A",
        None,
        "preventable",
        "uncovered",
    )
    assert (question.expected, question.observed, question.base) == (100, 90, 400)
    fall, rise = compare(400, 300), compare(50, 140)
    assert question.p_value == max(fall.p_value, rise.p_value) == fall.p_value
    assert (question.low, question.high) == (rise.low, rise.high)
    assert asked.tested == 2  # administrative offences have no events to test
    assert question.p_adjusted == pytest.approx(2 * fall.p_value)


@pytest.mark.parametrize(
    "figures",
    [
        (400, 300, 50, 60),  # the rise is within chance
        (400, 390, 50, 140),  # the fall is within chance
        (400, 300, 500, 900),  # the rise is far more than the fall
        (400, 100, 50, 140),  # and far less
        (300, 400, 50, 140),  # both rose
        (400, 300, 140, 50),  # both fell
    ],
)
def test_a_shift_needs_both_beyond_chance_and_of_like_size(figures):
    assert shift(shifted(*figures), YEAR, Options()).questions == ()


def test_administrative_offences_are_looked_at_too_and_the_period_must_be_known():
    (question,) = shift(shifted(400, 300, 50, 140, "administrative"), YEAR, Options()).questions
    assert question.became == "administrative"
    unknown = shifted(400, 300, 50, 140)
    unknown.span = (date(2024, 1, 1), date(2024, 12, 31))
    assert shift(unknown, YEAR, Options()).reason == "not_covered"


# --- silence


def test_a_mahalla_that_falls_silent_is_asked_about_and_a_quiet_one_not():
    months = np.full((8, 36), 2)
    months[0, 29:] = 0  # June to December 2024
    months[1] = 0
    months[1, 3] = 2
    asked = silence(Stub(months=months), "preventable", YEAR, Options())
    (question,) = asked.questions
    assert (question.mahalla, question.observed, question.base) == ("m0", 0, 58)
    assert (question.start, question.end) == (date(2024, 6, 1), date(2024, 12, 31))
    share = months.sum(axis=0) / months.sum()
    assert question.expected == pytest.approx(58 * share[29:].sum())
    wanted = sum((1 - share[at : at + 7].sum()) ** 58 for at in range(30))
    assert question.p_value == pytest.approx(wanted)
    assert asked.tested == 8


def test_an_empty_month_counts_as_one_chance_of_every_mahalla_not_of_those_that_had_one():
    months = np.full((8, 36), 8)
    months[0, 30] = 0  # 36 months times e^-8 is a chance of 0.012 for this mahalla, of 0.1 for one of the eight
    asked = silence(Stub(months=months), "preventable", YEAR, Options())
    assert (asked.questions, asked.tested) == ((), 8)
    months[0, 29:32] = 0
    (question,) = silence(Stub(months=months), "preventable", YEAR, Options()).questions
    assert question.p_adjusted == pytest.approx(8 * question.p_value)


def test_a_silence_that_ended_before_the_period_is_not_asked_about():
    months = np.full((8, 36), 2)
    months[0, 4:11] = 0
    stub = Stub(months=months)
    assert silence(stub, "preventable", YEAR, Options()).questions == ()
    (question,) = silence(stub, "preventable", Period.parse("2022"), Options()).questions
    assert question.end == date(2022, 11, 30)


def test_a_season_in_which_all_are_quiet_is_no_silence():
    months = np.full((8, 36), 3)
    months[:, 5:11] = 0
    months[1:, 5] = 1
    assert silence(Stub(months=months), "preventable", Period.parse("2022"), Options()).questions == ()


def test_only_whole_known_months_are_looked_at():
    months = np.full((8, 36), 2)
    months[0, 29:] = 0
    stub = Stub(months=months, span=(date(2022, 1, 15), date(2024, 12, 20)))
    (question,) = silence(stub, "preventable", YEAR, Options()).questions
    assert question.end == date(2024, 11, 30)
    assert question.base == 2 * 28  # February 2022 to May 2024
    stub.span = (date(2022, 1, 1), date(2023, 12, 31))
    assert silence(stub, "preventable", YEAR, Options()).reason == "not_covered"


# --- all together


def test_every_kind_answers_in_its_order_and_the_table_has_a_row_a_question():
    stub = decided(months=np.full((8, 36), 2), totals=shifted(400, 300, 50, 140).totals)
    answers = ask(stub, "calls", YEAR)
    assert tuple(one.kind for one in answers) == KINDS
    rows = table(answers)
    assert rows["kind"].tolist() == ["two_steps", "improved", "improved", "shift"]
    assert set(rows["group"]) == {"preventable"}
    assert table(()).columns.tolist() == rows.columns.tolist()
