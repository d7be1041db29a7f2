"""Gaps and overlaps are found with their true size, narrow ones closed, and borders stay common."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from geodata import coverage
from geodata.errors import OptionError
from geodata.metric import WGS84, area_m2, local_crs, reproject, to_metres

CENTRE = box(65.9, 38.9, 66.1, 39.1)
CRS = local_crs(np.array([CENTRE], dtype=object))


def metres(*shapes) -> gpd.GeoDataFrame:
    """Shapes drawn in metres around a point of Kashkadarya, as a frame in degrees."""
    drawn = np.empty(len(shapes), dtype=object)
    drawn[:] = shapes
    return gpd.GeoDataFrame(geometry=list(reproject(drawn, CRS, WGS84)), crs=WGS84)


def grid(columns: int, rows: int, side: float = 1000.0) -> list[shapely.Polygon]:
    return [box(x * side, y * side, (x + 1) * side, (y + 1) * side) for y in range(rows) for x in range(columns)]


def test_a_faultless_coverage_has_no_flaws():
    found = coverage.inspect(metres(*grid(3, 3)))
    assert found.flaws == ()


def test_an_overlap_has_its_area_width_and_pair():
    found = coverage.inspect(metres(box(0, 0, 1000, 1000), box(990, 0, 2000, 1000), box(0, 1000, 2000, 2000)))
    (overlap,) = found.of("overlap")
    assert overlap.units == (0, 1)
    assert overlap.area_m2 == pytest.approx(10_000, rel=0.01)
    assert overlap.width_m == pytest.approx(10, rel=0.03)
    assert found.area_m2("gap") == 0


def test_a_gap_has_its_area_width_and_neighbours():
    found = coverage.inspect(
        metres(box(0, 0, 1000, 990), box(0, 1000, 1000, 2000), box(-100, 0, 0, 2000), box(1000, 0, 1100, 2000))
    )
    (gap,) = found.of("gap")
    assert gap.area_m2 == pytest.approx(10_000, rel=0.01)
    assert gap.width_m == pytest.approx(10, rel=0.03)
    assert set(gap.units) == {0, 1, 2, 3}
    assert set(gap.units[:2]) == {0, 1}  # the longest borders


def test_narrow_flaws_are_closed_and_wide_ones_stay():
    tab = shapely.union(box(0, 1000, 2000, 2000), box(100, 995, 900, 1000))
    places = metres(box(0, 0, 1000, 1000), box(999, 0, 2000, 1000), tab, box(0, 2001.5, 2000, 3000),
                    box(-10, 1900, 0, 3000), box(2000, 1900, 2010, 3000))  # fmt: skip
    before = coverage.inspect(places)
    closing = coverage.close(places, 2.0)
    after = coverage.inspect(closing.places)
    assert {flaw.kind for flaw in closing.closed} == {"gap", "overlap"}
    assert all(flaw.width_m <= 2.0 for flaw in closing.closed)
    assert {flaw.width_m > 2.0 for flaw in after.flaws} == {True}
    assert after.area_m2("overlap") == pytest.approx(
        sum(f.area_m2 for f in before.of("overlap") if f.width_m > 2), rel=0.02
    )
    assert closing.largest_change_m2 < 3100
    assert coverage.close(places, 10.0).closed
    assert coverage.inspect(coverage.close(places, 10.0).places).flaws == ()


def test_nothing_is_changed_when_nothing_is_to_be_closed():
    places = metres(*grid(2, 2))
    closing = coverage.close(places, 2.0)
    assert closing.places.equals(places)
    assert closing.places is not places
    wide = metres(box(0, 0, 1000, 1000), box(900, 0, 2000, 1000))
    assert coverage.close(wide, 0.0).places.equals(wide)
    assert coverage.close(wide, 2.0).largest_change_m2 == pytest.approx(0, abs=0.1)


def test_borders_get_the_same_vertices():
    places = metres(
        box(0, 0, 1000, 1000), shapely.Polygon([(1000, 0), (2000, 0), (2000, 1000), (1000, 1000), (1000, 400)])
    )
    before, after = (to_metres(each.geometry.to_numpy()) for each in (places, coverage.close(places, 2.0).places))
    assert not shapely.coverage_is_valid(before)
    assert shapely.coverage_is_valid(after)


def test_neighbours_by_distance():
    near = coverage.neighbours(metres(*grid(3, 1), box(3001, 0, 4000, 1000), box(4010, 0, 5000, 1000)))
    assert [list(each) for each in near] == [[1], [0, 2], [1, 3], [2], []]
    assert [list(each) for each in coverage.neighbours(metres(*grid(2, 2)))] == [
        [1, 2, 3],
        [0, 2, 3],
        [0, 1, 3],
        [0, 1, 2],
    ]


@pytest.mark.parametrize("width", [-1.0, 101.0, float("nan")])
def test_a_width_outside_of_sense_is_refused(width):
    with pytest.raises(OptionError, match="width_m"):
        coverage.close(metres(*grid(1, 1)), width)


def test_areas_are_true_where_web_mercator_is_65_per_cent_off():
    square = metres(box(0, 0, 1000, 1000)).geometry
    assert area_m2(square.to_numpy())[0] == pytest.approx(1e6, rel=1e-6)
    assert square.to_crs("EPSG:3857").area[0] == pytest.approx(1.65e6, rel=0.01)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(-30, 30), st.floats(-30, 30)), min_size=9, max_size=9))
def test_closing_never_makes_new_overlaps_or_loses_a_unit(moves):
    moved = [shapely.affinity.translate(cell, *move) for cell, move in zip(grid(3, 3), moves, strict=True)]
    places = metres(*moved)
    closing = coverage.close(places, 20.0)
    assert len(closing.places) == 9
    assert not closing.places.is_empty.any()
    assert closing.places.is_valid.all()
    before, after = coverage.inspect(places), coverage.inspect(closing.places)
    assert after.area_m2("overlap") <= before.area_m2("overlap") + 1.0
