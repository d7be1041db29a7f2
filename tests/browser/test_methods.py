"""From a figure on the map to the page that says how it is made."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_browser import painted

pytestmark = pytest.mark.browser


def test_the_legend_leads_to_the_method_of_the_figure_shown(context: BrowserContext, page: Page, site: str) -> None:
    page.goto(f"{site}/?lang=ru&indicator=rate")
    link = painted(page).locator(".mm-legend-made")
    expect(link).to_have_text("Как это рассчитано?")
    with context.expect_page() as opened:
        link.click()
    expect(opened.value.locator(".mm-method h1")).to_have_text("Происшествий на 1\u00a0000 жителей")
    expect(opened.value.locator(".mm-fraction")).to_be_visible()


def test_what_a_site_is_compared_with_stands_in_the_legend(page: Page, site: str) -> None:
    page.goto(f"{site}/model-sites?lang=en")
    page.locator(".mm-forest a").first.click()
    expect(page.locator(".mm-effect-said").first).to_contain_text("beyond chance")
    legend = painted(page).locator(".mm-legend-sites")
    expect(legend).to_contain_text("Compared with it10")
