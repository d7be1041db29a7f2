"""Days without rows: which are zero, which were not sent, and what is told of them."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

import numpy as np
import pandas as pd
import pytest

from geodata.analysis.counting import Query, covered, default_period
from geodata.analysis.formulas import months_free
from geodata.editions import concentration
from geodata.editions.opened import Edition
from geodata.editions.span import known_days, silences
from geodata.periods import Period
from tests.geodata import made

YEAR = {"start": date(2024, 1, 1), "end": date(2024, 12, 31)}


def test_silence_at_the_end_of_a_month_counts_only_where_it_is_no_wonder():
    received = date(2025, 1, 10)

    def every(days, last):
        end = (last - date(1970, 1, 1)).days
        return np.arange(end - 60 * days, end + 1, days, dtype=np.int32)

    rare = every(10, date(2024, 12, 24))
    daily = every(1, date(2024, 12, 24))
    assert known_days(rare, received) == (date(2023, 5, 1), date(2024, 12, 31))
    assert known_days(daily, received) == (date(2024, 10, 25), date(2024, 12, 24))
    # Nobody knows of the days after the file came.
    assert known_days(rare, date(2024, 12, 26)) == (date(2023, 5, 1), date(2024, 12, 26))
    assert known_days(np.zeros(0, dtype=np.int32), received) is None


def days(first, last, *, step=1, without=()):
    every = np.arange(np.datetime64(first), np.datetime64(last) + 1, step)
    for begin, end in without:
        every = every[(every < np.datetime64(begin)) | (every > np.datetime64(end))]
    return every.astype(np.int32)


def test_a_month_that_was_never_sent_is_missing_and_not_zero():
    sent = days("2024-01-01", "2024-12-31", without=[("2024-05-31", "2024-07-01")])
    assert silences(sent) == ((date(2024, 6, 1), date(2024, 6, 30)),)
    half = days("2024-01-01", "2024-12-31", without=[("2024-06-10", "2024-06-30")])
    assert silences(half) == ((date(2024, 6, 10), date(2024, 6, 30)),)
    stray = np.append(days("2021-03-05", "2021-03-05"), days("2024-01-01", "2024-12-31"))
    assert silences(stray) == ((date(2021, 3, 6), date(2023, 12, 31)),)
    assert silences(days("2024-01-01", "2024-11-30"), until=date(2024, 12, 31)) == (
        (date(2024, 12, 1), date(2024, 12, 31)),
    )


@pytest.mark.parametrize(
    "rows",
    [
        days("2024-01-01", "2024-12-31", step=7),  # sums of a week
        days("2024-01-01", "2024-12-31", step=31),  # about a month
        days("2024-01-01", "2024-12-31", step=3, without=[("2024-06-01", "2024-06-30")]),
        days("2024-01-01", "2024-12-31", without=[("2024-03-20", "2024-03-31")]),  # long holidays
        days("2024-01-01", "2024-01-02"),
        days("2024-01-01", "2023-12-31"),
    ],
)
def test_a_silence_that_may_be_one_is_none(rows):
    assert silences(rows) == ()


@pytest.fixture(scope="module")
def gap(tmp_path_factory):
    """Ten events a day, none of them in May 2024, and none in the last district in December."""
    table = made.without_may()
    last = table["district_code"] == made.DISTRICTS[2][0]
    return made.published(
        tmp_path_factory.mktemp("gap"), ("incidents", table[~(last & (table["date"] >= "2024-12-01"))])
    )


def test_a_period_with_a_month_that_was_not_sent_has_no_figures(gap):
    months = gap.by_month("it", **YEAR)
    assert months[months.isna()].index.tolist() == [pd.Period("2024-05", "M")]
    known = {key: covered(gap, "it", Period.parse(key)) for key in ("2024", "2024-Q2", "2024-05", "2024-Q3", "2023")}
    assert known == {"2024": False, "2024-Q2": False, "2024-05": False, "2024-Q3": True, "2023": True}
    assert default_period(gap, "it").key == "2024-06-01..2024-12-31"


@pytest.mark.parametrize(("period", "months"), [("2024-07", 2), ("2023", 12)])
def test_months_without_an_event_do_not_count_through_days_that_were_not_sent(gap, period, months):
    asked = Query(group="it", types=("what nobody did",), period=Period.parse(period), decision=date(2024, 1, 1))
    assert set(months_free(gap, asked).figures) == {months}


def test_a_district_that_sent_nothing_is_told(gap):
    found = {finding.code: finding.values for finding in gap.manifest.findings}
    assert found["days_silent"] == {"group": "it", "got": "2024-05-01", "wanted": "2024-05-31"}
    told = {"group": "it", "count": 1, "name": made.DISTRICTS[2][1], "got": "2024-12-01", "wanted": "2024-12-31"}
    assert found["district_silent"] == told


def test_clusters_are_not_looked_for_in_days_that_were_not_sent(tmp_path):
    tables = [("boundaries", made.boundaries()), ("population", made.population()), ("incidents", made.without_may())]
    edition = made.published(tmp_path, *tables)
    assert [scan.period for scan in edition.concentration] == ["2023"]
    older = asdict(edition.concentration[0]) | {"period": "2024"}  # as an edition of before kept it
    (edition.path / concentration.FILE).write_text(json.dumps([older]))
    assert Edition(edition.path, edition.manifest).concentration == ()
