"""An edition as an area sees it: its own districts as the whole has them, nothing of the others."""

from __future__ import annotations

import gzip
import json
from datetime import date

import numpy as np
import pytest

from geodata.analysis import comparison, month_signals
from geodata.analysis.indicators import Query
from geodata.edition import open_edition
from geodata.editions.area import seen_by
from geodata.periods import Period
from geodata.store import Store
from layers.printed.land import read as land_of

START, END = date(2024, 1, 1), date(2024, 12, 31)


@pytest.fixture(scope="module")
def whole(demo_folder):
    return open_edition(Store(demo_folder))


@pytest.fixture(scope="module", params=[(5,), (11, 3)], ids=["one district", "two districts"])
def area(request, whole):
    return seen_by(whole, [whole.districts["code"].iloc[at] for at in request.param])


def test_its_own_figures_are_those_of_the_whole(area, whole):
    assert area.groups() == whole.groups()
    for group in whole.groups():
        counted = whole.count(group, start=START, end=END)[area.own]
        assert area.count(group, start=START, end=END).tolist() == counted.tolist()
        rows = whole.by_district(group, start=START, end=END).loc[list(area.area)]
        assert area.by_district(group, start=START, end=END).equals(rows)
        assert area.coverage(group) == whole.coverage(group)
        assert area.total(group, start=START, end=END).rows == rows["total"].sum()
    day = whole.category_days()[-1]
    assert area.category_at(day).values.tolist() == whole.category_at(day).values[area.own].tolist()
    assert area.years_in_red(day).tolist() == whole.years_in_red(day)[area.own].tolist()
    own, every = area.population_on(START), whole.population_on(START)
    assert np.array_equal(own.mahallas, every.mahallas[area.own], equal_nan=True)
    assert np.array_equal(own.districts, every.districts[area.own_districts], equal_nan=True)


def test_every_table_names_its_own_places_alone(area, whole):
    codes = set(area.mahallas["code"])
    assert set(area.mahallas["district"]) == set(area.area) == set(area.districts["code"])
    assert len(codes) == whole.mahallas["district"].isin(area.area).sum()
    assert set(area.sites["mahalla"].dropna()) <= codes
    assert len(area.sites) > 0
    for table in (area.incidents, area.sites, area.rejected("incidents"), area.mahallas):
        assert table["district_pos"].between(0, len(area.districts) - 1).all()
    placed = area.incidents[area.incidents["mahalla_pos"] >= 0]
    assert (area.mahallas["district_pos"].to_numpy()[placed["mahalla_pos"]] == placed["district_pos"]).all()
    assert set(area.population["level"]) == {"mahalla", "district"}
    assert len(area.incidents) == whole.incidents["district_pos"].isin(area.own_districts).sum()


def test_its_totals_add_up(area):
    for found in area.reconciliation.values():
        assert found.rows == found.mapped + found.district_only == found.per_district["total"].sum()


def test_what_the_browser_draws_has_its_own_mahallas_alone(area, whole):
    name, packed = area.web_geometry
    drawn = json.loads(gzip.decompress(packed))
    full = json.loads(gzip.decompress(whole.web_files["geometry"].read_bytes()))
    assert drawn["codes"] == area.mahallas["code"].tolist()
    assert [each["code"] for each in drawn["districts"]] == list(area.area)
    assert len(drawn["arcs"]) < len(full["arcs"]) / 2
    for at, rings in enumerate(drawn["mahallas"]):
        told = [[drawn["arcs"][ref if ref >= 0 else ~ref] for ref in ring] for ring in rings]
        whole_rings = full["mahallas"][area.own[at]]
        assert told == [[full["arcs"][ref if ref >= 0 else ~ref] for ref in ring] for ring in whole_rings]
    used = {ref if ref >= 0 else ~ref for rings in drawn["mahallas"] for ring in rings for ref in ring}
    used |= {ref if ref >= 0 else ~ref for each in drawn["districts"] for ring in each["rings"] for ref in ring}
    assert used == set(range(len(drawn["arcs"])))
    assert area.web_files["geometry"].name == name


def test_a_table_that_is_not_cut_cannot_be_read_through_it(area):
    with pytest.raises(LookupError, match="not cut"):
        area._table("something new", None)
    assert not (area.path / "incidents.parquet").exists()


def test_its_id_is_of_its_own_and_a_foreign_code_adds_nothing(area, whole):
    assert area.id == "-".join((whole.id, *area.area))
    assert seen_by(whole, [*area.area, "9999999"]).area == area.area
    assert seen_by(whole, []).area == ()


def test_what_was_dealt_out_is_as_doubtful_as_in_the_whole(whole):
    eras = whole.interpolation.eras
    home = whole.mahallas["district"].iloc[int(eras.loc[eras["level"] == "mahalla", "pos"].iloc[0])]
    area = seen_by(whole, [home])
    query = Query(group="calls", types=(), period=Period.parse("2023-Q1"), decision=END)
    own, full = comparison.mahallas(area, query), comparison.mahallas(whole, query)
    assert own.interpolated.any()
    for name in ("count", "low", "high"):
        assert getattr(own.before, name).tolist() == getattr(full.before, name)[area.own].tolist()
    assert own.untold.tolist() == full.untold[area.own].tolist()
    together = comparison.together(area, query)
    assert together.before.high == comparison.together(whole, query, [home]).before.high
    assert set(area.interpolation.eras["pos"]) <= set(range(len(area.mahallas)))
    kept = area.interpolation.chosen("calls", None, START.replace(year=2022), END)
    for level, units in (("mahalla", area.own), ("district", area.own_districts)):
        doubtful = area.interpolation.doubtful(kept, level, np.arange(len(units)))
        assert doubtful.tolist() == whole.interpolation.doubtful(kept, level, units).tolist()


def test_a_mahalla_has_the_signal_that_it_has_in_the_whole(area, whole):
    choice = month_signals.choose(whole, "preventable", END)
    assert month_signals.choose(area, "preventable", END) == choice
    full = month_signals.judge(whole, choice)
    own = month_signals.of_area(full, area)
    assert own.mahallas["state"].tolist() == full.mahallas["state"].iloc[area.own].tolist()
    assert len(own.steps.observed) == len(area.mahallas)
    assert set(own.districts["code"]) == set(area.area)
    assert own.region["observed"] == own.districts["observed"].sum()


def test_rings_of_the_region_are_not_an_areas(area, whole):
    assert whole.concentration
    assert area.concentration == ()


def test_the_land_of_still_maps_is_its_own(area):
    land = land_of(area.web_geometry[1])
    assert list(land.codes) == area.mahallas["code"].tolist()
    assert len(land.districts) == len(area.districts)
