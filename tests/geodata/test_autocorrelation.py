"""Moran's I and Gi*: the published example, all orders of small maps, and maps on which nothing can be said."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from libpysal.graph import Graph
from scipy.stats import norm

from geodata.analysis.autocorrelation import getis_ord_star, moran
from geodata.errors import OptionError
from tests.geodata.reference import example

FIVE = [[1], [0, 2, 3], [1, 3], [1, 2], []]  # the last has no neighbour
RING = [[(at - 1) % 9, (at + 1) % 9] for at in range(9)]
numbers = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@pytest.fixture(scope="module")
def columbus():
    table = example("columbus")
    return table["CRIME"].to_numpy(), Graph.build_contiguity(table, rook=False)


def test_moran_of_crime_in_columbus(columbus):
    found = moran(*columbus)
    assert found.statistic == found.i == pytest.approx(0.5001885572, abs=1e-10)
    assert found.expected == pytest.approx(-0.0208333, abs=1e-7)
    assert found.variance_normal == pytest.approx(0.0085634131, abs=1e-10)
    assert found.variance_random == pytest.approx(0.0086892892, abs=1e-10)
    assert found.z_random == pytest.approx(5.589382675, abs=1e-9)
    assert found.z_normal == pytest.approx((found.i - found.expected) / np.sqrt(found.variance_normal))
    assert found.p_value == pytest.approx(2 * norm.sf(found.z_random))
    assert found.areas == 49


def test_hot_and_cold_spots_of_crime_in_columbus(columbus):
    z = getis_ord_star(*columbus)
    assert z[:5] == pytest.approx([-1.4327797, -1.3400081, -0.7719987, -0.1317334, 1.2853628], abs=1e-7)
    assert (z.argmax() + 1, z.argmin() + 1) == (16, 32)
    assert (z.max(), z.min()) == pytest.approx((3.4750514, -2.8510232), abs=1e-7)
    assert ((z > 1.96).sum(), (z < -1.96).sum()) == (11, 7)


def test_moments_are_those_of_all_orders_of_the_values():
    values = np.array([1.0, 2.0, 4.0, 4.5, 9.0])
    every = np.array([moran(order, FIVE).i for order in permutations(values)])
    found = moran(values, FIVE)
    assert every.mean() == pytest.approx(found.expected)
    assert every.var() == pytest.approx(found.variance_random)


@given(st.lists(numbers, min_size=9, max_size=9), st.floats(-1e3, 1e3), st.floats(0.01, 1e3))
@settings(deadline=None)
def test_neither_unit_nor_zero_point_matters(values, shift, scale):
    x = np.array(values)
    assume(np.ptp(x) > 1)
    assert moran(x * scale + shift, RING).i == pytest.approx(moran(x, RING).i, rel=1e-6, abs=1e-6)
    assert moran(-x, RING).z_random == pytest.approx(moran(x, RING).z_random, nan_ok=True)
    assert getis_ord_star(x * scale + shift, RING) == pytest.approx(getis_ord_star(x, RING), rel=1e-5, abs=1e-5)
    assert getis_ord_star(-x, RING) == pytest.approx(-getis_ord_star(x, RING))


@given(st.lists(numbers, min_size=9, max_size=9), st.sets(st.integers(0, 8), max_size=4))
@settings(deadline=None)
def test_missing_values_are_left_out_with_their_borders(values, gaps):
    x = np.array(values)
    x[list(gaps)] = np.nan
    known = np.flatnonzero(~np.isnan(x)).tolist()
    rest = [[known.index(other) for other in RING[at] if other in known] for at in known]
    whole, part = moran(x, RING), moran(x[known], rest)
    assert (whole.i, whole.p_value, whole.areas) == pytest.approx((part.i, part.p_value, part.areas), nan_ok=True)
    z = getis_ord_star(x, RING)
    assert np.isnan(z[list(gaps)]).all()
    assert z[known] == pytest.approx(getis_ord_star(x[known], rest))


@pytest.mark.parametrize(
    ("values", "neighbours"),
    [([0.1] * 9, RING), ([1, 2, 3, 4, 5], [[]] * 5), ([1, 2, 3], [[1], [0, 2], [1]]), ([], []), ([np.nan] * 9, RING)],
)
def test_where_nothing_can_be_said_nothing_is(values, neighbours):
    found = moran(values, neighbours)
    assert np.isnan([found.i, found.z_normal, found.z_random, found.variance_random]).all()
    assert found.p_value == 1


def test_where_no_order_of_the_values_differs_there_is_no_score():
    found = moran([0, 0, 0, 0, 0, 0, 0, 0, 2], RING)
    assert found.i == pytest.approx(-1 / 8)
    assert np.isnan(found.z_random)
    assert found.p_value == 1


@pytest.mark.parametrize("n", range(4, 30))
def test_when_all_are_neighbours_of_all_no_order_differs(n):
    everyone = [[other for other in range(n) if other != at] for at in range(n)]
    values = np.arange(n) ** 2.0
    found = moran(values, everyone)
    assert found.i == pytest.approx(-1 / (n - 1))
    assert np.isnan([found.z_normal, found.z_random]).all()
    assert found.p_value == 1
    assert getis_ord_star(values, everyone).tolist() == [0] * n


def test_nothing_stands_out_of_equal_values():
    assert getis_ord_star([0.1] * 9, RING).tolist() == [0] * 9
    gap = getis_ord_star([0.1] * 8 + [np.nan], RING)
    assert gap[:8].tolist() == [0] * 8
    assert np.isnan(gap[8])


def test_an_isolate_is_judged_by_its_own_value():
    values = np.array([1.0, 2.0, 4.0, 4.5, 9.0])
    assert getis_ord_star(values, FIVE)[4] == pytest.approx((9 - values.mean()) / values.std())


def test_like_beside_like_is_positive_and_turn_about_negative():
    assert moran([1, 1, 1, 1, 9, 9, 9, 9, 9], RING).z_random > 2
    even = [[(at - 1) % 10, (at + 1) % 10] for at in range(10)]
    assert moran([1, 9] * 5, even).i == pytest.approx(-1)


@pytest.mark.parametrize("function", [moran, getis_ord_star])
def test_values_that_make_no_sense_are_refused(function):
    with pytest.raises(OptionError, match="values is infinite; it must be finite, or nan where missing"):
        function([1, np.inf, 2, 3, 4], FIVE)
    with pytest.raises(OptionError, match="neighbours is for 5 areas; it must be for 4 areas"):
        function([1, 2, 3, 4], FIVE)
    with pytest.raises(OptionError, match="values is of 2 dimensions; it must be one figure an area"):
        function([[1, 2]], FIVE)
