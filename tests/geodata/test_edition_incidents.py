"""The rows of incidents in an edition: corrections, what is said twice, what is left out, what is kept of each."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from geodata.edition import open_edition, publish
from geodata.editions import tables
from geodata.editions.staged import latest_incidents
from geodata.editions.tables import NO_INCIDENTS
from geodata.join import Placement
from geodata.store import Store
from tests.geodata import made

YEAR = {"start": date(2024, 1, 1), "end": date(2024, 12, 31)}


def test_a_later_row_with_the_same_id_is_a_correction(tmp_path):
    first = made.incidents(rows=50)
    second = first.iloc[:10].copy()
    second.loc[:3, "count"] = 40
    edition = made.published(tmp_path, ("incidents", first), ("incidents", second))
    assert edition.manifest.tables["incidents"] == {
        "rows": 50,
        "imported": 60,
        "corrected": 4,
        "again": 6,
        "repeated_in_file": 0,
    }
    events = first["count"].sum() - first["count"][:4].sum() + 160
    assert edition.reconciliation["incidents"].events.rows == events


def test_rows_without_ids_are_not_counted_twice_when_a_file_repeats_earlier_months(tmp_path):
    everything = made.incidents().drop(columns="id")
    twins = pd.concat([everything, everything.iloc[:5]], ignore_index=True)  # five that happened twice
    half = twins[twins["date"] < "2024-01-01"].assign(row=lambda table: table["row"] + 7)
    edition = made.published(tmp_path, ("incidents", half), ("incidents", twins))
    assert edition.manifest.tables["incidents"]["rows"] == 405
    assert edition.manifest.tables["incidents"]["again"] == len(half)


def test_a_repeated_id_within_one_file_is_counted_apart():
    table = made.incidents(rows=4).assign(_import=1, _file="f", id=["a", "a", None, "b"])
    kept, counts = latest_incidents(table)
    assert len(kept) == 3
    assert counts == {"imported": 4, "corrected": 0, "again": 0, "repeated_in_file": 1}


def test_a_row_without_a_day_or_group_is_rejected_and_reconciles(tmp_path):
    table = made.incidents(rows=20)
    table.loc[0, "date"] = pd.NaT
    table.loc[1, "group"] = None
    edition = made.published(tmp_path, ("incidents", table))
    rejected = edition.rejected("incidents")
    assert rejected["reason"].tolist().count("row_incomplete") == 2
    totals = edition.reconciliation["incidents"]
    inside = sum(edition.total(group, start=date(1900, 1, 1), end=date(2100, 1, 1)).rows for group in edition.groups())
    assert inside == totals.events.rows - table["count"][:2].sum()


# --- the rows themselves


def test_the_rows_are_those_the_cube_counts(edition):
    rows = edition.incidents
    assert rows.columns.tolist() == NO_INCIDENTS.columns.tolist()
    for group in edition.groups():
        own = rows[(rows["group"] == group) & rows["day"].between("2024-01-01", "2024-12-31")]
        mapped = own[own["mahalla_pos"] >= 0]
        counts = np.bincount(mapped["mahalla_pos"], mapped["count"], minlength=27)
        assert counts.tolist() == edition.count(group, **YEAR).tolist()
        districts = own[own["district_pos"] >= 0]
        of_districts = np.bincount(districts["district_pos"], districts["count"], minlength=3)
        assert of_districts.tolist() == edition.by_district(group, **YEAR)["total"].tolist()
        assert own["count"].sum() == edition.total(group, **YEAR).rows
    assert rows["registered"].isna().all()
    assert rows[["lon", "lat"]].isna().all().all()


def test_a_row_keeps_its_point_and_the_day_it_was_registered(tmp_path):
    table = made.incidents(rows=30).assign(code=None, mfy_id=None, mahalla_id=None, name=None)
    table["district"], table["district_code"] = None, None
    centre = made.square(1, 4).centroid
    table = table.assign(lon=centre.x, lat=centre.y, registered=table["date"] + pd.Timedelta(days=2))
    table.loc[0, ["lon", "lat"]] = 10.0, 10.0
    table.loc[1, "registered"] = pd.NaT
    table.loc[2, "date"] = pd.NaT
    store = Store(tmp_path / "data")
    for kind, each in (("register", made.register()), ("boundaries", made.boundaries()), ("incidents", table)):
        store.add(made.report(kind, each), who="tester")
    rows = publish(store, who="tester").incidents
    assert len(rows) == 29  # one has no day
    outside = rows[rows["mahalla_pos"] < 0]
    assert outside[["district_pos", "lon"]].to_numpy().tolist() == [[-1, 10.0]]
    inside = rows[rows["mahalla_pos"] >= 0]
    assert set(inside["mahalla_pos"]) == {13}
    assert (inside["lon"] == centre.x).all()
    lag = (rows["registered"] - rows["day"]).dt.days
    assert (lag.isna().sum(), set(lag.dropna())) == (1, {2})


def test_the_rows_hold_no_text_of_the_file_but_group_and_type(edition):
    held = pd.read_parquet(edition.path / "incidents.parquet")
    texts = [column for column in held.columns if held[column].dtype == "category"]
    assert texts == ["group", "type"]
    assert set(held.columns) - set(texts) == {"day", "registered", "count", "mahalla_pos", "district_pos", "lon", "lat"}


def test_an_edition_from_before_rows_were_kept_answers_an_empty_table(tmp_path):
    edition = made.published(tmp_path, ("incidents", made.incidents(rows=50)))
    (edition.path / "incidents.parquet").unlink()
    rows = open_edition(Store(tmp_path / "data")).incidents
    assert len(rows) == 0
    assert rows.dtypes.astype(str)["day"] == "datetime64[s]"
    assert rows.columns.tolist() == NO_INCIDENTS.columns.tolist()
    assert made.published(tmp_path / "none").incidents.columns.tolist() == NO_INCIDENTS.columns.tolist()


def test_a_later_file_that_adds_the_day_of_registration_speaks_of_the_same_rows(tmp_path):
    first = made.incidents(rows=60).drop(columns="id")
    later = first.assign(registered=first["date"] + pd.Timedelta(days=1))
    edition = made.published(tmp_path, ("incidents", first), ("incidents", later))
    told = edition.manifest.tables["incidents"]
    assert (told["rows"], told["corrected"], told["again"]) == (60, 60, 0)
    assert edition.incidents["registered"].notna().all()


def test_rows_stand_by_group_day_mahalla_and_type_those_without_a_type_last():
    columns = pd.DataFrame(
        {
            "group": pd.Categorical(["it", "calls", "it", "it", "it"]),
            "type": pd.Categorical([None, "b", "a", "b", "a"]),
            "day": np.array(["2024-01-02"] * 3 + ["2024-01-01"] * 2, dtype="datetime64[s]"),
            "registered": np.full(5, np.datetime64("NaT"), dtype="datetime64[s]"),
            "count": [1, 2, 3, 4, 5],
            "lon": np.nan,
            "lat": np.nan,
        }
    )
    reason = np.array([0, 0, 0, 0, tables.INCOMPLETE], dtype=np.int8)
    where = np.array([1, 0, 1, 1, 1], dtype=np.int32)
    found = tables.incident_rows(columns, Placement(where, where - 2, reason, np.full(5, None)))
    assert found["count"].tolist() == [2, 4, 3, 1]
    assert found["district_pos"].tolist() == [-1, -1, -1, -1]
    assert list(found.columns) == list(NO_INCIDENTS.columns)
    assert found.dtypes["type"] == columns.dtypes["type"]
