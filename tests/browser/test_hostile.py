"""Harmful text in every field, in real Chromium: nothing runs, nothing is fetched, the page keeps its form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from geodata.store import Store
from tests import hostile, hostile_records
from tests.browser.test_browser import painted
from tests.browser.waiting import says

pytestmark = pytest.mark.browser

SHOWN = (
    ("region", "lang=ru&mahalla=18010003&indicator=own.density"),  # a name that is a picture with a script
    ("districts", "lang=uz-Latn&district=1799201,1799202&mahalla=18010014"),
    ("model-sites", "lang=uz-Cyrl&mahalla=18010001"),
    ("responsibility", "lang=uz-Latn&mahalla=18010001&day=2024-12-20"),
    ("responsibility", "lang=ru&part=posts"),
    ("selector", "lang=ru"),
    ("access", "lang=en"),
    ("wall", "lang=ru"),
    ("follow", "lang=uz-Cyrl"),
    ("data", "lang=en"),
)
PLAIN = {"responsibility", "selector", "access"}


@pytest.fixture(scope="module")
def attacked(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("hostile")
    hostile_records.fill(Store(folder), hostile.publish_hostile(folder))
    hostile_records.log(Store(folder))
    return serve(folder)


def test_nothing_runs_nothing_is_fetched_and_the_page_keeps_its_form(page: Page, attacked: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    for name, query in SHOWN:
        page.goto(f"{attacked}/{name}?{query}")
        if name in {"wall", "follow"}:
            page.locator("#map canvas").first.wait_for(state="attached")
        elif name in PLAIN:
            page.locator(".st-key-bar-top").wait_for()
            page.locator(".mm-grid table, .mm-staffing table").first.wait_for(state="attached")
        elif name == "data":
            page.locator(".mm-tables").wait_for()
            page.get_by_text("</script><script>").first.wait_for()
        else:
            frame = painted(page)
            frame.locator("canvas").first.hover(position={"x": 300, "y": 200}, force=True)
        expect(page.locator('[data-testid="stException"], [data-testid="stAlert"]')).to_have_count(0)
        assert page.evaluate("window.hit") is None, name
        says(page, "document.documentElement.scrollWidth <= window.innerWidth", wanted=True)
        assert page.evaluate("document.querySelectorAll('base, iframe[srcdoc], link[href*=hostile]').length") == 0
    page.goto(f"{attacked}/?lang=en")
    painted(page)
    page.locator(".st-key-search-text input").fill("hostile")
    page.locator(".st-key-search .stButton button").first.wait_for()
    assert page.locator(".st-key-search .stButton img, .st-key-search .stButton a").count() == 0
    own = urlsplit(attacked).netloc
    assert [url for url in asked if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).netloc != own] == []
    assert page.evaluate("window.hit") is None
