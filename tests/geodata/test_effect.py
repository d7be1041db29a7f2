from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.analysis.effect import MATCHES, MIN_EVENTS, MIN_POOL, Places, estimate
from geodata.analysis.matching import nearest, nearest_each

TRIALS = 120


def world(rng, *, places=100, mean=15.0, moves=0.2, effect=1.0, ring_effect=1.0):
    """Places with lasting rates of their own that move by chance between the periods; position 0 is treated."""
    rates = mean * rng.gamma(3.5, 1 / 3.5, places) + 1
    around = rates * 5 * rng.gamma(5, 1 / 5, places) + 1
    residents = rng.integers(1500, 8000, places)
    factor, ring_factor = np.ones(places), np.ones(places)
    factor[0], ring_factor[0] = effect, ring_effect
    before = rng.poisson(rates)
    earlier = rng.poisson(rates * np.exp(rng.normal(0, moves, places)))
    usable = np.ones(places, dtype=bool)
    usable[0] = False
    return Places(
        before=before,
        after=rng.poisson(rates * np.exp(rng.normal(0, moves, places)) * 0.95 * factor),
        ring_before=rng.poisson(around),
        ring_after=rng.poisson(around * np.exp(rng.normal(0, moves / 2, places)) * 0.95 * ring_factor),
        features=np.column_stack(
            [np.log((before + 0.5) / residents), np.log((earlier + 0.5) / residents), np.log(residents)]
        ),
        stratum=np.zeros(places, dtype=np.int8),
        usable=usable,
    )


def trials(seed, **kwargs):
    rng = np.random.default_rng(seed)
    found = [estimate(world(rng, **kwargs), 0) for _ in range(TRIALS)]
    return [one for one in found if one.place.verdict != "too_little_data"]


@pytest.mark.parametrize(
    ("effect", "moves", "mean"), [(1.0, 0.0, 15), (1.0, 0.3, 15), (0.5, 0.2, 15), (0.5, 0.2, 40), (2.0, 0.2, 15)]
)
def test_the_interval_covers_a_known_effect_about_as_often_as_claimed(effect, moves, mean):
    found = trials(1, effect=effect, moves=moves, mean=mean)
    covered = np.mean([one.place.low <= effect <= one.place.high for one in found])
    # Of 120 trials at 95 %, fewer than 90 % has a chance of about 1 in 100; matching on counts makes it a little wide.
    assert covered >= 0.90
    middle = np.median([one.place.ratio for one in found])
    assert middle == pytest.approx(effect, rel=0.12)


def test_the_interval_of_the_ring_covers_too():
    found = trials(2, ring_effect=1.5)
    assert np.mean([one.ring.low <= 1.5 <= one.ring.high for one in found]) >= 0.90


@pytest.mark.parametrize("moves", [0.0, 0.2, 0.4])
def test_where_nothing_was_done_a_verdict_is_rare(moves):
    found = trials(3, moves=moves)
    assert np.mean([one.place.verdict == "fell" for one in found]) <= 0.05
    assert np.mean([one.place.verdict != "within_chance" for one in found]) <= 0.06


def test_a_ring_is_not_said_to_rise_because_the_places_compared_fall_back():
    """All rates are alike, so what the places matched to a hot one have in common is chance, and falls back."""
    rng = np.random.default_rng(12)
    found = []
    for _ in range(TRIALS):
        places = world(rng, moves=0.0)
        even = rng.poisson(20, (4, 100))
        hot = int(np.argsort(even[0])[-6])
        usable = np.arange(100) != hot
        level = np.log(even[0] + 0.5)[:, None]
        made = replace(
            places,
            before=even[0],
            after=even[1],
            ring_before=even[2] * 5,
            ring_after=even[3] * 5,
            features=level,
            usable=usable,
        )
        found.append(estimate(made, hot))
    assert np.median([one.ring.ratio for one in found]) == pytest.approx(1, abs=0.08)
    assert np.median([one.place.ratio for one in found]) == pytest.approx(1, abs=0.15)


def test_a_strong_fall_is_found_and_its_displacement_has_a_sign():
    fallen = [one for one in trials(4, effect=0.3, ring_effect=1.4, mean=60) if one.place.verdict == "fell"]
    assert len(fallen) > 0.8 * TRIALS
    assert np.mean([one.displacement_quotient < 0 for one in fallen]) > 0.9
    spread = [one for one in trials(4, effect=0.3, ring_effect=0.7, mean=60) if one.place.verdict == "fell"]
    assert np.mean([one.displacement_quotient > 0 for one in spread]) > 0.9


def test_without_a_fall_beyond_chance_there_is_no_displacement_quotient():
    assert all(one.displacement_quotient is None for one in trials(5) if one.place.verdict != "fell")


def test_the_same_places_give_the_same_answer():
    places = world(np.random.default_rng(6))
    assert estimate(places, 0) == estimate(places, 0)


def test_the_comparison_is_untouched_of_the_same_stratum_and_not_the_place():
    places = world(np.random.default_rng(7), places=120)
    stratum = np.arange(120) % 2
    usable = np.arange(120) % 5 != 2  # the place itself among them: it is left out all the same
    found = estimate(replace(places, stratum=stratum, usable=usable), 0)
    assert len(found.comparison) == MATCHES == len(set(found.comparison))
    enough = places.before + places.after >= MIN_EVENTS
    assert found.pool == (enough & usable & (stratum == 0))[1:].sum()
    assert all(stratum[i] == 0 and usable[i] and i != 0 for i in found.comparison)
    chosen = list(found.comparison)
    assert found.place.comparison_before == places.before[chosen].sum()
    assert found.place.comparison_after == places.after[chosen].sum()
    assert (found.place.before, found.place.after) == (places.before[0], places.after[0])


def test_a_place_with_fewer_than_six_events_gets_counts_and_no_verdict():
    places = world(np.random.default_rng(8))
    before, after = places.before.copy(), places.after.copy()
    before[0], after[0] = MIN_EVENTS - 1, 0
    found = estimate(replace(places, before=before, after=after), 0)
    assert found.place.verdict == "too_little_data"
    assert (found.place.before, found.place.after) == (MIN_EVENTS - 1, 0)
    assert np.isnan(found.place.ratio)
    assert found.place.p_value == 1
    assert found.ring.verdict == "within_chance"


def test_too_few_untouched_places_get_no_verdict():
    places = world(np.random.default_rng(9), mean=60)
    usable = np.zeros(100, dtype=bool)
    usable[1 : MIN_POOL + 1] = True
    assert estimate(replace(places, usable=usable), 0).place.verdict != "too_little_data"
    usable[MIN_POOL] = False
    found = estimate(replace(places, usable=usable), 0)
    assert (found.place.verdict, found.comparison, found.pool) == ("too_little_data", (), MIN_POOL - 1)


def test_a_place_that_cannot_be_matched_gets_no_verdict():
    places = world(np.random.default_rng(10))
    features = places.features.copy()
    features[0, 2] = np.nan
    assert estimate(replace(places, features=features), 0).place.verdict == "too_little_data"


def test_the_p_value_is_the_rank_among_the_places_where_nothing_was_done():
    places = world(np.random.default_rng(11), mean=60)
    after = places.after.copy()
    after[0] = 0
    found = estimate(replace(places, after=after), 0)
    assert found.place.p_value == pytest.approx(1 / (found.pool + 1))
    assert (found.place.verdict, found.place.ratio) == ("fell", 0)


def test_where_the_interval_excludes_1_but_untouched_places_change_as_strongly_it_is_within_chance():
    before, after = np.full(101, 20), np.full(101, 20)
    before[10:90:14], after[10:90:14] = 40, 0  # six places that changed by themselves
    before[0], after[0] = 12, 0
    places = Places(
        before=before,
        after=after,
        ring_before=before * 5,
        ring_after=after * 5,
        features=np.arange(101.0)[:, None],
        stratum=np.zeros(101, dtype=np.int8),
        usable=np.arange(101) > 0,
    )
    found = estimate(places, 0)
    assert found.place.high < 1
    assert found.place.p_value == pytest.approx(7 / 101)
    assert found.place.verdict == "within_chance"


@given(st.integers(0, 2**32 - 1), st.integers(1, 30))
@settings(max_examples=50, deadline=None)
def test_the_nearest_are_the_nearest(seed, most):
    rng = np.random.default_rng(seed)
    features = rng.integers(0, 4, (25, 2)).astype(float)
    candidates = np.flatnonzero(rng.random(25) < 0.7)
    spread = features[candidates].std(axis=0) if len(candidates) else np.ones(2)
    scaled = features / np.where(spread > 0, spread, 1)
    away = ((scaled - scaled[3]) ** 2).sum(axis=1)
    wanted = sorted(candidates.tolist(), key=lambda i: (away[i], i))[:most]
    assert nearest(features, 3, candidates, most).tolist() == wanted
    if len(candidates) > most:
        each = nearest_each(features, candidates, candidates, most)
        assert each.shape == (len(candidates), most)
        assert not (each == candidates[:, None]).any()
