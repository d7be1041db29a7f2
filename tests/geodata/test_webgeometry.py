from __future__ import annotations

import gzip
import hashlib
import json

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import webgeometry
from geodata.editions.assemble import assemble
from geodata.editions.topology import rings_of, topology
from geodata.mercator import to_degrees
from tests.geodata import made
from tests.shared import shared_path

GRID = assemble({"register": made.register(), "boundaries": made.boundaries()})[0]


def arcs_of(document):
    """The arcs as vertices, as a browser decodes them."""
    return [np.cumsum(np.array(arc).reshape(-1, 2), axis=0) for arc in document["arcs"]]


def ring_of(arcs, refs):
    """The vertices of a ring; every arc must begin where the one before it ended."""
    parts = [arcs[ref] if ref >= 0 else arcs[~ref][::-1] for ref in refs]
    for one, two in zip(parts, parts[1:] + parts[:1], strict=True):
        assert (one[-1] == two[0]).all()
    return np.concatenate([part[:-1] for part in parts] + [parts[0][:1]])


def polygon_of(document, arcs, rings):
    """The shape in degrees of a list of rings, holes wherever rings lie in each other (even-odd)."""
    x0, y0 = document["origin"]
    shape = shapely.Polygon()
    for refs in rings:
        ring = ring_of(arcs, refs) * document["unit"]
        lon, lat = to_degrees(np.stack([x0 + ring[:, 0], y0 - ring[:, 1]], axis=1))
        shape = shapely.symmetric_difference(shape, shapely.Polygon(np.stack([lon, lat], axis=1)))
    return shape


def share(one, two):
    """Area of the intersection over that of the union."""
    return shapely.intersection(one, two).area / shapely.union(one, two).area


def every_edge_once(arcs):
    """Whether no edge stands in two arcs."""
    edges = [
        tuple(sorted((tuple(a), tuple(b))))
        for arc in arcs
        for a, b in zip(arc[:-1].tolist(), arc[1:].tolist(), strict=True)
    ]
    return len(edges) == len(set(edges))


def test_the_document_has_what_the_browser_reads():
    document = webgeometry.build(GRID).document
    assert {key: type(value).__name__ for key, value in document.items()} == {
        "v": "int",
        "origin": "list",
        "unit": "float",
        "schematic": "bool",
        "arcs": "list",
        "mahallas": "list",
        "border": "dict",
        "label": "list",
        "districts": "list",
        "district_of": "list",
        "codes": "list",
        "bounds": "list",
    }
    assert document["bounds"] == [[38.0, 65.0], [38.06, 65.18]]
    assert document["district_of"] == [0] * 9 + [1] * 9 + [2] * 9
    assert document["codes"][9] == "18020001"
    assert min(min(ring) for arc in arcs_of(document) for ring in arc.tolist()) >= 0


def test_polygons_come_back_where_they_were():
    document = webgeometry.build(GRID).document
    arcs = arcs_of(document)
    for shape, rings in zip(GRID.shapes, document["mahallas"], strict=True):
        assert share(polygon_of(document, arcs, rings), shape) > 0.99


def test_every_border_is_stored_once_and_walked_once_each_way():
    document = webgeometry.build(GRID).document
    assert every_edge_once(arcs_of(document))
    walked = [ref for rings in document["mahallas"] for ring in rings for ref in ring]
    assert len(walked) == len(set(walked))
    outer = {ref if ref >= 0 else ~ref for ref in walked if ~ref not in walked}
    assert outer == set(document["border"]["region"])


def test_borders_of_districts_lie_between_districts_only():
    document = webgeometry.build(GRID).document
    arcs, border = arcs_of(document), document["border"]
    assert not set(border["district"]) & set(border["region"])
    x0 = document["origin"][0]
    for number in border["district"]:
        lon, _ = to_degrees(np.stack([x0 + arcs[number][:, 0] * document["unit"], arcs[number][:, 1]], axis=1))
        assert np.isin(np.round(lon, 3), [65.06, 65.12]).all()


def test_districts_have_rings_a_box_and_a_label_inside():
    document = webgeometry.build(GRID).document
    arcs = arcs_of(document)
    for at, district in enumerate(document["districts"]):
        shape = polygon_of(document, arcs, district["rings"])
        assert share(shape, GRID.district_shapes[at]) > 0.99
        x, y, radius = district["label"]
        west, north, east, south = district["box"]
        assert west < x < east
        assert north < y < south
        assert radius > 0


def test_label_points_lie_inside_their_mahallas():
    drawn = webgeometry.build(GRID)
    points = shapely.points(drawn.label_lon, drawn.label_lat)
    assert shapely.contains(GRID.shapes, points).all()


def test_a_mahalla_without_a_shape_is_null_and_its_hole_is_no_outer_border():
    territory = assemble({"register": made.register(), "boundaries": made.boundaries().drop(index=[4])})[0]
    drawn = webgeometry.build(territory)
    assert drawn.document["mahallas"][4] is None
    assert drawn.document["label"][4] is None
    assert np.isnan(drawn.label_lon[4])
    arcs = arcs_of(drawn.document)
    hole = made.square(0, 4)
    x0, y0 = drawn.document["origin"]
    for number in drawn.document["border"]["region"] + drawn.document["border"]["district"]:
        x, y = (arcs[number].mean(axis=0) * drawn.document["unit"]).tolist()
        lon, lat = to_degrees(np.array([[x0 + x, y0 - y]]))
        assert hole.distance(shapely.Point(lon[0], lat[0])) > 0.005


def outlined():
    """Boundaries of districts, and of all mahallas but one."""
    outlines = made.boundaries().iloc[[0, 9, 18]].assign(level="district", mfy_id=None, mahalla_id=None)
    outlines["code"] = outlines["district_code"]
    outlines["geometry"] = [shapely.union_all([made.square(d, n) for n in range(9)]) for d in range(3)]
    return {
        "register": made.register(),
        "boundaries": made.boundaries().drop(index=[4]),
        "boundaries-district": outlines,
    }


def test_mahallas_and_districts_are_simplified_by_metres_on_the_ground(monkeypatch):
    used, simplify = [], shapely.coverage_simplify
    monkeypatch.setattr(
        shapely, "coverage_simplify", lambda shapes, tolerance: used.append(tolerance) or simplify(shapes, tolerance)
    )
    webgeometry.build(assemble(outlined())[0])
    assert used == [pytest.approx(25 / np.cos(np.radians(38.03)))] * 2  # of mahallas, then of districts


def test_districts_have_arcs_of_their_own_where_outlines_were_imported_and_mahallas_lack_shapes():
    tables = outlined()
    outlines = tables["boundaries-district"]
    document = webgeometry.build(assemble(tables)[0]).document
    arcs = arcs_of(document)
    for at, district in enumerate(document["districts"]):
        assert share(polygon_of(document, arcs, district["rings"]), outlines.geometry.iloc[at]) > 0.99
    assert len(document["border"]["district"]) == 2


def test_the_file_is_named_by_its_hash_and_the_same_twice(tmp_path):
    drawn = webgeometry.build(GRID)
    one = webgeometry.save(drawn, tmp_path)
    packed = (tmp_path / one).read_bytes()
    assert one == f"{hashlib.sha256(packed).hexdigest()[:16]}.json.gz"
    assert packed[4:8] == bytes(4)  # no time of day in it
    assert json.loads(gzip.decompress(packed)) == json.loads(json.dumps(drawn.document))
    assert webgeometry.save(webgeometry.build(GRID), tmp_path) == one


def test_a_polygon_too_small_for_the_unit_makes_everything_finer():
    tiny = made.boundaries()
    west, south, _, _ = made.square(0, 0).bounds
    small = shapely.box(west + 0.01, south + 0.01, west + 0.0101, south + 0.0101)  # about 10 metres
    tiny["geometry"] = [shapely.difference(made.square(0, 0), small), small, *list(tiny.geometry)[2:]]
    territory = assemble({"register": made.register(), "boundaries": tiny})[0]
    document = webgeometry.build(territory).document
    assert document["unit"] < 5
    arcs = arcs_of(document)
    assert share(polygon_of(document, arcs, document["mahallas"][1]), small) > 0.6
    assert len(document["mahallas"][0]) == 2  # the shell and the hole around the small one


def test_real_boundaries_keep_their_shape_and_share_their_borders():
    raw = gpd.read_file(shared_path("realdata/chinoz_mahalla_55_real.geojson"))
    boundaries = gpd.GeoDataFrame(
        {"mahalla_id": raw["mahalla_id"].astype(str), "name": raw["mahalla_nomi"], "district": raw["district"]},
        geometry=shapely.force_2d(raw.geometry.make_valid()),
        crs="EPSG:4326",
    ).assign(level="mahalla")
    territory = assemble({"boundaries": boundaries})[0]
    document = webgeometry.build(territory).document
    arcs = arcs_of(document)
    got = [share(polygon_of(document, arcs, r), s) for r, s in zip(document["mahallas"], territory.shapes, strict=True)]
    assert min(got) > 0.8
    assert np.mean(got) > 0.98
    assert every_edge_once(arcs)
    outline = polygon_of(document, arcs, document["districts"][0]["rings"])
    assert share(outline, territory.region_shape) > 0.99


@given(st.integers(2, 40), st.integers(0, 10_000), st.sampled_from([3.0, 30.0, 300.0]))
@settings(deadline=None, max_examples=60)
def test_any_coverage_however_coarsely_rounded_closes_its_rings_and_stores_edges_once(count, seed, size):
    rng = np.random.default_rng(seed)
    around = shapely.box(0, 0, 1, 1)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(rng.random((count, 2))), extend_to=around))
    cells = shapely.intersection(cells, around)
    x, y = shapely.get_coordinates(rings_of(cells)[0]).T * size
    topo = topology(cells, x, y)
    assert every_edge_once(topo.arcs)
    for rings in topo.faces:
        for refs in rings:
            ring_of(topo.arcs, refs)
    # Rounding moves borders, but what one polygon loses its neighbour gains: together they still fill the square.
    together = sum(topo.signed_area(ring) for rings in topo.faces for ring in rings) / 2
    assert together == pytest.approx(size**2)
    outline = topo.outline(np.ones(len(cells), dtype=bool))
    assert sum(map(topo.signed_area, outline)) / 2 == pytest.approx(size**2)
    half = np.arange(len(cells)) % 2 == 0
    own = sum(topo.signed_area(ring) for at in np.flatnonzero(half) for ring in topo.faces[at])
    assert sum(map(topo.signed_area, topo.outline(half))) == pytest.approx(own)
