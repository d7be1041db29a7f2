"""Rates drawn to the overall rate: the published example, and what must hold for any counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.analysis.smoothing import LEAST_EXPECTED, empirical_bayes, prior, unstable
from geodata.errors import OptionError
from tests.geodata.reference import example

areas = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 20_000)), min_size=1, max_size=40)


def split(pairs):
    return np.array(pairs, dtype=float).T


@pytest.fixture(scope="module")
def sids():
    return example("sids2")


def test_sudden_infant_deaths_in_north_carolina(sids):
    events, births = sids["SID74"], sids["BIR74"]
    assert (events.sum(), births.sum()) == (667, 329_962)
    rates = empirical_bayes(events, births)
    wanted = [0.0016972973, 0.0017053777, 0.0017730870, 0.0020128681, 0.0035349131]
    assert rates[:5] == pytest.approx(wanted, abs=1e-10)
    assert rates[(sids["NAME"] == "Anson").to_numpy()] == pytest.approx([0.0048388041], abs=1e-10)
    found = prior(events, births)
    assert found.variance == pytest.approx(7.69293e-7, abs=1e-12)
    assert found.mean == pytest.approx(0.00202144, abs=1e-8)


@given(areas)
@settings(deadline=None)
def test_a_rate_lies_between_its_own_and_the_overall_one(pairs):
    events, population = split(pairs)
    events[population == 0] = 0
    rates = empirical_bayes(events, population)
    overall = events.sum() / population.sum() if population.sum() else 0.0
    own = np.divide(events, population, out=np.full(len(events), overall), where=population > 0)
    assert np.isfinite(rates).all()
    assert (rates >= np.minimum(own, overall) * (1 - 1e-9)).all()
    assert (rates <= np.maximum(own, overall) * (1 + 1e-9)).all()
    assert (rates[population == 0] == overall).all()


@given(areas, st.integers(1, 1000))
@settings(deadline=None)
def test_areas_without_residents_get_the_overall_rate_whatever_happened_there(pairs, elsewhere):
    events, population = split(pairs)
    events, population = np.append(events, elsewhere), np.append(population, 0)
    if population.sum():
        assert empirical_bayes(events, population)[-1] == pytest.approx(events.sum() / population.sum())
        assert unstable(events, population)[-1]


@given(areas)
@settings(deadline=None)
def test_missing_figures_stay_missing_and_count_nowhere(pairs):
    events, population = split(pairs)
    plain = empirical_bayes(events, population)
    for gap in ((np.nan, 100.0), (5.0, np.nan), (np.nan, np.nan)):
        more_events, more_people = np.append(events, gap[0]), np.append(population, gap[1])
        rates = empirical_bayes(more_events, more_people)
        assert np.isnan(rates[-1])
        assert np.array_equal(rates[:-1], plain, equal_nan=True)
        assert not unstable(more_events, more_people)[-1]


def test_counts_more_even_than_chance_are_all_the_overall_rate_and_all_unstable():
    events, population = np.full(20, 10), np.full(20, 1000)
    assert prior(events, population).variance == 0
    assert empirical_bayes(events, population) == pytest.approx(np.full(20, 0.01))
    assert unstable(events, population).all()


def test_a_region_without_events():
    assert empirical_bayes([0, 0, 0], [100, 0, 200]).tolist() == [0, 0, 0]
    assert empirical_bayes([0, 0], [0, 0]).tolist() == [0, 0]
    assert empirical_bayes([], []).tolist() == []
    assert unstable([0, 0, 0], [100, 0, 200]).all()


def test_events_where_nobody_lives_at_all_give_no_rate():
    assert np.isnan(empirical_bayes([3, 0], [0, 0])).all()
    assert unstable([3, 0], [0, 0]).all()


def test_unstable_is_a_matter_of_residents_not_of_luck():
    population = np.array([200.0, 2_000, 20_000, 20_000])
    events = np.array([0.0, 100, 20, 100])
    assert unstable(events, population).tolist() == [True, False, False, False]
    threshold = LEAST_EXPECTED / prior(events, population).mean
    assert threshold > 200
    for people, marked in ((threshold * 0.99, True), (threshold * 1.02, False)):
        assert unstable(np.append(events, 2), np.append(population, people))[-1] == marked


def test_unstable_where_the_others_say_more_than_the_area():
    rng = np.random.default_rng(3)
    population = np.repeat([2_000.0, 200_000.0], 200)
    events = rng.poisson(rng.gamma(25, 0.005 / 25, 400) * population)  # true rates vary by a fifth
    whole = prior(events, population)
    weight = whole.variance * population / (whole.variance * population + whole.mean)
    assert (population[0] * whole.mean > LEAST_EXPECTED) & (weight[0] < 0.5 < weight[-1])
    assert unstable(events, population).tolist() == (weight < 0.5).tolist()


@pytest.mark.parametrize(
    ("events", "population", "words"),
    [
        ([-1], [10], "events is -1; it must be finite and not negative"),
        ([1], [np.inf], "population is inf; it must be finite"),
        ([1, 2], [10], "population is for 1 areas; it must be for 2 areas"),
        ([[1]], [[10]], "events is of 2 dimensions; it must be one figure an area"),
    ],
)
def test_figures_that_make_no_sense_are_refused(events, population, words):
    for function in (empirical_bayes, unstable, prior):
        with pytest.raises(OptionError, match=words):
            function(events, population)
