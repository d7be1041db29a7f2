"""Tables in Chromium: the language of the page, not of the browser; sorting, choosing, the keyboard; upload boxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.language import Language, Words
from tests.browser.conftest import Written
from tests.browser.test_browser import painted
from tests.browser.waiting import becomes, query
from tests.chromium import PATIENCE_MS
from tests.geodata.test_photos import photograph

pytestmark = pytest.mark.browser
DISTRICT = "1710250"
NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the demonstration in a browser of a language."""
    contexts = []

    def open_(name: str, *, locale: str, **query: str) -> Page:
        context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale=locale, bypass_csp=True)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site}/{name}?" + "&".join(f"{key}={value}" for key, value in query.items()))
        return page

    yield open_
    for context in contexts:
        context.close()


def column(table: Locator, name: str) -> list[str]:
    """The texts of one column, from the top down, as a reader's program finds them."""
    heads = [text.strip() for text in table.get_by_role("columnheader").all_inner_texts()]
    rows = table.locator("tbody tr")
    return [text.strip() for text in rows.locator(f":scope > :nth-child({heads.index(name) + 1})").all_inner_texts()]


@pytest.mark.parametrize(("locale", "language"), [("ru-RU", "en"), ("en-GB", "ru"), ("ru-RU", "ru")])
def test_numbers_and_days_follow_the_page_and_not_the_browser(
    opened: Callable[..., Page], locale: str, language: str
) -> None:
    words = Words(Language(language))
    page = opened("districts", locale=locale, lang=language, district=DISTRICT)
    table = page.get_by_role("table", name=words("table.mahallas"))
    table.wait_for()
    assert page.evaluate("navigator.language") == locale
    thousand, tenth = (",", r"\.") if language == "en" else (NO_BREAK, ",")
    residents, rates = column(table, words("unit.residents")), column(table, words("indicator.rate"))
    assert len(residents) == 64
    assert all(re.fullmatch(rf"\d{{1,3}}({thousand}\d{{3}})*", text) for text in residents)
    assert any(thousand in text for text in residents)
    assert all(re.fullmatch(rf"\d+{tenth}\d", text) for text in rates)
    page = opened("data", locale=locale, lang=language)
    table = page.get_by_role("table", name=words("data.rejected"))
    table.wait_for()
    assert column(table, words("column.date"))[0] == ("2 Jan 2022" if language == "en" else "02.01.2022")


def number(text: str) -> float:
    return float(text.replace(NO_BREAK, "").replace(",", "."))


def test_a_column_sorts_by_its_figures_and_comes_back(opened: Callable[..., Page]) -> None:
    words = Words(Language.RU)
    page = opened("data", locale="en-GB", lang="ru")
    table = page.get_by_role("table", name=words("data.rejected"))
    head = table.get_by_role("columnheader", name=words("column.row"), exact=True)
    head.wait_for()
    as_given = column(table, words("column.row"))
    rising = sorted(as_given, key=number)
    assert {len(text) for text in as_given} >= {2, 3, 5}  # 79, 138, 1 995: as texts they would stand otherwise
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert column(table, words("column.row")) == rising[::-1]
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert column(table, words("column.row")) == rising
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "none")
    assert column(table, words("column.row")) == as_given


def test_a_column_sorts_by_its_days(opened: Callable[..., Page]) -> None:
    words = Words(Language.RU)
    page = opened("data", locale="en-GB", lang="ru")
    table = page.get_by_role("table", name=words("data.rejected"))
    head = table.get_by_role("columnheader", name=words("column.date"))
    head.get_by_role("button").dblclick()
    expect(head).to_have_attribute("aria-sort", "descending")
    days = column(table, words("column.date"))
    assert len({day[3:5] for day in days}) > 2
    assert days == sorted(days, key=lambda day: day.split(".")[::-1], reverse=True)


def test_what_is_missing_stands_last(opened: Callable[..., Page]) -> None:
    words = Words(Language.RU)
    page = opened("model-sites", locale="en-GB", lang="ru")
    table = page.get_by_role("table", name=words("site.all"))
    head = table.get_by_role("columnheader", name=words("column.opened"))
    for direction in ("ascending", "descending"):
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", direction)
        days = column(table, words("column.opened"))
        known = [day for day in days if day]
        assert 10 < len(known) < len(days)
        assert days == known + [""] * (len(days) - len(known))


def test_a_row_is_chosen_and_left_by_keyboard_and_keeps_the_order(opened: Callable[..., Page]) -> None:
    page = opened("districts", locale="en-GB", lang="en", district=DISTRICT)
    painted(page)
    table = page.get_by_role("table", name="Mahallas")
    head = table.get_by_role("columnheader", name="Residents", exact=True)
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    names = column(table, "Mahalla")
    table.locator("tbody button").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".mm-mahalla h2")).to_have_text(names[1])
    chosen = table.get_by_role("button", name=names[1], exact=True)
    expect(chosen).to_have_attribute("aria-pressed", "true")
    becomes(page, lambda: column(table, "Mahalla"), names)
    chosen.press("Enter")
    expect(page.locator(".mm-mahalla")).to_have_count(0)
    becomes(page, lambda: "mahalla" in query(page), wanted=False)


NAMED = """() => [...document.querySelectorAll('.stMain [aria-label], .stMain [placeholder]')]
  .map(e => e.getAttribute('aria-label') ?? e.placeholder).filter(t => /[A-Za-z]{3}/.test(t))"""


@pytest.mark.parametrize("name", ["data", "model-sites"])
def test_what_streamlit_names_in_english_is_named_in_the_readers_language(
    opened: Callable[..., Page], name: str
) -> None:
    page = opened(name, locale="en-GB", lang="ru", district=DISTRICT)
    page.wait_for_function("document.documentElement.lang === 'ru'")
    box = page.get_by_test_id("stFileUploader").first
    expect(box.locator("input[type=file]")).to_have_accessible_name("Выберите файл")
    expect(box.get_by_test_id("stBaseButton-secondary")).to_have_accessible_name("Выберите файл")
    box.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"x"})
    expect(box.get_by_role("button", name="Убрать: a.csv")).to_have_count(1)
    expect(box.get_by_role("button", name="Добавить файлы")).to_have_count(1)
    # a part drawn late is named a moment later
    becomes(page, lambda: [text for text in page.evaluate(NAMED) if not FORMATS.search(text)], [])


FORMATS = re.compile(r"a\.csv|TOML|EPSG:|streamlit_folium|: (?:PNG|SVG|XLSX|CSV)$")
"""The file sent, names of formats, and the frame of the map, which its own document names."""


def test_a_photograph_is_sent_and_shown(page: Page, written: Written) -> None:
    page.goto(f"{written.address}/model-sites?lang=ru&mahalla=18080026")
    expect(page.locator(".mm-no-photo")).to_have_text("Место для фотографии")
    page.locator(".st-key-card-photos input[type=file]").set_input_files(
        {"name": "street.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    )
    page.get_by_role("button", name="Добавить фотографию").click()
    picture = page.locator(".mm-photo img")
    picture.wait_for()
    page.wait_for_function("document.querySelector('.mm-photo img').naturalHeight === 1920")
    expect(page.locator(".mm-photo figcaption")).to_have_text("снято 06.05.2024")
