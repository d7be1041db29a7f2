"""Every page, run from the entry point as Streamlit runs it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.language import Language
from dashboard.settings import ROOT
from dashboard.topbar import PAGES
from geodata.edition import open_edition
from geodata.store import Store
from tests.pages.grids import column, grids

MODEL_ENTRANCE = "18110001"


def run(page: str = "region", **parameters: str) -> AppTest:
    test = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
    for name, value in parameters.items():
        test.query_params[name] = value
    test.run()
    if page != "region":
        test.switch_page(f"../pages/{page.replace('-', '_')}.py").run()
    return test


def markup_of(test: AppTest) -> str:
    """The HTML that the page wrote."""
    return " ".join(str(element.proto.body) for element in test.get("html"))


def text_of(test: AppTest) -> str:
    """What the page says, without markup."""
    return re.sub(r"<style.*?</style>|<[^>]+>", " ", markup_of(test), flags=re.DOTALL)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_in_every_language(demo: Path, page: str, language: Language) -> None:
    test = run(page, lang=language)
    assert not test.exception
    assert not test.error


@pytest.mark.parametrize("page", [page for page in PAGES if page not in {"methods", "access"}])
def test_a_page_without_any_edition_says_what_to_do(empty: Path, page: str) -> None:
    test = run(page, lang="en")
    assert not test.exception
    said = " ".join(str(error.value) for error in test.error) + text_of(test)
    assert "No edition has been published" in said or "Nothing has been published yet" in said


def test_the_headline_has_the_published_totals(demo: Path) -> None:
    said = text_of(run("region", lang="en"))
    assert re.search(r"832\s+mahallas", said)
    assert re.search(r"“Red” category\s+137\s+16\.5%", said)


def test_the_period_total_adds_up_on_the_page(demo: Path) -> None:
    said = text_of(run("region", lang="en", period="2024"))
    terms = ("on the map", "known by district only", "not matched", "outside")
    numbers = "accounted for ([\\d,]+) = " + " \\+ ".join(f"([\\d,]+) {term}" for term in terms)
    found = re.search(numbers.replace(" ", r"\s+"), said)
    assert found is not None, said
    total, *parts = (int(number.replace(",", "")) for number in found.groups())
    assert total == sum(parts) > 3_000


def test_an_address_chooses_indicator_group_and_period(demo: Path) -> None:
    test = run("region", lang="en", indicator="rate", group="calls", period="2023-Q4")
    shown = {box.label: box.value for box in test.selectbox}
    assert shown["Indicator"] == "rate"
    assert shown["What is counted"] == "calls"
    assert shown["Period"] == "2023-Q4"
    assert "Calls · Quarter 4 of 2023" in text_of(test)


def test_a_choice_goes_into_the_address(demo: Path) -> None:
    test = run("region", lang="en", indicator="rate")
    next(box for box in test.selectbox if box.label == "Period").select("2023").run()
    assert test.query_params["period"] == "2023"
    assert "Preventable crimes · 2023" in text_of(test)


def test_what_an_address_asks_in_vain_is_told_and_left_out(demo: Path) -> None:
    test = run(
        "region", lang="en", district="9999999", mahalla="none", group="secret", period="soon", indicator="guess"
    )
    assert not test.exception
    told = re.search(r"left out of the address: ([^.]+)\.", text_of(test))
    assert told is not None
    assert set(told[1].split(", ")) == {"district", "mahalla", "indicator", "what is counted", "period"}


def test_an_edition_that_does_not_exist_is_one_sentence(demo: Path) -> None:
    test = run("region", lang="en", edition="77")
    assert not test.exception
    assert test.error[0].value == "Edition 77 does not exist; the editions are 1."


def test_a_mahalla_shows_its_card_with_history_and_site(demo: Path) -> None:
    said = text_of(run("region", lang="ru", mahalla=MODEL_ENTRANCE))
    assert "Айгиркул" in said
    assert "Образцовый безопасный подъезд" in said
    assert said.count("01.01.202") >= 3  # a decision for each of three years


def test_the_mahalla_found_by_a_name_in_another_script_is_selected(demo: Path) -> None:
    test = run("region", lang="en")
    next(box for box in test.text_input if box.key == "search-text").input("Айгиркуль").run()
    assert test.query_params["mahalla"] == MODEL_ENTRANCE


def test_a_name_that_several_mahallas_bear_offers_them_all(demo: Path) -> None:
    test = run("region", lang="en")
    next(box for box in test.text_input if box.key == "search-text").input("guliston").run()
    offered = [button.label for button in test.button if button.key and button.key.startswith("found-")]
    assert len(offered) > 5
    assert all("Guliston" in label and " · " in label for label in offered)


def test_the_table_of_a_district_has_every_mahalla_of_it(demo: Path) -> None:
    test = run("districts", lang="en", district="1710250")
    edition = open_edition(Store(demo))
    wanted = edition.mahallas.loc[edition.mahallas["district"] == "1710250", "code"]
    assert sorted(column(grids(test)["Mahallas"], "Code")) == sorted(wanted)


def test_the_districts_page_shows_at_most_three_side_by_side(demo: Path) -> None:
    test = run("districts", lang="en", district="1710207,1710212,1710220,1710224")
    said = text_of(test)
    assert said.count("Preventable crimes · 2024") == 3
    assert "No more than 3 maps stand side by side. Not shown: " in said


def test_the_data_page_tells_every_table_and_reason(demo: Path) -> None:
    said = text_of(run("data", lang="en"))
    for table in ("Boundaries", "Incidents", "Population", "Categories", "Model sites"):
        assert table in said
    assert "= " in said


@pytest.mark.parametrize("page", PAGES)
def test_a_demonstration_says_so_on_every_page(demo: Path, page: str) -> None:
    assert "Demonstration data" in text_of(run(page, lang="en"))
