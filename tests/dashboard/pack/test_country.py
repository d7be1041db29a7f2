"""The pack of a country: its overview tells of regions, each the sum of its districts, and leaves none out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dashboard import country, data, view
from dashboard.data import places
from dashboard.export.pack import bare, meeting, native, parts, region
from dashboard.export.pack.blocks import Box, Map, Table, Text
from dashboard.export.pack.early import Signal
from dashboard.export.pack.facts import Facts
from dashboard.export.pack.records import Records
from dashboard.language import Language
from dashboard.panels import decided
from dashboard.state import Address
from geodata.analysis import ranking
from geodata.edition import Edition
from tests.dashboard.pack.conftest import ON

BOX = Box(0, 0, 900, 400)


@pytest.fixture
def two_regions(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> Iterator[Facts]:
    """The demonstration as if its districts lay in two regions: every second one in another."""
    monkeypatch.setattr(ranking, "region_of", lambda code: "1710" if int(code) % 2 else "1799")
    monkeypatch.setattr(places, "MANY", 10)
    data.forget()
    yield Facts(view.of(data.edition(), Address(values={}), Language.UZ_LATN), facts.records)
    data.forget()


def own(facts: Facts, code: str) -> list[int]:
    """The positions of a region's districts."""
    return [facts.codes.index(one) for one in country.regions(facts.view.edition)[code]]


def tables(slide: Any) -> list[list[list[str]]]:
    """The rows of a slide's tables."""
    return [[[cell.text for cell in row] for row in one.rows] for one in slide.blocks if isinstance(one, Table)]


def pictures(slide: Any) -> list[Any]:
    return [block.picture for block in slide.blocks if isinstance(block, Map)]


def test_a_region_is_the_sum_of_its_districts_and_its_rate_is_made_of_sums(two_regions: Facts) -> None:
    edition, query = two_regions.view.edition, two_regions.view.query
    people = edition.population_on(query.period.start).districts
    assert [unit.name for unit in two_regions.units] == ["Qashqadaryo", "1799-viloyat"]
    for unit, code in zip(two_regions.units, ("1710", "1799"), strict=True):
        at = own(two_regions, code)
        single = two_regions.by_district.iloc[at]
        assert list(unit.districts) == at
        assert (unit.count, unit.before) == (single["count"].sum(), single["before"].sum())
        assert unit.rate == pytest.approx(single["count"].sum() / people[at].sum() * 100_000)
        assert unit.rate != pytest.approx(single["rate"].mean(), rel=1e-6)
        assert unit.mix == tuple(int(two_regions.mix[category][at].sum()) for category in range(4))
        assert unit.change == two_regions.change(
            data.compared_together(edition.id, query, country.regions(edition)[code])
        )


def test_every_table_of_the_overview_has_each_region_and_the_total(two_regions: Facts) -> None:
    names = {"Qashqadaryo", "1799-viloyat"}
    found = {
        "changes": [[cell.text for cell in row] for row in parts.changes(two_regions, BOX).rows],
        "ranking": [row[1:] for row in tables(region.ranking(two_regions))[0]],
        "sites": tables(region.sites(two_regions))[0],
        "units": tables(bare.units(two_regions))[0],
    }
    for name, rows in found.items():
        assert {row[0] for row in rows[:-1]} == names, name
        assert len(rows) == 3, name
        assert rows[-1][0] == two_regions.name, name
    for at in range(1, 6):
        assert int(found["sites"][0][at]) + int(found["sites"][1][at]) == int(found["sites"][2][at])
    assert set(parts.mix(two_regions, BOX).names) == names


def test_numbers_without_room_in_their_part_of_a_bar_stay_away_from_a_chart(facts: Facts) -> None:
    bars = parts.mix(facts, Box(0, 0, 308, 322))
    assert native._told(bars) == "0;;"
    large = replace(bars, parts=tuple((name, tone, tuple(20 * n for n in values)) for name, tone, values in bars.parts))
    most = max(sum(values) for values in zip(*(values for *_, values in large.parts), strict=True))
    assert native._told(large) == f'[<{int(most * 26 / 308)}]"";0'


def test_headings_say_region(two_regions: Facts) -> None:
    slide = region.ranking(two_regions)
    assert slide.title == "Viloyatlar reytingi"
    assert next(block for block in slide.blocks if isinstance(block, Table)).columns[1].title == "Viloyat"


def test_signals_that_find_no_row_are_named_below(two_regions: Facts) -> None:
    early = two_regions.early
    assert early is not None
    one = Signal(mahalla=3, state="watch", observed=9.0, expected=2.0, probability=0.001)
    found = Facts(two_regions.view, two_regions.records)
    vars(found)["early"] = replace(early, signals=(one,) * 60)
    slide = meeting.signals(found)
    assert slide is not None
    shown = len(tables(slide)[0])
    said = [line for block in slide.blocks if isinstance(block, Text) for line in block.lines]
    assert any(line.startswith(f"Yana {60 - shown} ta: ") for line in said)


def test_what_is_recorded_about_a_region_counts_with_that_of_its_districts(two_regions: Facts) -> None:
    one = next(one for one in two_regions.records.decisions if not one.is_done(ON))
    district = country.regions(two_regions.view.edition)["1799"][0]
    told = tuple(replace(one, place=place) for place in ("1799", district, "17"))
    found = Facts(two_regions.view, Records(on=ON, decisions=told, is_empty=False))
    assert [unit.open_ for unit in found.units] == [0, 2]
    assert [found.place(place) for place in ("1799", "17")] == ["1799-viloyat", "17"]


def test_maps_name_regions_and_symbols_do_not_cover_the_categories(two_regions: Facts) -> None:
    assert dict(two_regions.ground.regions) == {"1710": "Qashqadaryo", "1799": "1799-viloyat"}
    assert [picture.sites for picture in pictures(region.category(two_regions))] == ["none"]


def test_districts_whose_code_tells_no_region_stand_together_and_nothing_is_lost(
    two_regions: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "region_of", lambda code: "1710" if int(code) % 2 else None)
    data.forget()
    found = Facts(view.of(data.edition(), Address(values={}), Language.EN), two_regions.records)
    rest, known = found.units
    assert known.name == "Kashkadarya"
    assert rest.name.count(", ") == len(rest.districts) - 1 > 0
    assert rest.count + known.count == np.nansum(found.by_district["count"])


def test_one_region_has_its_districts_for_rows(facts: Facts) -> None:
    assert [unit.districts for unit in facts.units] == [(at,) for at in range(len(facts.codes))]
    assert [unit.change for unit in facts.units] == [facts.change(facts.compared, at) for at in range(16)]
    assert len(tables(region.sites(facts))[0]) == 16
    assert [picture.sites for picture in pictures(region.category(facts))] == ["opened"]
    assert not facts.ground.regions


@pytest.mark.parametrize(
    ("order", "author", "ends"),
    [("12", "", " · 12"), ("", "", "2025"), ("12", "IIV", " · 12 · IIV"), (None, "IIV", " · IIV")],
)
def test_the_line_of_a_decision_ends_with_what_is_known(
    facts: Facts, monkeypatch: pytest.MonkeyPatch, order: str | None, author: str, ends: str
) -> None:
    known = facts.view.edition.category_at(facts.view.query.decision)
    monkeypatch.setattr(Edition, "category_at", lambda *_: replace(known, order=order, author=author))
    assert decided.line(facts.view).endswith(ends)
