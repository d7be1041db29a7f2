from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from geodata.analysis.recording import Options
from geodata.analysis.recording.border import _Near, border
from geodata.analysis.recording.zones import Ground
from geodata.metric import WGS84, local_crs, reproject
from geodata.periods import Period
from tests.geodata.recording.stub import SIDE, SIZE, SOUTH, WEST, Stub, cell, rows

YEAR = Period.parse("2024")
RED = {date(2024, 1, 1): [1, 3, 1, 1, 1, 1, 1, 1]}  # the second square of the lower row
METRE = SIDE / 865  # of longitude, about


def points(*places):
    lon, lat = zip(*places, strict=True)
    return Stub(rows(lon=list(lon), lat=list(lat)), decided=RED)


def at_border(count, outside_m=30):
    """Places in a column in the square to the right of the red one."""
    return [(WEST + 2 * SIDE + outside_m * METRE, SOUTH + SIDE * (0.2 + 0.6 * n / count)) for n in range(count)]


def test_points_just_outside_a_red_mahalla_are_asked_about():
    stub = points(*at_border(14))
    asked = border(stub, "preventable", YEAR, Options())
    (question,) = asked.questions
    assert (question.mahalla, question.observed, question.base) == ("m1", 14, 14)
    assert 2 < question.expected < 14 / 4
    # The band inside has none of them, which alone would have a chance of a little under a half for each.
    assert question.p_value == pytest.approx(binom.sf(13, 14, 0.5), rel=0.9)
    assert asked.tested == 1


def test_as_many_just_inside_take_the_wonder_away():
    inside = [(WEST + 2 * SIDE - 30 * METRE, lat) for _, lat in at_border(14)]
    assert border(points(*at_border(14), *inside), "preventable", YEAR, Options()).questions == ()


def test_an_even_spread_outside_with_nothing_inside_is_no_pile():
    around = [place for away in range(25, 500, 25) for place in at_border(4, outside_m=away)]
    asked = border(points(*around), "preventable", YEAR, Options())
    assert (asked.questions, asked.tested) == ((), 1)


def test_points_farther_off_do_not_count_as_just_outside():
    asked = border(points(*at_border(14, outside_m=150)), "preventable", YEAR, Options())
    assert (asked.questions, asked.tested) == ((), 1)


def test_one_place_with_many_events_counts_once():
    asked = border(points(*at_border(1) * 30), "preventable", YEAR, Options(least_points=2))
    assert asked.reason == "too_few_points"


def test_what_is_missing_is_told():
    stub = points(*at_border(14))
    assert border(stub, "it", YEAR, Options()).reason == "too_few_points"
    assert border(stub, "preventable", Period.parse("2023"), Options()).reason == "no_decisions"
    stub.decided = {date(2022, 1, 1): [1, 3, 1, 1, 1, 1, 1, 1]}
    assert border(stub, "preventable", Period.parse("2023"), Options()).reason == "too_few_points"
    stub.schematic = True
    assert border(stub, "preventable", YEAR, Options()).reason == "no_shapes"


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_places_and_areas_are_those_of_the_distances(seed):
    rng = np.random.default_rng(seed)
    cells = np.array([cell(n) for n in range(SIZE)], dtype=object)
    crs = local_crs(cells)
    lon, lat = WEST + SIDE * rng.uniform(-0.5, 4.5, 300), SOUTH + SIDE * rng.uniform(-0.5, 2.5, 300)
    spots, metric = (reproject(each, WGS84, crs) for each in (shapely.points(lon, lat), cells))
    red = np.array([1, 6])
    ground = Ground.of(metric, spots)
    found = ground.zones(red, around_m=500, band_m=100, least=1)
    around_m2 = ground.around_m2(found.own, 500)
    territory = shapely.union_all(metric)
    assert set(found.own) <= {1, 6}
    for number, place in enumerate(found.own):
        away = shapely.distance(metric[place], spots)
        covered = shapely.intersects(territory, spots) & (away > 0)
        # The corners of a buffer are polygons, up to half a hundredth short of the circle.
        for got, metres in ((found.around, 500), (found.outside, 100)):
            assert (covered & (away <= 0.99 * metres)).sum() <= got[number] <= (covered & (away <= metres)).sum()
        edge = shapely.distance(metric[place].exterior, spots)
        if not found.outside[number]:
            assert np.isnan(found.outside_m2[number])
            continue
        assert found.inside[number] == ((away == 0) & (edge <= 100)).sum()
        whole = shapely.intersection(shapely.buffer(metric[place], 500), territory).area - metric[place].area
        assert around_m2[number] == pytest.approx(whole, rel=1e-6)


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=20, deadline=None)
def test_counts_and_areas_are_those_of_an_overlay_of_everything(seed, overlapping):
    """As it was first written: every zone cut by every mahalla, places counted in the pieces."""
    rng = np.random.default_rng(seed)
    cells = np.array([cell(n) for n in range(SIZE)], dtype=object)
    if overlapping:
        cells[2] = shapely.buffer(cells[2], 0.1 * SIDE, join_style="mitre")
    crs = local_crs(cells)
    lon, lat = WEST + SIDE * rng.uniform(-0.5, 4.5, 300), SOUTH + SIDE * rng.uniform(-0.5, 2.5, 300)
    spots, metric = (reproject(each, WGS84, crs) for each in (shapely.points(lon, lat), cells))
    red = np.array([1, 2, 6])
    counts, areas = zip(*(overlaid(metric, one, spots, 500) for one in red), strict=True)
    least = sorted(counts)[1]  # one has too few, and of another every place counts
    ground = Ground.of(metric, spots)
    found = ground.zones(red, around_m=500, band_m=100, least=least)
    around_m2 = ground.around_m2(found.own, 500)
    assert found.own.tolist() == [one for one, count in zip(red, counts, strict=True) if count >= least]
    for number, place in enumerate(found.own):
        at = red.tolist().index(place)
        outside, outside_m2 = overlaid(metric, place, spots, 100)
        assert (found.around[number], found.outside[number]) == (counts[at], outside)
        if outside:
            inner = shapely.difference(metric[place], shapely.buffer(metric[place], -100))
            assert found.inside[number] == shapely.intersects(inner, spots).sum()
            got = (around_m2[number], found.outside_m2[number], found.inside_m2[number])
            assert got == (areas[at], outside_m2, inner.area)


def overlaid(shapes, place, spots, distance_m):
    ring = shapely.difference(shapely.buffer(shapes[place], distance_m), shapes[place])
    pieces = [shapely.intersection(ring, other) for n, other in enumerate(shapes) if n != place]
    hit = np.any([shapely.intersects(piece, spots) for piece in pieces], axis=0)
    return int(hit.sum()), pytest.approx(sum(piece.area for piece in pieces), rel=1e-12)


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_even_points_are_seldom_asked_about(seed):
    rng = np.random.default_rng(seed)
    places = zip(WEST + SIDE * rng.uniform(0, 4, 200), SOUTH + SIDE * rng.uniform(0, 2, 200), strict=True)
    asked = border(points(*places), "preventable", YEAR, Options(chance=0.0005))
    assert (asked.questions, asked.tested) == ((), 1)


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_no_place_near_a_red_mahalla_is_left_out_and_far_ones_are(seed):
    rng = np.random.default_rng(seed)
    shape = np.array([cell(1)], dtype=object)
    crs = local_crs(shape)
    lon, lat = WEST + SIDE * rng.uniform(-40, 40, 400), SOUTH + SIDE * rng.uniform(-40, 40, 400)
    spots, metric = (reproject(each, WGS84, crs) for each in (shapely.points(lon, lat), shape))
    away = shapely.distance(metric[0], spots)
    held = _Near.of(shape, 500).hold(lon, lat)
    assert held[away <= 510].all()
    assert not held[away > 10_000].any()
