from __future__ import annotations

import numpy as np
import pytest

from bench import backtest_methods as methods
from bench import backtest_panels as panels
from bench.backtest_scores import Scores, add

CASE = np.array([1, 1, 1, 3, 3, 1, 2], dtype=float)


def panel(seed=0, areas=60, months=30, mean=6.0):
    counts = np.random.default_rng(seed).poisson(mean, (areas, months)).astype(float)
    return panels.Panel(name="simulated", counts=counts, residents=np.ones(areas))


def test_ears_c2_leaves_two_months_out():
    mean, limit = methods.ears_c2(np.concatenate([[50], CASE, [40, 60, 99]]), alpha=0.05)
    assert mean == pytest.approx(12 / 7)
    assert round(float(limit), 6) == 3.278854


def test_an_alarm_of_ears_is_above_the_limit():
    quiet, loud = ([*CASE, 9, 9, last] for last in (3, 4))
    assert methods.ears(np.array([quiet, loud], dtype=float)).alert.tolist() == [False, False]
    assert methods.ears(np.array([quiet, [*CASE, 9, 9, 5]], dtype=float)).alert.tolist() == [False, True]


def test_half_more_compares_with_the_same_month_a_year_ago():
    counts = np.array([[4, *[9] * 11, 6], [4, *[9] * 11, 5]], dtype=float)
    assert methods.half_more_than_year_ago(counts).alert.tolist() == [True, False]


def test_year_on_year_is_the_products_comparison():
    counts = np.array([[4, *[9] * 11, 6], [4, *[9] * 11, 20]], dtype=float)
    assert methods.year_on_year(counts).alert.tolist() == [False, True]


def test_quasi_poisson_widens_with_the_areas_own_spread():
    calm, wild = [4, 4, 5, 4] * 6, [0, 9, 0, 8] * 6
    counts = np.array([[*calm, 13], [*wild, 13], *[[5] * 25] * 20], dtype=float)
    tail = methods.quasi_poisson(counts).tail
    assert tail is not None
    assert tail[0] < 0.01 < tail[1]


def test_nobody_sees_a_surge_in_equal_months():
    counts = np.full((40, 20), 5.0)
    alarms = {name: int(one.alert.sum()) for name, one in methods.everyone(counts, np.ones(40)).items()}
    assert len(alarms) == 9
    assert not any(alarms.values())


def test_surges_lie_whole_in_the_months_and_only_add():
    given = panel()
    injected = panels.inject(given, seed=3, first=20, last=27, factor=3.0)
    added = injected.counts - given.counts
    assert len(injected.surges) == 3
    assert (added >= 0).all()
    assert (added[~injected.inside] == 0).all()
    assert injected.inside.sum() == 3 * panels.LASTS
    assert np.flatnonzero(injected.inside.any(axis=0)).min() >= 20
    assert np.flatnonzero(injected.inside.any(axis=0)).max() <= 27


def test_every_surge_has_an_area_of_its_own():
    areas = [area for area, _ in panels.inject(panel(areas=1000), seed=2, first=20, last=27, factor=3.0).surges]
    assert len(set(areas)) == len(areas) == 60


def test_a_threefold_surge_adds_twice_the_usual():
    given = panel(areas=4000, months=12)
    injected = panels.inject(given, seed=1, first=0, last=11, factor=3.0)
    assert (injected.counts - given.counts)[injected.inside].mean() == pytest.approx(12, rel=0.03)


def test_equal_seeds_give_equal_surges():
    one, again, other = (panels.inject(panel(), seed=seed, first=20, last=27, factor=2.0).counts for seed in (5, 5, 6))
    assert (one == again).all()
    assert (one != other).any()


def test_scores_of_verdicts_made_by_hand():
    given = panel(areas=4, months=10)
    inside = np.zeros((4, 10), dtype=bool)
    inside[0, 5:8] = inside[1, 6:9] = True
    injected = panels.Injected(given.counts, inside, ((0, 5), (1, 6)))
    alert = np.zeros((4, 10), dtype=bool)
    alert[0, [6, 7]] = alert[3, 6] = alert[1, 9] = True  # one surge found a month late, two false alarms
    tail = np.where(inside, 1e-9, 0.5)
    tail[2, 6] = 0.004
    verdicts = {
        month: {"one": methods.Verdicts(alert[:, month], tail[:, month], np.full(4, 6.0))} for month in range(4, 10)
    }
    scores: Scores = {}
    add(scores, given, injected, verdicts)
    figures = scores["one", "all"].figures()
    assert figures["alarms_a_month"] == pytest.approx(4 / 6)
    assert figures["true_share"] == pytest.approx(2 / 4)
    assert figures["found_share"] == pytest.approx(1 / 2)
    assert figures["delay_months"] == 1
    assert figures["cells"] == 24 - 6
    assert figures["calibration"] == pytest.approx([1 / 18, 1 / 18, 0])
    assert scores["one", "3-8"].alarms == 4
    assert scores["one", "8+"].figures()["found_share"] is None
