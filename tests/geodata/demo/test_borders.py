"""Lines that look like borders keep what a coverage needs: their ends, no crossing, close points."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.demo.borders import STYLES, Style, natural, natural_simple, rounded

SPACING_M = 100.0


def even(points):
    return np.full(len(points), SPACING_M)


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_a_natural_line_keeps_its_ends_does_not_cross_itself_and_is_fine(style, seed):
    path = np.array([[0.0, 0.0], [5_000.0, 1_500.0]])
    line = natural_simple(path, style, even, np.random.default_rng(seed))
    assert (line[0] == path[0]).all()
    assert (line[-1] == path[-1]).all()
    assert shapely.LineString(line).is_simple
    assert np.hypot(*np.diff(line, axis=0).T).max() <= 2 * SPACING_M


def test_a_line_that_crosses_itself_is_drawn_again():
    path = np.array([[0.0, 0.0], [5_000.0, 0.0]])
    wild = Style(rough=0.7, fading=1.0)
    drawn = [natural(path, wild, even, np.random.default_rng(seed)) for seed in range(8)]
    assert not all(shapely.LineString(line).is_simple for line in drawn)
    redrawn = [natural_simple(path, wild, even, np.random.default_rng(seed)) for seed in range(8)]
    assert all(shapely.LineString(line).is_simple for line in redrawn)


def test_a_natural_line_is_not_straight():
    path = np.array([[0.0, 0.0], [10_000.0, 0.0]])
    line = natural(path, STYLES["ridge"], even, np.random.default_rng(1))
    assert np.abs(line[:, 1]).max() > 200


def test_cutting_corners_keeps_a_ring_closed():
    ring = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
    cut = rounded(ring, 2)
    assert (cut[0] == cut[-1]).all()
    assert shapely.Polygon(cut).area == pytest.approx(0.9, abs=0.08)
