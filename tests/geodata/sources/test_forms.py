"""The same mahallas in every form of file, under names that say nothing or lie."""

from __future__ import annotations

import json
import sqlite3
import zipfile

import pytest

from geodata.metric import area_m2
from geodata.sources import geopackage
from tests.geodata.sources import build
from tests.geodata.sources.build import read


def three_mahallas(report) -> None:
    assert report.accepted, report.as_dict()
    assert sorted(report.table["mahalla_id"]) == ["1710229000", "1710229001", "1710229002"]
    assert report.table.crs == "EPSG:4326"
    assert report.table.geometry.is_valid.all()
    assert not report.table.has_z.any()
    assert area_m2(report.table.geometry.to_numpy()) == pytest.approx([960_000] * 3, rel=0.01)


@pytest.mark.parametrize(("driver", "name"), [("GPKG", "a.geojson"), ("FlatGeobuf", "a.kml"), ("GeoJSON", "a.gpkg")])
def test_the_content_decides_not_the_name(tmp_path, driver, name):
    written = tmp_path / {"GPKG": "w.gpkg", "FlatGeobuf": "w.fgb", "GeoJSON": "w.geojson"}[driver]
    build.frame().to_file(written, driver=driver)
    written.rename(tmp_path / name)
    three_mahallas(read("boundaries", tmp_path / name))


def test_geoparquet(tmp_path):
    build.frame(crs="EPSG:32642").to_parquet(tmp_path / "a.parquet")
    three_mahallas(read("boundaries", tmp_path / "a.parquet"))


@pytest.mark.parametrize("crs", ["EPSG:32642", "EPSG:3857", "EPSG:4326"])
def test_a_projected_file_comes_out_in_degrees(tmp_path, crs):
    build.frame(crs=crs).to_file(tmp_path / "a.gpkg", driver="GPKG")
    three_mahallas(read("boundaries", tmp_path / "a.gpkg"))


@pytest.mark.parametrize(
    ("encoding", "parts", "guessed"),
    [
        ("cp1251", "shp shx dbf prj cpg", False),
        ("cp1251", "shp shx dbf prj", True),
        ("utf-8", "shp shx dbf prj", False),
        ("utf-8", "shp shx dbf prj cpg", False),
    ],
)
def test_a_zipped_shapefile_keeps_its_cyrillic(tmp_path, encoding, parts, guessed):
    places = build.frame()
    places["mahalla_no"] = [f"Маьрифат{number} МФЙ" for number in range(3)]
    report = read(
        "boundaries", build.write_shapefile(tmp_path / "a.zip", places, tmp_path, encoding=encoding, parts=parts)
    )
    three_mahallas(report)
    assert list(report.table["name"]) == [f"Маьрифат{number} МФЙ" for number in range(3)]
    assert ("encoding_guessed" in build.codes(report)) is guessed
    assert "field_cut" in build.codes(report)


def test_a_shapefile_beside_its_parts_and_one_alone(tmp_path):
    build.frame().to_file(tmp_path / "a.shp", driver="ESRI Shapefile")
    three_mahallas(read("boundaries", tmp_path / "a.shp"))
    (tmp_path / "a.dbf").unlink()
    assert build.errors(read("boundaries", tmp_path / "a.shp")) == ["shapefile_parts"]


def test_a_shapefile_without_a_crs_needs_one_declared(tmp_path):
    places = build.frame(crs="EPSG:32642")
    path = build.write_shapefile(tmp_path / "a.zip", places, tmp_path, encoding="utf-8", parts="shp shx dbf cpg")
    assert build.errors(read("boundaries", path)) == ["crs_missing"]
    three_mahallas(read("boundaries", path, crs="EPSG:32642"))
    assert build.errors(read("boundaries", path, crs="EPSG:4326")) == ["coordinates_range"]


KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Koson</name><Schema name="s"/>
<Folder>{marks}</Folder></Document></kml>"""
MARK = """<Placemark><name>Mahalla{number} MFY</name><description>&lt;b&gt;x&lt;/b&gt;</description>
<ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="mahalla_id">{code}</SimpleData></SchemaData>
<Data name="district"><value>Koson tumani</value></Data></ExtendedData>
<MultiGeometry><Point><coordinates>66,39</coordinates></Point><Polygon>
<innerBoundaryIs><LinearRing><coordinates>{inner}</coordinates></LinearRing></innerBoundaryIs>
<outerBoundaryIs><LinearRing><coordinates>{outer}</coordinates></LinearRing></outerBoundaryIs>
</Polygon></MultiGeometry></Placemark>"""


def kml(count: int = 3) -> str:
    def ring(shape) -> str:
        return " ".join(f"{x},{y},{7}" for x, y in shape.exterior.coords)

    marks = [
        MARK.format(
            number=number,
            code=1710229000 + number,
            outer=ring(build.square(number)),
            inner=ring(build.square(number).centroid.buffer(1e-4)),
        )
        for number in range(count)
    ]
    return KML.format(marks="".join(marks))


def test_kml_and_kmz(tmp_path):
    for path in (
        build.write_csv(tmp_path / "a.json", kml()),
        build.write_zip(tmp_path / "a.zip", doc__kml=kml(), readme__txt="x"),
    ):
        report = read("boundaries", path)
        three_mahallas(report)
        assert list(report.table["name"]) == [f"Mahalla{number} MFY" for number in range(3)]
        assert set(report.table["district"]) == {"Koson tumani"}
        assert {"parts_dropped", "z_dropped", "collection"} <= build.codes(report)
        assert report.table.geometry.iloc[0].interiors


def test_a_kml_with_an_open_ring_names_the_placemark(tmp_path):
    text = kml(1).replace("66.01,39.0,7 66.01,39.01", "66.01,39.0 66.01,39.01").replace("66.01,39.0,7", "66.02,39.0,7")
    report = read(
        "boundaries",
        build.write_csv(tmp_path / "a.kml", text.replace("66.0,39.0,7</coordinates>", "66.1,39.1</coordinates>")),
    )
    assert not report.accepted
    assert all("Mahalla0" in finding.where for finding in report.errors)


def test_a_geopackage_with_two_layers_asks_which(tmp_path):
    for layer in ("eski", "yangi"):
        build.frame().to_file(tmp_path / "a.gpkg", driver="GPKG", layer=layer)
    report = read("boundaries", tmp_path / "a.gpkg")
    assert build.errors(report) == ["layers_many"]
    (tmp_path / "m.toml").write_text('layer = "yangi"', encoding="utf-8")
    three_mahallas(read("boundaries", tmp_path / "a.gpkg", mapping=tmp_path / "m.toml"))


def test_a_geopackage_that_is_another_database_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / "a.gpkg") as base:
        base.execute("CREATE TABLE accounts (name TEXT)")
    base.close()
    assert build.errors(read("boundaries", tmp_path / "a.gpkg")) == ["form_broken"]


def test_a_geopackage_cannot_reach_another_file(tmp_path):
    build.frame().to_file(tmp_path / "a.gpkg", driver="GPKG", layer="a")
    with sqlite3.connect(tmp_path / "a.gpkg") as base:
        base.execute("CREATE VIEW b AS SELECT fid, geom, load_extension('/tmp/x.so') AS mahalla_id FROM a")
        base.execute("UPDATE gpkg_contents SET table_name = 'b', identifier = 'b'")
        base.execute("UPDATE gpkg_geometry_columns SET table_name = 'b'")
    base.close()
    assert build.errors(read("boundaries", tmp_path / "a.gpkg")) == ["form_broken"]


@pytest.mark.parametrize(
    "statement", ["ATTACH '{path}' AS b", "PRAGMA database_list", "CREATE TABLE b (c)", "DELETE FROM a"]
)
def test_a_geopackage_is_opened_for_reading_alone(tmp_path, statement):
    path = tmp_path / "a.gpkg"
    build.frame().to_file(path, driver="GPKG", layer="a")
    refused = pytest.raises(sqlite3.DatabaseError, match=r"not authorized|prohibited")
    with geopackage._connected(path) as base, refused:
        base.execute(statement.format(path=path))


def test_a_crs_in_a_database_is_never_a_path(tmp_path, monkeypatch):
    build.frame().to_file(tmp_path / "a.gpkg", driver="GPKG", layer="a")
    with sqlite3.connect(tmp_path / "a.gpkg") as base:
        definition = "+proj=longlat +nadgrids=/etc/passwd +no_defs"
        base.execute("UPDATE gpkg_spatial_ref_sys SET organization = 'NONE', definition = ?", (definition,))
    base.close()
    monkeypatch.setattr("pyproj.CRS.from_user_input", lambda *_: pytest.fail("PROJ was asked"))
    assert build.errors(read("boundaries", tmp_path / "a.gpkg")) == ["crs_unknown"]


def test_a_table_of_well_known_text(tmp_path):
    text = "mahalla_id;MFY nomi;wkt\n" + "".join(
        f'{1710229000 + number};Mahalla{number};"{build.square(number).wkt}"\n' for number in range(3)
    )
    path = build.write_csv(tmp_path / "a.csv", text)
    assert build.errors(read("boundaries", path)) == ["crs_missing"]
    three_mahallas(read("boundaries", path, crs="EPSG:4326"))


def test_an_archive_must_hold_one_data_file(tmp_path):
    document = json.dumps(build.collection(build.mahalla(1)))
    assert read("boundaries", build.write_zip(tmp_path / "a.zip", a__geojson=document)).accepted
    assert build.errors(
        read("boundaries", build.write_zip(tmp_path / "b.zip", a__geojson=document, b__geojson=document))
    ) == ["zip_choice"]
    assert build.errors(read("boundaries", build.write_zip(tmp_path / "c.zip"))) == ["zip_choice"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \n ", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b"%PDF-1.7", "form_refused"),
        (b"\x89PNG\r\n\x1a\n", "form_refused"),
        (b"7z\xbc\xaf\x27\x1c", "form_refused"),
        (b"<html><body>404</body></html>", "form_refused"),
        (b"<!DOCTYPE html><html></html>", "form_refused"),
        (b"PK\x03\x04broken", "zip_broken"),
        (b"SQLite format 3\x00broken", "form_broken"),
        (b"PAR1broken", "form_broken"),
        (b"fgb\x03fgb\x00broken", "form_broken"),
        (bytes(range(256)), "form_refused"),
    ],
)
def test_what_is_no_data_is_refused_by_its_name(tmp_path, content, code):
    (tmp_path / "a.geojson").write_bytes(content)
    assert build.errors(read("boundaries", tmp_path / "a.geojson")) == [code]


def test_a_workbook_is_no_boundary_file(tmp_path):
    path = build.write_xlsx(tmp_path / "a.geojson", [["MFY nomi", "tuman"], ["A", "B"]])
    assert build.errors(read("boundaries", path)) == ["no_polygons"]


def test_json_in_utf16_and_with_a_mark_is_read(tmp_path):
    text = build.write_json(tmp_path / "a.json", build.collection(build.mahalla(1))).read_text(encoding="utf-8")
    for encoding in ("utf-8-sig", "utf-16"):
        assert read("boundaries", build.write_csv(tmp_path / "b.json", text, encoding)).accepted


def test_a_shapefile_of_lines_has_no_polygons(tmp_path):
    places = build.frame()
    places.geometry = places.geometry.boundary
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        places.to_file(tmp_path / "l.shp", driver="ESRI Shapefile")
        for part in ("shp", "shx", "dbf", "prj"):
            archive.write(tmp_path / f"l.{part}", f"l.{part}")
    assert build.errors(read("boundaries", tmp_path / "a.zip")) == ["no_polygons"]
