"""A running number under the heading `id` must not let one month replace another without a word."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.edition import editions, publish
from geodata.errors import PublishError
from geodata.store import Store
from tests.geodata import made


def month(number, rows=40):
    table = made.incidents(seed=number, rows=rows)
    return table.assign(id=[str(running) for running in range(rows)], date=pd.Timestamp(2024, number, 3))


def test_a_month_with_the_ids_of_another_is_not_published(tmp_path):
    store = Store(tmp_path)
    store.add(made.report("register", made.register()), who="t")
    store.add(made.report("incidents", month(1), name="january.csv"), who="t")
    publish(store, who="t")
    store.add(made.report("incidents", month(2), name="february.csv"), who="t")
    with pytest.raises(PublishError, match=r"Import 3 uses the ids of import 2 \(january.csv\)") as raised:
        publish(store, who="t")
    assert raised.value.finding.where == "february.csv"
    assert [info.number for info in editions(store)] == [1]


def test_a_month_sent_again_with_other_days_or_other_places_is_a_correction(tmp_path):
    first = month(1)
    moved = first.assign(date=pd.Timestamp(2024, 1, 4))
    renamed = moved.assign(code=moved["code"].shift(1, fill_value=moved["code"].iloc[-1]))
    edition = made.published(tmp_path, ("incidents", first), ("incidents", moved), ("incidents", renamed))
    assert edition.manifest.tables["incidents"]["rows"] == len(first)


def few(number, *rows):
    """Incidents of one month in the mahallas with these numbers, with ids that begin at 1."""
    ids = made.identity().iloc[list(rows)].drop(columns=["region", "region_code"]).reset_index(drop=True)
    one = made.incidents(rows=len(rows)).drop(columns=list(ids.columns), errors="ignore")
    return ids.join(one.assign(id=[str(n + 1) for n in range(len(rows))], date=pd.Timestamp(2024, number, 3)))


def test_two_districts_that_number_from_one_do_not_replace_each_other(tmp_path):
    second = few(2, 9, 10, 11)
    second.loc[0, "date"] = pd.Timestamp(2024, 1, 3)
    with pytest.raises(PublishError, match="uses the ids"):
        made.published(tmp_path, ("incidents", few(1, 0, 1, 2)), ("incidents", second))


def test_a_file_sent_again_with_the_right_district_is_a_correction(tmp_path):
    edition = made.published(tmp_path, ("incidents", few(1, 0, 1, 2)), ("incidents", few(1, 9, 10, 11)))
    assert edition.manifest.tables["incidents"]["corrected"] == 3


@pytest.mark.parametrize("rows", [(3, 4, 5), (9, 1, 2), (9,)])
def test_a_few_corrections_within_a_district_or_of_one_row_are_taken(tmp_path, rows):
    edition = made.published(tmp_path, ("incidents", few(1, *range(len(rows)))), ("incidents", few(2, *rows)))
    assert edition.manifest.tables["incidents"]["corrected"] == len(rows)
