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
