"""Rings in real Chromium: they come with the switch, on the same map, and tell under the pointer what they mean."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_browser import painted
from tests.browser.waiting import becomes, query

pytestmark = pytest.mark.browser

SPOTS = "window.MahallaMap.scene.clusterSpots.length"
NUMBER = """() => {
  const { clusterSpots, layer } = window.MahallaMap.scene, [x, y] = clusterSpots[1].at;
  return { x: x - layer.frame.margin.x, y: y - layer.frame.margin.y, kept: document.body.dataset.kept };
}"""


def test_the_switch_rings_the_clusters_on_the_same_map(page: Page, site: str) -> None:
    page.goto(f"{site}/?lang=en&indicator=rate")
    frame = painted(page)
    frame.locator("body").evaluate("body => { body.dataset.kept = 'the same'; }")
    page.get_by_text("Concentration", exact=True).click()
    rows = page.locator(".mm-concentration tbody tr")
    rows.nth(1).wait_for()
    inner = page.frame(url=re.compile("streamlit_folium|component")) or page.frames[1]
    becomes(page, lambda: inner.evaluate(SPOTS) == rows.count() > 1, wanted=True)
    spot = inner.evaluate(NUMBER)
    assert spot["kept"] == "the same"
    frame.locator(".mm-map").hover(position={"x": spot["x"], "y": spot["y"]})
    card = frame.locator(".mm-card")
    expect(card).to_contain_text("Cluster 2")
    observed = rows.nth(1).locator("td").nth(2).inner_text()
    expect(card).to_contain_text(f"{observed} incidents observed")
    becomes(page, lambda: query(page).get("show"), ["concentration"])
