from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.edition import Edition, open_edition, publish, verify
from geodata.editions.categories import CategoryHistory
from geodata.editions.people import population_on
from geodata.editions.tables import NO_POPULATION
from geodata.store import Store
from tests.geodata import made

YEAR = {"start": date(2024, 1, 1), "end": date(2024, 12, 31)}


def test_what_an_edition_says_about_itself(edition):
    manifest = edition.manifest
    assert edition.id == f"1-{manifest.content[:8]}"
    assert edition.path.name == f"0001-{manifest.content[:8]}"
    assert (manifest.who, manifest.note, manifest.demonstration, manifest.schema) == (
        "tester",
        "for the meeting",
        False,
        1,
    )
    assert manifest.published_at.utcoffset().total_seconds() == 0
    assert [source.kind for source in manifest.sources] == [
        "register",
        "boundaries",
        "incidents",
        "population",
        "categories",
        "sites",
        "indicators",
    ]
    assert manifest.tables["incidents"] == {
        "rows": 400,
        "imported": 400,
        "corrected": 0,
        "again": 0,
        "repeated_in_file": 0,
    }
    assert edition.region.names.pick("ru") == "область Синов"
    assert edition.web_files["geometry"].exists()


def test_districts_and_mahallas_stand_in_the_order_of_their_codes(edition):
    assert edition.districts["code"].tolist() == ["1799201", "1799202", "1799401"]
    assert edition.mahallas["district_pos"].tolist() == [0] * 9 + [1] * 9 + [2] * 9
    assert edition.mahallas["district"].tolist()[9] == "1799202"
    assert edition.mahallas["code"].is_monotonic_increasing
    assert edition.positions["18020001"] == 9
    assert edition.mahallas["stat_code"].tolist() == [None] * 27
    assert edition.rejected("incidents")["district"].tolist().count(None) > 0
    for column in ("name_uz_latn", "name_uz_cyrl", "name_ru", "name_en"):
        assert edition.mahallas[column].str.len().min() > 0


def test_population_of_a_district_is_its_own_figure_or_the_sum_of_its_mahallas(edition):
    assert edition.districts["population"].tolist() == [9999, sum(range(1009, 1018)), sum(range(1018, 1027))]
    assert edition.districts["population_status"].tolist() == ["official", "sum_of_mahallas", "sum_of_mahallas"]
    assert edition.mahallas["residents"].tolist() == list(range(1000, 1027))
    assert edition.mahallas["area_km2"].between(3.8, 4.0).all()


def test_population_accumulates_by_date_and_is_asked_by_day(tmp_path):
    older = made.population("2023-01-01").assign(residents=lambda table: table["residents"] - 100)
    edition = made.published(tmp_path, ("population", made.population("2024-01-01")), ("population", older))
    assert edition.mahallas["residents"].tolist()[0] == 1000
    assert edition.population_on(date(2023, 6, 1)).mahallas[0] == 900
    assert edition.population_on(date(2023, 6, 1)).date == date(2023, 1, 1)
    assert edition.population_on(date(2024, 1, 1)).districts[0] == 9999
    assert edition.population_on(date(2020, 1, 1)).mahallas[0] == 900  # the first figure there is
    assert len(edition.population) == 2 * 28


def test_one_mahalla_without_a_figure_leaves_its_district_without_a_sum(tmp_path):
    edition = made.published(tmp_path, ("population", made.population().drop(index=[10])))
    assert np.isnan(edition.mahallas["residents"][10])
    assert edition.districts["population"].isna().tolist() == [False, True, False]
    nothing = population_on(NO_POPULATION, np.array([0, 0]), 1)
    assert np.isnan([*nothing.mahallas, *nothing.districts]).all()
    assert nothing.date is None


# --- incidents


def test_counts_are_those_of_the_table(edition):
    table = made.incidents()
    own = table[(table["group"] == "preventable") & (table["date"] >= "2024-01-01") & table["code"].notna()]
    wanted = own.groupby("code")["count"].sum().reindex(edition.mahallas["code"], fill_value=0)
    assert edition.count("preventable", **YEAR).tolist() == wanted.tolist()
    theft = edition.count("preventable", types=["theft"], **YEAR)
    assert (theft + edition.count("preventable", types=["fraud"], **YEAR) == edition.count("preventable", **YEAR)).all()


def test_totals_districts_and_months_agree(edition):
    total = edition.total("preventable", **YEAR)
    districts = edition.by_district("preventable", **YEAR)
    assert districts.index.tolist() == edition.districts["code"].tolist()
    assert districts["mapped"].sum() == total.mapped == edition.count("preventable", **YEAR).sum()
    assert districts["district_only"].sum() == total.district_only > 0
    assert edition.by_month("preventable", **YEAR).sum() == total.rows
    assert total.unmatched > 0


def test_months_can_be_asked_for_districts_and_for_mahallas(edition):
    of_districts = [edition.by_month("preventable", districts=[code], **YEAR) for code in edition.districts["code"]]
    wanted = edition.by_district("preventable", **YEAR)["total"]
    assert [months.sum() for months in of_districts] == wanted.tolist()
    counts = edition.count("preventable", **YEAR)
    assert edition.by_month("preventable", mahallas=np.array([3, 26]), **YEAR).sum() == counts[3] + counts[26]
    assert edition.by_month("preventable", mahallas=np.array([], dtype=int), **YEAR).sum() == 0
    months, matrix = edition.mahalla_by_month("preventable", **YEAR)
    assert matrix.sum(axis=1).tolist() == counts.tolist()
    assert months[0] == pd.Period("2024-01", "M")
    months, matrix = edition.district_by_month("preventable", **YEAR)
    assert matrix.tolist() == [series.tolist() for series in of_districts]
    assert months[0] == pd.Period("2024-01", "M")


def test_a_month_outside_the_coverage_has_no_data_and_inside_it_zero(tmp_path):
    table = made.incidents().assign(group="it")
    table = table[~table["date"].between("2023-06-01", "2023-06-30")]
    edition = made.published(tmp_path, ("incidents", table))
    months = edition.by_month("it", start=date(2022, 12, 1), end=date(2025, 1, 31))
    assert months[pd.Period("2023-06", "M")] == 0
    assert months[[pd.Period("2022-12", "M"), pd.Period("2025-01", "M")]].isna().all()
    assert edition.coverage("it") == (date(2023, 1, 1), date(2024, 12, 31))
    assert edition.coverage("calls") is None
    assert edition.by_month("calls", **YEAR).isna().all()


def test_a_file_came_on_the_day_it_was_in_the_country(tmp_path):
    once_a_month = pd.date_range("2023-01-30", "2024-12-20", freq="30D").astype("datetime64[s]")
    rare = made.incidents(rows=len(once_a_month)).assign(group="it", date=once_a_month)
    edition = made.published(tmp_path, ("incidents", rare))
    at = datetime(2024, 12, 28, 20, tzinfo=UTC)  # the 29th in the country
    sources = tuple(replace(source, at=at) for source in edition.manifest.sources)
    known = Edition(edition.path, replace(edition.manifest, sources=sources)).coverage("it")
    assert known == (date(2023, 1, 1), date(2024, 12, 29))


def test_groups_and_types_are_those_with_data(edition):
    assert edition.groups() == ["preventable", "uncovered"]
    assert edition.types("preventable") == ["fraud", "theft"]
    assert edition.types("calls") == []


# --- categories


def test_the_category_in_force_is_the_last_decision_up_to_the_day(tmp_path):
    edition = made.published(
        tmp_path,
        ("categories", made.categories("2024-01-15", red=(0, 1))),
        ("categories", made.categories("2023-01-15", red=(0, 2))),
    )
    assert edition.category_at(date(2023, 1, 14)).values.tolist() == [0] * 27
    assert edition.category_at(date(2023, 1, 14)).decided is None
    before, now = edition.category_at(date(2023, 12, 31)), edition.category_at(date(2024, 1, 15))
    assert (before.values[[0, 1, 2, 3]].tolist(), before.decided) == ([3, 2, 3, 2], date(2023, 1, 15))
    assert (now.values[[0, 1, 2, 3]].tolist(), now.order) == ([3, 3, 1, 2], "order of 2024-01-15")
    history = edition.category_history("18010003")
    assert history["category"].tolist() == ["red", "green"]
    assert history["author"].tolist() == ["commission", "commission"]
    assert len(edition.category_history("unknown")) == 0
    assert edition.category_days() == [date(2023, 1, 15), date(2024, 1, 15)]


def test_a_decision_imported_again_with_another_value_replaces_the_first(tmp_path):
    edition = made.published(
        tmp_path, ("categories", made.categories(red=(0,))), ("categories", made.categories(red=(5,)))
    )
    assert np.flatnonzero(edition.category_at(date(2024, 2, 1)).values == 3).tolist() == [5]


def history(*decisions):
    """Decisions (position, day, category) as a history of two mahallas."""
    frame = pd.DataFrame(decisions, columns=["pos", "valid_from", "category"])
    frame["valid_from"] = pd.to_datetime(frame["valid_from"])
    frame = frame.assign(decided=frame["valid_from"], order=None, author=None, status=None)
    return CategoryHistory(frame.sort_values(["valid_from", "pos"], ignore_index=True), 2)


@pytest.mark.parametrize(
    ("decisions", "day", "years"),
    [
        ([(0, "2022-01-10", 3), (0, "2023-01-10", 3), (0, "2024-01-10", 3)], date(2024, 6, 1), 3),
        ([(0, "2022-01-10", 3), (0, "2023-01-10", 3), (0, "2024-01-10", 3)], date(2023, 6, 1), 2),
        ([(0, "2022-01-10", 3), (0, "2023-01-10", 1), (0, "2024-01-10", 3)], date(2024, 6, 1), 1),
        ([(0, "2023-01-10", 3), (0, "2024-01-10", 2)], date(2024, 6, 1), 0),
        ([(0, "2023-01-10", 3), (0, "2023-07-10", 3)], date(2023, 12, 1), 1),
        ([(0, "2019-01-10", 3)], date(2024, 6, 1), 1),
        ([], date(2024, 6, 1), 0),
    ],
)
def test_years_in_red_are_years_with_a_decision_of_the_unbroken_run(decisions, day, years):
    assert history(*decisions).years_in_red(day).tolist() == [years, 0]


# --- sites, indicators, reconciliation


def test_sites_are_placed_by_code_or_by_where_they_lie(edition):
    assert edition.sites["mahalla"].tolist() == ["18010001", "18010002", "18010003"]
    assert edition.sites["mahalla_pos"].tolist() == [0, 1, 2]
    assert edition.sites["district_pos"].tolist() == [0, 0, 0]
    assert edition.sites.crs == "EPSG:4326"


def test_indicators_stand_in_the_order_of_mahallas_and_later_columns_are_added(tmp_path):
    later = made.indicators().drop(columns="density").assign(schools=2.0).iloc[:5]
    edition = made.published(tmp_path, ("indicators", made.indicators()), ("indicators", later))
    assert edition.indicators["density"].tolist() == list(range(27))
    assert edition.indicators["schools"].notna().sum() == 5


def test_labels_of_indicators_are_kept(edition):
    assert edition.indicator_labels == {"density": "Density"}


def test_reconciliation_is_given_in_rows_and_events_and_by_district(edition):
    totals = edition.reconciliation["incidents"]
    assert totals.rows == 400
    assert totals.events.rows == made.incidents()["count"].sum()
    assert totals.per_district["total"].sum() == totals.events.mapped + totals.events.district_only
    assert len(edition.rejected("incidents")) == totals.rows - totals.mapped
    assert set(edition.rejected("incidents")["reason"]) == {"join_district_only", "join_no_place"}
    assert edition.rejected("incidents")["where"][0].startswith("incidents.csv, row ")


def test_a_districts_own_population_is_no_rejected_row(edition):
    assert edition.reconciliation["population"].district_only == 1
    assert len(edition.rejected("population")) == 0


def test_an_edition_of_nothing_but_a_register_can_be_read(tmp_path):
    edition = made.published(tmp_path)
    assert edition.schematic
    assert edition.groups() == []
    assert edition.count("preventable", **YEAR).tolist() == [0] * 27
    assert edition.category_at(date(2024, 1, 1)).values.tolist() == [0] * 27
    assert len(edition.sites) == 0
    assert edition.indicators.shape == (27, 0)
    assert edition.population.empty
    assert edition.by_district("it", **YEAR)["total"].tolist() == [0, 0, 0]
    assert edition.mahallas["label_lon"].isna().all()


def test_an_edition_of_demonstration_sources_says_so(tmp_path):
    store = Store(tmp_path / "data")
    store.add(made.report("register", made.register()), who="a", mark="demonstration")
    assert publish(store, who="a").manifest.demonstration


def test_made_up_rows_never_stand_among_real_ones(tmp_path):
    edition = made.published(tmp_path, ("incidents", made.incidents()), mark="demonstration")
    assert not edition.manifest.demonstration
    assert "incidents" not in edition.reconciliation


def test_a_replaced_demonstration_source_no_longer_counts(tmp_path):
    store = Store(tmp_path / "data")
    store.add(made.report("register", made.register()), who="a", mark="demonstration")
    store.add(made.report("register", made.register().assign(status="real")), who="a")
    assert not publish(store, who="a").manifest.demonstration


def test_an_edition_is_shared_between_threads(edition):
    fresh, wanted = type(edition)(edition.path, edition.manifest), edition.count("preventable", **YEAR).tolist()
    got = []
    threads = [
        threading.Thread(target=lambda: got.append(fresh.count("preventable", **YEAR).tolist())) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [wanted] * 8


def test_an_edition_stays_as_it_is_while_the_next_one_is_published(tmp_path):
    edition = made.published(tmp_path, ("incidents", made.incidents(rows=50)))
    store = Store(tmp_path / "data")
    store.add(made.report("incidents", made.incidents(seed=9, rows=80).assign(id=None)), who="a")
    later = publish(store, who="a")
    assert edition.reconciliation["incidents"].rows == 50
    assert later.reconciliation["incidents"].rows == 130
    assert open_edition(store, 1).reconciliation["incidents"].rows == 50


def test_hostile_names_are_kept_as_they_are(tmp_path):
    register = made.register()
    names = ["{{ 7*7 }}", "<img src=x onerror=alert(1)>", "`${1}`", "'; DROP TABLE audit; --", "../../etc/passwd"]
    for column in ("name", "name_uz_latn", "name_uz_cyrl", "name_ru", "name_en"):
        register[column] = names + ["Guliston"] * 22
    store = Store(tmp_path / "data")
    store.add(made.report("register", register.assign(status=names[0], kind=names[1])), who=names[2])
    edition = publish(store, who=names[3], note=names[4])
    assert edition.mahallas["name_ru"].tolist()[:2] == names[:2]
    assert edition.mahallas["status"][0] == names[0]
    assert (edition.manifest.who, edition.manifest.note) == (names[3], names[4])
    assert verify(store) == []


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=8)
def test_publishing_adds_up_for_any_incidents(tmp_path_factory, seed):
    edition = made.published(tmp_path_factory.mktemp("any"), ("incidents", made.incidents(seed=seed, rows=60)))
    always = {"start": date(2000, 1, 1), "end": date(2100, 1, 1)}
    parts = [edition.total(group, **always) for group in edition.groups()]
    events = edition.reconciliation["incidents"].events
    assert sum(part.rows for part in parts) == events.rows == made.incidents(seed=seed, rows=60)["count"].sum()
    assert sum(part.mapped for part in parts) == events.mapped
    assert all((edition.count(group, **always) >= 0).all() for group in edition.groups())
