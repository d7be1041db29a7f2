"""The parts of our browser script that need no browser, run by node where it is installed."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from layers import assets, classes, palette
from layers.paint import ClassRow, Figures, Picture

NODE = shutil.which("node") or ""
FOLDER = Path(assets.__file__).parent / "assets" / "js"
pytestmark = pytest.mark.skipif(not NODE, reason="node, which runs our script here, is not installed")


def run(modules, body, values):
    """What `body` returns in node, with `M` our namespace and `input` the values; both ways as JSON."""
    parts = [(FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in modules]
    script = "\n".join(
        [
            "globalThis.window = {};",
            *parts,
            "const M = window.MahallaMap, input = JSON.parse(require('fs').readFileSync(0, 'utf8'));",
            f"(async () => {{ {body} }})().then(out => process.stdout.write(JSON.stringify(out)));",
        ]
    )
    done = subprocess.run(
        [NODE, "-e", script], input=json.dumps(values), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("path", sorted(FOLDER.parent.rglob("*.js")), ids=lambda path: path.name)
def test_every_file_is_well_formed(path, tmp_path):
    copy = tmp_path / path.name
    copy.write_text(path.read_text(encoding="utf-8").replace("GIVEN", '["a","b"]'), encoding="utf-8")
    done = subprocess.run([NODE, "--check", str(copy)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_browser_reads_what_python_packed():
    rng = np.random.default_rng(5)
    rate, count = rng.gamma(2, 3, 400), rng.poisson(300, 400).astype(float)
    rate[[3, 9]] = np.nan
    change = rng.normal(0, 300, 400)
    category = rng.integers(0, 4, 400).astype(np.int8)
    unstable = rng.random(400) < 0.2
    for values, decimals in ((rate, 1), (change, 0)):
        limits = classes.breaks(values)
        codes = classes.classify(values, limits)
        codes[5] = classes.SUPPRESSED
        rows = [ClassRow(colour=colour, label="ўқғҳ") for colour in palette.sequential(len(limits) + 1)]
        picture = Picture(
            key="k",
            codes=codes,
            rows=rows,
            title="Oʻzgarish",
            figures=Figures(values=values, decimals=decimals),
            detail=Figures(values=count),
            categories=category,
            unstable=unstable,
        )
        got = run(
            ["core", "packing"],
            "const p = await M.unpack(input); return [p.title, p.rows[0][1], [...p.state].map(M.classOf), "
            "[...p.state].map(s => s & M.UNSTABLE), [...p.figures.values], [...p.detail.values], [...p.categories]]",
            picture.payload(),
        )
        assert got[:2] == ["Oʻzgarish", "ўқғҳ"]
        assert got[2] == codes.tolist()
        assert [bool(bit) for bit in got[3]] == (unstable & (codes >= 0)).tolist()
        shown = np.array([np.nan if value is None else value for value in got[4]])
        np.testing.assert_allclose(shown, np.round(values, decimals), atol=0.5001 * 10**-decimals)
        assert got[5] == count.tolist()
        assert got[6] == category.tolist()


def test_numbers_are_written_as_the_language_does():
    words = {"decimal": ",", "group": "\u00a0"}
    values = [[3412, 0], [1234567.891, 1], [0.05, 1], [-4, 0], [-0.04, 1], [999, 0]]
    got = run(["core"], "return input[0].map(([v, d]) => M.number(v, d, input[1]))", [values, words])
    assert got == ["3\u00a0412", "1\u00a0234\u00a0567,9", "0,1", "−4", "0,0", "999"]


BOXES = st.lists(
    st.tuples(st.integers(-20, 120), st.integers(-20, 120), st.integers(1, 40), st.integers(1, 20)).map(
        lambda box: [box[0], box[1], box[0] + box[2], box[1] + box[3]]
    ),
    max_size=40,
)


@settings(max_examples=15, deadline=None)
@given(BOXES)
def test_words_never_overlap_and_stay_in_the_frame(boxes):
    taken = run(
        ["core", "place"],
        "const p = new M.Placer([0, 0, 100, 100]); input.forEach(box => p.first([box])); return p.taken",
        boxes,
    )
    for at, one in enumerate(taken):
        assert one[0] >= 0
        assert one[1] >= 0
        assert one[2] <= 100
        assert one[3] <= 100
        for other in taken[:at]:
            assert one[0] >= other[2] or one[2] <= other[0] or one[1] >= other[3] or one[3] <= other[1]
    assert len(taken) == len({tuple(box) for box in taken})


def test_names_break_where_they_may():
    got = run(
        ["core", "place"],
        "return input.map(name => M.breakName(name, t => t.length).map(o => o.lines))",
        ["Guliston", "Abu Ali ibn Sino", "Mustaqillik", "Katta-Oʻradaryo", "A B C D E"],
    )
    assert got[0] == [["Guliston"]]
    assert got[1] == [["Abu Ali ibn Sino"], ["Abu Ali", "ibn Sino"], ["Abu", "Ali ibn", "Sino"]]
    assert got[3] == [["Katta-Oʻradaryo"], ["Katta-", "Oʻradaryo"]]
    assert all(len(lines) <= 3 for lines in got[4])


# Two squares that share an edge, the right one with a hole that nobody fills; side 10, y downwards.
SQUARES = {
    "v": 1,
    "origin": [0, 0],
    "unit": 10,
    "schematic": False,
    "arcs": [
        [10, 0, 0, 10],  # the shared edge, downwards
        [10, 10, -10, 0, 0, -10, 10, 0],  # around the left square
        [10, 0, 10, 0, 0, 10, -10, 0],  # around the right square
        [14, 4, 2, 0, 0, 2, -2, 0, 0, -2],  # the hole
    ],
    "mahallas": [[[0, 1]], [[-1, 2], [3]], None],
    "border": {"district": [0], "region": [1, 2]},
    "label": [[5, 5, 5], [12, 5, 2], None],
    "districts": [
        {"code": "1", "label": [5, 5, 5], "box": [0, 0, 10, 10], "rings": [[0, 1]]},
        {"code": "2", "label": None, "box": None, "rings": []},
    ],
    "district_of": [0, 1, 1],
    "codes": ["a", "b", "c"],
    "bounds": [[0, 0], [1, 1]],
}


def test_the_cell_under_a_point_is_found():
    points = [[5, 5], [12, 5], [15, 5], [25, 5], [-1, 5], [9.9, 0.1], [10.1, 9.9]]
    got = run(
        ["core", "geometry"],
        "const f = new M.Finder(M.decode(input[0])); return input[1].map(([x, y]) => f.at(x, y))",
        [SQUARES, points],
    )
    assert got == [0, 1, -1, -1, -1, 0, 1]


def test_borders_know_their_boxes_and_the_smaller_cell_beside_them():
    got = run(
        ["core", "geometry"],
        "const g = M.decode(input); return {box: g.box, boxes: g.boxes, gap: g.incomplete, lines: g.hairlines}",
        SQUARES,
    )
    assert got["box"] == [0, 0, 20, 10]
    assert got["boxes"] == [[0, 0, 10, 10], [10, 0, 20, 10], None]
    assert got["gap"] is True
    assert [line["borders"] for line in got["lines"]] == [[3]]  # all others lie between districts or at the edge


def test_another_version_of_the_geometry_is_refused():
    with pytest.raises(AssertionError, match="unknown geometry version 2"):
        run(["core", "geometry"], "return M.decode(input)", SQUARES | {"v": 2})


def test_a_ring_goes_through_its_farthest_member_in_true_metres():
    body = """
      globalThis.L = {
        latLng: pair => ({ lat: pair[0], lng: pair[1] }),
        Projection: { SphericalMercator: { project: ({ lat, lng }) => ({ x: lng, y: lat }) } },
      };
      const geometry = { unit: 1, origin: [0, 0], boxes: [[10, 20, 14, 23]], labels: [null] };
      const found = M.readClusters(input, geometry).all;
      return { points: found[0].points, alone: found[1], none: M.readClusters(input, { schematic: true }) };
    """
    ring = {"lon": 66.0, "lat": 38.9, "radius_m": 20_000, "mahallas": 7, "centre": 3}
    single = {"lon": 66.0, "lat": 38.9, "radius_m": 0, "mahallas": 1, "centre": 0}
    found = run(["core", "view", "clusters"], body, {"groups": {"all": [ring, single]}})
    geod = Geod(ellps="sphere")
    metres = [geod.inv(66.0, 38.9, lon, -south)[2] for lon, south in found["points"]]
    assert np.allclose(metres, 20_000, rtol=2e-3)
    assert found["alone"]["middle"] == [12, 21.5]
    assert found["alone"]["radius"] == 2.5
    assert found["none"] == {}


def test_a_coarser_border_lies_within_its_tolerance_and_keeps_its_ends():
    rng = np.random.default_rng(3)
    arc = np.cumsum(rng.integers(-9, 10, (200, 2)), axis=0).astype(int)
    weights = run(["core", "shapes"], "return [...M.weighArc(Int32Array.from(input))]", arc.ravel().tolist())
    assert weights[0] is None
    assert weights[-1] is None
    weight = np.array([np.inf if each is None else each for each in weights])
    for tolerance in (2.0, 8.0, 32.0):
        kept = np.flatnonzero(weight >= tolerance)
        assert {0, len(arc) - 1} <= set(kept.tolist())
        for first, last in itertools.pairwise(kept):
            step = arc[last] - arc[first]
            between = arc[first + 1 : last] - arc[first]
            away = np.abs(between[:, 0] * step[1] - between[:, 1] * step[0]) / max(np.hypot(*step), 1e-9)
            assert (away if np.hypot(*step) else np.hypot(*between.T)).max(initial=0) < tolerance + 1e-3


def test_a_closed_border_stays_an_area_however_coarse():
    ring = [0, 0, 4, 0, 4, 4, 2, 5, 0, 4, 0, 0]
    weights = run(["core", "shapes"], "return [...M.weighArc(Int32Array.from(input))]", ring)
    assert sum(each is None for each in weights) >= 4


def test_what_is_drawn_moves_only_by_whole_dots_and_at_the_same_scale():
    body = """const at = (left, more) => Object.assign(Object.create(M.Frame.prototype),
        { left, top: 5, zoom: 3, width: 100, height: 80, dpr: 1, pen: 1, schematic: false }, more);
        return [at(20).movedFrom(at(8)), at(20).movedFrom(at(8.5)), at(20).movedFrom(at(8, { zoom: 4 })),
        at(90).movedFrom(at(8)), at(20, { dpr: 2 }).movedFrom(at(8.5, { dpr: 2 }))];"""
    assert run(["core", "view"], body, None) == [{"x": 12, "y": 0}, None, None, {"x": 82, "y": 0}, {"x": 23, "y": 0}]


def test_pieces_cover_the_ground_beside_the_land_without_gap_or_overlap():
    body = """return input.map(([length, parts]) => {
        const { start, before } = M.cuts(length, parts), ends = [];
        for (let at = -3; at <= parts + 3; at++) ends.push(start(at));
        const places = [-length - 1, -1, 0, 1, length - 1, length, length + 1, 2 * length];
        return [ends, places.map(place => [start(before(place)), place, start(before(place) + 1)])];
      });"""
    for (length, parts), (ends, around) in zip(
        lengths := [(1711, 6), (1153, 6), (60, 6), (7, 6)], run(["core", "ground"], body, lengths), strict=True
    ):
        assert ends == sorted(ends)
        assert {0, length} <= set(ends)
        assert len([end for end in ends if 0 <= end < length]) <= parts
        assert all(first <= place < last for first, place, last in around if first != last), (length, parts)


def test_a_view_lacks_only_what_neither_the_land_nor_a_piece_covers():
    body = """
      const ground = Object.assign(Object.create(M.Ground.prototype), { width: 60, height: 60, pieces: new Map() });
      const keys = view => ground.missing(view).map(piece => piece.key).sort();
      const inside = keys([0, 0, 60, 60]), aside = keys([-5, 5, 55, 25]);
      ground.pieces.set('-1,1', {});
      return [inside, aside, keys([-5, 5, 55, 25]), ground.missing([-25, 0, 30, 10]).map(piece => piece.box)];"""
    inside, aside, fewer, boxes = run(["core", "ground"], body, None)
    assert inside == []
    assert aside == ["-1,0", "-1,1", "-1,2"]
    assert fewer == ["-1,0", "-1,2"]
    assert boxes == [[-10, 0, 0, 10], [-20, 0, -10, 10], [-30, 0, -20, 10]]


def test_districts_of_several_regions_have_borders_between_them():
    districts = [
        {"code": "1703201", "rings": [[0, 1]]},
        {"code": "1703202", "rings": [[-2, 2]]},
        {"code": "1706201", "rings": [[-3, 3]]},
    ]
    assert run(["core", "geometry"], "return M.betweenRegions(input)", districts) == [2]
    slugs = [{**one, "code": f"chiroqchi-{at}"} for at, one in enumerate(districts)]
    assert run(["core", "geometry"], "return M.betweenRegions(input)", slugs) == []


def test_a_name_of_any_length_is_cut_before_it_is_broken_into_lines():
    body = """
      const measure = text => 50 * Array.from(text).length;
      return input.map(name => {
        const cut = M.shortened(name, measure, 4000);
        return [cut, M.breakName(cut, measure).length, M.shortened(name, measure, 1000)];
      });
    """
    names = ["Oq oltin", "uzun nom " * 1000, "W" * 10_000, "\U0001d573" * 5000, "", "x" * 60]
    found = run(["core", "place"], body, names)
    assert [cut for cut, _, _ in found][0::5] == ["Oq oltin", "x" * 60]
    assert [len(cut) for cut, _, _ in found] == [8, 61, 61, 61, 0, 60]
    assert found[1][1] == 3
    assert all(len(short) <= 21 for _, _, short in found)
