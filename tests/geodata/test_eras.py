"""Boundary eras: rows of before a change come out at the units of today, whole, with what was dealt out marked."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.analysis import comparison, indicators, ranking
from geodata.analysis.counting import Query
from geodata.edition import publish
from geodata.editions.carrying import dealt
from geodata.periods import Period
from geodata.store import Store
from tests.geodata import made

FIRST, SECOND, CITY = (code for code, _ in made.DISTRICTS)
NAMES = dict(made.DISTRICTS)
IDS = made.identity()


def name(position):
    return str(IDS["name"].iloc[position])


def change(kind, day, old, new, share=np.nan, old_district=FIRST):
    """One row of the table of changes: the old name in its district, and the position of the unit of today."""
    own = IDS.iloc[new][["code", "mfy_id", "mahalla_id", "name", "district", "district_code"]].to_dict()
    old_code = old if old.isdigit() else None
    named = None if old_code else old
    return own | {
        "old_code": old_code, "old_name": named, "old_district": NAMES.get(old_district, old_district),
        "old_district_code": old_district if old_district in NAMES else None,
        "day": pd.Timestamp(day), "change": kind, "share": share,
    }  # fmt: skip


def row(day, *, named=None, district=FIRST, code=None, count=1, point=None, type_="theft"):
    return {
        "code": code, "name": named, "district": NAMES.get(district, district), "district_code": None,
        "date": pd.Timestamp(day), "group": "preventable", "type": type_, "count": count,
        "lon": np.nan if point is None else point[0], "lat": np.nan if point is None else point[1],
    }  # fmt: skip


def published(folder, changes, rows, **tables):
    """An edition of these rows and changes; every month from 2022 on has an event elsewhere, so all is covered."""
    store = Store(folder)
    made.fill(store, without=("incidents", *tables))
    filler = [row(f"{year}-{month:02d}-{day}", code=str(IDS["code"].iloc[26]))
              for year in (2022, 2023) for month in range(1, 13) for day in ("01", "28")]  # fmt: skip
    table = pd.DataFrame([*rows, *filler])
    table = table.assign(id=[f"i{n}" for n in range(len(table))], row=np.arange(len(table)) + 1)
    store.add(made.report("incidents", table), who="t")
    if changes:
        lineage = pd.DataFrame(changes)
        store.add(made.report("lineage", lineage.assign(row=np.arange(len(lineage)) + 1)), who="t")
    for kind, given_table in tables.items():
        store.add(made.report(kind, given_table), who="t")
    return publish(store, who="t")


def counted(edition, period="2022-Q1", types=()):
    query = Query(group="preventable", types=types, period=Period.parse(period), decision=date(2024, 1, 1))
    return indicators.counts(edition, query)[:26], query


def test_a_mahalla_moved_with_its_district_keeps_its_series(tmp_path):
    # The second district was formed from the first on 1 April: its mahallas were named there until then.
    changes = [change("moved", "2022-04-01", name(at), at) for at in range(10, 18)]
    rows = [
        row("2022-02-03", named=name(12).upper()),
        row("2022-03-31", named=name(12)),
        row("2022-04-01", named=name(12)),
    ]
    edition = published(tmp_path, changes, rows)
    found, _ = counted(edition)
    assert found[12] == 2
    assert found.sum() == 2
    assert edition.by_district("preventable", start=date(2022, 1, 1), end=date(2022, 3, 31))["total"].tolist()[:2] == [
        0,
        2,
    ]
    # After the day the old name leads nowhere: the row is shown to the steward, not guessed.
    assert edition.rejected("incidents")["reason"].tolist() == ["join_name_unknown"]
    assert not edition.interpolation.rows.size


def test_rows_that_name_only_the_old_district_are_dealt_out_by_residents_and_stay_whole(tmp_path):
    changes = [change("moved", "2022-04-01", name(at), at) for at in range(9, 18) if at != 9]
    rows = [row("2022-01-10") for _ in range(10)]
    edition = published(tmp_path, changes, rows)
    total = edition.by_district("preventable", start=date(2022, 1, 1), end=date(2022, 3, 31))["total"]
    # 9,036 residents stayed and 8,108 of eight mahallas moved: 5 and 5 of ten.
    assert total.tolist()[:2] == [5, 5]
    assert edition.reconciliation["incidents"].district_only == 10
    query = Query(group="preventable", types=(), period=Period.parse("2023-Q1"), decision=date(2024, 1, 1))
    compared = comparison.grouped(edition, query, np.arange(3), 3)
    assert compared.interpolated.tolist() == [True, True, False]
    assert compared.before.low[:2].tolist() == [0, 0]
    assert compared.before.high[:2].tolist() == [10, 10]
    # None of ten left: a fall beyond chance for ten, none for no event. So nothing is told.
    assert compared.untold.tolist() == [True, True, False]
    assert not compared.beyond.any()
    ranked = ranking.districts(edition, indicators.INDICATORS["difference"], query)
    assert ranked["untold"].tolist() == [True, True, False]
    both = comparison.together(edition, query, [FIRST, SECOND])
    assert (both.before.count[0], both.interpolated[0]) == (10, False)  # together they are what they were
    assert both.beyond[0]


def test_a_renamed_unit_is_one_series(tmp_path):
    edition = published(
        tmp_path, [change("renamed", "2022-03-01", "Yangi hayot MFY", 3)],
        [row("2022-02-01", named="Янги ҳаёт"), row("2022-03-05", named=name(3))],
    )  # fmt: skip
    assert counted(edition)[0][3] == 2


def test_merged_units_add_up_and_nothing_is_interpolated(tmp_path):
    changes = [change("merged", "2022-03-01", old, 4) for old in ("Birinchi MFY", "Ikkinchi MFY")]
    edition = published(
        tmp_path, changes, [row("2022-01-01", named="Birinchi"), row("2022-01-02", named="Ikkinchi", count=2)]
    )
    assert counted(edition)[0][4] == 3
    assert not edition.interpolation.rows.size


@pytest.fixture(scope="module")
def split(tmp_path_factory):
    """Position 2 was split on 1 March 2022: a quarter became position 3. Eight thefts, one fraud, one with a point."""
    code = str(IDS["code"].iloc[2])
    changes = [change("split", "2022-03-01", code, 2, 0.75), change("split", "2022-03-01", code, 3, 0.25)]
    centre = made.square(0, 3).centroid
    rows = [row(f"2022-01-{n + 1:02d}", code=code) for n in range(8)]
    rows += [row("2022-02-01", code=code, point=(centre.x, centre.y)), row("2022-02-02", code=code, type_="fraud")]
    rows += [row("2022-03-01", code=code), *(row("2023-01-15", code=code) for _ in range(3))]
    return published(tmp_path_factory.mktemp("split"), changes, rows)


def test_a_split_unit_is_dealt_out_by_its_shares_but_a_point_decides(split):
    found, _ = counted(split, "2022-01")
    assert (found[2], found[3]) == (6, 2)
    found, _ = counted(split, "2022-02")
    assert (found[2], found[3]) == (1, 1)  # the fraud by its share, the theft by its point
    assert counted(split, "2022-03")[0][2] == 1  # after the day the code means what it means
    assert len(split.interpolation.rows) == 9
    assert split.interpolation.of_mahalla(3)["until"].tolist() == [pd.Timestamp("2022-03-01")]


def test_a_change_against_interpolated_months_is_told_only_where_both_ends_agree(split):
    _, query = counted(split, "2023-01")
    found = comparison.mahallas(split, query)
    assert (found.before.count[2], found.before.low[2], found.before.high[2]) == (6, 0, 8)
    assert (found.before.count[3], found.before.low[3], found.before.high[3]) == (2, 0, 8)
    assert found.interpolated[[2, 3, 4]].tolist() == [True, True, False]
    assert found.untold[3]  # 2 to 0 is chance; 8 to 0 would not be
    values = indicators.INDICATORS["difference"].compute(split, query)
    assert values.within_chance is not None
    assert values.within_chance[3]  # drawn neutral
    # Within one district the whole is certain.
    together = comparison.together(split, query, [FIRST])
    assert (together.before.count[0], together.interpolated[0]) == (8, False)
    assert not comparison.grouped(split, query, np.arange(3), 3).interpolated.any()


@pytest.mark.parametrize(
    ("before", "after", "beyond", "untold"),
    [
        ((0, 0), (8, 8), True, False),
        ((0, 8), (8, 8), False, True),  # a rise beyond chance if none of the eight were here, else none at all
        ((8, 8), (0, 8), False, True),
        ((0, 1), (9, 20), True, False),  # beyond chance at either end
        ((2, 4), (3, 6), False, False),
        ((0, 30), (12, 12), False, True),  # a rise or a fall
    ],
)
def test_a_verdict_stands_if_it_is_the_same_at_both_ends(before, after, beyond, untold):
    def counted(ends):
        return comparison.Counted(*(np.array([float(value)]) for value in (ends[0], *ends)))

    found = comparison._judged(counted(before), counted(after))
    assert (found.beyond.tolist(), found.untold.tolist()) == ([beyond], [untold])


def test_changes_follow_each_other(tmp_path):
    # Eski became Oʻrta in 2022-02, Oʻrta went into positions 5 and 6 in 2022-03.
    nowhere = dict.fromkeys(("code", "mfy_id", "mahalla_id"))
    changes = [
        change("renamed", "2022-02-01", "Eski MFY", 5) | nowhere | {"name": "Oʻrta MFY"},
        change("split", "2022-03-01", "Oʻrta MFY", 5, 0.5),
        change("split", "2022-03-01", "Oʻrta MFY", 6, 0.5),
    ]  # fmt: skip
    rows = [
        row("2022-01-05", named="Eski"),
        row("2022-01-06", named="Eski"),
        row("2022-02-05", named="Oʻrta", type_="fraud"),
    ]
    edition = published(tmp_path, changes, rows)
    found, _ = counted(edition)
    assert (found[5], found[6]) == (2, 1)
    assert edition.reconciliation["lineage"].mapped == 3


def test_a_district_that_is_gone_is_still_understood(tmp_path):
    changes = [change("moved", "2022-04-01", name(at), at, old_district="Koʻhna tumani") for at in range(9, 18)]
    rows = [row("2022-01-05", named=name(11), district="Кўҳна тумани"), row("2022-01-06", district="Koʻhna tumani")]
    edition = published(tmp_path, changes, rows)
    assert counted(edition)[0][11] == 1
    assert edition.by_district("preventable", start=date(2022, 1, 1), end=date(2022, 1, 31)).loc[SECOND, "total"] == 2
    assert edition.reconciliation["incidents"].unmatched == 0


def test_a_name_that_two_bore_then_is_left_to_the_steward(tmp_path):
    # "Guliston" of the second district is said to have been in the first, which has one of its own.
    edition = published(tmp_path, [change("moved", "2022-04-01", name(9), 9)], [row("2022-01-05", named="Guliston")])
    assert edition.rejected("incidents")["reason"].tolist() == ["join_name_ambiguous"]


def test_categories_follow_a_renaming_but_not_a_split(tmp_path):
    decided = IDS.iloc[:2].assign(
        name=["Eski MFY", "Katta MFY"], code=None, mfy_id=None, mahalla_id=None, category="red",
        decided=pd.Timestamp("2022-01-15"), valid_from=pd.NaT, order="o", author="a", status="s",
    )  # fmt: skip
    changes = [change("renamed", "2022-03-01", "Eski MFY", 3), change("split", "2022-03-01", "Katta MFY", 4),
               change("split", "2022-03-01", "Katta MFY", 5)]  # fmt: skip
    edition = published(tmp_path, changes, [], categories=decided)
    assert np.flatnonzero(edition.category_at(date(2022, 1, 31)).values).tolist() == [3]
    assert edition.rejected("categories")["reason"].tolist() == ["join_name_unknown"]


def test_without_changes_an_edition_has_no_eras(tmp_path):
    edition = published(tmp_path, [], [row("2022-01-05", named=name(3))])
    _, query = counted(edition, "2023-01")
    assert not len(edition.interpolation.eras)
    assert not comparison.mahallas(edition, query).interpolated.any()
    assert not comparison.together(edition, query).interpolated.any()


@given(st.lists(st.integers(1, 4), min_size=1, max_size=60), st.lists(st.integers(1, 9), min_size=2, max_size=4))
def test_dealing_keeps_every_event_whole_and_near_its_share(sizes, weights):
    table = pd.DataFrame({"group": "g", "type": "t", "count": sizes})
    days = np.datetime64("2022-01-01") + np.arange(len(sizes))
    parts = tuple((at, weight / sum(weights)) for at, weight in enumerate(weights))
    to = dealt(table, days, parts)
    got = np.bincount(to, weights=sizes, minlength=len(parts))
    assert got.sum() == sum(sizes)
    assert (np.abs(got - sum(sizes) * np.array([share for _, share in parts])) <= max(sizes) * len(parts)).all()
    assert (dealt(table, days, parts) == to).all()
