from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from geodata.analysis import indicators, ranking, smoothing
from geodata.analysis.formulas import SHARE_LEAST
from geodata.analysis.indicators import INDICATORS, Query, available, crime_free, pooled
from geodata.edition import open_edition, publish
from geodata.editions.people import population_on
from geodata.periods import Period
from geodata.store import Store
from tests.geodata import made

ORDER = [
    "category",
    "count",
    "rate",
    "smoothed_rate",
    "difference",
    "hot_spots",
    "share",
    "months_free",
    "years_in_red",
    "residents",
    "density",
    "area",
]
EVENTS = (  # mahalla, day, group, type, count
    (0, "2023-01-01", "preventable", "theft", 1),
    (0, "2024-03-15", "preventable", "theft", 3),
    (0, "2024-05-02", "preventable", "fraud", 1),
    (1, "2024-05-31", "preventable", "fraud", 12),
    (1, "2024-06-01", "uncovered", "theft", 5),
    (2, "2024-06-30", "preventable", "theft", 2),
    (3, "2024-04-30", "preventable", None, 1),
    (4, "2024-12-31", "preventable", "theft", 1),
)


def handmade(folder, *, without=()):
    """An edition of 27 mahallas with the few events above."""
    ids = made.identity()
    at, days, groups, kinds, counts = zip(*EVENTS, strict=True)
    table = ids.iloc[list(at)][["code", "mfy_id", "mahalla_id", "stat_code", "name", "district", "district_code"]]
    table = table.reset_index(drop=True).assign(
        id=[f"e{n}" for n in range(len(at))],
        date=pd.to_datetime(list(days)).astype("datetime64[s]"),
        group=list(groups),
        type=list(kinds),
        count=pd.array(list(counts), dtype="Int64"),
        lon=np.nan,
        lat=np.nan,
        row=np.arange(len(at)) + 1,
    )
    store = Store(folder / "data")
    made.fill(store, without=("incidents", *without))
    if "incidents" not in without:
        store.add(made.report("incidents", table), who="tester")
    return publish(store, who="tester")


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return handmade(tmp_path_factory.mktemp("indicators"))


@pytest.fixture(scope="module")
def demo_edition(demo_folder):
    return open_edition(Store(demo_folder))


def query(period, *types, group="preventable"):
    return Query(group=group, types=types, period=Period.parse(period), decision=date(2024, 12, 31))


def compute(edition, key, asked):
    return INDICATORS[key].compute(edition, asked)


def test_what_is_offered_and_in_which_order(edition):
    assert [entry.key for entry in available(edition)] == [*ORDER, "own.density"]
    assert list(INDICATORS) == ORDER


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        (("population",), {"rate", "smoothed_rate", "hot_spots", "residents", "density"}),
        (("incidents",), {"count", "rate", "smoothed_rate", "difference", "hot_spots", "share", "months_free"}),
        (("categories",), {"category", "years_in_red"}),
        (("boundaries",), {"hot_spots", "density"}),
    ],
)
def test_nothing_is_offered_without_its_data(tmp_path, without, missing):
    found = {entry.key for entry in available(handmade(tmp_path, without=without))}
    assert found & set(ORDER) == set(ORDER) - missing


def test_a_share_is_of_all_types_of_the_group(edition):
    found = compute(edition, "share", query("2024-H1", "theft"))
    assert found.figures[:4].tolist() == [75.0, 0.0, 100.0, 0.0]
    assert np.isnan(found.figures[4:]).all()
    assert found.empty.tolist() == [False] * 4 + [True] * 23
    # 4, 12, 2 and 1 events: only the second has enough of them.
    assert SHARE_LEAST == 10
    assert found.unstable.tolist() == [True, False, True, True] + [False] * 23


def test_a_share_without_a_type_chosen_is_no_figure(edition):
    found = compute(edition, "share", query("2024-H1"))
    assert np.isnan(found.figures).all()
    assert found.empty is None


def test_months_without_an_event_are_whole_ones_up_to_the_end_of_the_period(edition):
    found = compute(edition, "months_free", query("2024-06")).figures
    # Last events: 2 May, 31 May, 30 June, 30 April; in the others none is known, so since January 2023.
    assert found[:5].tolist() == [1, 1, 0, 2, 18]
    assert (found[4:] == 18).all()
    assert compute(edition, "months_free", query("2024")).figures[:5].tolist() == [7, 7, 6, 8, 0]


def test_months_without_an_event_of_a_type_end_inside_a_month_too(edition):
    found = compute(edition, "months_free", query("2024-01-01..2024-06-14", "theft")).figures
    assert found[0] == 2  # from 16 March: to 15 April, to 15 May; 15 June is not over
    assert compute(edition, "months_free", query("2024-01-01..2024-06-15", "theft")).figures[0] == 3


def test_months_without_an_event_agree_with_months_counted_one_by_one(demo_edition):
    asked = query("2024-Q3")
    months, matrix = demo_edition.mahalla_by_month("preventable", start=date(2022, 1, 1), end=asked.period.end)
    assert len(months) == 33
    by_hand = np.argmax(np.c_[matrix[:, ::-1] > 0, np.ones(len(matrix), bool)], axis=1)
    assert compute(demo_edition, "months_free", asked).figures.tolist() == by_hand.tolist()


def test_the_smoothed_rate_is_that_of_empirical_bayes_and_both_rates_say_where_they_are_unstable(edition):
    asked = query("2024-H1")
    events = indicators.counts(edition, asked)
    residents = edition.population_on(asked.period.start).mahallas
    smooth, raw = compute(edition, "smoothed_rate", asked), compute(edition, "rate", asked)
    assert smooth.figures.tolist() == (smoothing.empirical_bayes(events, residents) * 1000).tolist()
    assert raw.figures.tolist() == (events / residents * 1000).tolist()
    assert smooth.unstable.tolist() == raw.unstable.tolist() == smoothing.unstable(events, residents).tolist()
    assert smooth.unstable.any()


@pytest.mark.parametrize("period", ["2025-01", "2022-12", "2024-07-01..2025-02-28", "2022"])
@pytest.mark.parametrize("key", [key for key in ORDER if INDICATORS[key].counts])
def test_a_period_that_the_data_do_not_fill_has_no_figures(edition, key, period):
    found = compute(edition, key, query(period, "theft"))
    assert np.isnan(found.figures).all()
    assert found.unstable is None or not found.unstable.any()
    assert found.empty is None or not found.empty.any()


def test_mahallas_without_an_event_are_counted(edition):
    assert crime_free(edition, query("2024-H1")) == indicators.CrimeFree(23, 27)
    assert crime_free(edition, query("2024-H1"), np.arange(27) < 9) == indicators.CrimeFree(5, 9)
    assert crime_free(edition, query("2025")) == indicators.CrimeFree(0, 0)


def test_districts_have_shares_and_rates_of_their_own_and_medians_of_months(edition):
    def of(key, *types):
        return ranking.districts(edition, INDICATORS[key], query("2024-H1", *types))["value"].to_numpy()

    np.testing.assert_allclose(of("share", "theft"), [100 * 5 / 19, np.nan, np.nan])
    assert np.isnan(of("share")).all()
    assert of("smoothed_rate").tolist() == of("rate").tolist()
    assert of("rate")[0] == pytest.approx(19 / 9999 * 100_000)
    assert of("months_free").tolist() == [18, 18, 18]
    assert of("density")[0] == pytest.approx(9999 / edition.districts["area_km2"][0])


@pytest.mark.parametrize("key", ORDER)
def test_every_indicator_ranks_the_districts(edition, key):
    assert len(ranking.districts(edition, INDICATORS[key], query("2024-H1", "theft"))) == len(edition.districts)


def test_pooled_figures_are_those_of_all_whole_periods(edition):
    asked = query("2024-06", "theft")
    found = pooled(edition, INDICATORS["months_free"], asked)
    assert len(found) == 27 * 24
    last = compute(edition, "months_free", query("2024-12", "theft")).figures
    assert found[:27].tolist() == last.tolist()


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """An edition whose every mahalla has seven residents more from 10 March 2024 on, and its first district too."""
    store = Store(tmp_path_factory.mktemp("grown") / "data")
    made.fill(store, without=("population",))
    for day, more in (("2023-01-01", 0), ("2024-03-10", 7)):
        table = made.population(day)
        table["residents"] += more
        store.add(made.report("population", table, name=f"population-{day}.csv"), who="tester")
    return publish(store, who="tester")


def test_rates_are_per_the_residents_of_the_first_day_of_the_period(grown):
    asked = query("2024-H1")
    events = indicators.counts(grown, asked)
    assert compute(grown, "rate", asked).figures == pytest.approx(events / (1000 + np.arange(27)) * 1000)
    table = ranking.districts(grown, INDICATORS["rate"], asked)
    residents = [9999, sum(range(1009, 1018)), sum(range(1018, 1027))]  # the first has a figure of its own
    assert table["value"].to_numpy() == pytest.approx(table["count"].to_numpy() / residents * 100_000)
    later = compute(grown, "rate", query("2024-Q2")).figures
    assert later == pytest.approx(indicators.counts(grown, query("2024-Q2")) / (1007 + np.arange(27)) * 1000)


@pytest.mark.parametrize("key", ["rate", "smoothed_rate"])
def test_a_district_told_to_have_no_residents_has_no_rate(tmp_path, key):
    table = made.population()
    table.loc[table["district_code"] == made.DISTRICTS[0][0], "residents"] = 0
    empty = made.published(tmp_path, ("population", table), ("incidents", made.incidents()))
    ranked = ranking.districts(empty, INDICATORS[key], query("2024"))["value"].to_numpy()
    assert np.isnan(ranked).tolist() == [True, False, False]
    assert np.isfinite(ranked[1:]).all()


def test_the_residents_of_a_day_are_found_once_for_all_days_with_the_same_figures(grown):
    found = grown
    home = found.mahallas["district_pos"].to_numpy()
    for text in ("2022-06-01", "2022-12-31", "2023-01-01", "2024-03-09", "2024-03-10", "2025-01-01"):
        day = date.fromisoformat(text)
        anew = population_on(found.population, home, len(found.districts), day)
        assert found.population_on(day).mahallas.tolist() == anew.mahallas.tolist()
        assert found.population_on(day).date == anew.date
    assert found.population_on(date(2023, 1, 1)) is found.population_on(date(2024, 3, 9))
    assert found.population_on(date(2024, 3, 9)) is not found.population_on(date(2024, 3, 10))


@pytest.mark.parametrize(
    ("figures", "decimals"),
    [
        ([1, 4210], 0),
        ([3016.5, 12.25], 2),
        ([0.17, 0.3], 2),
        ([0.0062, 0.004], 4),
        ([2.2e-8, 5e-8], 9),
        ([1e13, 0.5], 1),
    ],
)
def test_figures_of_ones_own_have_the_decimals_that_tell_them(figures, decimals):
    assert indicators.decimals_of(np.array([*figures, 0.0, np.nan])) == decimals
