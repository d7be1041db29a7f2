"""From the list to the map, the chain and a change of it, with the keyboard alone, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from geodata.edition import verify
from geodata.store import Store
from tests.browser.conftest import Written


def painted(page: Page) -> str:
    return page.frame_locator("iframe").locator("[data-painted]").get_attribute("data-painted") or ""


def test_a_promise_is_followed_from_the_list_to_the_trail_by_keyboard(page: Page, written: Written) -> None:
    page.goto(f"{written.address}/responsibility?lang=en&only=overdue")
    rows = page.locator(".st-key-card-answers tbody tr")
    rows.first.wait_for()
    before = painted(page)
    rows.first.locator("button").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("mahalla=1\\d{7}"))
    expect(page.locator("ol.mm-chain")).to_contain_text("Personal responsibility")
    expect(page.frame_locator("iframe").locator(f"[data-painted]:not([data-painted='{before}'])")).to_be_attached()
    expect(rows.nth(1)).to_have_class(re.compile("mm-chosen"))

    page.locator(".st-key-edit-item button").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Close")).to_be_attached()
    dialog.get_by_label("Evidence").focus()
    expect(dialog.get_by_label("Evidence")).to_be_focused()
    page.keyboard.type("act No 7")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.locator("ol.mm-chain")).to_contain_text("evidence: act No 7")
    assert verify(Store(written.folder)) == []
