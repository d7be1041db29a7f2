"""One demonstration for all tests of it: building takes some seconds."""

from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
import pytest

from geodata import demo

SEED = 2025


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    return demo.build(tmp_path_factory.mktemp("demo"), seed=SEED)


@pytest.fixture(scope="session")
def cells(files):
    return gpd.read_parquet(files.boundaries)


@pytest.fixture(scope="session")
def units(files):
    return gpd.read_parquet(files.boundaries_districts).set_index("code", drop=False)


@pytest.fixture(scope="session")
def tables(files):
    """Every CSV as text, by the name of its field; empty cells are empty text."""
    names = ("register", "districts", "population", "categories", "incidents", "truth_rows")
    return {name: pd.read_csv(getattr(files, name), dtype=str, keep_default_na=False) for name in names}


@pytest.fixture(scope="session")
def truth(files):
    return json.loads(files.truth.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def sites(files):
    return json.loads(files.sites.read_text(encoding="utf-8"))["features"]
