"""The spatial scan: New York as SaTScan has it, every circle of small maps by hand, and the honesty of its p-values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.analysis import clusters
from geodata.analysis.circles import around, read
from geodata.analysis.clusters import scan
from geodata.analysis.likelihood import Threshold, ratio
from geodata.errors import OptionError
from tests.geodata.reference import new_york

maps = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 9), st.integers(1, 40)), min_size=2, max_size=14
)


def columns(rows):
    return np.array(rows, dtype=float).T


def every_circle(x, y, cases, population, max_share):
    """The highest ratio over every set of areas within some distance of some area."""
    total, people = cases.sum(), population.sum()
    best = 0.0
    for centre in range(len(x)):
        distance = np.hypot(x - x[centre], y - y[centre])
        for radius in distance:
            inside = distance <= radius + 1e-9
            expected, seen = total * population[inside].sum() / people, cases[inside].sum()
            if population[inside].sum() <= max_share * people + 1e-9 and seen > expected:
                rest = total - seen
                outside = rest * math.log(rest / (total - expected)) if rest else 0.0
                best = max(best, seen * math.log(seen / expected) + outside)
    return best


@pytest.fixture(scope="module")
def leukaemia():
    return scan(*new_york(), max_share=0.1)


def test_the_likeliest_cluster_of_leukaemia_in_new_york(leukaemia):
    first = leukaemia[0]
    assert first.log_likelihood_ratio == pytest.approx(11.577255, abs=1e-6)
    assert (first.observed, round(first.expected, 2), round(first.relative_risk, 2)) == (85, 49.71, 1.84)
    assert (len(first.members), first.centre, round(first.radius, 3)) == (26, 48, 0.07)
    assert first.p_value <= 0.005  # SaTScan: 0.001


def test_later_clusters_of_leukaemia_in_new_york(leukaemia):
    second, seventh = leukaemia[1], leukaemia[6]
    assert second.log_likelihood_ratio == pytest.approx(9.019716, abs=1e-6)
    assert second.members == (83, 84, 85, 86, 87, 88, 89, 91)
    assert (second.observed, round(second.expected, 2), round(second.relative_risk, 2)) == (38, 17.79, 2.22)
    assert second.p_value == pytest.approx(0.013, abs=0.01)
    assert seventh.log_likelihood_ratio == pytest.approx(3.209485, abs=1e-6)
    assert seventh.members == (158, 165, 166)
    assert seventh.p_value == pytest.approx(0.976, abs=0.02)


def test_half_of_the_population_in_new_york():
    first = scan(*new_york(), replicates=1)[0]
    assert first.log_likelihood_ratio == pytest.approx(14.083511, abs=1e-6)
    assert (first.observed, round(first.expected, 2), len(first.members)) == (100, 58.28, 28)


@given(maps, st.sampled_from([0.1, 0.25, 0.5]))
@settings(deadline=None)
def test_no_circle_is_likelier_than_the_first(rows, max_share):
    x, y, cases, population = columns(rows)
    found = scan(x, y, cases, population, max_share=max_share, replicates=1)
    best = every_circle(x, y, cases, population, max_share) if cases.any() else 0.0
    assert (found[0].log_likelihood_ratio if found else 0.0) == pytest.approx(best, abs=1e-9)


@given(maps)
@settings(deadline=None)
def test_clusters_are_apart_and_add_up(rows):
    x, y, cases, population = columns(rows)
    found = scan(x, y, cases, population, replicates=9)
    told = [member for cluster in found for member in cluster.members]
    assert len(told) == len(set(told))
    assert [c.log_likelihood_ratio for c in found] == sorted((c.log_likelihood_ratio for c in found), reverse=True)
    for cluster in found:
        inside = list(cluster.members)
        assert cluster.observed == cases[inside].sum()
        assert cluster.expected == pytest.approx(cases.sum() * population[inside].sum() / population.sum())
        assert cluster.observed > cluster.expected
        assert cluster.relative_risk > 1
        assert population[inside].sum() <= population.sum() / 2 + 1e-9
        reach = np.hypot(x - x[cluster.centre], y - y[cluster.centre])
        assert set(inside) == set(np.flatnonzero(reach <= cluster.radius + 1e-9).tolist())
        assert 0.1 <= cluster.p_value <= 1


@given(maps, st.integers(0, 2**31))
@settings(deadline=None, max_examples=30)
def test_chance_is_searched_as_thoroughly_as_the_map_itself(rows, seed):
    x, y, cases, population = columns(rows)
    total = int(cases.sum()) + 5
    field, _ = read(x, y, [cases], population)
    circles = tuple(around(field, 0.5))
    drawn = np.random.default_rng(seed).multinomial(total, field.share, size=5).T
    wanted = [every_circle(x, y, column, population, 0.5) for column in drawn.astype(float).T]
    for least in (0.0, 3.0):
        found = clusters._highest(field, circles, total, drawn.astype(np.int16), Threshold(least, total))
        clear = [at for at, high in enumerate(wanted) if high > least + 1e-9]
        assert found[clear] == pytest.approx(np.array(wanted)[clear], abs=1e-9)


def test_several_counts_among_the_same_residents_are_scanned_as_each_alone():
    rng = np.random.default_rng(3)
    x, y, people = rng.uniform(0, 1e5, 700), rng.uniform(0, 1e5, 700), rng.lognormal(7, 1, 700).round()
    many = [rng.poisson(total * people / people.sum()) for total in (0, 90, 20_000)]
    together = clusters.scan_each(x, y, many, people, max_share=0.1, replicates=49, seed=5)
    alone = tuple(clusters.scan(x, y, each, people, max_share=0.1, replicates=49, seed=5) for each in many)
    assert together == alone
    assert [bool(found) for found in together] == [False, True, True]


@pytest.mark.parametrize("max_share", [0.02, 0.1, 0.5])
@pytest.mark.parametrize("grid", [False, True])
def test_the_circles_are_those_of_all_areas_put_in_order(max_share, grid):
    rng = np.random.default_rng(8)
    n = 400
    x, y = (np.arange(n) % 20, np.arange(n) // 20) if grid else rng.uniform(0, 20, (2, n))
    people = np.where(np.arange(n) < n // 2, 1.0, rng.lognormal(4, 2, n))  # far from even
    field, _ = read(x, y, [np.zeros(n)], people)
    found = {each.centre: each for each in around(field, max_share)}
    for centre in range(n):
        distance = np.hypot(field.x - field.x[centre], field.y - field.y[centre])
        wanted = [inside for far in np.unique(distance.round(9))
                  if field.share[inside := distance < far + 1e-8].sum() <= max_share * (1 + 1e-9)]  # fmt: skip
        assert len(wanted) == (len(found[centre].share(field)) if centre in found else 0)
        for circle, inside in enumerate(wanted):
            assert (found[centre].members(circle) == np.flatnonzero(inside)).all()


@pytest.mark.parametrize("n", [1, 2, 3, 10, 17, 100])
def test_running_sums(n):
    rows = np.random.default_rng(n).integers(0, 9, (n, 7))
    wanted = rows.cumsum(axis=0)
    assert (clusters._running(rows) == wanted).all()


@given(st.integers(1, 40_000), st.floats(1e-6, 0.5), st.sampled_from([0.0, 1.0, 3.0, 10.0]))
@settings(deadline=None, max_examples=60)
def test_the_threshold_lets_every_count_pass_that_reaches_the_ratio(total, share, least):
    counts = np.arange(total + 1)
    shares = np.full(total + 1, share)
    reached = counts[(ratio(counts, total, shares) >= least) & (counts > total * share)]
    needed = int(Threshold(least, total)(np.array([share]))[0])
    first = reached[0] if len(reached) else total + 1
    assert needed <= first
    assert first - needed <= 2 + 0.002 * first


def test_portions_make_no_difference_to_what_is_drawn(monkeypatch):
    rng = np.random.default_rng(4)
    x, y = rng.random((2, 40))
    people, cases = rng.integers(50, 900, 40), rng.integers(0, 9, 40)
    at_once = scan(x, y, cases, people, replicates=50)
    monkeypatch.setattr(clusters, "_CELLS", 40 * 7)
    assert scan(x, y, cases, people, replicates=50) == at_once


def test_p_values_on_maps_of_chance_are_even():
    rng = np.random.default_rng(11)
    x, y = rng.random((2, 30))
    people = rng.integers(100, 5000, 30)
    first = [
        scan(x, y, rng.multinomial(200, people / people.sum()), people, replicates=19, seed=run)[0].p_value
        for run in range(150)
    ]
    assert np.mean(np.array(first) <= 0.05) == pytest.approx(0.05, abs=0.04)
    assert np.mean(first) == pytest.approx(0.525, abs=0.06)


def test_the_seed_decides_and_nothing_else():
    x, y, cases, people = np.random.default_rng(1).integers(1, 60, (4, 50))
    assert scan(x, y, cases, people, seed=3) == scan(x, y, cases, people, seed=3)
    ours, theirs = scan(x, y, cases, people, seed=3), scan(x, y, cases, people, seed=4)
    assert [c.members for c in ours] == [c.members for c in theirs]
    assert [c.p_value for c in ours] != [c.p_value for c in theirs]


def test_a_place_where_much_happens_is_found():
    x, y = np.meshgrid(np.arange(10.0), np.arange(10.0))
    cases = np.full(100, 4)
    inside = np.flatnonzero(np.hypot(x - 3, y - 3).ravel() <= 1)
    cases[inside] = 16
    first = scan(x.ravel(), y.ravel(), cases, np.full(100, 1000))[0]
    assert first.members == tuple(inside)
    assert (first.centre, first.radius) == (33, 1.0)
    assert first.p_value == 0.001
    assert first.relative_risk == pytest.approx(4)


def test_areas_at_one_distance_join_together():
    found = scan([0, 0.1, -0.1, 9, 9, 9], [0, 0, 0, 0, 5, 9], [9, 0, 9, 1, 1, 1], [10] * 6, replicates=1)
    around_first = [c for c in found if c.centre == 0]
    assert all(len(c.members) != 2 for c in around_first)
    assert found[0].members != (0, 1, 2)


def test_all_cases_in_one_area():
    first = scan([0, 1, 2], [0, 0, 0], [5, 0, 0], [10, 20, 30])[0]
    assert first.members == (0,)
    assert first.relative_risk == math.inf
    assert first.log_likelihood_ratio == pytest.approx(5 * math.log(6))


def test_areas_without_residents_or_figures():
    x, y, cases, people = [0, 1, 2, 3, 4], [0] * 5, [9, 0, 1, 1, 1], [10, 0, 10, 10, 10]
    assert scan(x, y, cases, people)[0].members == (0,)
    holes = np.nan
    assert scan([*x, holes, 5, 6], [*y, 0, 0, 0], [*cases, 50, holes, 7], [*people, 10, 10, holes]) == scan(
        x, y, cases, people
    )
    shifted = scan([holes, *x], [0, *y], [3, *cases], [10, *people])[0]
    assert (shifted.members, shifted.centre) == ((1,), 1)


@pytest.mark.parametrize("cases", [[0, 0, 0], [np.nan] * 3])
def test_no_cases_no_clusters(cases):
    assert scan([0, 1, 2], [0, 0, 0], cases, [10, 20, 30]) == ()
    assert scan([0, 1, 2], [0, 0, 0], cases, [0, 0, 0]) == ()
    assert scan([], [], [], []) == ()


def test_even_counts_have_no_clusters():
    assert scan([0, 1, 2, 3], [0] * 4, [5] * 4, [10] * 4) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cases": [1, -1, 0]}, "cases is -1; it must be not negative"),
        ({"cases": [1, 0.5, 0]}, "cases is 0.5; it must be whole numbers"),
        ({"population": [1, np.inf, 0]}, "population is infinite"),
        ({"population": [0, 5, 5]}, "above 0 in the area at position 0, which has no residents"),
        ({"y": [0, 0]}, r"y is of shape \(2,\); it must be one figure an area"),
        ({"max_share": 0}, "max_share is 0; it must be above 0 and at most 0.5"),
        ({"max_share": 0.6}, "max_share is 0.6"),
        ({"replicates": 0}, "replicates is 0; it must be at least 1"),
    ],
)
def test_figures_that_make_no_sense_are_refused(change, words):
    arguments = {"x": [0, 1, 2], "y": [0, 0, 0], "cases": [1, 1, 1], "population": [5, 5, 5], **change}
    with pytest.raises(OptionError, match=words):
        scan(**arguments)
