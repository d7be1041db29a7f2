"""Dividing an area: the asked number of parts, a clean coverage, the same again for the same random stream."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geodata.demo.cells import _stout, divide
from geodata.demo.settle import mass_points, settle


def country(side_m, holed):
    """A square with points along its sides, with a round hole in the middle if asked."""
    square = shapely.segmentize(shapely.box(0, 0, side_m, side_m), side_m / 60)
    return square.difference(shapely.Point(side_m / 2, side_m / 2).buffer(side_m / 9)) if holed else square


@pytest.mark.parametrize("holed", [False, True])
@pytest.mark.parametrize("count", [2, 3, 24])
def test_an_area_is_divided_into_a_clean_coverage(count, holed):
    area = country(30_000, holed)
    rng = np.random.default_rng(7)
    where = settle(area, np.array([9_000.0, 9_000.0]), count, rng)
    parts = divide(area, mass_points(area, where, count, rng), count, where, rng)
    assert len(parts) == count
    assert all(part.is_valid and not part.interiors for part in parts)
    assert shapely.coverage_is_valid(parts)
    assert shapely.coverage_union_all(parts).symmetric_difference(area).area == pytest.approx(0, abs=1e-3)


def test_towns_are_divided_smaller_than_the_country():
    area = country(60_000, holed=False)
    rng = np.random.default_rng(3)
    centre = np.array([20_000.0, 20_000.0])
    where = settle(area, centre, 50, rng)
    parts = np.array(divide(area, mass_points(area, where, 50, rng), 50, where, rng))
    near = shapely.distance(parts, shapely.Point(centre)) < 2_000
    assert near.any()
    assert np.median(shapely.area(parts[near])) < np.median(shapely.area(parts[~near])) / 3


def test_a_tail_and_a_neck_are_noticed():
    body = shapely.box(0, 0, 100, 100)
    tail = body.union(shapely.box(100, 45, 300, 55))
    neck = body.union(shapely.box(100, 48, 120, 52)).union(shapely.box(120, 0, 220, 100))
    for shape, wanted in ((body, True), (tail, False), (neck, False)):
        assert _stout(shapely.get_coordinates(shape)[:-1], 0.08) is wanted
