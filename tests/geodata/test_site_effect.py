"""Sites in a grid of nine by twelve mahallas, whose events are laid month by month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from geodata.analysis.equal_periods import MIN_MONTHS, equal_periods
from geodata.analysis.site_effect import site_effect
from geodata.cube import Cube
from geodata.editions.categories import Categories
from geodata.editions.people import Population
from geodata.errors import OptionError

WIDE, HIGH = 12, 9
SIZE = WIDE * HIGH
FIRST = np.datetime64("2022-01")
MONTHS = 36
AT = 4 * WIDE + 5
TOUCHING = [AT + row * WIDE + column for row in (-1, 0, 1) for column in (-1, 0, 1) if (row, column) != (0, 0)]


def beside(at):
    """The mahallas that touch this one."""
    return touching()[[at]].indices.tolist()


def touching():
    """Who touches whom in the grid, corners included."""
    row, column = np.divmod(np.arange(SIZE), WIDE)
    near = (abs(row[:, None] - row) <= 1) & (abs(column[:, None] - column) <= 1)
    return sparse.csr_array((near & ~np.eye(SIZE, dtype=bool)).astype(float))


class Made:
    """As much of an edition as the effect of a site asks for; one event cell a mahalla and month."""

    def __init__(self, monthly, sites, *, red=(), residents=None, last=date(2024, 12, 31)):
        mahalla, month = np.meshgrid(np.arange(SIZE), np.arange(MONTHS), indexing="ij")
        known = monthly.ravel() > 0
        self.cube = Cube.build(
            group=np.full(int(known.sum()), "preventable", dtype=object),
            type_=np.full(int(known.sum()), "theft", dtype=object),
            day=(FIRST + month.ravel()[known]).astype("datetime64[D]") + 14,
            mahalla=mahalla.ravel()[known].astype(np.int32),
            district=np.zeros(int(known.sum()), dtype=np.int32),
            count=monthly.ravel()[known].astype(np.int64),
            n_mahallas=SIZE,
            n_districts=1,
        )
        self.sites = sites
        self.mahallas = pd.DataFrame({"district_pos": np.zeros(SIZE, dtype=np.int64)})
        self.districts = pd.DataFrame({"kind": ["district"]})
        self.category = np.where(np.isin(np.arange(SIZE), red), 3, 2).astype(np.int8) if len(red) else np.zeros(SIZE)
        self.residents = np.full(SIZE, 4000.0) if residents is None else residents
        self.last = last

    def coverage(self, group):
        return (date(2022, 1, 1), self.last) if group == "preventable" else None

    def silences(self, _group):
        return ()

    def count(self, group, *, types, start, end):
        return self.cube.count(group, types, start, end)

    def category_at(self, _day):
        return Categories(self.category)

    def population_on(self, _day):
        none = np.zeros(0, dtype=object)
        return Population(self.residents, none, np.zeros(1), none, None)


def sites(*rows):
    """Sites of (id, mahalla, state, opened)."""
    frame = pd.DataFrame(rows, columns=["id", "mahalla_pos", "state", "opened"])
    opened = pd.to_datetime(frame["opened"])
    return gpd.GeoDataFrame(frame.assign(opened=opened), geometry=[None] * len(frame), crs="EPSG:4326")


def monthly(seed=1, mean=3.0):
    return np.random.default_rng(seed).poisson(mean, (SIZE, MONTHS))


OPENED = ("S1", AT, "opened", "2023-07-20")


def effect(edition, site="S1", group="preventable", neighbours=None):
    return site_effect(edition, site, group=group, neighbours=touching() if neighbours is None else neighbours)


def test_the_counts_are_those_of_the_months_beside_the_month_of_the_change():
    events = monthly()
    found = effect(Made(events, sites(OPENED)))
    assert (found.before.key, found.after.key) == ("2022-07-01..2023-06-30", "2023-08-01..2024-07-31")
    before, after = slice(6, 18), slice(19, 31)  # July 2023 is month 18 and belongs to neither
    assert (found.place.before, found.place.after) == (events[AT, before].sum(), events[AT, after].sum())
    assert sorted(found.touching) == sorted(TOUCHING)
    assert (found.ring.before, found.ring.after) == (events[TOUCHING, before].sum(), events[TOUCHING, after].sum())
    chosen = list(found.comparison)
    assert found.place.comparison_before == events[chosen, before].sum()
    assert found.place.comparison_after == events[chosen, after].sum()
    rings = [[i for i in beside(at) if i not in TOUCHING and i != AT] for at in chosen]
    assert found.ring.comparison_before == sum(events[ring, before].sum() for ring in rings)
    assert found.ring.comparison_after == sum(events[ring, after].sum() for ring in rings)
    assert not set(chosen) & {AT, *TOUCHING}
    assert found.reason is None


def test_the_month_of_the_change_counts_nowhere():
    events = monthly()
    raised = events.copy()
    raised[:, 18] += 50
    assert effect(Made(raised, sites(OPENED))) == effect(Made(events, sites(OPENED)))


def test_a_season_alone_is_no_effect():
    season = np.tile([1, 1, 1, 2, 3, 4, 4, 3, 2, 1, 1, 1], 3)
    events = np.tile(season, (SIZE, 1))
    found = effect(Made(events, sites(OPENED), last=date(2024, 2, 29)))
    assert (found.before.key, found.after.key) == ("2022-08-01..2023-02-28", "2023-08-01..2024-02-29")
    assert (found.place.ratio, found.place.verdict, found.ring.verdict) == (1.0, "within_chance", "within_chance")


def test_a_fall_that_moved_next_door_is_found_with_its_displacement():
    events = monthly(mean=6.0)
    events[AT, 19:] = np.random.default_rng(2).poisson(1.0, MONTHS - 19)
    events[TOUCHING, 19:] += np.random.default_rng(3).poisson(2.0, (8, MONTHS - 19))
    found = effect(Made(events, sites(OPENED)))
    assert found.place.verdict == "fell"
    assert found.place.low <= 1 / 6 <= found.place.high
    assert found.place.p_value < 0.05
    assert found.ring.verdict == "rose"
    assert found.displacement_quotient < -1


def test_a_mahalla_with_a_site_is_neither_ring_nor_comparison_but_one_with_a_plan_is():
    others = [("A", TOUCHING[0], "in_progress", None), ("B", TOUCHING[1], "planned", None)]
    late = ("C", TOUCHING[2], "opened", "2024-11-01")
    early = [(f"E{i}", i, "opened", "2022-03-01") for i in range(30)]
    found = effect(Made(monthly(), sites(OPENED, *others, late, *early)))
    assert TOUCHING[0] not in found.touching
    assert {TOUCHING[1], TOUCHING[2]} <= set(found.touching)
    assert min(found.comparison) >= 30
    assert found.pool == SIZE - 1 - 8 - 30


def test_only_mahallas_of_the_same_category_are_compared():
    red = [AT, *range(30), *range(90, SIZE)]
    found = effect(Made(monthly(), sites(OPENED), red=red))
    assert set(found.comparison) <= set(red)
    few = effect(Made(monthly(), sites(OPENED), red=[AT, *range(15)]))
    assert (few.reason, few.place.verdict, few.comparison) == ("few_places", "too_little_data", ())


def test_where_residents_are_not_known_counts_are_matched():
    unknown = np.full(SIZE, np.nan)
    assert effect(Made(monthly(), sites(OPENED), residents=unknown)).reason is None


@pytest.mark.parametrize(
    ("row", "last", "reason"),
    [
        (("S1", AT, "planned", None), date(2024, 12, 31), "not_opened"),
        (("S1", AT, "in_progress", "2023-07-20"), date(2024, 12, 31), "not_opened"),
        (("S1", AT, "opened", None), date(2024, 12, 31), "no_date"),
        (("S1", -1, "opened", "2023-07-20"), date(2024, 12, 31), "no_mahalla"),
        (("S1", AT, "opened", "2025-01-20"), date(2024, 12, 31), "few_months"),
        (("S1", AT, "opened", "2023-07-20"), date(2023, 12, 31), "few_months"),
        (("S1", AT, "opened", "2022-03-20"), date(2024, 12, 31), "few_months"),
    ],
)
def test_why_there_is_too_little_data(row, last, reason):
    found = effect(Made(monthly(), sites(row), last=last))
    assert (found.reason, found.place.verdict, found.ring.verdict) == (reason, "too_little_data", "too_little_data")
    assert found.place.before is None
    assert found.displacement_quotient is None


def test_a_quiet_mahalla_has_too_few_events():
    events = monthly()
    events[AT] = 0
    found = effect(Made(events, sites(OPENED)))
    assert (found.reason, found.place.before, found.place.after) == ("few_events", 0, 0)
    assert found.comparison != ()


def test_another_site_of_the_same_mahalla_leaves_it_open_whose_effect_it_is():
    second = ("S2", AT, "opened", "2024-02-10")
    assert effect(Made(monthly(), sites(OPENED, second))).reason == "other_site"
    together = ("S2", AT, "opened", "2023-07-02")
    assert effect(Made(monthly(), sites(OPENED, together))).reason is None


def test_a_group_without_data_has_too_few_months():
    assert effect(Made(monthly(), sites(OPENED)), group="calls").reason == "few_months"


def test_what_does_not_exist_is_refused():
    edition = Made(monthly(), sites(OPENED))
    with pytest.raises(OptionError, match="site is S9; it must be the id of a site"):
        effect(edition, "S9")
    with pytest.raises(OptionError, match="neighbours is"):
        effect(edition, neighbours=sparse.csr_array((3, 3)))


days = st.dates(date(2015, 1, 1), date(2025, 12, 31))


@given(days, days, days)
@settings(deadline=None)
def test_equal_periods_have_the_same_calendar_months_inside_the_data(changed, one, two):
    first, last = min(one, two), max(one, two)
    found = equal_periods(changed, first, last)
    if found is None:
        return
    before, after = found
    assert first <= before.start <= before.end < changed.replace(day=1)
    assert changed < after.start <= after.end <= last
    months = [[month.start.month for month in period.months()] for period in found]
    assert sorted(months[0]) == sorted(months[1])
    assert MIN_MONTHS <= len(months[0]) <= 12
    assert not any(month.partial for period in found for month in period.months())


def test_a_year_on_either_side_leaves_out_the_month_of_the_change():
    before, after = equal_periods(date(2023, 7, 31), date(2022, 1, 1), date(2024, 12, 31))
    assert (before.key, after.key) == ("2022-07-01..2023-06-30", "2023-08-01..2024-07-31")
    before, after = equal_periods(date(2023, 7, 1), date(2022, 1, 1), date(2024, 6, 29))
    assert (before.key, after.key) == ("2022-08-01..2023-05-31", "2023-08-01..2024-05-31")


def test_the_answer_is_the_same_every_time():
    edition = Made(monthly(), sites(OPENED))
    assert effect(edition) == effect(edition)
    assert replace(effect(edition), pool=0) != effect(edition)
