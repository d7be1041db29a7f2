"""Where it concentrates: the scan that an edition keeps, and hot spots that chance seldom makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from geodata.analysis import concentration as judged
from geodata.analysis import indicators, ranking
from geodata.analysis.indicators import Query
from geodata.edition import open_edition, publish
from geodata.editions import concentration
from geodata.editions.concentration import newest
from geodata.periods import Period
from geodata.store import Store
from tests.geodata import made

QUERY = Query(group="preventable", types=(), period=Period.parse("2024"), decision=date(2024, 12, 31))


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """Nine of ten preventable crimes of 2024 in one mahalla in the corner of the first district."""
    store = Store(tmp_path_factory.mktemp("data"))
    made.fill(store, without=("incidents",))
    table = made.incidents(rows=300)
    first = made.identity().iloc[2]
    moved = (table["group"] == "preventable") & (table["date"] >= "2024-01-01") & (np.arange(300) % 10 != 0)
    for column in ("code", "mfy_id", "mahalla_id", "name", "district", "district_code"):
        table.loc[moved, column] = first[column]
    store.add(made.report("incidents", table), who="tester")
    publish(store, who="tester")
    return open_edition(store)


def of(edition, group):
    return next(scan for scan in edition.concentration if scan.group == group)


def test_every_group_is_scanned_over_its_newest_year(edition):
    assert [(scan.group, scan.period) for scan in edition.concentration] == [
        ("preventable", "2024"),
        ("uncovered", "2024"),
    ]


def test_the_scan_accounts_for_every_event(edition):
    for scan in edition.concentration:
        total = edition.total(scan.group, start=date(2024, 1, 1), end=date(2024, 12, 31))
        assert scan.cases + scan.left_out == total.rows
        assert scan.cases == total.mapped
        assert scan.residents == sum(1000 + n for n in range(27))


def test_what_lies_together_is_ringed(edition):
    ring = of(edition, "preventable").significant[0]
    assert ring.members == (2,)
    assert ring.radius_m == 0
    assert ring.p_value == 0.001
    assert (ring.lon, ring.lat) == pytest.approx(tuple(made.square(0, 2).centroid.coords[0]), abs=1e-4)
    counts = edition.count("preventable", start=date(2024, 1, 1), end=date(2024, 12, 31))
    assert ring.observed == counts[2]
    inside, outside = counts[2] / 1002, (counts.sum() - counts[2]) / (sum(1000 + n for n in range(27)) - 1002)
    assert ring.relative_risk == pytest.approx(inside / outside, rel=1e-3)


def test_the_manifest_lists_the_scan_and_an_older_edition_has_none(edition, tmp_path):
    assert concentration.FILE in edition.manifest.files
    assert concentration.read(tmp_path) == ()


def test_without_shapes_there_is_nothing_to_ring(tmp_path):
    store = Store(tmp_path)
    made.fill(store, without=("boundaries", "sites"))
    assert publish(store, who="tester").concentration == ()


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        (date(2022, 1, 1), date(2024, 12, 31), ["2024"]),
        (date(2022, 1, 1), date(2024, 9, 30), ["2023", "2023-10-01..2024-09-30"]),
        (date(2022, 1, 1), date(2024, 9, 12), ["2023", "2023-09-01..2024-08-31"]),
        (date(2024, 2, 1), date(2024, 9, 30), []),
    ],
)
def test_only_whole_comparable_periods_are_scanned(first, last, wanted):
    assert [period.key for period in newest((first, last))] == wanted
    assert list(newest(None)) == []


def test_a_period_with_days_that_were_not_sent_is_not_scanned():
    span, june = (date(2022, 1, 1), date(2024, 9, 30)), (date(2023, 6, 1), date(2023, 6, 30))
    assert [period.key for period in newest(span, [june])] == ["2022", "2023-10-01..2024-09-30"]
    assert list(newest((date(2023, 1, 1), date(2023, 12, 31)), [june])) == []


def test_deviates_by_hand():
    # 6 events over 100 + 200 + 0 residents: 2 and 4 expected.
    found = judged.deviates([5, 1, np.nan], [100, 200, 300])
    assert found[0] == pytest.approx(5**0.5 + 6**0.5 - 9**0.5)
    assert found[1] == pytest.approx(1 + 2**0.5 - 17**0.5)
    assert np.isnan(found[2])


def test_chance_seldom_makes_a_hot_spot_and_as_often_a_cold_one():
    rng = np.random.default_rng(3)
    side = 25
    near = [
        [y * side + x for y in range(r - 1, r + 2) for x in range(c - 1, c + 2)
         if (y, x) != (r, c) and 0 <= y < side and 0 <= x < side]
        for r in range(side) for c in range(side)
    ]  # fmt: skip
    people = rng.lognormal(8, 0.5, side * side)
    z = np.concatenate([
        judged.hot_spots(rng.poisson(3 * side * side * people / people.sum()), people, near) for _ in range(20)
    ])  # fmt: skip
    assert 0.015 < np.mean(z > judged.NOTABLE) < 0.035
    assert 0.015 < np.mean(z < -judged.NOTABLE) < 0.035


def test_a_ring_is_told_of_where_its_chance_is_below_one_in_twenty(edition):
    ring = of(edition, "preventable").significant[0]
    scan = replace(of(edition, "preventable"), rings=tuple(replace(ring, p_value=p) for p in (0.01, 0.049, 0.05, 0.19)))
    assert [one.p_value for one in scan.significant] == [0.01, 0.049]


def test_cold_spots_stand_out_as_hot_ones_do(edition, monkeypatch):
    z = np.array([-2.5, -1.9, 0.0, 1.9, 2.5, np.nan])
    monkeypatch.setattr(judged, "hot_spots", lambda *_: z)
    within = indicators.find(edition, "hot_spots").compute(edition, QUERY).within_chance
    assert within.tolist() == [False, True, True, True, False, False]


def test_the_hot_spot_is_an_indicator_with_its_neutral_middle(edition):
    query = QUERY
    values = indicators.find(edition, "hot_spots").compute(edition, query)
    assert values.figures.argmax() in {1, 2, 4, 5}  # the mahalla, or one that borders on it
    assert values.within_chance is not None
    assert (values.within_chance == (np.abs(values.figures) < judged.NOTABLE)).all()
    hot = ranking.districts(edition, indicators.find(edition, "hot_spots"), query)["value"]
    assert hot.tolist() == [(values.figures[at : at + 9] > judged.NOTABLE).sum() for at in (0, 9, 18)]
