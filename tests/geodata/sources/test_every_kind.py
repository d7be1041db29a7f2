"""Strange files as every kind of table, and good files spoiled at random: a verdict each, nothing read or sent."""

from __future__ import annotations

import ctypes
import json
import os
import socket
from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geodata.errors import SourceError
from geodata.findings import SENTENCES
from geodata.sources import check, entry, limits, pipeline
from geodata.sources.notes import Notes
from geodata.sources.report import KINDS, RECORDS, ReadOptions
from tests.geodata.sources import build
from tests.hostile import TEXTS, naughty
from tests.shared import shared_path

ALL_KINDS = (*KINDS, *RECORDS)
STRANGE = (
    "geojsonhint_bad/badcoord.geojson",
    "ets_gpkg12/rte-bad.gpkg",
    "ets_gpkg12/simple_sewer_features.gpkg",
    "pyogrio/naturalearth_lowres/naturalearth_lowres.shp",
    "geoparquet/data-multipolygon-wkt.csv",
    "geoparquet/data-point-encoding_wkb.parquet",
    "blns/blns.json",
)
CRASHED = {"reader_crashed", "reader_timeout", "reader_memory", "reader_failed"}
CELLS = {
    "kod": "1710229001",
    "MFY nomi": "Guliston MFY",
    "tuman": "Koson tumani",
    "sana": "2025-01-05",
    "toifa": "qizil",
    "guruh": "it",
    "jinoyat turi": "firibgarlik",
    "soni": "1",
    "aholi": "1200",
    "turi": "koʻcha",
    "holati": "ochilgan",
    "lon": "65.58",
    "lat": "39.04",
    "topshiriq": "Yoritish",
    "reja": "3",
    "bajarildi": "1",
    "kind": "holiday",
    "day": "2026-01-01",
}
GOOD_CSV = "\n".join([",".join(CELLS), *[",".join(CELLS.values())] * 3]) + "\n"


@pytest.mark.parametrize("kind", [kind for kind in ALL_KINDS if kind != "boundaries"])
def test_a_strange_file_gets_a_verdict_as_every_kind(kind):
    for name in STRANGE[ALL_KINDS.index(kind) % 4 :: 4]:
        report = check(kind, shared_path("badinputs") / name)
        assert not CRASHED & {finding.code for finding in report.errors}, name
        json.dumps(report.as_dict())


def verdict(tmp_path: Path, kind: str, content: bytes, beside: dict[str, bytes] | None = None) -> None:
    """Reads in this process, where a bug of ours raises; anything but a SourceError or a table is one."""
    folder = tmp_path / "read"
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    (folder / "input").write_bytes(content)
    for ending, part in (beside or {}).items():
        (folder / f"input{ending}").write_bytes(part)
    notes = Notes("a")
    try:
        opened = entry.open_file(folder, kind, notes)
        if not notes.errors:
            pipeline.read(opened, kind, ReadOptions(), notes, folder)
    except SourceError as error:
        notes.errors.append(error.finding)
    for finding in (*notes.errors, *notes.warnings):
        assert finding.code in SENTENCES
        assert finding.message


def spoiled(content: bytes, cuts: list[tuple[float, bytes]]) -> bytes:
    """The content with bytes put over it at shares of its length."""
    made = bytearray(content)
    for share, piece in cuts:
        at = int(share * len(made))
        made[at : at + len(piece)] = piece
    return bytes(made)


CUTS = st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=6)), min_size=1, max_size=5)
QUICK = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A good file of each form, by its name."""
    folder = tmp_path_factory.mktemp("good")
    shapes = gpd.GeoDataFrame.from_features(build.collection(*(build.mahalla(n) for n in range(3))), crs=4326)
    for ending in ("gpkg", "shp", "fgb"):
        shapes.to_file(folder / f"a.{ending}")
    shapes.to_parquet(folder / "a.parquet")
    build.write_json(folder / "a.geojson", build.collection(*(build.mahalla(n) for n in range(3))))
    build.write_xlsx(folder / "a.xlsx", [line.split(",") for line in GOOD_CSV.splitlines()])
    (folder / "a.csv").write_text(GOOD_CSV, encoding="utf-8")
    ring = "66,39 66.01,39 66.01,39.01 66,39"
    (folder / "a.kml").write_text(
        "<kml><Document><Placemark><name>Guliston MFY</name><ExtendedData><Data name='district'><value>Koson</value>"
        f"</Data></ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing>"
        "</outerBoundaryIs></Polygon></Placemark></Document></kml>",
        encoding="utf-8",
    )
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("form", ["a.geojson", "a.kml", "a.gpkg", "a.fgb", "a.parquet", "a.xlsx", "a.csv"])
def test_a_file_spoiled_anywhere_gets_a_verdict(good, tmp_path, form):
    kind = "boundaries" if form.split(".")[1] in {"geojson", "kml", "gpkg", "fgb", "parquet"} else "incidents"

    @QUICK
    @given(CUTS)
    def read(cuts):
        verdict(tmp_path, kind, spoiled(good[form], cuts))

    read()


@QUICK
@given(CUTS, CUTS)
def test_a_shapefile_spoiled_anywhere_gets_a_verdict(good, tmp_path, main, table):
    beside = {".dbf": spoiled(good["a.dbf"], table), ".prj": good["a.prj"], ".shx": good["a.shx"]}
    verdict(tmp_path, "boundaries", spoiled(good["a.shp"], main), beside)


@pytest.mark.parametrize("kind", [kind for kind in ALL_KINDS if kind != "boundaries"])
def test_any_text_in_any_cell_gets_a_verdict(tmp_path, kind):
    heading, line = GOOD_CSV.splitlines()[0], GOOD_CSV.splitlines()[1].split(",")

    @QUICK
    @given(
        st.lists(st.tuples(st.integers(0, len(line) - 1), st.sampled_from(TEXTS) | st.text(max_size=20)), max_size=6)
    )
    @example([(at, text) for at, text in enumerate([*TEXTS, *naughty()][: len(line)])])
    def read(put):
        cells = list(line)
        for at, text in put:
            cells[at] = '"' + text.replace('"', '""').replace("\0", "") + '"'
        verdict(tmp_path, kind, f"{heading}\n{','.join(line)}\n{','.join(cells)}\n".encode("utf-8", "replace"))

    read()


def test_a_name_is_read_as_it_is_written(tmp_path):
    """Blanks, apostrophes and signs that nobody sees are tidied; nothing else."""
    wanted = [text for text in TEXTS if text.isprintable() and len(text) < 300 and not set("'`\\") & set(text)]
    rows = [["kod", "MFY nomi", "tuman"], *([str(18000000 + n), text, "Koson"] for n, text in enumerate(wanted))]
    report = check("register", build.write_xlsx(tmp_path / "a.xlsx", rows))
    assert report.table["name"].tolist() == wanted


class Watched:
    """A file that tells whether anybody opened it (inotify)."""

    IN_OPEN = 0x20

    def __init__(self, path: Path) -> None:
        libc = ctypes.CDLL(None)
        self.handle = libc.inotify_init1(os.O_NONBLOCK)
        libc.inotify_add_watch(self.handle, str(path).encode(), self.IN_OPEN)

    def opened(self) -> bool:
        try:
            return bool(os.read(self.handle, 4096))
        except BlockingIOError:
            return False


def test_nothing_outside_is_opened_and_not_even_the_proxy_is_called(tmp_path, monkeypatch):
    secret = build.write_json(tmp_path / "secret.geojson", build.collection(build.mahalla(1)))
    watched = Watched(secret)
    secret.read_bytes()
    assert watched.opened()  # it would be seen
    trap = socket.create_server(("127.0.0.1", 0))
    trap.setblocking(False)
    monkeypatch.setitem(limits._GDAL, "GDAL_HTTP_PROXY", f"127.0.0.1:{trap.getsockname()[1]}")
    url = f"http://127.0.0.1:{trap.getsockname()[1]}/a.geojson"
    for source in (str(secret), f"/vsicurl/{url}", url, f"PG:host=127.0.0.1 port={trap.getsockname()[1]}"):
        layer = f"<OGRVRTLayer name='a'><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>"
        vrt = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
        link = {"type": "link", "properties": {"href": source}}
        kml = f"<kml><NetworkLink><Link><href>{source}</href></Link></NetworkLink></kml>"
        for name, text in {
            "a.geojson": vrt,
            "a.shp": vrt,
            "b.geojson": json.dumps(build.collection(build.mahalla(1), crs=link)),
            "c.kml": kml,
            "d.csv": f"WKT,MFY nomi\n{source},Guliston\n",
            "e.csv": source,
        }.items():
            assert not check("boundaries", build.write_csv(tmp_path / name, text)).accepted or name == "d.csv"
    assert not watched.opened()
    with pytest.raises(BlockingIOError):
        trap.accept()
    trap.close()


def test_a_file_that_grows_or_changes_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = build.write_csv(tmp_path / "a.csv", GOOD_CSV)
    real = os.fstat
    looks = []

    def looked(handle):
        found = real(handle)
        looks.append(found)
        if len(looks) == 1:
            with path.open("a", encoding="utf-8") as more:
                more.write("1,2,3\n")
        return found

    monkeypatch.setattr("geodata.sources.sandbox.os.fstat", looked)
    report = check("incidents", path)
    assert build.errors(report) == ["file_changing"]


def test_a_temporary_folder_that_cannot_be_written_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    from geodata.errors import StoreError

    with pytest.raises(StoreError, match="cannot be written: No such file"):
        check("incidents", build.write_csv(tmp_path / "a.csv", GOOD_CSV))
