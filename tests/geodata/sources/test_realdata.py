"""Files that authorities and others made."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

from geodata import coverage
from geodata.metric import to_metres
from tests.geodata.sources import build
from tests.geodata.sources.build import read
from tests.shared import shared_path


@pytest.fixture
def read_copy(tmp_path):
    """Reads a shared file, from where nothing may be written, through a copy."""

    def reading(name, *, kind="boundaries", **options):
        source = shared_path(f"realdata/{name}")
        copy = tmp_path / source.name
        copy.write_bytes(source.read_bytes())
        return read(kind, copy, **options)

    return reading


def test_the_55_mahallas_of_chinoz(read_copy):
    report = read_copy("chinoz_mahalla_55_real.geojson")
    assert report.accepted
    assert report.rows == 55
    assert set(report.table["district_code"]) == {"1727256"}
    assert set(report.table["level"]) == {"mahalla"}
    assert report.table["code"].is_unique
    assert build.codes(report) == {"code_system", "area_given_wrong"}


def test_the_one_mahalla_of_chiroqchi_names_heights_the_cut_field_and_the_code_system(read_copy):
    report = read_copy("q_xarita_sample_1_mahalla.geojson")
    assert report.accepted
    assert {"z_dropped", "field_cut", "code_system"} <= build.codes(report)
    said = " ".join(finding.message for finding in report.warnings)
    assert "mahalla_no" in said
    assert "10" in said


def test_the_16_districts_with_slivers_are_described(read_copy):
    report = read_copy("kash_districts16_raw_overlaps.geojson")
    overlaps, gaps = (
        next(f for f in report.warnings if f.code == code) for code in ("coverage_overlaps", "coverage_gaps")
    )
    assert overlaps.values["count"] == pytest.approx(441, abs=5)
    assert gaps.values["count"] == pytest.approx(402, abs=5)
    assert overlaps.values["got"] == "Koson tumani – Koʻkdala tumani"
    assert report.accepted
    assert set(report.table["level"]) == {"district"}


def test_the_16_districts_simplified_are_accepted(read_copy):
    report = read_copy("kash_districts16_simplified150m.geojson")
    assert report.accepted
    assert "coverage_overlaps" not in build.codes(report)
    assert min(report.table["code"]) == "1710207"


def test_the_outline_of_the_region(read_copy):
    report = read_copy("kash_region_outline_osm.geojson")
    assert list(report.table["level"]) == ["region"]
    assert list(report.table["name_ru"]) == ["Кашкадарьинская область"]


def test_closing_wide_enough_makes_a_coverage(read_copy):
    report = read_copy("kash_districts16_raw_overlaps.geojson", sliver_width_m=0.0)
    closing = coverage.close(report.table, 50.0)
    assert coverage.inspect(closing.places).flaws == ()
    assert shapely.coverage_is_valid(to_metres(closing.places.geometry.to_numpy()))


def test_the_table_of_karakalpakstan(read_copy):
    report = read_copy("karakalpakstan_mfy_social_real.csv", kind="indicators")
    assert report.rows == 423
    assert report.table["mfy_id"].notna().all()
    people = read_copy("karakalpakstan_mfy_social_real.csv", kind="population")
    assert people.table["residents"].iloc[0] == 1265
    assert list(people.rejected["reason"]) == ["number_missing"] * 2


def test_the_facts(read_copy):
    register = read_copy("../facts/mahallas.csv", kind="register")
    assert register.rows == 832
    assert "same_name" in {finding.code for finding in register.warnings}  # Elobod stands twice, once without a code
    districts = read_copy("../facts/districts.csv", kind="districts")
    assert districts.rows == 16
    assert (districts.table["kind"] == "city").sum() == 2
    people = read_copy("../facts/districts.csv", kind="population")
    assert people.table["residents"].sum() == pytest.approx(3_639_300, abs=1_000)
    assert people.table["date"].eq(pd.Timestamp("2025-01-01")).all()
