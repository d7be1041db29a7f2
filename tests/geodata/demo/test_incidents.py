"""The incident file: how places are written, and the truth about every row that is not plain."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from geodata import names
from geodata.demo import dirt, spellings
from geodata.demo.facts import load
from geodata.editions.gazetteer import UNKNOWN, NameIndex


@pytest.fixture(scope="module")
def odd(tables):
    """The rows that the truth tells about, with their own columns; those of the truth end in `_true`."""
    return tables["truth_rows"].merge(tables["incidents"], on="id", suffixes=("_true", ""))


@pytest.fixture(scope="module")
def indexes(tables):
    """For each district the names of its mahallas, and their codes in the same order, made up where there is none."""
    made = {}
    for code, own in tables["register"].groupby("district_code"):
        forms = own[["name_uz_latn", "name_uz_cyrl", "name_ru"]].itertuples(index=False, name=None)
        entries = [(form, position) for position, each in enumerate(forms) for form in each]
        known = [one or f"{code}.{names.slug(name)}" for one, name in zip(own["code"], own["name"], strict=True)]
        made[code] = (NameIndex(entries), known)
    return made


def spots(rows):
    return shapely.points(rows["lon"].astype(float), rows["lat"].astype(float))


def test_rows_are_numbered_in_time_and_called_synthetic(tables):
    incidents = tables["incidents"]
    assert 60_000 < len(incidents) < 90_000
    assert incidents["id"].is_unique
    assert incidents["id"].str.fullmatch(r"D-20\d\d-\d{6}").all()
    assert (incidents["id"].str[2:6] == incidents["date"].str[:4]).all()
    assert incidents["date"].is_monotonic_increasing
    assert (incidents["date"].iloc[0], incidents["date"].iloc[-1]) == ("2022-01-01", "2024-12-31")
    assert set(incidents["count"]) == {"1"}
    assert set(incidents["status"]) == {"synthetic"}


def test_rows_are_registered_within_days_but_in_two_districts_late_at_the_end_of_months(tables, truth):
    incidents = tables["incidents"]
    told = incidents[incidents["registered"] != ""]
    assert 0.01 < 1 - len(told) / len(incidents) < 0.02
    lag = (pd.to_datetime(told["registered"]) - pd.to_datetime(told["date"])).dt.days
    assert lag.min() == 0
    assert lag.max() == 14
    slow = told["district_code"].isin(truth["recording"]["late_districts"])
    assert len(truth["recording"]["late_districts"]) == 2
    month_end = told["date"].str[8:] >= "26"
    late = lag > 3
    known = told["district_code"] != ""
    assert late[slow & month_end].mean() > 0.5
    assert late[known & ~slow].mean() < 0.06
    assert late[slow & ~month_end].mean() < 0.12  # the seven last days of a long month begin on the 25th


def test_about_three_in_a_hundred_cannot_be_mapped(truth, tables):
    placement = pd.DataFrame(truth["placement"]).T
    assert placement["rows"].sum() == len(tables["incidents"])
    assert (placement.drop(columns="rows").sum(axis=1) == placement["rows"]).all()
    share = 100 * placement.sum() / placement["rows"].sum()
    assert share["district_only"] == pytest.approx(1.8, abs=0.2)
    assert share["unmatched"] == pytest.approx(0.9, abs=0.15)
    assert share["outside"] == pytest.approx(0.5, abs=0.15)
    assert placement.loc["preventable", ["district_only", "unmatched", "outside"]].min() > 0


def test_the_counts_of_the_truth_are_those_of_its_rows(truth, odd, tables):
    assert set(truth["forms"]) == set(dirt.FORMS)
    for form, said in truth["forms"].items():
        seen = odd[odd["form"] == form]
        assert said["rows"] == (len(tables["incidents"]) - len(odd) if form == "code" else len(seen)) > 0
        assert set(seen["expected"]) <= {said["expected"]}


def test_plain_rows_carry_a_code_of_the_register(tables, odd):
    plain = tables["incidents"][~tables["incidents"]["id"].isin(odd["id"])]
    homes = tables["register"].query("code != ''").set_index("code")["district_code"]
    assert (homes.reindex(plain["code"]).to_numpy() == plain["district_code"].to_numpy()).all()
    assert (plain[["name", "district", "lon", "lat"]] == "").all().all()


@pytest.mark.parametrize("form", ["name", "name_dirty"])
def test_names_in_any_spelling_lead_to_the_mahalla_of_the_truth(form, odd, indexes):
    rows = odd[odd["form"] == form].head(1500)
    assert len(rows) > 500
    for row in rows.itertuples():
        index, codes = indexes[row.district_code_true]
        found = index.find(row.name)
        assert found >= 0, row
        assert row.mahalla == codes[found], row


def test_names_nobody_bears_are_found_nowhere(indexes):
    for name in dirt.UNKNOWN_NAMES:
        assert all(index.find(name) == UNKNOWN for index, _ in indexes.values()), name


def test_a_recurring_name_alone_says_nothing(odd, tables):
    rows = odd[odd["form"] == "name_recurring_alone"]
    units = tables["register"].groupby("name")["district_code"].nunique()
    assert (units.reindex(rows["name"]) >= 5).all()
    assert units["Guliston"] == 11
    assert (rows[["code", "district", "district_code", "lon", "lat"]] == "").all().all()


def test_unknown_codes_are_in_no_register(odd, tables):
    rows = odd[odd["form"] == "code_unknown"]
    assert not set(rows["code"]) & set(tables["register"]["code"])
    assert (rows[["name", "district", "district_code"]] == "").all().all()


def test_points_lie_in_the_mahalla_of_the_truth(odd, cells):
    rows = odd[odd["form"] == "point"]
    areas = cells.set_index("code").geometry.reindex(rows["mahalla"])
    assert len(rows) > 1000
    assert shapely.intersects(areas.to_numpy(), spots(rows)).all()


def test_points_over_the_border_are_a_few_metres_from_the_mahalla_of_the_truth(odd, cells):
    rows = odd[odd["form"] == "point_near"]
    flat = cells.geometry.to_crs(cells.estimate_utm_crs())
    points = cells.geometry.iloc[:0].set_crs(4326).reindex(range(len(rows)))
    points = points.set_axis(range(len(rows)))
    points[:] = spots(rows)
    away = shapely.distance(flat.to_numpy()[:, None], points.to_crs(flat.crs).to_numpy()[None, :])
    assert len(rows) > 10
    assert ((away.min(axis=0) > 0) & (away.min(axis=0) < 20)).all()
    assert (cells["code"].to_numpy()[away.argmin(axis=0)] == rows["mahalla"].to_numpy()).all()


def test_points_outside_are_far_from_the_region(odd, units):
    rows = odd[odd["form"] == "point_far"]
    region = shapely.coverage_union_all(units.geometry.to_numpy())
    away = shapely.distance(region, spots(rows))
    assert away.min() > 0.015  # degrees


def test_exchanged_points_lie_in_the_region_when_put_right(odd, units):
    rows = odd[odd["form"] == "point_exchanged"]
    region = shapely.coverage_union_all(units.geometry.to_numpy())
    assert len(rows) > 10
    assert not shapely.intersects(region, spots(rows)).any()
    assert shapely.intersects(region, spots(rows.rename(columns={"lon": "lat", "lat": "lon"}))).all()


def test_family_and_violence_are_never_given_a_point(tables):
    incidents = tables["incidents"]
    touchy = incidents[incidents["type"].isin(dirt.WITHOUT_POINT)]
    shared = {load().mahallas[place].code for place in spellings.shared_names(load())}
    assert len(touchy) > 5_000
    assert (touchy["lon"] != "").sum() <= 60  # only of the mahalla without a code whose name is not its own
    assert "" in shared


def test_every_style_of_misspelling_is_met(odd):
    written = odd[odd["form"] == "name_dirty"]["name"]
    assert written.str.contains("[а-яё]", regex=True).any()
    assert written.str.contains("[ўқғҳ]", regex=True).any()
    assert written.str.contains("MFY").any()
    assert written.str.contains("МФЙ").any()
    assert written.str.contains("[a-z][аое][a-z]", regex=True).any()
    assert written.str.contains("\u00a0").any()
    assert {mark for mark in spellings.APOSTROPHES if written.str.contains(mark, regex=False).any()} == set(
        spellings.APOSTROPHES
    )


def test_recurring_names_and_shared_names_are_told_apart():
    facts = load()
    assert "Guliston" in spellings.recurring_names(facts)
    shared = [facts.mahallas[place] for place in sorted(spellings.shared_names(facts))]
    assert [one.unit for one in shared if one.name == "Elobod"] == ["1710220", "1710220"]
    assert np.unique([one.unit for one in shared]).size < 5
