from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln
from scipy.stats import nbinom

from geodata.analysis import signals_model as model
from geodata.analysis import signals_rules as rules
from geodata.analysis.signals import LEAST_EXPECTED, STATES, detect, detect_with_steps
from geodata.errors import OptionError

seeds = st.integers(0, 10_000)
FIGURES = ["expected", "tail_probability", "combined_probability", "low", "high", "observed"]


def poisson(seed=0, areas=60, months=24, mean=6.0, spread=3.0):
    """Counts of areas that differ from each other and never change."""
    rng = np.random.default_rng(seed)
    return rng.poisson(rng.gamma(spread, mean / spread, (areas, 1)), (areas, months))


@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_products_give_what_the_gamma_function_gives(seed):
    rng = np.random.default_rng(seed)
    events = np.where(rng.random((20, 9)) < 0.2, rng.integers(60, 400, (20, 9)), rng.integers(0, 6, (20, 9)))
    size = rng.choice([0.01, 1.0, 37.5, 9_999.0, np.nan], (20, 9))
    fitted = (slice(None), slice(3, None))
    wanted = np.nansum(gammaln(size[fitted] + events[fitted]) - gammaln(size[fitted]))
    assert model.RisingFactorial(events.astype(float)).log(size) == pytest.approx(wanted, rel=1e-9)


def test_no_events_have_no_product():
    assert model.RisingFactorial(np.zeros((4, 9))).log(np.ones((4, 9))) == 0


def test_the_columns_a_sentence_needs():
    table = detect(poisson(), np.ones(60), at=23)
    wanted = {"expected", "tail_probability", "state", "observed", "since", "low", "high", "window"}
    assert wanted <= set(table.columns)
    assert len(table) == 60
    assert set(table["state"]) <= set(STATES)
    assert set(STATES) == {"normal", "watch", "alert", "clearing", "too_few"}


def test_the_last_steps_end_with_the_one_judged_and_begin_where_the_data_do():
    counts = poisson(2, areas=30).astype(float)
    counts[4, 20] = np.nan
    table, steps = detect_with_steps(counts, np.ones(30), at=23, span=3, back=12)
    assert steps.observed.shape == (30, 8)  # 24 months are eight steps
    for name in ("observed", "expected"):
        np.testing.assert_array_equal(getattr(steps, name)[:, -1], table[name])
    low, high = (np.array(values) for values in zip(*(steps.band(area, 12) for area in range(30)), strict=True))
    np.testing.assert_array_equal(low[:, -1], table["low"])
    np.testing.assert_array_equal(high[:, -1], table["high"])
    np.testing.assert_array_equal(steps.observed[0], counts[0].reshape(8, 3).sum(axis=1))
    assert np.isnan(steps.observed[4, 6])
    known = np.isfinite(steps.expected)
    assert (low[known] <= steps.expected[known]).all()
    assert (steps.expected[known] <= high[known] + 1).all()
    assert detect_with_steps(counts, np.ones(30), at=23, span=3, back=2)[1].size.shape == (30, 2)


@given(st.floats(0.01, 500), st.floats(0.1, 5000), st.floats(0.001, 0.999))
def test_a_quantile_is_that_of_the_negative_binomial(mean, size, share):
    forecast = model.Forecast(*(np.array([[value]]) for value in (0.0, mean, size)))
    assert forecast.quantile(share)[0, 0] == pytest.approx(nbinom.ppf(share, size, size / (size + mean)), abs=1)


@given(seeds)
@settings(max_examples=8, deadline=None)
def test_the_order_of_the_areas_does_not_matter(seed):
    counts = poisson(seed)
    counts[:, -1] += np.where(np.arange(60) < 4, 15, 0)
    people, groups = np.random.default_rng(seed).integers(500, 5000, 60), np.arange(60) % 4
    order = np.random.default_rng(seed + 1).permutation(60)
    table = detect(counts, people, at=23, groups=groups).iloc[order].reset_index(drop=True)
    shuffled = detect(counts[order], people[order], at=23, groups=groups[order])
    pd.testing.assert_frame_equal(shuffled, table, rtol=1e-9)


@given(seeds, st.integers(0, 22))
@settings(max_examples=15, deadline=None)
def test_later_months_change_nothing(seed, at):
    counts = poisson(seed, areas=25).astype(float)
    people = np.ones((25, 24))
    changed, moved = counts.copy(), people.copy()
    changed[:, at + 1 :] = -7.5  # no count at all: these months are not even read
    moved[:, at + 1 :] = np.nan
    pd.testing.assert_frame_equal(detect(changed, moved, at=at), detect(counts, people, at=at))
    pd.testing.assert_frame_equal(
        detect(counts[:, : at + 1], people[:, : at + 1], at=at), detect(counts, people, at=at)
    )


@given(st.lists(st.integers(1, 60), min_size=8, max_size=30), st.integers(8, 30))
@settings(max_examples=15, deadline=None)
def test_equal_months_light_up_nothing(levels, months):
    counts = np.tile(np.array(levels)[:, None], months)
    table = detect(counts, np.ones(len(levels)), at=months - 1)
    assert not table["state"].isin(["alert", "watch", "clearing"]).any()
    assert (table["since"] == 0).all()


@given(st.integers(2, 40), st.integers(2, 9))
@settings(max_examples=10, deadline=None)
def test_a_flat_panel_expects_what_it_had(level, times):
    counts = np.full((30, 20), level)
    assert detect(counts, np.ones(30), at=19)["expected"].to_numpy() == pytest.approx(level)
    assert detect(counts * times, np.ones(30), at=19)["expected"].to_numpy() == pytest.approx(level * times)


@given(seeds, st.floats(0.01, 1000))
@settings(max_examples=8, deadline=None)
def test_only_the_proportions_of_the_population_count(seed, times):
    counts, people = poisson(seed), np.random.default_rng(seed).integers(500, 5000, 60).astype(float)
    one, other = (detect(counts, given_people, at=23) for given_people in (people, people * times))
    pd.testing.assert_frame_equal(one, other, rtol=1e-6)


def test_a_rise_of_the_whole_region_lights_up_nothing():
    counts = poisson(3)
    raised = counts.copy()
    raised[:, -1] = np.random.default_rng(1).poisson(3 * counts[:, :-1].mean(axis=1))
    table = detect(raised, np.ones(60), at=23)
    assert not (table["state"] == "alert").any()
    assert table["expected"].sum() == pytest.approx(raised[:, -1].sum(), rel=0.05)


def test_a_rise_of_a_district_lights_up_nothing_when_its_mahallas_are_held_against_each_other():
    counts, groups = poisson(4, spread=30.0), np.repeat([0, 1, 2], 20)
    counts[groups == 1, -1] = np.random.default_rng(2).poisson(3 * counts[groups == 1, :-1].mean(axis=1))
    region, within = (detect(counts, np.ones(60), at=23, groups=given_groups) for given_groups in (None, groups))
    assert (region["state"] == "alert")[groups == 1].sum() >= 5
    assert (within["state"] == "alert").sum() == 0


@given(seeds, st.integers(0, 59))
@settings(max_examples=10, deadline=None)
def test_a_large_surge_is_found_in_its_first_month(seed, area):
    counts = poisson(seed, spread=30.0)
    counts[area, -1] = 30 + 5 * counts[area, :-1].mean()
    table = detect(counts, np.ones(60), at=23)
    assert table["state"][area] == "alert"
    assert table["since"][area] >= 1
    assert table["observed"][area] > table["high"][area] > table["expected"][area] > table["low"][area]
    assert table["tail_probability"][area] < 1e-4


def test_a_weak_surge_shows_in_the_sum_of_its_months():
    counts = poisson(8, areas=200, months=30, mean=8.0, spread=30.0)
    counts[7, -3:] = counts[7, -3:] + 9
    table = detect(counts, np.ones(200), at=29)
    assert table["window"][7] == 3
    assert table["window_observed"][7] == counts[7, -3:].sum()
    assert table["combined_probability"][7] < table["tail_probability"][7]
    assert table["state"][7] == "alert"


def test_the_course_of_a_surge():
    counts = np.full((40, 24), 5)
    counts[7, 15:18] = 40
    course = [detect(counts, np.ones(40), at=at).loc[7, ["state", "since"]].tolist() for at in range(14, 22)]
    assert course == [
        ["normal", 0],
        ["alert", 1],
        ["alert", 2],
        ["alert", 3],
        ["clearing", 0],
        ["clearing", 0],
        ["normal", 0],
        ["normal", 0],
    ]


def test_below_one_expected_event_it_is_too_few():
    rng = np.random.default_rng(5)
    rates = np.repeat([0.3, 5.0], 50)
    counts = rng.poisson(rates[:, None], (100, 30))
    counts[0, -1] = 9
    table = detect(counts, np.ones(100), at=29)
    assert (table["state"] == "too_few").to_numpy().tolist() == (table["expected"] < LEAST_EXPECTED).tolist()
    assert table["state"][0] == "too_few"
    assert (table["state"][:50] == "too_few").mean() > 0.9
    assert not (table["state"][50:] == "too_few").any()


def test_three_months_a_step_where_a_month_has_too_few():
    counts = np.random.default_rng(6).poisson(0.6, (100, 36))
    counts[0, -3:] = 5
    monthly, quarterly = (detect(counts, np.ones(100), at=35, span=span) for span in (1, 3))
    assert monthly["state"][0] == "too_few"
    assert quarterly["state"][0] == "alert"
    assert quarterly["observed"][0] == 15
    assert quarterly["since"][0] == 3
    assert quarterly["history"][0] == 11


def test_six_months_of_history_are_needed():
    counts = poisson(2)
    assert (detect(counts, np.ones(60), at=5)["state"] == "too_few").all()
    assert (detect(counts, np.ones(60), at=0)["state"] == "too_few").all()
    assert not (detect(counts, np.ones(60), at=6)["state"] == "too_few").all()
    late = counts.astype(float)
    late[3, :20] = np.nan
    table = detect(late, np.ones(60), at=23)
    assert (table["state"][3], table["history"][3]) == ("too_few", 3)


def test_no_data_at_the_month_is_no_zero():
    counts = poisson(2, spread=30.0).astype(float)
    counts[3, -1] = np.nan
    table = detect(counts, np.ones(60), at=23)
    assert table["state"][3] == "too_few"
    assert table.loc[3, [*FIGURES, "window_observed", "window_expected"]].isna().all()
    assert np.isfinite(table.loc[table.index != 3, FIGURES].to_numpy()).all()
    assert table["expected"].sum() == pytest.approx(np.nansum(counts[:, -1]), rel=0.1)


@pytest.mark.parametrize("residents", [0.0, -1.0, np.nan, np.inf])
def test_an_area_without_residents_is_left_out_of_everything(residents):
    counts = poisson(2)
    counts[3] = 500
    people = np.ones(60)
    people[3] = residents
    table = detect(counts, people, at=23)
    without = detect(np.delete(counts, 3, axis=0), np.ones(59), at=23)
    assert table["state"][3] == "too_few"
    assert np.isnan(table["expected"][3])
    pd.testing.assert_frame_equal(table.drop(3).reset_index(drop=True), without)


def test_no_data_anywhere_and_no_events_anywhere():
    assert (detect(np.full((9, 20), np.nan), np.ones(9), at=19)["state"] == "too_few").all()
    assert (detect(np.zeros((9, 20)), np.ones(9), at=19)["state"] == "too_few").all()
    assert (detect(np.full((1, 20), 9), np.ones(1), at=19)["state"] == "too_few").all()
    assert len(detect(np.zeros((0, 20)), np.ones(0), at=19)) == 0


def test_a_small_group_is_held_against_the_region():
    counts = poisson(9)
    groups = np.where(np.arange(60) < 3, 1, 0)
    table, region = detect(counts, np.ones(60), at=23, groups=groups), detect(counts, np.ones(60), at=23)
    assert np.isfinite(table["expected"]).all()
    assert table["expected"][:3].to_numpy() == pytest.approx(region["expected"][:3].to_numpy(), rel=0.05)


def test_the_probability_is_that_of_the_negative_binomial():
    forecast = model.Forecast(np.array([[0.0, 3.0, 12.0]]), np.array([[2.0, 2.0, 4.5]]), np.array([[3.0, 3.0, 7.5]]))
    wanted = nbinom.sf(forecast.observed - 1, forecast.size, forecast.size / (forecast.size + forecast.mean))
    assert forecast.tail() == pytest.approx(wanted)


def test_the_expected_count_of_two_steps_by_hand():
    counts, ones = np.array([[4.0, 8.0], [6.0, 2.0]]), np.ones((2, 2))
    panel = model.Panel.of(counts, ones, ones.astype(bool), np.zeros(2, dtype=np.intp))
    settings_ = model.Settings(prior=2.0, discount=0.5, lasting=0.25, spread=1e4)
    course = model.follow(panel, settings_)
    # step one: levels 1 and 1; each area's exposure is what the other one had
    assert course.exposure[:, 0].tolist() == [6, 4]
    level = np.array([2 + 1.25 * 4, 2 + 1.25 * 6]) / np.array([2 + 1.25 * 6, 2 + 1.25 * 4])
    exposure = np.array([2 / level[1], 8 / level[0]])
    assert course.exposure[:, 1] == pytest.approx(exposure)
    assert model.forecast(panel, course, 1e4).mean[:, 1] == pytest.approx(exposure * level)
    whole = model.forecast(panel, course, 1e4, 2)
    assert np.isnan(whole.mean[:, 0]).all()
    assert whole.mean[:, 1] == pytest.approx(course.exposure.sum(axis=1))
    assert whole.observed[:, 1].tolist() == [12, 8]
    # relative variances: of the area's level before the first step, from step to step, of the others' eight or twelve
    assert model.forecast(panel, course, 20.0, 2).size[:, 1] == pytest.approx(
        1 / (1 / 2 + 1 / 20 + 1 / np.array([8, 12]))
    )


def test_a_surge_is_remembered_cut():
    counts, ones = np.full((10, 3), 5.0), np.ones((10, 3))
    counts[0, 1] = 100
    panel = model.Panel.of(counts, ones, ones.astype(bool), np.zeros(10, dtype=np.intp))
    course = model.follow(panel, model.Settings(prior=2.0, discount=0.5, lasting=0.2, spread=20))
    assert 1 < course.shape[0, 2] / course.rate[0, 2] < 2


def states_of(tail, combined):
    columns = (np.array(values, dtype=float)[:, None] for values in (tail, combined))
    one, several = columns
    return [STATES[code] for code in rules.states(one, several, np.isfinite(one))[:, -1]]


def test_false_discovery_control_by_hand():
    # four take part: the limits are 0.025, 0.05, 0.075, 0.1
    tail = [0.001, 0.04, 0.2, 0.08, np.nan]
    assert states_of(tail, tail) == ["alert", "alert", "normal", "normal", "too_few"]
    # the third of the sorted is below its limit, so the second is found too although it is above its own
    tail = [0.001, 0.06, 0.07, 0.2, np.nan]
    assert states_of(tail, tail) == ["alert", "alert", "alert", "normal", "too_few"]


def test_one_in_a_hundred_is_worth_a_watch():
    assert states_of([0.06, 0.001, 0.009, 0.05], [0.9, 0.04, 0.5, 0.06]) == ["normal", "watch", "watch", "normal"]
    for combined, state in ((0.009, "watch"), (0.011, "normal")):
        assert states_of([0.011, *[0.5] * 30], [combined, *[0.5] * 30])[0] == state


def test_a_surge_that_is_over_is_no_alert():
    assert states_of([0.4, 0.09], [1e-9, 1e-9]) == ["normal", "alert"]


@pytest.mark.parametrize("spread", [np.inf, 6.0], ids=["poisson", "more than poisson"])
def test_the_probabilities_hold_on_simulated_counts(spread):
    """Areas that differ and never change: P as often below a limit as promised or less, alerts hardly at all."""
    rng = np.random.default_rng(11)
    below, cells, alerts, watches, months = np.zeros(3), 0, 0, 0, 0
    for _ in range(2):
        means = np.repeat(rng.gamma(3, 5 / 3, (500, 1)), 36, axis=1)
        counts = rng.poisson(means if np.isinf(spread) else means * rng.gamma(spread, 1 / spread, means.shape))
        for at in range(18, 36, 3):
            table = detect(counts, np.ones(500), at=at)
            judged = table[table["state"] != "too_few"]
            below += [(judged["tail_probability"] <= nominal).sum() for nominal in (0.05, 0.01, 0.001)]
            cells, months = cells + len(judged), months + 1
            alerts += (judged["state"] == "alert").sum()
            watches += (judged["state"] == "watch").sum()
    assert (below / cells <= 1.5 * np.array([0.05, 0.01, 0.001])).all()
    assert below[0] / cells > 0.02
    assert alerts / months < 0.5
    assert watches / cells < 0.02


def test_the_same_input_gives_the_same_output():
    counts = poisson(1)
    pd.testing.assert_frame_equal(detect(counts, np.ones(60), at=23), detect(counts, np.ones(60), at=23))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("counts", {"counts": np.ones(5)}),
        ("counts", {"counts": np.full((5, 9), 0.5)}),
        ("counts", {"counts": np.full((5, 9), -1)}),
        ("counts", {"counts": np.full((5, 9), np.inf)}),
        ("population", {"population": np.ones(4)}),
        ("population", {"population": np.ones((5, 8))}),
        ("groups", {"groups": np.ones(4)}),
        ("at", {"at": 9}),
        ("at", {"at": -1}),
        ("span", {"span": 0}),
        ("span", {"span": 10}),
    ],
)
def test_arguments_that_do_not_fit_are_refused(name, arguments):
    fitting = {"counts": np.ones((5, 9)), "population": np.ones(5), "at": 8}
    with pytest.raises(OptionError, match=name):
        detect(**(fitting | arguments))
