from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.analysis.signals_totals import VERDICTS, judge_totals
from geodata.errors import OptionError

SEASON = 1 + 0.3 * np.sin(2 * np.pi * np.arange(48) / 12)


def seasonal(seed=0, level=300.0):
    return np.random.default_rng(seed).poisson(level * SEASON)


def test_a_usual_month_is_within_and_a_doubled_one_above_and_a_halved_one_below():
    totals = seasonal()
    verdicts = []
    for factor in (1.0, 2.0, 0.5):
        changed = totals.copy()
        changed[-1] = round(factor * 300 * SEASON[-1])
        row = judge_totals(changed, at=47).iloc[0]
        verdicts.append(row["verdict"])
        assert row["low"] < row["expected"] < row["high"]
    assert verdicts == ["within", "above", "below"]
    assert set(verdicts) < set(VERDICTS)


def test_the_month_of_the_year_is_expected():
    rows = pd.concat([judge_totals(seasonal(2), at=at) for at in range(36, 48)])
    assert rows["expected"].to_numpy() == pytest.approx(300 * SEASON[36:], rel=0.12)
    assert (rows["verdict"] == "within").all()


@given(st.integers(0, 100), st.integers(0, 46))
@settings(max_examples=15, deadline=None)
def test_later_months_change_nothing(seed, at):
    totals = seasonal(seed).astype(float)
    changed = totals.copy()
    changed[at + 1 :] = -0.5
    pd.testing.assert_frame_equal(judge_totals(changed, at=at), judge_totals(totals, at=at))


def test_districts_are_judged_together_and_each_by_itself():
    districts = np.stack([seasonal(seed, level) for seed, level in enumerate((30.0, 100.0, 400.0))])
    districts[1, -1] *= 3
    assert judge_totals(districts, at=47)["verdict"].tolist() == ["within", "above", "within"]


def test_too_few_months_events_or_no_data_get_no_verdict():
    totals = seasonal().astype(float)
    assert judge_totals(totals, at=11)["verdict"].tolist() == ["too_few"]
    assert judge_totals(totals, at=12)["verdict"].tolist() == ["within"]
    totals[-1] = np.nan
    assert judge_totals(totals, at=47)["verdict"].tolist() == ["too_few"]
    assert judge_totals(np.zeros(30), at=29)["verdict"].tolist() == ["too_few"]


def test_a_month_without_data_in_the_past_is_left_out():
    totals = seasonal().astype(float)
    totals[[20, 33]] = np.nan
    row = judge_totals(totals, at=47).iloc[0]
    assert row["verdict"] == "within"
    assert row["expected"] == pytest.approx(300 * SEASON[-1], rel=0.2)


def test_about_two_months_in_a_hundred_are_outside_by_chance():
    rows = pd.concat([judge_totals(np.stack([seasonal(seed) for seed in range(40)]), at=at) for at in range(30, 48, 3)])
    assert (rows["verdict"] != "within").mean() < 0.03
    for side in ("tail_probability", "lower_probability"):
        assert 0.01 < (rows[side] <= 0.05).mean() < 0.075


@pytest.mark.parametrize(
    ("name", "totals", "at"),
    [
        ("at", np.ones(9), 9),
        ("totals", np.ones((2, 2, 9)), 3),
        ("totals", np.full(9, 0.5), 3),
        ("totals", -np.ones(9), 3),
    ],
)
def test_arguments_that_do_not_fit_are_refused(name, totals, at):
    with pytest.raises(OptionError, match=name):
        judge_totals(totals, at=at)
