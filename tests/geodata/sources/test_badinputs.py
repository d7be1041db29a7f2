"""Other projects' broken and strange files: each gets a verdict, and what is invalid is never accepted in silence."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geodata.findings import SENTENCES
from geodata.sources import Report, check
from tests.shared import shared_path

MUST_LACK = {"no_polygons", "no_identity", "no_rows"}


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Report]:
    folder = shared_path("badinputs")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda path: check("boundaries", path), files))
    return {str(path.relative_to(folder)): report for path, report in zip(files, reports, strict=True)}


def test_every_file_gets_a_verdict_in_words(verdicts):
    assert len(verdicts) > 250
    for name, report in verdicts.items():
        plain = report.as_dict()
        assert plain["accepted"] is not bool(plain["errors"]), name
        assert all(each["code"] in SENTENCES and each["message"] and each["where"] for each in plain["errors"]), name
        assert not {"reader_crashed", "reader_timeout", "reader_memory"} & {each["code"] for each in plain["errors"]}, (
            name
        )
        json.dumps(plain)


def test_invalid_geojson_is_refused_for_what_is_wrong_with_it(verdicts):
    harmless = {"polygon_winding_order.geojson", "geometrycollection_nested.geojson"}  # RFC 7946 advises, no more
    for name, report in verdicts.items():
        if name.startswith("geojsonhint_bad/") and name.endswith(".geojson") and Path(name).name not in harmless:
            assert not report.accepted, name
            assert {finding.code for finding in report.errors} - MUST_LACK or "null" in name or "rootstring" in name, (
                name
            )


def test_valid_geojson_is_refused_only_for_what_boundaries_need(verdicts):
    for name, report in verdicts.items():
        if name.startswith("geojsonhint_good/"):
            assert {finding.code for finding in report.errors} <= MUST_LACK, name


def test_broken_json_is_refused(verdicts):
    assert not any(report.accepted for name, report in verdicts.items() if name.startswith("jsontestsuite"))


def test_curves_are_refused_as_curves(verdicts):
    for name in ("curve", "curvepolygon", "multisurface"):
        codes = {finding.code for finding in verdicts[f"pyogrio/{name}.gpkg"].errors}
        assert codes <= {"curves", "no_polygons"}
    assert [finding.code for finding in verdicts["pyogrio/curvepolygon.gpkg"].errors] == ["curves"]
