"""What is computed for whoever has an area: the region's own figures cut down, and questions about the area alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from dashboard import data
from dashboard.access.roles import Role
from geodata.analysis import indicators
from geodata.analysis.indicators import Query
from geodata.edition import Edition
from geodata.editions.area import AreaEdition
from geodata.periods import Period
from tests.dashboard.access.test_files import OWN, asked_by

QUERY = Query(group="preventable", types=(), period=Period.parse("2024"), decision=date(2024, 12, 31))


@pytest.fixture
def own(demo: Path) -> AreaEdition:
    """The demonstration as an analyst of one district sees it."""
    with asked_by(Role.ANALYST, OWN):
        found = data.edition()
    assert isinstance(found, AreaEdition)
    return found


def test_figures_and_breaks_of_an_area_are_those_of_the_region(own: AreaEdition) -> None:
    for key in ("smoothed_rate", "hot_spots"):
        cut = data.values(own.id, key, QUERY)
        whole = data.values(own.whole.id, key, QUERY)
        np.testing.assert_array_equal(cut.figures, whole.figures[own.own])
        alone = indicators.find(own, key).compute(own, QUERY).figures
        assert not np.array_equal(cut.figures, alone, equal_nan=True), key
    assert data.breaks(own.id, "count", QUERY) == data.breaks(own.whole.id, "count", QUERY)
    assert len(data.pooled(own.id, "count", QUERY)) == len(data.pooled(own.whole.id, "count", QUERY))


def test_an_area_is_asked_about_its_own_places(own: AreaEdition) -> None:
    for area in own.whole.districts["code"]:
        with asked_by(Role.ANALYST, area):
            seen: Edition = data.edition()
        both = zip(
            data.questions(seen.id, "preventable", QUERY.period),
            data.questions(own.whole.id, "preventable", QUERY.period),
            strict=True,
        )
        for cut, whole in both:
            assert cut.questions == tuple(one for one in whole.questions if one.district == area)
        rise = data.rise_asked(own.whole.id, "uncovered", QUERY.period)
        assert data.rise_asked(seen.id, "uncovered", QUERY.period) == tuple(one for one in rise if one.district == area)
    asked = data.questions(own.whole.id, "preventable", QUERY.period)
    assert {one.district for each in asked for one in each.questions} - {OWN}
    assert {one.district for one in rise} - {OWN}


def test_records_read_for_everybody_are_not_given_to_an_area(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAHALLA_DATA", str(recorded))
    data.forget()
    with asked_by(Role.COMMANDER):
        everything = data.records(data.written())
        places = {kept.what.place for kept in everything.items}
    with asked_by(Role.ANALYST, OWN):
        found, own = data.records(data.written()), data.edition()
    assert isinstance(own, AreaEdition)
    assert {kept.what.place for kept in found.items} == places & own.places < places
    assert {kept.what.place for kept in found.assignments} <= own.places
    with asked_by(Role.COMMANDER):
        assert len(data.records(data.written()).items) == len(everything.items)
    data.forget()
