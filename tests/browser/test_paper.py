"""Pages as they leave the printer: on whole sheets, saying what data they are, with nothing to press."""

from __future__ import annotations

import io

import pypdf
import pytest
from playwright.sync_api import Page, expect

from layers.palette import CATEGORY

pytestmark = pytest.mark.browser
MARK, PRESSED = "Сунъиймаълумотлар", ("GeoPackage", "XLSX", "PNG")
SHRUNK = """() => [...document.querySelectorAll('iframe')].every(frame => {
  const smaller = Number(frame.style.getPropertyValue('--mm-paper'));
  const inner = frame.contentDocument.documentElement.style.getPropertyValue('--mm-paper');
  return smaller > 0.3 && smaller < 0.9 && Number(inner) === smaller;
})"""


def printed(page: Page, address: str) -> list[str]:
    """The texts of the sheets of a page whose map is painted, without the spaces that a PDF may put anywhere."""
    page.goto(f"{address}lang=uz-Cyrl")
    page.frame_locator("iframe").locator("[data-painted]").wait_for()
    expect(page.locator(".mm-fresh, .mm-grid tbody tr").last).to_be_visible()
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in sheets} == {(843, 596)}
    assert page.evaluate(SHRUNK)
    return ["".join(sheet.extract_text().split()) for sheet in sheets]


def test_the_region_is_one_sheet_and_says_what_it_shows(site, page):
    (said,) = printed(page, f"{site}/region?")
    assert said.count(MARK) >= 2  # in the bar and at the foot
    assert "1/1" in said
    assert "Чироқчи" in said
    assert not any(word in said for word in PRESSED)


def test_a_table_goes_on_under_its_heading_with_the_mark_at_every_foot(site, page):
    sheets = printed(page, f"{site}/districts?district=1710242&")
    assert len(sheets) > 1
    assert all(MARK in said and f"{number}/{len(sheets)}" in said for number, said in enumerate(sheets, start=1))
    assert all("Майдон" in said for said in sheets)
    assert "Ифтихор" in sheets[-1]
    assert not any(word in said for word in PRESSED for said in sheets)


GROUND = """() => {
  const { scene } = document.querySelector('iframe').contentWindow.MahallaMap;
  return [scene.theme.name, scene.root.style.background, scene.picture.rows[0][0]];
}"""
PRINTING = "name => { dispatchEvent(new Event(name)) }"


def test_a_map_on_dark_ground_is_printed_by_day_and_dark_again_after(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/region?lang=en")
    page.frame_locator("iframe").locator("[data-painted]").wait_for()
    dark = page.evaluate(GROUND)
    page.evaluate(PRINTING, "beforeprint")
    day = page.evaluate(GROUND)
    page.evaluate(PRINTING, "afterprint")
    assert (dark[0], day[0]) == ("dark", "light")
    assert day[1:] == ["rgb(238, 241, 245)", CATEGORY["red"]]
    assert page.evaluate(GROUND) == dark
