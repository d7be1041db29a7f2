from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats.contingency import odds_ratio

from geodata.analysis.ratios import displacement_quotient, extra_variation, ratio_of_ratios
from geodata.errors import OptionError

counts = st.integers(0, 60)
pairs = st.tuples(counts, counts)


def test_the_ratio_is_the_inverse_of_the_relative_effect_size():
    # Farrington et al. 2007: RES = a d / (b c) with a, c before and b, d after; here 200 x 95 / (100 x 100).
    assert ratio_of_ratios((200, 100), (100, 95)).value == pytest.approx(1 / (200 * 95 / (100 * 100)))


@given(pairs, pairs)
@settings(max_examples=100, deadline=None)
def test_the_limits_of_poisson_counts_are_those_of_the_exact_conditional_method(place, other):
    found = ratio_of_ratios(place, other)
    table = [[place[1], place[0]], [other[1], other[0]]]
    wanted = odds_ratio(table).confidence_interval(0.95)
    if min(sum(place), sum(other), place[0] + other[0], place[1] + other[1]) == 0:
        assert (found.low, found.high) == (0, math.inf)
    else:
        assert found.low == pytest.approx(wanted.low, rel=1e-4)
        assert found.high == pytest.approx(wanted.high, rel=1e-4)


@given(pairs, pairs, st.floats(1, 20))
@settings(max_examples=150, deadline=None)
def test_the_ratio_lies_in_its_interval_and_more_spread_widens_it(place, other, spread):
    plain, wide = ratio_of_ratios(place, other), ratio_of_ratios(place, other, spread=spread)
    assert wide.low <= plain.low * (1 + 1e-9)
    assert wide.high >= plain.high * (1 - 1e-9)
    if not math.isnan(plain.value):
        assert wide.low <= plain.low <= plain.value <= plain.high <= wide.high


@given(pairs, pairs, st.floats(1, 9))
@settings(max_examples=100, deadline=None)
def test_looking_back_turns_the_ratio_round(place, other, spread):
    there = ratio_of_ratios(place, other, spread=spread)
    back = ratio_of_ratios(place[::-1], other[::-1], spread=spread)
    if there.low > 0 and there.high < math.inf:
        assert back.low == pytest.approx(1 / there.high, rel=1e-5)
        assert back.high == pytest.approx(1 / there.low, rel=1e-5)


def test_ten_then_none_beside_an_unchanged_comparison_has_a_finite_upper_limit():
    found = ratio_of_ratios((10, 0), (210, 200), spread=1.5)
    assert (found.value, found.low) == (0, 0)
    assert 0.4 < found.high < 1


def test_large_counts_take_no_long_search():
    found = ratio_of_ratios((35_000, 30_000), (210_000, 200_000))
    assert found.value == pytest.approx(0.9)
    assert found.low == pytest.approx(0.8852, abs=1e-4)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"place": (-1, 2), "comparison": (3, 4)}, "counts is -1; it must be whole numbers from 0"),
        ({"place": (1, 2), "comparison": (3, 4), "spread": 0.5}, "spread is 0.5; it must be from 1"),
        ({"place": (1, 2), "comparison": (3, 4), "level": 1.0}, "level is 1; it must be between 0 and 1"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(arguments, words):
    with pytest.raises(OptionError, match=words):
        ratio_of_ratios(**arguments)


def test_poisson_counts_have_no_extra_variation_on_average_and_changed_rates_have_theirs():
    rng = np.random.default_rng(3)
    means = rng.uniform(5, 40, 2000)
    before, after = rng.poisson(means), rng.poisson(means)
    assert extra_variation(before, after) < 0.005
    # A rate whose logarithm moves with variance t² gives rho of about p (1 - p) t² = t² / 4.
    moved = rng.poisson(means * np.exp(rng.normal(0, 0.3, 2000)))
    assert extra_variation(before, moved) == pytest.approx(0.3**2 / 4, rel=0.25)


@given(st.lists(pairs, max_size=30))
@settings(deadline=None)
def test_extra_variation_is_a_share(rows):
    before, after = (np.array([row[i] for row in rows], dtype=np.int64) for i in (0, 1))
    assert 0 <= extra_variation(before, after) <= 1


def test_the_displacement_quotient_by_hand():
    # Shares of the comparison: the place from 1.0 to 0.5; the ring from 2.0 to 2.25, so half of the fall came back.
    assert displacement_quotient((100, 50, 100, 100), (200, 225, 100, 100)) == pytest.approx(-0.5)
    # The ring fell as much as the place.
    assert displacement_quotient((100, 50, 100, 100), (200, 150, 100, 100)) == pytest.approx(1.0)
    # The comparison doubled: the unchanged place fell against it from 1.0 to 0.5, the ring from 2.0 to 1.0.
    assert displacement_quotient((100, 100, 100, 200), (200, 200, 100, 200)) == pytest.approx(2.0)
    # The ring did as its own comparison did, which rose by a half: nothing moved.
    assert displacement_quotient((100, 50, 100, 100), (200, 300, 40, 60)) == 0


@given(st.lists(st.integers(1, 99), min_size=6, max_size=6))
@settings(deadline=None)
def test_with_one_comparison_it_is_the_quotient_of_the_paper(six):
    a0, a1, r0, r1, c0, c1 = six
    found = displacement_quotient((a0, a1, c0, c1), (r0, r1, c0, c1))
    if found is not None:
        assert found == pytest.approx((r1 / c1 - r0 / c0) / (a1 / c1 - a0 / c0), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("place", [(50, 50, 100, 100), (50, 60, 100, 100), (5, 1, 0, 9), (5, 1, 9, 0)])
def test_without_a_fall_there_is_nothing_that_could_have_moved(place):
    assert displacement_quotient(place, (10, 10, 9, 9)) is None


def test_without_events_beside_the_ring_nothing_is_expected_of_it():
    assert displacement_quotient((50, 10, 9, 9), (10, 10, 0, 9)) is None
