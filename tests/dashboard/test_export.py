"""What leaves as a file: every row, no formula, full borders, and the demonstration mark."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import python_calamine

from dashboard.export import layers, tables
from dashboard.language import Language, Words
from geodata.edition import open_edition
from geodata.sources.fields import headings_in
from geodata.store import Store

ABOUT = {"Data": "Demonstration data", "Edition": "1-abcdef01"}
TABLE = pd.DataFrame(
    {"Name": ["=1+1", "+7 900", "-x", "@cmd", "Aygʻirkoʻl"], "Count": [1, 0, 2, 3, None], "Rate": [0.5] * 5}
)


def sheets(content: bytes) -> python_calamine.CalamineWorkbook:
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))


def test_a_workbook_has_every_row_and_no_formula():
    book = sheets(tables.to_xlsx(TABLE, ABOUT))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Name", *TABLE["Name"]]
    assert rows[2][1] == 0
    assert rows[5][1] == ""
    with zipfile.ZipFile(io.BytesIO(tables.to_xlsx(TABLE, ABOUT))) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_a_workbook_says_what_it_is():
    assert dict(sheets(tables.to_xlsx(TABLE, ABOUT)).get_sheet_by_index(1).to_python()) == ABOUT


def test_a_csv_neutralises_what_a_spreadsheet_would_run_and_marks_every_row():
    text = tables.to_csv(TABLE, ABOUT).decode("utf-8-sig")
    read = pd.read_csv(io.StringIO(text))
    assert list(read["Name"]) == ["'=1+1", "'+7 900", "'-x", "'@cmd", "Aygʻirkoʻl"]
    assert set(read["Data"]) == {"Demonstration data"}
    assert tables.to_csv(TABLE, ABOUT).startswith(b"\xef\xbb\xbf")


@pytest.fixture(scope="module")
def chosen(demo_folder: Path) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    edition = open_edition(Store(demo_folder))
    wanted = edition.mahallas[edition.mahallas["district"] == "1710250"]
    table = pd.DataFrame({"Code": wanted["code"], "Residents": wanted["residents"]}, index=wanted.index)
    return layers.layer(edition, table, ABOUT), edition.mahalla_shapes.loc[wanted.index]


def test_a_geojson_has_the_full_borders_in_degrees(chosen):
    made, shapes = chosen
    read = json.loads(layers.to_geojson(made))
    assert len(read["features"]) == len(shapes) == 64
    assert read["features"][0]["properties"]["Data"] == "Demonstration data"
    again = gpd.GeoDataFrame.from_features(read["features"], crs="EPSG:4326")
    apart = again.geometry.symmetric_difference(shapes.geometry.reset_index(drop=True)).area
    assert apart.max() < 1e-8


def test_a_geopackage_is_read_again_with_its_codes(chosen, tmp_path):
    made, shapes = chosen
    path = tmp_path / "a.gpkg"
    path.write_bytes(layers.to_geopackage(made, "mahallas"))
    read = gpd.read_file(path, layer="mahallas")
    assert list(read["Code"]) == list(made["Code"])
    assert read.crs.to_epsg() == 4326
    assert read.geometry.geom_equals_exact(shapes.geometry.reset_index(drop=True), 1e-9).all()


def test_columns_are_as_wide_as_what_they_hold_and_can_be_filtered():
    book = tables.to_xlsx(pd.DataFrame({"N": ["Gʻuzor tumani, Oydinyoʻl mahallasi", None], "B": [1, 2]}), {"a": "b"})
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert '<autoFilter ref="A1:B3"/>' in sheet
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
    assert widths[0] > 34 > widths[1] >= 10


@pytest.mark.parametrize("language", list(Language))
def test_the_headings_of_our_own_tables_are_read_again(language):
    words = Words(language)
    for field in ("name", "district", "code"):
        assert headings_in([words(f"table.{field}")], "boundaries") == 1, field
