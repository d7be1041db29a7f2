from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import tilegrid, webgeometry
from geodata.editions.assemble import assemble
from geodata.tilegrid import RATIO, squares
from tests.geodata import made

REGISTER = assemble({"register": made.register()})[0]


def with_districts(sizes, lon=None, lat=None):
    """A territory without shapes whose districts have these numbers of mahallas."""
    home = np.repeat(np.arange(len(sizes)), sizes).astype(np.int32)
    unknown = np.full(len(sizes), np.nan)
    districts = pd.DataFrame(
        {
            "code": [str(n) for n in range(len(sizes))],
            "lon": unknown if lon is None else lon,
            "lat": unknown if lat is None else lat,
        }
    )
    mahallas = pd.DataFrame({"district_pos": home, "code": [str(n) for n in range(len(home))]})
    return dataclasses.replace(
        REGISTER,
        districts=districts,
        mahallas=mahallas,
        shapes=np.full(len(home), None, dtype=object),
        district_shapes=np.full(len(sizes), None, dtype=object),
    )


def check(territory):
    """Equal squares that do not overlap, each district one block with a gap around it."""
    tiles = squares(territory)
    home = territory.mahallas["district_pos"].to_numpy()
    area = tiles[0].area
    assert shapely.area(tiles) == pytest.approx(area)
    assert shapely.union_all(tiles).area == pytest.approx(area * len(tiles))
    blocks = [shapely.union_all(tiles[home == at]) for at in range(len(territory.districts)) if (home == at).any()]
    assert all(block.geom_type == "Polygon" for block in blocks)
    for at, one in enumerate(blocks):
        west, south, east, north = one.bounds
        assert abs((east - west) - (north - south)) <= 2 * np.sqrt(area) + 1  # near-square
        assert all(one.distance(two) >= np.sqrt(area) * 0.99 for two in blocks[at + 1 :])
    return tiles, blocks


@given(st.lists(st.integers(1, 90), min_size=1, max_size=20))
@settings(deadline=None, max_examples=50)
def test_one_equal_square_a_mahalla_in_one_block_a_district(sizes):
    check(with_districts(sizes))


def test_without_places_the_whole_is_about_as_wide_as_a_screen():
    tiles, _ = check(with_districts([51, 55, 62, 58, 79, 59, 40, 25, 40, 42, 37, 59, 57, 64, 64, 40]))
    west, south, east, north = shapely.total_bounds(tiles)
    assert (east - west) / (north - south) == pytest.approx(RATIO, rel=0.25)


@given(st.integers(0, 1000))
@settings(deadline=None, max_examples=30)
def test_with_places_blocks_lie_as_their_districts_do(seed):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(5, 80, 12)
    lon, lat = rng.random(12) * 3 + 64, rng.random(12) * 1.5 + 38
    lon[1], lat[1] = lon[0], lat[0]  # a city has the place of the district around it
    _, blocks = check(with_districts(sizes, lon, lat))
    middle = shapely.get_coordinates(shapely.centroid(blocks))
    assert np.corrcoef(middle[:, 0], lon)[0, 1] > 0.75  # 0.772 is the least of all these seeds
    assert np.corrcoef(middle[:, 1], lat)[0, 1] > 0.7


def test_blocks_that_cannot_be_pushed_apart_are_set_in_shelves(monkeypatch):
    monkeypatch.setattr(tilegrid, "_ROUNDS", 0)
    check(with_districts([30, 30, 30, 30], np.array([64.0, 64.01, 64.02, 70.0]), np.array([38.0, 38.01, 38.0, 39.0])))


def test_the_document_says_that_it_is_schematic():
    drawn = webgeometry.build(REGISTER)
    document = drawn.document
    assert document["schematic"] is True
    assert all(document["mahallas"])
    assert all(document["label"])
    assert np.isnan(drawn.label_lon).all()  # a tile is no place on earth
    assert len(document["districts"]) == 3
    assert document["border"]["district"] == []


def test_blocks_lie_where_outlines_were_imported():
    outlines = made.boundaries().iloc[[0, 9, 18]].assign(level="district", mfy_id=None, mahalla_id=None)
    outlines["code"] = outlines["district_code"]
    outlines["geometry"] = [shapely.union_all([made.square(d, n) for n in range(9)]) for d in (2, 1, 0)]
    outlines["geometry"] = shapely.transform(
        outlines.geometry.to_numpy(), lambda xy: xy + np.array([[0, 0.001]]) * xy[:, :1]
    )
    territory = assemble({"register": made.register(), "boundaries-district": outlines})[0]
    document = webgeometry.build(territory).document
    left = [district["box"][0] for district in document["districts"]]
    assert left[0] > left[1] > left[2]
