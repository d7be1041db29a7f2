"""The test of Knox: the published example, every pair of small sets by hand, and events that tell nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from geodata.analysis.near_repeat import knox
from geodata.errors import OptionError
from tests.geodata.reference import example

events = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 20)), max_size=30)


def columns(rows):
    return np.array(rows, dtype=float).reshape(-1, 3).T


def test_lymphoma_in_uganda():
    table = example("burkitt")
    found = knox(table["X"], table["Y"], table["T"], distance=20, days_within=5)
    assert (found.both, found.time_only, found.space_only, found.neither) == (13, 39, 3416, 14110)
    assert found.expected == pytest.approx(10.1438161, abs=1e-7)
    assert found.p_value == pytest.approx(0.2222667, abs=1e-7)
    assert found.pairs == 188 * 187 / 2
    assert found.ratio == pytest.approx(13 / 10.1438161, abs=1e-7)


@given(events, st.integers(0, 6), st.integers(0, 8))
@settings(deadline=None)
def test_every_pair_is_counted_once(rows, distance, days_within):
    x, y, days = columns(rows)
    table = np.zeros((2, 2), dtype=int)
    for one in range(len(x)):
        for other in range(one):
            near = math.hypot(x[one] - x[other], y[one] - y[other]) <= distance
            table[int(near), int(abs(days[one] - days[other]) <= days_within)] += 1
    found = knox(x, y, days, distance=distance, days_within=days_within)
    assert [[found.neither, found.time_only], [found.space_only, found.both]] == table.tolist()
    assert found.pairs == table.sum()
    if table.sum():
        assert found.expected == pytest.approx(table[1].sum() * table[:, 1].sum() / table.sum())
    assert found.p_value == pytest.approx(poisson.sf(found.both - 1, found.expected) if found.expected else 1)


@given(events, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_neither_order_nor_origin_matters(rows, shuffle):
    x, y, days = columns(rows)
    moved = list(zip(x + 4_200_000, y - 7_000, days + 19_000, strict=True))
    shuffle.shuffle(moved)
    assert knox(*columns(moved), distance=3, days_within=2) == knox(x, y, days, distance=3, days_within=2)


def test_repeats_on_the_spot_are_seen():
    rng = np.random.default_rng(2)
    x, y, days = rng.random(200) * 10_000, rng.random(200) * 10_000, rng.integers(0, 365, 200)
    again = knox(np.tile(x, 2), np.tile(y, 2), np.append(days, days + 3), distance=50, days_within=7)
    assert again.both >= 200
    assert again.p_value < 1e-9
    assert knox(x, y, days, distance=2_000, days_within=7).p_value > 0.001


def test_events_without_place_or_day_are_left_out():
    whole = knox([0, 1, 5], [0, 0, 0], [1, 2, 3], distance=1, days_within=1)
    gaps = knox([0, np.nan, 1, 5, 0], [0, 0, 0, 0, np.nan], [1, 1, 2, 3, 1], distance=1, days_within=1)
    assert gaps == whole
    assert whole.events == 3


@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_events_tell_nothing(n):
    found = knox(np.arange(n) * 10, np.zeros(n), np.zeros(n), distance=1, days_within=1)
    assert (found.both, found.expected, found.p_value) == (0, 0, 1)
    assert math.isnan(found.ratio)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"distance": -1}, "distance is -1; it must be finite and not negative"),
        ({"days_within": math.inf}, "days_within is inf; it must be finite and not negative"),
        ({"y": [0]}, r"y is of shape \(1,\); it must be one figure an event"),
        ({"days": [0, math.inf]}, "days is infinite; it must be finite, or nan where missing"),
    ],
)
def test_figures_that_make_no_sense_are_refused(change, words):
    arguments = {"x": [0, 1], "y": [0, 0], "days": [0, 1], "distance": 1, "days_within": 1, **change}
    with pytest.raises(OptionError, match=words):
        knox(**arguments)
