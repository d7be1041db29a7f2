"""The region page when it shows where events concentrate: rings, the table beside them, and what it says of both."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from dashboard import data
from dashboard.language import Language
from tests.pages.test_pages import run, text_of


def test_the_table_tells_the_clusters_that_the_map_rings(demo: Path) -> None:
    said = text_of(run("region", lang="en", show="concentration"))
    edition = data.edition()
    scan = next(one for one in edition.concentration if one.group == "preventable")
    ring = scan.significant[0]
    row = rf"\b1 .* {ring.observed} [\d.]+ {ring.relative_risk:.2f} 0\.001 2 "
    assert re.search(row, " ".join(said.split()))
    assert "beyond chance · Preventable crimes" not in said  # the legend's words are the map's
    assert "rings up to 10% of the residents, 999 maps of chance" in said
    packed = data.clusters(edition.id)
    assert packed is not None
    rings = json.loads(gzip.decompress(packed.gzipped))["groups"]["preventable/2024"]
    assert len(rings) == len(scan.significant) <= data.RINGS_SHOWN
    assert all(value is None or isinstance(value, int | float) for each in rings for value in each.values())


def test_likeness_of_neighbours_is_told_with_its_chance(demo: Path) -> None:
    said = text_of(run("region", lang="en", show="concentration", group="it"))
    assert "Moran’s I = 0." in said
    assert "by chance −0.001" in said
    assert "names no place" in said


@pytest.mark.parametrize("language", list(Language))
def test_hot_spots_carry_their_caveat(demo: Path, language: Language) -> None:
    test = run("region", lang=language, show="concentration", indicator="hot_spots", period="2024-Q4", type="theft")
    assert not test.exception


def test_another_period_on_the_map_is_told(demo: Path) -> None:
    assert "The scan is of 2024, all types" in text_of(run("region", lang="en", show="concentration", period="2023"))
    assert "The scan is of" not in text_of(run("region", lang="en", show="concentration", period="2024"))


def test_the_switch_writes_the_address(demo: Path) -> None:
    test = run("region", lang="en")
    assert "Where it concentrates" not in text_of(test)
    test.segmented_control(key="side").set_value("concentration").run()
    assert test.query_params["show"] == "concentration"
    assert "Where it concentrates" in text_of(test)
