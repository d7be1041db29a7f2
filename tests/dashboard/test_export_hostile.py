"""Exports of harmful texts: every cell comes back as it was, none is a formula, every form can be read again."""

from __future__ import annotations

import csv
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
from geodata.edition import Edition
from tests import hostile

ALL = [*hostile.TEXTS, *hostile.naughty()]
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # signs that no XML file can have
CELL = 32_767  # characters: Excel's own limit


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return hostile.publish_hostile(tmp_path_factory.mktemp("hostile"))


def frame() -> pd.DataFrame:
    return pd.DataFrame({"n": range(len(ALL)), hostile.TEXTS[5]: ALL, "=heading": ALL})


def test_a_workbook_has_no_formula_and_every_text() -> None:
    content = tables.to_xlsx(frame(), {"=about": hostile.TEXTS[15]})
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert not [name for name in parts if "externalLink" in name or "vba" in name.lower()]
    assert not [
        name for name, part in parts.items() if name.endswith(".xml") and (b"<f>" in part or b"<hyperlink" in part)
    ]
    rows = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1:]
    assert len(rows) == len(ALL)
    for row, text in zip(rows, ALL, strict=True):
        assert len(row) == 3
        assert same(str(row[1]), text), text[:80]


def same(found: str, text: str) -> bool:
    """Whether a cell says the text, but for signs that a workbook cannot hold and line ends, which XML joins."""
    plain = [re.sub("_x[0-9A-F]{4}_|\\s", "", NO_XML.sub("", each)) for each in (found, text)]
    return plain[0] == plain[1]


def test_a_text_longer_than_a_cell_is_cut_and_does_not_break_the_workbook() -> None:
    content = tables.to_xlsx(pd.DataFrame({"a": ["x" * (CELL + 10)]}), {"b": "y" * (CELL + 10)})
    rows = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert len(rows[1][0]) == CELL


def test_a_csv_has_no_cell_that_a_spreadsheet_would_run() -> None:
    text = tables.to_csv(frame(), {"=about": hostile.TEXTS[15]}).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == len(ALL) + 1
    assert {len(row) for row in rows} == {4}
    for row in rows:
        assert not [cell for cell in row if cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    for row, wanted in zip(rows[1:], ALL, strict=True):
        assert row[1].removeprefix("'") == wanted.removeprefix("'")


def test_layers_hold_every_text(edition: Edition, tmp_path: Path) -> None:
    table = edition.mahallas[["code", "name_uz_latn", "name_ru"]]
    made = layers.layer(edition, table, {"about": hostile.TEXTS[5]})
    read = json.loads(layers.to_geojson(made))
    names = edition.mahallas["name_ru"].tolist()
    assert [feature["properties"]["name_ru"] for feature in read["features"]] == names
    (tmp_path / "a.gpkg").write_bytes(layers.to_geopackage(made, "mahallas"))
    again = gpd.read_file(tmp_path / "a.gpkg")
    assert again["name_ru"].tolist() == names
