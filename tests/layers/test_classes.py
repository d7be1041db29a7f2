from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import OptionError
from layers import classes

VALUES = st.lists(st.floats(-1e5, 1e5, allow_nan=False).map(lambda x: round(x, 3)), min_size=2, max_size=60)
SCHEMES = st.sampled_from(sorted(classes.SCHEMES))


@given(VALUES, SCHEMES, st.integers(2, 9))
def test_breaks_rise_and_no_class_is_empty(values, scheme, number):
    limits = classes.breaks(values, scheme=scheme, classes=number)
    assert all(high > low for low, high in pairwise(limits))
    assert len(limits) < number
    counts = classes.histogram(classes.classify(values, limits), len(limits) + 1)
    if scheme != "equal":  # equal distances may well leave a class without values
        assert min(counts) > 0
    assert sum(counts) == len(values)


@given(VALUES, SCHEMES, st.integers(2, 9))
def test_classes_rise_with_values(values, scheme, number):
    ordered = np.sort(values)
    codes = classes.classify(ordered, classes.breaks(values, scheme=scheme, classes=number))
    assert (np.diff(codes) >= 0).all()


@given(VALUES, SCHEMES, st.lists(st.booleans(), min_size=60, max_size=60))
def test_what_is_not_finite_has_no_data_and_changes_nothing_else(values, scheme, gaps):
    holes = np.array(gaps[: len(values)])
    with_gaps = np.where(holes, np.nan, values)
    kept = np.asarray(values)[~holes]
    limits = classes.breaks(with_gaps, scheme=scheme)
    assert limits == classes.breaks(kept, scheme=scheme)
    codes = classes.classify(with_gaps, limits)
    np.testing.assert_array_equal(codes[holes], classes.NO_DATA)
    np.testing.assert_array_equal(codes[~holes], classes.classify(kept, limits))


def test_a_value_on_a_break_belongs_above_it():
    assert classes.classify([1.9, 2.0, 2.1], (2.0,)).tolist() == [0, 1, 1]


def test_infinity_is_no_data():
    assert classes.classify([np.inf, -np.inf, 1.0], (2.0,)).tolist() == [-1, -1, 0]


@given(st.lists(st.floats(0.001, 5000), min_size=10, max_size=200))
def test_nice_breaks_are_round(values):
    for limit in classes.breaks(values):
        digits = f"{limit:.6e}".partition("e")[0].replace(".", "").rstrip("0")
        assert len(digits) <= 3


def test_nice_breaks_of_whole_numbers_are_whole():
    values = np.random.default_rng(1).poisson(0.7, 800)
    assert classes.breaks(values) == (1.0, 2.0, 3.0, 4.0)
    assert all(limit.is_integer() for limit in classes.breaks(values, zero=True))


def test_two_values_of_whole_numbers_meet_at_a_whole_one():
    assert classes.breaks([0, 1] * 20) == (1.0,)


@pytest.mark.parametrize("values", [[0.0, 5e-300, 1e-299], [1e200, 3e200, 9e200], [-1e-15, 0.0, 1e-15]])
def test_nice_breaks_of_very_small_and_very_large_values(values):
    limits = classes.breaks(values)
    assert limits
    assert values[0] < limits[0] <= limits[-1] <= values[-1]


def test_nice_breaks_share_the_values_about_evenly():
    values = np.random.default_rng(2).uniform(0, 1, 5000)
    assert classes.breaks(values) == (0.2, 0.4, 0.6, 0.8)


def test_zero_is_a_class_of_its_own():
    values = [0.0, 0.0, 1.0, 4.0, 9.0, np.nan]
    limits = classes.breaks(values, zero=True, classes=3)
    codes = classes.classify(values, limits, zero=True)
    assert codes[:2].tolist() == [0, 0]
    assert codes[2:5].min() == 1
    assert codes[5] == classes.NO_DATA


def _cost(values, limits):
    codes = np.searchsorted(limits, values, side="right")
    return sum(((values[codes == code] - values[codes == code].mean()) ** 2).sum() for code in np.unique(codes))


@given(st.lists(st.integers(0, 40), min_size=3, max_size=14), st.integers(2, 4))
def test_natural_breaks_are_the_best_there_are(values, number):
    """Against trying every division: the exact search may be matched, never beaten."""
    array = np.sort(np.asarray(values, dtype=float))
    distinct = np.unique(array)
    if len(distinct) < number:
        return
    least = min(_cost(array, np.array(chosen)) for chosen in combinations(distinct[1:], number - 1))
    assert _cost(array, np.array(classes.breaks(array, scheme="natural", classes=number))) <= least + 1e-6


def test_natural_breaks_of_very_many_values_lie_in_the_gaps():
    rng = np.random.default_rng(3)
    values = np.concatenate([rng.normal(middle, 1, 4000) for middle in (0, 50, 100)])
    low, high = classes.breaks(values, scheme="natural", classes=3)
    assert 5 < low < 50
    assert 55 < high < 100


@given(st.lists(st.floats(-500, 500), min_size=5, max_size=100), st.integers(3, 9))
def test_breaks_of_a_change_mirror_each_other(values, number):
    limits = classes.centred_breaks(values, classes=number)
    assert list(limits) == [-limit for limit in reversed(limits)]
    assert all(high > low for low, high in pairwise(limits))
    assert len(limits) < number


def test_labels_say_what_a_class_holds():
    write = "{:g}".format
    assert classes.labels((2.0, 5.0), write) == ("< 2", "2–5", "≥ 5")
    assert classes.labels((2.0, 3.0, 6.0), write, whole=True) == ("0–1", "2", "3–5", "≥ 6")
    assert classes.labels((2.0, 4.0), write, whole=True, zero=True) == ("0", "1", "2–3", "≥ 4")
    assert classes.labels((-4.0, -2.0, 2.0), write) == ("< -4", "-4 … -2", "-2 … 2", "≥ 2")
    assert classes.labels((-9.0, 0.0, 9.0), "{:+.0f}".format) == ("< -9", "-9 … +0", "+0 … +9", "≥ +9")
    assert classes.labels((0.0, 9.0), lambda value: f"{value:+.0f}" if value else "0")[1] == "0 … +9"
    assert len(classes.labels((), write)) == 1


def test_values_that_are_written_alike_are_one_class():
    assert classes.breaks([3.9, 3.9, 3.9000000000000004, 3.93], decimals=1) == ()
    assert classes.breaks([0.0, 3.9, 3.93], zero=True, decimals=1) == ()
    assert classes.breaks([3.9, 3.96], decimals=1) != ()


def test_a_class_alone_says_what_it_holds():
    write = "{:.1f}".format
    assert classes.labels((), write, values=[3.9, np.nan, 3.9]) == ("3.9",)
    assert classes.labels((), write, values=[3.91, 3.94]) == ("3.9",)
    assert classes.labels((), write, values=[2.0, 3.9]) == ("2.0–3.9",)
    assert classes.labels((), write, zero=True, values=[0.0, 3.9]) == ("0.0", "3.9")
    assert classes.labels((), "{:.0f}".format, zero=True, whole=True, values=[0.0, 0.0]) == ("0", "≥ 1")


@pytest.mark.parametrize(("options", "name"), [({"classes": 10}, "classes"), ({"scheme": "jenks"}, "scheme")])
def test_unknown_choices_are_refused(options, name):
    with pytest.raises(OptionError, match=f"The setting {name} is"):
        classes.breaks([1, 2, 3], **options)


def test_falling_breaks_are_refused():
    with pytest.raises(OptionError, match="strictly rising"):
        classes.classify([1.0], (2.0, 1.0))
