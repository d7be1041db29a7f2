"""Boundaries: what is wrong is said with its feature and name, and nothing is changed in silence."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import translate
from shapely.geometry import LineString, Point, Polygon, box, mapping

from geodata.metric import area_m2
from tests.geodata.sources import build
from tests.geodata.sources.build import collection, errors, feature, mahalla, read, square, write_json


def boundaries(tmp_path, *features, members=None, **options):
    return read("boundaries", write_json(tmp_path / "a.geojson", collection(*features, **(members or {}))), **options)


def test_a_good_file_in_the_official_schema(tmp_path):
    report = boundaries(tmp_path, *(mahalla(number) for number in range(4)))
    assert report.accepted
    assert report.rows == 4
    first = report.table.iloc[0]
    assert (first["code"], first["name"], first["district"]) == ("1710229000", "Mahalla0 MFY", "Koson tumani")
    assert (first["district_code"], first["region_code"], first["level"], first["row"]) == (
        "1710229",
        "1710",
        "mahalla",
        1,
    )
    assert build.codes(report) == {"code_system"}
    assert len(report.sha256) == 64
    assert report.rejected is None


def test_a_bow_tie_is_refused_with_its_feature_and_name(tmp_path):
    west, south = build.WEST, build.SOUTH
    bow = Polygon([(west, south), (west + 0.01, south + 0.01), (west + 0.01, south), (west, south + 0.01)])
    report = boundaries(tmp_path, mahalla(5), mahalla(1, bow))
    assert errors(report) == ["geometry_invalid"]
    assert "feature 2 (Mahalla1 MFY)" in report.errors[0].where
    assert "Self-intersection" in report.errors[0].message


def test_a_spike_is_repaired_when_that_changes_no_area(tmp_path):
    ring = [*square(1).exterior.coords][:-1]
    spike = Polygon([*ring[:2], (ring[1][0], ring[1][1] + 0.005), *ring[1:]])
    assert not spike.is_valid
    report = boundaries(tmp_path, mahalla(1, spike))
    assert report.accepted
    assert "geometry_repaired" in build.codes(report)
    assert area_m2(report.table.geometry.to_numpy())[0] == pytest.approx(
        area_m2(build.frame(1).geometry.to_numpy())[0], rel=1e-3
    )


def test_how_much_a_repair_may_change_is_the_callers_choice(tmp_path):
    west, south = build.WEST, build.SOUTH
    tiny = 0.0001  # an ear of about 50 m² on a square kilometre
    ear = Polygon(
        [
            (west, south),
            (west + 0.01, south),
            (west + 0.01 + tiny, south + 0.01),
            (west + 0.01, south + 0.01),
            (west + 0.01 + tiny, south + 0.01 - tiny),
            (west, south + 0.01),
        ]
    )
    assert not ear.is_valid
    assert errors(boundaries(tmp_path, mahalla(1, ear), max_repair_m2=0.0)) == ["geometry_invalid"]
    assert boundaries(tmp_path, mahalla(1, ear), max_repair_m2=1e5).accepted


def test_heights_are_dropped_and_counted(tmp_path):
    high = copy.deepcopy(mapping(square(1)))
    high["coordinates"] = [[[x, y, 300.0] for x, y in ring] for ring in high["coordinates"]]
    report = boundaries(tmp_path, mahalla(1, high), mahalla(2))
    assert next(finding for finding in report.warnings if finding.code == "z_dropped").values["count"] == 1
    assert not report.table.has_z.any()


def test_collections_in_collections_are_unpacked(tmp_path):
    inner = {"type": "GeometryCollection", "geometries": [mapping(square(1)), mapping(Point(66, 39))]}
    outer = {
        "type": "GeometryCollection",
        "geometries": [inner, mapping(square(3)), mapping(LineString([(66, 39), (67, 39)]))],
    }
    report = boundaries(tmp_path, mahalla(1, outer))
    assert report.accepted
    assert report.table.geometry.iloc[0].geom_type == "MultiPolygon"
    assert {"collection", "parts_dropped"} <= build.codes(report)


def test_features_without_a_shape_or_with_a_point_are_left_out_and_kept_apart(tmp_path):
    report = boundaries(tmp_path, mahalla(1), mahalla(2, None), mahalla(3, Point(66, 39)), mahalla(4, Polygon()))
    assert report.accepted
    assert report.rows == 1
    assert list(report.rejected["reason"]) == ["geometry_empty", "not_polygon", "geometry_empty"]
    assert list(report.rejected["row"]) == [2, 3, 4]
    assert list(report.rejected["mahalla_nomi"]) == ["Mahalla2 MFY", "Mahalla3 MFY", "Mahalla4 MFY"]


def test_only_points_are_refused(tmp_path):
    assert errors(boundaries(tmp_path, mahalla(1, Point(66, 39)))) == ["no_polygons"]


def test_a_file_without_name_or_code_is_refused(tmp_path):
    assert errors(boundaries(tmp_path, feature(square(1)))) == ["no_identity"]
    assert errors(boundaries(tmp_path, feature(square(1), colour="red"))) == ["no_identity"]
    assert errors(boundaries(tmp_path, feature(square(1), name=None))) == ["no_rows_left"]


def test_latitude_before_longitude_is_named(tmp_path):
    swapped = Polygon([(y, x) for x, y in square(1).exterior.coords])
    report = boundaries(tmp_path, mahalla(1, swapped))
    assert "lonlat_swapped" in errors(report)
    assert "longitude first" in report.errors[0].message


def test_metres_without_a_crs_are_named(tmp_path):
    metres = box(600_000, 4_300_000, 601_000, 4_301_000)
    assert errors(boundaries(tmp_path, mahalla(1, metres))) == ["coordinates_range"]
    assert boundaries(tmp_path, mahalla(1, metres), crs="EPSG:32642").accepted
    members = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32642"}}}
    assert boundaries(tmp_path, mahalla(1, metres), members=members).accepted


def test_a_place_abroad_is_noted(tmp_path):
    assert "outside_country" in build.codes(boundaries(tmp_path, mahalla(1, box(10, 50, 10.1, 50.1))))


def test_a_code_or_a_name_that_stands_twice_is_refused(tmp_path):
    report = boundaries(tmp_path, mahalla(1), mahalla(2, mahalla_id=1710229001))
    assert errors(report) == ["duplicate_code"]
    assert "1, 2" in report.errors[0].where
    same = boundaries(tmp_path, mahalla(1), mahalla(2, mahalla_nomi="МАҲАЛЛА1 МФЙ"))
    assert same.accepted  # their codes tell them apart
    assert "duplicate_name" in build.codes(same)
    uncoded = [feature(square(number), name="Guliston MFY", district="Koson") for number in range(2)]
    assert errors(boundaries(tmp_path, *uncoded)) == ["duplicate_name"]
    other = mahalla(2, mahalla_nomi="Mahalla1 MFY", district="Kasbi tumani", mahalla_id=1710237001)
    assert boundaries(tmp_path, mahalla(1), other).accepted


def test_the_city_and_the_district_of_one_name_are_two(tmp_path):
    report = boundaries(tmp_path, feature(square(1), name="Qarshi tumani"), feature(square(2), name="Qarshi shahri"))
    assert report.accepted
    assert set(report.table["level"]) == {"district"}


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ({"soato": 1710229, "name_uz": "Koson tumani"}, "district"),
        ({"ADM1_UZ": "Qashqadaryo viloyati", "ADM1_EN": "Kashkadarya"}, "region"),
        ({"name": "Guliston MFY"}, "mahalla"),
        ({"mfy_id": "18140001", "nomi": "Guliston"}, "mahalla"),
        ({"tuman": "Koson"}, "district"),
        ({"name": "Guliston", "district": "Koson"}, "mahalla"),
        ({"name": "Guliston", "level": "tuman"}, "district"),
        ({"code": "1710229", "name": "Koson"}, "district"),
    ],
)
def test_the_level_is_found(tmp_path, properties, level):
    report = boundaries(tmp_path, feature(square(1), **properties))
    assert report.accepted, report.as_dict()
    assert set(report.table["level"]) == {level}


def test_the_level_is_assumed_aloud_or_declared(tmp_path):
    report = boundaries(tmp_path, feature(square(1), name="Guliston"))
    assert "level_assumed" in build.codes(report)
    declared = boundaries(tmp_path, feature(square(1), name="Guliston"), level="district")
    assert set(declared.table["level"]) == {"district"}
    assert "level_assumed" not in build.codes(declared)


def test_the_code_of_a_district_in_the_column_code_is_no_mahallas_code(tmp_path):
    report = boundaries(tmp_path, mahalla(1, code=1710229, parent_code=1710))
    first = report.table.iloc[0]
    assert (first["code"], first["district_code"], first["region_code"]) == ("1710229001", "1710229", "1710")


def test_a_mahalla_without_any_code_gets_a_provisional_one(tmp_path):
    report = boundaries(tmp_path, feature(square(1), name="Aerodrom MFY", soato=1710212))
    assert list(report.table["code"]) == ["1710212.aerodrom"]
    assert "code_provisional" in build.codes(report)


def test_areas_in_web_mercator_are_named(tmp_path):
    true = area_m2(build.frame(1).geometry.to_numpy())[0]
    report = boundaries(tmp_path, *(mahalla(number, Shape_Area=true * 1.65) for number in range(3)))
    wrong = next(finding for finding in report.warnings if finding.code == "area_given_wrong")
    assert float(str(wrong.values["got"])) == pytest.approx(1.65, abs=0.01)
    assert "area_given_wrong" not in build.codes(boundaries(tmp_path, mahalla(0, Shape_Area=true)))
    assert "area_given_wrong" not in build.codes(boundaries(tmp_path, mahalla(0, maydoni=true / 1e4)))


def test_wide_overlaps_and_gaps_are_named_with_their_worst_pair_and_left(tmp_path):
    moved = translate(square(1), xoff=-0.0002)
    report = boundaries(tmp_path, mahalla(0), mahalla(1, moved))
    overlap = next(finding for finding in report.warnings if finding.code == "coverage_overlaps")
    assert overlap.values["count"] == 1
    assert overlap.values["got"] == "Mahalla0 MFY – Mahalla1 MFY"
    assert float(str(overlap.values["width"])) == pytest.approx(17.3, abs=0.5)
    assert report.table.geometry.iloc[0].intersection(report.table.geometry.iloc[1]).area > 0


def test_slivers_are_closed_and_reported(tmp_path):
    moved = translate(square(1), xoff=-0.00001)  # 0.9 m
    report = boundaries(tmp_path, mahalla(0), mahalla(1, moved))
    assert {"coverage_overlaps", "coverage_closed"} <= build.codes(report)
    assert report.table.geometry.iloc[0].intersection(report.table.geometry.iloc[1]).area == pytest.approx(0, abs=1e-15)
    untouched = boundaries(tmp_path, mahalla(0), mahalla(1, moved), sliver_width_m=0.0)
    assert "coverage_closed" not in build.codes(untouched)


def test_a_city_that_is_not_cut_out_of_its_district_is_refused(tmp_path):
    report = boundaries(tmp_path, mahalla(0, box(66, 39, 66.1, 39.1)), mahalla(1, box(66.04, 39.04, 66.06, 39.06)))
    assert errors(report) == ["overlap_gross"]
    assert "100" in report.errors[0].message


def test_personal_columns_are_dropped(tmp_path):
    report = boundaries(tmp_path, mahalla(1, rais_telefon="+998901234567", telefon="901234567"))
    assert "personal_dropped" in build.codes(report)


def test_a_mapping_file_names_strange_fields(tmp_path):
    (tmp_path / "m.toml").write_text(
        '[fields]\nname = "KISHI_YASHAYDI"\n[defaults]\ndistrict = "Koson tumani"\n', encoding="utf-8"
    )
    report = boundaries(tmp_path, feature(square(1), KISHI_YASHAYDI="Guliston"), mapping=tmp_path / "m.toml")
    assert list(report.table["name"]) == ["Guliston"]
    assert list(report.table["district"]) == ["Koson tumani"]
    (tmp_path / "m.toml").write_text('[fields]\nname = "BOSHQA"\n', encoding="utf-8")
    assert errors(boundaries(tmp_path, mahalla(1), mapping=tmp_path / "m.toml")) == ["mapping_field"]
    (tmp_path / "m.toml").write_text("[fields\n", encoding="utf-8")
    assert errors(boundaries(tmp_path, mahalla(1), mapping=tmp_path / "m.toml")) == ["mapping_unreadable"]


RINGS = st.lists(st.tuples(st.floats(66, 67), st.floats(38, 39)), min_size=3, max_size=9)


@settings(max_examples=60, deadline=None)
@given(st.lists(RINGS, min_size=1, max_size=4))
def test_whatever_the_rings_the_answer_is_valid_or_refused(tmp_path_factory, rings):
    shapes = [{"type": "Polygon", "coordinates": [[*map(list, ring), list(ring[0])]]} for ring in rings]
    report = boundaries(tmp_path_factory.mktemp("rings"), *(mahalla(n, shape) for n, shape in enumerate(shapes)))
    if report.accepted:
        assert report.table.geometry.is_valid.all()
        assert set(report.table.geom_type) <= {"Polygon", "MultiPolygon"}
    else:
        assert set(errors(report)) <= {"geometry_invalid", "overlap_gross", "no_polygons"}
