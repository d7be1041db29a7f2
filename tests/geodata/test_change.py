from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from geodata.analysis.change import compare, compare_many
from geodata.errors import OptionError

counts = st.integers(0, 400)
exposures = st.floats(0.01, 100)


def test_four_then_six_is_within_chance():
    change = compare(4, 6)
    assert round(change.p_value, 4) == 0.7539
    assert change.ratio == 1.5
    assert not change.beyond_chance
    assert change.low < 1 < change.high


def test_a_chance_of_just_the_level_is_within_it():
    # None then five: one of 32 outcomes at either end.
    assert compare(0, 5).p_value == 1 / 16
    assert not compare(0, 5, level=15 / 16).beyond_chance
    assert compare(0, 5, level=15 / 16 - 0.001).beyond_chance


def test_the_interval_is_clopper_pearsons_on_the_scale_of_the_ratio():
    share = binomtest(6, 10).proportion_ci(0.95, "exact")
    change = compare(4, 6)
    assert change.low == pytest.approx(share.low / (1 - share.low))
    assert change.high == pytest.approx(share.high / (1 - share.high))


@given(counts, counts, exposures, exposures)
@settings(max_examples=150, deadline=None)
def test_the_p_value_is_scipys(before, after, e_before, e_after):
    change = compare(before, after, exposure_before=e_before, exposure_after=e_after)
    if before + after:
        wanted = binomtest(after, before + after, 1 / (1 + e_before / e_after)).pvalue
        assert change.p_value == pytest.approx(wanted, rel=1e-6, abs=1e-12)
    assert change.low <= change.high
    assert 0 <= change.p_value <= 1
    if before + after:
        assert change.low <= change.ratio <= change.high


@given(counts, counts, exposures, exposures)
@settings(deadline=None)
def test_looking_back_turns_the_ratio_round(before, after, e_before, e_after):
    there = compare(before, after, exposure_before=e_before, exposure_after=e_after)
    back = compare(after, before, exposure_before=e_after, exposure_after=e_before)
    assert back.p_value == pytest.approx(there.p_value, rel=1e-6)
    if there.low > 0:
        assert back.high == pytest.approx(1 / there.low, rel=1e-6)


def test_nothing_after_nothing_says_nothing():
    change = compare(0, 0)
    assert math.isnan(change.ratio)
    assert (change.low, change.high, change.p_value, change.beyond_chance) == (0, math.inf, 1, False)


def test_something_after_nothing_has_an_infinite_ratio_and_a_finite_lower_end():
    change = compare(0, 12)
    assert change.ratio == math.inf
    assert 1 < change.low < math.inf
    assert change.high == math.inf
    assert change.beyond_chance


def test_nothing_after_something():
    change = compare(12, 0)
    assert (change.ratio, change.low) == (0, 0)
    assert change.high < 1
    assert change.beyond_chance


def test_exposure_explains_a_doubling():
    assert compare(50, 100, exposure_before=1, exposure_after=2).ratio == 1
    assert not compare(50, 100, exposure_before=1, exposure_after=2).beyond_chance
    assert compare(50, 100).beyond_chance


def test_a_higher_level_widens_the_interval():
    narrow, wide = compare(20, 30, level=0.8), compare(20, 30, level=0.99)
    assert wide.low < narrow.low < narrow.high < wide.high


def test_many_are_the_same_as_one_by_one():
    before, after = np.arange(0, 40).reshape(8, 5), np.arange(40, 0, -1).reshape(8, 5)
    many = compare_many(before, after, exposure_after=3.0)
    assert many.ratio.shape == (8, 5)
    for at in np.ndindex(8, 5):
        one = compare(int(before[at]), int(after[at]), exposure_after=3.0)
        assert one.p_value == many.p_value[at]
        assert one.low == many.low[at]
        assert one.beyond_chance == many.beyond_chance[at]


def test_an_area_without_residents_gets_no_statement():
    many = compare_many([3, 3], [4, 4], exposure_before=[0, 10], exposure_after=[10, np.nan])
    assert np.isnan(many.ratio).all()
    assert many.p_value.tolist() == [1, 1]
    assert many.high.tolist() == [np.inf, np.inf]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"before": -1, "after": 2}, "before is -1; it must be a whole number from 0"),
        ({"before": 1, "after": 2.5}, "after is 2.5; it must be a whole number"),
        ({"before": 1, "after": 2, "exposure_after": 0}, "exposure_after is 0; it must be above 0"),
        ({"before": 1, "after": 2, "level": 1.0}, "level is 1; it must be between 0 and 1"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(arguments, words):
    with pytest.raises(OptionError, match=words):
        compare(**arguments)
