"""Tables on the pages: the reader's words and separators in front, plain figures and days to sort by behind."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from dashboard.language import Language, Words
from tests.pages.grids import column, grids, headings, marks, order
from tests.pages.test_pages import run

DISTRICT = "1710250"
NO_BREAK = "\N{NO-BREAK SPACE}"
REJECTED = {
    "uz-Latn": ["Sababi", "Fayl", "Qator", "Qatorda nima yozilgan", "Tuman yoki shahar", "Sana", "Hisob guruhi"],
    "uz-Cyrl": ["Сабаби", "Файл", "Қатор", "Қаторда нима ёзилган", "Туман ёки шаҳар", "Сана", "Ҳисоб гуруҳи"],
    "ru": ["Причина", "Файл", "Строка", "Что указано в строке", "Район или город", "Дата", "Что учитывается"],
    "en": ["Reason", "File", "Row", "What the row says", "District or city", "Date", "What is counted"],
}


@pytest.mark.parametrize("language", list(Language))
def test_rows_that_did_not_match_speak_the_readers_language(demo: Path, language: Language) -> None:
    words = Words(language)
    grid = grids(run("data", lang=language))[words("data.rejected")]
    assert headings(grid) == [*REJECTED[language], words("column.type"), words("column.count")]
    groups = {words(f"group.{name}") for name in ("preventable", "uncovered", "it", "administrative", "calls")}
    assert set(column(grid, words("column.group"))) <= groups
    assert set(column(grid, words("data.reason"))) <= {text for key, text in words.section("reason").items()}
    days = column(grid, words("column.date"))
    assert days[0] == ("2 Jan 2022" if language is Language.EN else "02.01.2022")
    assert order(grid, words("column.date"))[0] == date(2022, 1, 2).toordinal()
    assert column(grid, words("data.file"))[0] == "incidents.csv"


def test_only_texts_of_the_file_are_marked_as_such(demo: Path) -> None:
    grid = grids(run("data", lang="ru"))["Строки, не попавшие на карту"]
    assert [found["name"] for found in grid["columns"] if found["written"]] == ["Файл", "Что указано в строке"]


@pytest.mark.parametrize(("language", "thousand", "tenth"), [("ru", NO_BREAK, ","), ("en", ",", ".")])
def test_figures_have_the_separators_of_the_language_and_sort_as_figures(
    demo: Path, language: str, thousand: str, tenth: str
) -> None:
    words = Words(Language(language))
    grid = grids(run("districts", lang=language, district=DISTRICT))[words("table.mahallas")]
    residents, ranked = column(grid, words("unit.residents")), order(grid, words("unit.residents"))
    assert all(re.fullmatch(rf"\d{{1,3}}({thousand}\d{{3}})*", text) for text in residents)
    assert [int(text.replace(thousand, "")) for text in residents] == ranked
    assert all(re.fullmatch(rf"\d+\{tenth}\d", text) for text in column(grid, words("indicator.rate")))


def test_a_rate_can_be_reckoned_again_from_its_table(demo: Path) -> None:
    """The residents of its first day stand apart from the newest ones, where these differ."""
    grid = grids(run("districts", lang="en", district=DISTRICT, period="2024"))["Mahallas"]
    counted, base, rates = (
        order(grid, name) for name in ("2024", "Residents of the rate", "Incidents per 1,000 residents")
    )
    assert rates == pytest.approx([1000 * events / people for events, people in zip(counted, base, strict=True)])
    assert base != order(grid, "Residents")
    assert "Residents of the rate" not in headings(
        grids(run("districts", lang="en", district=DISTRICT, period="2025-01"))["Mahallas"]
    )


def test_the_category_sorts_by_its_severity_and_has_its_colour(demo: Path) -> None:
    grid = grids(run("districts", lang="en", district=DISTRICT))["Mahallas"]
    pairs = set(zip(column(grid, "Category"), order(grid, "Category"), marks(grid, "Category"), strict=True))
    assert pairs == {("Green", 1, "green"), ("Yellow", 2, "yellow"), ("Red", 3, "red")}


def test_the_mahalla_of_the_address_is_the_row_chosen(demo: Path) -> None:
    grid = grids(run("districts", lang="en", district=DISTRICT, mahalla="18110001"))["Mahallas"]
    assert grid["choose"]
    assert column(grid, "Code")[grid["selected"]] == "18110001"


@pytest.mark.parametrize("page", ["data", "model-sites", "districts"])
def test_no_table_is_drawn_on_a_canvas(demo: Path, page: str) -> None:
    test = run(page, lang="ru")
    assert grids(test)
    assert not test.dataframe


@pytest.mark.parametrize(
    ("page", "keys"), [("signals", ["signals"]), ("data", ["reconciliation", "sources", "rejected"])]
)
def test_every_table_can_be_taken_away(demo: Path, page: str, keys: list[str]) -> None:
    offered = {button.proto.id.split("-", 2)[-1] for button in run(page, lang="en").get("download_button")}
    assert {f"{key}-{form}" for key in keys for form in ("xlsx", "csv")} <= offered
