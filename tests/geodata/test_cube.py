from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.cube import Cube
from geodata.editions.totals import OUTSIDE

FIRST = np.datetime64("2023-01-01")


def built(rows):
    """A cube of (group, type, day number, mahalla, district, count) over 4 mahallas, two a district."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    group, type_, day, mahalla, district, count = columns
    return Cube.build(
        group=np.array(group, dtype=object),
        type_=np.array(type_, dtype=object),
        day=FIRST + np.array(day, dtype="timedelta64[D]"),
        mahalla=np.array(mahalla, dtype=np.int32),
        district=np.array(district, dtype=np.int32),
        count=np.array(count, dtype=np.int64),
        n_mahallas=4,
        n_districts=2,
    )


places = st.sampled_from([(0, 0), (1, 0), (2, 1), (3, 1), (-1, 0), (-1, 1), (-1, -1), (-1, OUTSIDE)])
rows = st.lists(
    st.tuples(
        st.sampled_from(["calls", "it"]),
        st.sampled_from(["theft", "fraud", None]),
        st.integers(0, 800),
        places,
        st.integers(0, 9),
    ),
    max_size=60,
).map(lambda drawn: [(g, t, d, m, k, c) for g, t, d, (m, k), c in drawn])
spans = st.tuples(st.dates(date(2022, 6, 1), date(2025, 6, 1)), st.dates(date(2022, 6, 1), date(2025, 6, 1))).map(
    sorted
)


@given(rows, spans, st.sampled_from([None, ["theft"], ["theft", "fraud"], ["murder"], []]))
@settings(deadline=None, max_examples=150)
def test_every_count_is_that_of_a_plain_table(drawn, span, types):
    cube, (start, end) = built(drawn), span
    table = pd.DataFrame(drawn, columns=["group", "type", "day", "mahalla", "district", "count"])
    day = pd.to_datetime(FIRST) + pd.to_timedelta(table["day"].astype(int), unit="D")
    own = table[(table["group"] == "it") & (day >= pd.Timestamp(start)) & (day <= pd.Timestamp(end))]
    own = own if types is None else own[own["type"].isin(types)]
    mapped = own[own["mahalla"] >= 0]

    counts = cube.count("it", types, start, end)
    assert counts.dtype == np.int64
    assert counts.tolist() == [mapped.loc[mapped["mahalla"] == at, "count"].sum() for at in range(4)]
    total = cube.total("it", types, start, end)
    assert (total.rows, total.mapped) == (own["count"].sum(), mapped["count"].sum())
    assert total.outside == own.loc[own["district"] == OUTSIDE, "count"].sum()
    per, alone = cube.per_district("it", types, start, end)
    assert per.sum() == total.mapped
    assert alone.sum() == total.district_only
    months = np.arange(np.datetime64(start, "M"), np.datetime64(end, "M") + 1)
    cells = cube.select("it", types, start, end)
    by_month = cube.by_month(cells, months)
    assert by_month.sum() == total.rows
    assert (by_month >= 0).all()
    matrix = cube.mahalla_by_month(cells, months)
    assert matrix.shape == (4, len(months))
    assert matrix.sum(axis=1).tolist() == counts.tolist()
    districts = cube.district_by_month(cells, months)
    for at in range(2):
        alone = [cube.by_month(cells[cells.district == at], np.array([month]))[0] for month in months]
        assert districts[at].tolist() == alone


@given(rows)
@settings(deadline=None, max_examples=30)
def test_a_cube_comes_back_from_its_file(tmp_path_factory, drawn):
    path = tmp_path_factory.mktemp("cube") / "cube.arrow"
    cube = built(drawn)
    cube.save(path)
    again = Cube.open(path)
    assert (again.bounds, again.types, again.n_mahallas, again.n_districts) == (cube.bounds, cube.types, 4, 2)
    for column in ("day", "mahalla", "district", "type", "count"):
        assert (getattr(again.cells, column) == getattr(cube.cells, column)).all()


def test_both_ends_of_a_span_belong_to_it():
    cube = built([("it", "theft", day, 0, 0, 1) for day in range(5)])
    assert cube.count("it", None, date(2023, 1, 2), date(2023, 1, 4))[0] == 3
    assert cube.count("it", None, date(2023, 1, 2), date(2023, 1, 2))[0] == 1
    assert cube.count("it", None, date(2023, 1, 2), date(2023, 1, 1))[0] == 0


def test_equal_rows_become_one_cell():
    cube = built([("it", "theft", 3, 1, 0, 2), ("it", "theft", 3, 1, 0, 5), ("it", "theft", 4, 1, 0, 1)])
    assert cube.cells.count.tolist() == [7, 1]


def test_an_opened_cube_cannot_be_changed(tmp_path):
    built([("it", "theft", 3, 1, 0, 2)]).save(tmp_path / "cube.arrow")
    with pytest.raises(ValueError, match="read-only"):
        Cube.open(tmp_path / "cube.arrow").cells.count[0] = 9


def test_types_of_a_group_are_those_that_occur_in_it():
    cube = built([("it", "fraud", 1, 0, 0, 1), ("calls", "noise", 1, 0, 0, 1), ("it", None, 1, 0, 0, 1)])
    assert cube.group_types("it") == ["", "fraud"]
    assert cube.group_types("nothing") == []
    assert cube.count("nothing", None, date(2023, 1, 1), date(2023, 1, 31)).tolist() == [0, 0, 0, 0]
