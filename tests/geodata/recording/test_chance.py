from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.analysis.recording import Options
from geodata.analysis.recording.question import holm
from geodata.analysis.recording.silence import longest_runs, run_chances
from geodata.errors import OptionError

chances = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(chances)
def test_holm_is_the_step_down_of_bonferroni(p_values):
    adjusted, highest = holm(np.array(p_values)), 0.0
    order = np.argsort(p_values, kind="stable")
    for step, at in enumerate(order):
        highest = max(highest, min(1.0, p_values[at] * (len(p_values) - step)))
        assert adjusted[at] == pytest.approx(highest)


def test_what_was_not_tested_neither_counts_nor_is_adjusted():
    assert holm(np.array([0.01, 0.02, 0.03]), np.array([True, False, True])).tolist() == [0.02, 1.0, 0.03]
    assert holm(np.zeros(0)).tolist() == []


@given(st.integers(1, 12).flatmap(lambda width: st.tuples(
    st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=1, max_size=6), st.integers(0, width)
)))  # fmt: skip
def test_the_longest_run_that_reaches_the_period(drawn):
    table, first = drawn
    lengths, ends = longest_runs(np.array(table), first)
    for row, length, end in zip(table, lengths.tolist(), ends.tolist(), strict=True):
        runs = []
        for value, run in itertools.groupby(range(len(row)), key=lambda at: row[at]):
            at = list(run)
            if value and at[-1] >= first:
                runs.append((len(at), at[-1]))
        assert length == max((size for size, _ in runs), default=0)
        assert end == (next(stop for size, stop in runs if size == length) if runs else -1)


@given(st.lists(st.integers(1, 5), min_size=2, max_size=5), st.integers(1, 4), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_the_chance_of_an_empty_window_is_bounded_closely(weights, events, length):
    share = np.array(weights) / sum(weights)
    length = min(length, len(share) - 1)
    exact = 0.0
    for places in itertools.product(range(len(share)), repeat=events):
        empty = [month not in places for month in range(len(share))]
        if any(all(empty[at : at + length]) for at in range(len(share) - length + 1)):
            exact += float(np.prod(share[list(places)]))
    running = np.concatenate([[0.0], np.cumsum(share)])
    bound = float(run_chances(np.array([length]), np.array([events]), running)[0])
    windows = len(share) - length + 1
    assert exact <= bound + 1e-9
    assert bound <= min(1.0, windows * exact) + 1e-9


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("late_days", -1, "late_days is -1; it must be 0 or more"),
        ("chance", 1.0, "chance is 1; it must be between 0 and 1"),
        ("least_events", 0, "least_events is 0"),
        ("like_low", 3.0, "like_low is 3; it must be above 0 and not above like_high"),
        ("decision_days", 400, "decision_days is 400; it must be 0 to 366"),
        ("band_m", 500.0, "band_m is 500; it must be above 0 and below around_m"),
        ("least_points", 0, "least_points is 0"),
    ],
)
def test_constants_that_make_no_sense_are_refused(name, value, words):
    with pytest.raises(OptionError, match=words):
        Options(**{name: value})
