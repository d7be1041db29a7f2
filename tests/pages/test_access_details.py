"""The log of access as an administrator reads it: editions, places and periods by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard import data
from dashboard.access.door import door
from dashboard.language import Language, Words
from dashboard.panels.access_details import Details
from geodata.periods import day_of
from tests.pages.grids import column, grids
from tests.pages.test_pages import run


@pytest.fixture
def told(demo: Path):
    words = Words(Language.EN)
    return lambda **details: Details(words)(json.dumps(details))


def test_an_edition_is_called_by_its_number_and_day(told) -> None:
    edition = data.edition()
    day = Words(Language.EN).date(day_of(edition.manifest.published_at))
    assert told(page="region", edition=edition.id) == f"Region · edition 1 of {day}"
    assert told(edition=f"{edition.id}-1710224-1710207") == f"edition 1 of {day}"  # as an area saw it
    assert told(edition="7-00000000") == "edition 7-00000000"  # one that was never published here


def test_places_and_periods_are_named(told) -> None:
    code = data.mahalla_codes(data.current_id())[0]
    name = data.mahalla_names(data.current_id(), Language.EN)[0]
    said = told(page="districts", district="1710224,1710207", mahalla=code, period="2024-Q4", session=3)
    assert f"Karshi district, {data.district_labels(data.current_id(), Language.EN, 'name')['1710207']}" in said
    assert f"mahalla {name}" in said
    assert "2024-Q4" not in said
    assert "1710224" not in said


def test_what_was_refused_is_named_too(told) -> None:
    assert "Karshi district" in told(reason="refused_area", asked="1710224")
    assert "1799999" in told(reason="refused_area", asked="1799999")
    assert "to change records" in told(reason="refused_role", asked="record")


def test_the_page_shows_no_key_of_an_edition(demo: Path) -> None:
    run("region", lang="en", **{"as": "commander"})
    door().write()
    lines = column(grids(run("access", lang="en"))["Log of access"], "Details")
    newest = next(line for line in lines if line.startswith("Region"))
    assert newest.startswith("Region · edition 1 of ")
    assert data.current_id() not in newest
