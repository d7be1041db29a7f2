"""The page of early signals in Chromium: list and map share one selection, and a person's word is kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Written
from tests.browser.test_browser import key, painted
from tests.browser.waiting import press_map, query

pytestmark = pytest.mark.browser


def test_list_and_map_select_alike_and_what_is_said_stays(page: Page, written: Written) -> None:
    page.goto(f"{written.address}/signals?lang=ru")
    frame = painted(page)
    expect(frame.locator(".mm-legend")).to_contain_text("Оповещение")
    table = page.get_by_role("table", name="Сигналы, самые срочные сначала")
    first, before = table.locator("tbody tr").first, key(frame)
    name = first.locator("th").inner_text()
    first.get_by_role("cell").last.click()
    expect(page.locator(".mm-mahalla h2")).to_have_text(name)
    expect(frame.locator("[data-painted]")).not_to_have_attribute("data-painted", before or "")
    expect(page.locator(".mm-bar")).to_have_count(8)

    page.get_by_role("radio", name="Проверяется").or_(page.get_by_role("button", name="Проверяется")).click()
    page.get_by_role("button", name="Отметить", exact=True).click()
    expect(page.locator(".mm-answer b")).to_have_text("Проверяется")
    expect(first.get_by_role("cell").last).to_have_text("Проверяется")

    press_map(frame, 0.55, 0.6)
    expect(page.locator(".mm-mahalla h2")).not_to_have_text(name)
    expect(table.locator(".mm-chosen")).to_have_count(0)
    page.wait_for_function("new URLSearchParams(location.search).has('mahalla')")
    assert query(page)["lang"] == ["ru"]
