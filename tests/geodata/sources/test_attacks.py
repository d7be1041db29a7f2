"""Files made to do harm: nothing outside is read, nothing is sent, nothing hangs, and each gets a verdict."""

from __future__ import annotations

import io
import json
import os
import socket
import stat
import zipfile
from collections.abc import Iterator

import pytest
from shapely.geometry import mapping

from geodata.sources import check, limits
from tests.geodata.sources import build

HIDDEN = "Sir1710 MFY"


class Listener:
    """A socket on the loopback that remembers whether anybody called."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/secret.geojson"

    def called(self) -> bool:
        try:
            self.socket.accept()
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.socket.close()


@pytest.fixture
def secret(tmp_path):
    """A perfectly good boundary file that must not be reached through another one."""
    good = build.collection(build.mahalla(1, mahalla_nomi=HIDDEN))
    return build.write_json(tmp_path / "secret.geojson", good)


def refused(path, *, kind="boundaries"):
    report = check(kind, path)
    plain = json.dumps(report.as_dict(), ensure_ascii=False)
    assert not report.accepted, plain
    assert HIDDEN not in plain
    assert report.table is None
    return {finding.code for finding in report.errors}


def test_the_listener_would_hear_a_call(listener):
    with socket.create_connection(listener.socket.getsockname()):
        assert listener.called()


@pytest.mark.parametrize("name", ["a.geojson", "a.kml", "a.shp", "a.gpkg", "a.csv", "a.vrt"])
@pytest.mark.parametrize("remote", [False, True])
def test_a_virtual_data_source_is_refused_whatever_its_name(tmp_path, secret, listener, name, remote):
    source = f"/vsicurl/{listener.url}" if remote else str(secret)
    vrt = (
        f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource relativeToVRT="0">{source}'
        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )
    assert refused(build.write_csv(tmp_path / name, vrt)) == {"form_refused"}
    assert not listener.called()


def test_a_virtual_data_source_packed_as_a_shapefile_is_refused(tmp_path, secret):
    layer = f'<OGRVRTLayer name="a"><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer>'
    vrt = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
    path = build.write_zip(tmp_path / "a.zip", a__shp=vrt, a__dbf="", a__shx="")
    assert refused(path) == {"form_refused"}


@pytest.mark.parametrize("kind", ["link", "ogcwkt", "EPSG"])
def test_a_crs_that_is_a_link_is_never_followed(tmp_path, listener, kind):
    crs = {"type": kind, "properties": {"href": listener.url, "type": "proj4", "url": listener.url}}
    path = build.write_json(tmp_path / "a.geojson", build.collection(build.mahalla(1), crs=crs))
    assert refused(path) <= {"crs_link", "crs_unknown"}
    assert not listener.called()


@pytest.mark.parametrize("name", ["http://127.0.0.1:9/epsg.wkt", "+proj=longlat +nadgrids=/etc/passwd", "@/etc/passwd"])
def test_a_crs_name_is_never_a_path_or_an_address(tmp_path, name):
    crs = {"type": "name", "properties": {"name": name}}
    path = build.write_json(tmp_path / "a.geojson", build.collection(build.mahalla(1), crs=crs))
    assert refused(path) == {"crs_unknown"}


def test_a_network_link_is_not_followed(tmp_path, listener):
    kml = f"<kml><Document><NetworkLink><Link><href>{listener.url}</href></Link></NetworkLink></Document></kml>"
    report = check("boundaries", build.write_csv(tmp_path / "a.kml", kml))
    assert not report.accepted
    assert "kml_links" in build.codes(report)
    assert not listener.called()


@pytest.mark.parametrize(
    "entity", ["SYSTEM 'file:///etc/passwd'", "SYSTEM '{url}'", "'&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'"]
)
def test_a_document_type_is_refused(tmp_path, listener, entity):
    declared = entity.format(url=listener.url)
    kml = (
        f'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY b "{"x" * 1000}"><!ENTITY a {declared}>]>'
        "<kml><Placemark><name>&a;</name></Placemark></kml>"
    )
    assert refused(build.write_csv(tmp_path / "a.kml", kml)) == {"kml_doctype"}
    assert not listener.called()


def test_kml_nested_thousands_deep_is_refused(tmp_path):
    kml = "<kml>" + "<Folder>" * 20_000 + "</Folder>" * 20_000 + "</kml>"
    assert refused(build.write_csv(tmp_path / "a.kml", kml)) == {"too_deep"}


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"type":"FeatureCollection","features":' + "[" * 50_000 + "]" * 50_000 + "}",
        '{"type":"Polygon","coordinates":' * 5_000 + "[]" + "}" * 5_000,
        '{"a":' * 100_000 + "1" + "}" * 100_000,
    ],
)
def test_json_nested_thousands_deep_is_refused(tmp_path, text):
    assert refused(build.write_csv(tmp_path / "a.geojson", text)) <= {"too_deep", "json_broken", "geojson_not_feature"}


def test_collections_nested_within_the_limit_of_python_are_refused(tmp_path):
    geometry = mapping(build.square(1))
    for _ in range(200):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}
    path = build.write_json(tmp_path / "a.geojson", build.collection(build.mahalla(1, geometry)))
    assert refused(path) == {"too_deep"}


def bomb(name: str, mebibytes: int) -> bytes:
    """A zip that unpacks to so much."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, archive.open(name, "w") as entry:
        for _ in range(mebibytes):
            entry.write(bytes(limits.MIB))
    return made.getvalue()


@pytest.mark.parametrize("name", ["a.geojson", "a.shp", "xl/workbook.xml"])
def test_a_zip_that_unpacks_to_a_gigabyte_is_refused(tmp_path, name):
    path = tmp_path / "a.zip"
    path.write_bytes(bomb(name, 1100))
    assert refused(path) == {"zip_too_large"}
    assert "zip_too_large" in refused(path, kind="incidents")


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path):
    content = bytearray(bomb("a.geojson", 20))
    size = (20 * limits.MIB).to_bytes(4, "little")
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = (1000).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(content)
    assert refused(tmp_path / "a.zip") <= {"zip_broken", "zip_choice"}


def test_a_zip_of_fifty_thousand_entries_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(50_000):
            archive.writestr(f"{number}.geojson", "{}")
    assert refused(path) == {"zip_entries"}


@pytest.mark.parametrize(
    "name", ["../../secret.geojson", "/srv/secret.geojson", "C:\\secret.geojson", "a/../../secret.geojson"]
)
def test_a_zip_that_climbs_out_is_refused(tmp_path, secret, name):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, secret.read_text(encoding="utf-8").replace(HIDDEN, "Boshqa MFY"))
    assert refused(path) == {"zip_climbs"}


def test_a_zip_with_a_link_is_refused(tmp_path, secret):
    path = tmp_path / "a.zip"
    entry = zipfile.ZipInfo("a.geojson")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, str(secret))
    assert refused(path) == {"zip_link"}


def test_a_zip_in_a_zip_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.zip", bomb("a.geojson", 1))
        archive.writestr("b.kmz", b"PK\x03\x04")
    assert refused(path) == {"zip_nested"}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.geojson", bomb("a.geojson", 1))
    assert refused(path) <= {"zip_choice", "form_refused"}


def test_a_workbook_of_many_entries_is_refused(tmp_path):
    path = build.write_xlsx(tmp_path / "a.xlsx", [["MFY nomi", "toifa", "sana"]])
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(3_000):
            archive.writestr(f"xl/{number}.xml", "")
    assert refused(path, kind="categories") == {"zip_entries"}


def test_a_link_beside_a_shapefile_is_not_unpacked_but_a_link_to_a_file_is_its_file(tmp_path, secret):
    link = tmp_path / "link.geojson"
    link.symlink_to(secret)
    assert check("boundaries", link).accepted
    (tmp_path / "device.geojson").symlink_to("/dev/zero")
    assert refused(tmp_path / "device.geojson") == {"file_not_regular"}
    assert refused(tmp_path) == {"file_not_regular"}
    os.mkfifo(tmp_path / "pipe.geojson")
    assert refused(tmp_path / "pipe.geojson") == {"file_not_regular"}
    assert refused(tmp_path / "absent.geojson") == {"file_unreadable"}


def test_a_table_is_no_formula_and_no_template(tmp_path):
    name = "=cmd|' /C calc'!A0 {{ 7*7 }} <img src=x onerror=alert(1)> %(x)s {got}"
    path = build.write_csv(tmp_path / "a.csv", f'tuman,MFY nomi,toifa,sana\nKoson,"{name}",malina,2025-01-01\n')
    report = check("categories", path)
    assert build.errors(report) == ["word_unknown"]
    assert "malina" in report.errors[0].message
