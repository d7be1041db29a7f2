"""The files as a whole: named in four languages, marked as what they are, the same for the same seed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import fields

import geopandas as gpd

from tests.geodata.demo.conftest import SEED


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes_in_another_process(files, tmp_path):
    code = f"import pathlib, sys; from geodata import demo; demo.build(pathlib.Path(sys.argv[1]), seed={SEED})"
    other_hashes = os.environ | {"PYTHONHASHSEED": "4321"}  # sets of text then come in another order
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=other_hashes)
    assert digests(tmp_path) == digests(files.register.parent)


def test_every_file_is_there(files):
    paths = [getattr(files, field.name) for field in fields(files)]
    assert all(path.is_file() for path in [*paths, files.truth_rows])


def test_units_are_named_in_four_forms_and_so_is_the_region(tables):
    districts = tables["districts"]
    assert len(districts) == 16
    named = districts[["name_uz_latn", "name_uz_cyrl", "name_ru", "name_en"]]
    assert (named != "").all().all()
    region = districts[["region_code", "region_uz_latn", "region_uz_cyrl", "region_ru", "region_en"]]
    assert set(region.itertuples(index=False, name=None)) == {
        ("1710", "Qashqadaryo viloyati", "Қашқадарё вилояти", "Кашкадарьинская область", "Kashkadarya region")
    }


def test_the_register_keeps_the_four_without_a_code_without_one(tables):
    register = tables["register"]
    bare = register[register["code"] == ""]
    assert set(bare["name"]) == {"Aerodrom", "Elobod", "Xalima", "Qatagʻon"}
    assert bare["status"].str.contains("August 2024").all()
    assert register[register["code"] != ""]["status"].eq("classifier, July 2025").all()


def test_shapes_are_marked_synthetic_and_in_wgs84(files):
    for path in (files.boundaries, files.boundaries_districts):
        shapes = gpd.read_parquet(path)
        assert shapes.crs.to_epsg() == 4326
        assert shapes["status"].str.startswith("synthetic").all()
        assert shapes["level"].nunique() == 1
