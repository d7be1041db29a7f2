"""The pages of a country: regions before districts, districts told with their region, the whole called a republic."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import country, data, view
from dashboard.data import places
from dashboard.language import REPUBLIC, Language, texts
from dashboard.state import Address
from geodata.analysis import ranking
from tests.dashboard.test_language import placeholders
from tests.pages.test_pages import run, text_of


def markup_of(test: AppTest) -> str:
    return " ".join(str(element.proto.body) for element in test.get("html"))


QAMASHI = "1710220"


@pytest.fixture
def two_regions(demo: Path, monkeypatch: pytest.MonkeyPatch) -> view.View:
    """The demonstration as if its districts lay in two regions: every second one in another."""
    monkeypatch.setattr(ranking, "region_of", lambda code: "1710" if int(code) % 2 else "1799")
    monkeypatch.setattr(places, "MANY", 10)
    data.forget()
    return view.of(data.edition(), Address(values={}), Language.EN)


def test_a_district_is_named_with_its_region_in_a_country_alone(two_regions: view.View) -> None:
    assert two_regions.district_name(QAMASHI) == "Kamashi · region 1799"


def test_a_district_of_one_region_is_named_alone(demo: Path) -> None:
    seen = view.of(data.edition(), Address(values={}), Language.EN)
    assert seen.district_name(QAMASHI) == "Kamashi"
    assert seen.words("signal.total.region") == "All of the region"


@pytest.mark.parametrize("language", list(Language))
def test_a_text_that_says_republic_has_the_placeholders_of_the_one_it_replaces(
    language: Language,
) -> None:
    known = texts(language)
    for key, text in known.items():
        if key.startswith(f"{REPUBLIC}."):
            replaced = known[key.removeprefix(f"{REPUBLIC}.")]
            assert placeholders(text) == placeholders(replaced)
            assert text != replaced


def test_pages_call_the_whole_a_republic(two_regions: view.View) -> None:
    assert "All of the republic" in text_of(run("signals", lang="en"))
    assert two_regions.words("page.region") == "Republic"


def test_the_choice_of_districts_offers_each_region_before_its_districts(two_regions: view.View) -> None:
    offered = list(country.choices(two_regions, regions=True))
    assert offered[0] == "1710"
    assert len(offered) == len(two_regions.edition.districts) + 2
    assert offered.index("1799") < offered.index(QAMASHI)
    box = run("signals", lang="en", district="1799").multiselect[0]
    assert box.value == ["1799"]
    assert "region 1799 · all districts" in box.options


def test_responsibility_has_regions_first_and_beside_a_district_its_region(two_regions: view.View) -> None:
    whole = markup_of(run("responsibility", lang="en"))
    assert re.search(r"/responsibility\?district=1799\b", whole)
    assert "First 10 districts of 16" in whole
    own = markup_of(run("responsibility", lang="en", district=QAMASHI))
    assert "← All regions" in own
    assert own.count('aria-current="true"') == 1
    assert all(f"district={code}" in own for code in country.regions(two_regions.edition)["1799"])


def test_the_month_as_a_whole_tells_the_first_districts_and_those_of_a_region_chosen(two_regions: view.View) -> None:
    whole = markup_of(run("signals", lang="en"))
    assert whole.count("mm-total mm-total-") == 10
    assert "<small>region 1799</small>" in whole
    own = markup_of(run("signals", lang="en", district="1799"))
    assert own.count("mm-total mm-total-") == len(country.regions(two_regions.edition)["1799"])


def test_more_districts_than_can_be_named_are_counted_where_maps_stand_side_by_side(two_regions: view.View) -> None:
    shown = run("districts", lang="en", district=",".join(data.district_codes(two_regions.edition.id)))
    assert "13 districts and cities" in text_of(shown)
    assert len(shown.multiselect[0].value) == 3
