"""What a row says is hashed by its different texts, and comes to the same as row by row."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geodata.editions import staged
from geodata.store import Store
from tests.geodata import made


def test_hashes_are_those_of_the_rows():
    table = pd.DataFrame(
        {
            "code": pd.Series(["18000001", None, "18000001", ""], dtype="str"),
            "name": pd.Series([None] * 4, dtype="str"),
            "count": pd.Series([1, None, 2, 1], dtype="Int64"),
            "date": pd.Series(["2024-01-01", None, "2024-01-02", "2024-01-01"], dtype="datetime64[ns]"),
            "registered": pd.Series([None] * 4, dtype="datetime64[ns]"),
            "odd": pd.Series([1, True, "1", None], dtype=object),
            "lon": [66.1, np.nan, 66.1, 0.0],
        }
    )
    for name in table:
        wanted = pd.util.hash_array(staged._plain(table[name]).to_numpy())
        np.testing.assert_array_equal(np.broadcast_to(staged._hashes(table[name]), 4), wanted)
    assert len(set(staged._content_hash(table).tolist())) == 4
    assert len(staged._content_hash(table.iloc[:0])) == 0


def test_of_most_kinds_the_newest_import_counts_and_of_those_that_add_up_all(tmp_path):
    store = Store(tmp_path)
    for number, kind in enumerate(("register", "incidents", "register", "incidents", "population", "population")):
        table = getattr(made, kind)()
        store.add(made.report(kind, table.assign(row=table["row"] + number)), who="tester")
    found = {key: [entry.number for entry in entries] for key, entries in staged.used(store.imports()).items()}
    assert found == {"register": [3], "incidents": [2, 4], "population": [5, 6]}
    assert set(staged.load(store).tables["register"]["_import"]) == {3}
