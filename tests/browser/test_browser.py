"""The product in real Chromium: what leaves the host, how the map is painted, what a click does, how it fits."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, Request, ViewportSize, expect

from dashboard.topbar import PAGES
from tests.browser.conftest import free_port, served
from tests.browser.waiting import becomes, press_map, query, says
from tests.chromium import PATIENCE_MS

pytestmark = pytest.mark.browser
SIZES: tuple[ViewportSize, ...] = (
    {"width": 3840, "height": 2160},
    {"width": 1920, "height": 1080},
    {"width": 1366, "height": 768},
)
WITHOUT_MAP = {"data": ".mm-questions", "methods": ".mm-not", "access": ".st-key-card-log"}
"""Pages without a map, and what is on the screen once they are whole."""

WITH_MAP = tuple(page for page in PAGES if page not in WITHOUT_MAP)
CYRILLIC_MAY_HOLD = re.compile(
    r"XLSX|CSV|TOML|JPEG|PNG|SVG|PPTX|PDF|ZIP|WebP|Gi|GeoJSON|GeoPackage|SHA-256|EPSG:\d+"  # names of formats
    r"|Oʻzbekcha|English|\b[IVX]+\b"  # of languages, of periods
    r"|[\w.-]+\.(parquet|csv|geojson|json|xlsx)|[0-9a-f]{8,}|D-\d{4}-\d+|\d{7}\.[a-z-]+"  # files, codes
    r"|\b(width_m|distance_m|lang|uz-Latn|uz-Cyrl|ru|en|Shift|Ctrl|Enter|Esc|Tab)\b"  # of addresses, of keys
)


CUT = """[...document.querySelectorAll('[class^=mm-], [class*=" mm-"], .stMain h3, .stMain td, .stMain th, .stMain p')]
  .filter(e => e.children.length === 0 && e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.className + ': ' + e.textContent)"""
"""Texts that are wider than the place they have, as the browser sees it."""

MAP_FITS = """() => {
  const box = document.querySelector('iframe').getBoundingClientRect();
  return box.height > innerHeight * 0.35 && box.bottom <= innerHeight || [box.top, box.bottom, innerHeight];
}"""
"""True where the map is large and whole on the screen, else where it lies."""

READ = """() => {
  const drawnAsSign = e => e.dataset.testid === 'stIconMaterial';
  const replaced = e => e.children.length === 0 && getComputedStyle(e).fontSize === '0px';
  const ofTheFile = e => e.translate === false;
  if (!document.body) return '';
  const others = [...document.body.querySelectorAll('*')]
    .filter(e => drawnAsSign(e) || replaced(e) || ofTheFile(e)).map(e => [e, e.style?.display]);
  for (const [e] of others) if (e.style) e.style.display = 'none';
  const seen = document.body.innerText;
  for (const [e, before] of others) if (e.style) e.style.display = before;
  return seen;
}"""
"""The texts that a reader sees, but for those of files; what Streamlit says in English has letters of no size."""


def painted(page: Page) -> FrameLocator:
    """The first map, once its colours are on the screen."""
    frame = page.frame_locator("iframe").first
    frame.locator("[data-painted]").wait_for()
    return frame


def key(frame: FrameLocator) -> str | None:
    return frame.locator("[data-painted]").get_attribute("data-painted")


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


@pytest.mark.parametrize("name", PAGES)
def test_no_request_leaves_the_host(page: Page, site: str, name: str) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto(f"{site}/{name}?lang=en")
    if name in WITH_MAP:
        painted(page)
    else:
        page.locator(WITHOUT_MAP[name]).wait_for()
    own = urlsplit(site).netloc
    assert len(asked) > 10
    assert [url for url in asked if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).netloc != own] == []


def test_every_part_of_the_first_page_is_ready_when_it_is_drawn(page: Page, site: str) -> None:
    """A script asked for later, or run later, leaves an empty place, which React fills up to half a second later."""
    late: list[str] = []
    page.add_init_script(
        "const place = ':not(:has(iframe)) > [data-testid=stSkeleton]';"  # a component shows one while its frame loads
        "new MutationObserver(() => window.empty ||= !!document.querySelector(place))"
        ".observe(document, { childList: true, subtree: true })"
    )
    page.on("websocket", lambda _: page.on("request", lambda request: late.append(urlsplit(request.url).path)))
    page.goto(f"{site}/?lang=en")
    painted(page)
    assert [path for path in late if path.startswith("/static/js/")] == []
    assert page.evaluate("window.empty") is False


def test_another_indicator_repaints_the_same_map_in_the_same_view(page: Page, site: str) -> None:
    page.goto(f"{site}/?lang=en")
    frame = painted(page)
    handle = page.frames[1]
    handle.evaluate("window.stillHere = 1")
    view = "() => JSON.stringify([window.map.getCenter(), window.map.getZoom()])"
    fitted = handle.evaluate("window.map.getZoom()")
    frame.get_by_role("button", name="Zoom in").click()  # it begins to move at the next frame of the browser
    handle.wait_for_function(f"() => window.map.getZoom() > {fitted} && !window.map._animatingZoom")
    before, looking = key(frame), handle.evaluate(view)
    choose(page, "Indicator", "Incidents per 1,000 residents")
    expect(frame.locator("[data-painted]")).not_to_have_attribute("data-painted", before or "")
    assert handle.evaluate("window.stillHere") == 1
    assert handle.evaluate(view) == looking
    becomes(page, lambda: query(page).get("indicator"), ["rate"])


def test_a_click_opens_the_card_and_a_link_brings_it_back(page: Page, site: str, browser: Browser) -> None:
    page.goto(f"{site}/?lang=en")
    press_map(painted(page), 0.55, 0.5)
    page.locator(".mm-mahalla h2").wait_for()
    page.wait_for_url(re.compile("mahalla="))
    name = page.locator(".mm-mahalla h2").inner_text()
    other = browser.new_page()
    other.set_default_timeout(PATIENCE_MS)
    other.goto(page.url)
    expect(other.locator(".mm-mahalla h2")).to_have_text(name)
    other.close()


def test_a_row_of_the_table_and_the_map_share_one_selection(page: Page, site: str) -> None:
    page.goto(f"{site}/districts?lang=en&district=1710250&mahalla=18110001")
    painted(page)
    expect(page.locator(".mm-mahalla h2")).to_have_text("Aygʻirkoʻl")
    table = page.get_by_role("table", name="Mahallas")
    expect(table.locator(".mm-chosen th")).to_have_text("Aygʻirkoʻl")
    table.get_by_role("row", name="Alakoʻylak").get_by_role("cell").first.click()
    expect(page.locator(".mm-mahalla h2")).to_have_text("Alakoʻylak")
    expect(table.locator(".mm-chosen th")).to_have_text("Alakoʻylak")
    becomes(page, lambda: query(page).get("mahalla") in (None, ["18110001"]), wanted=False)


def test_escape_closes_a_list_before_the_card(page: Page, site: str) -> None:
    page.goto(f"{site}/districts?lang=en&mahalla=18110001")
    painted(page)
    card = page.locator(".st-key-card-mahalla")
    expect(card.locator(".mm-mahalla h2")).to_be_visible()
    page.locator(".st-key-account-open button").first.click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    becomes(page, lambda: "mahalla" in query(page), wanted=False)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_every_screen(browser: Browser, site: str, name: str) -> None:
    """It is opened on a wall and then shown on smaller screens: one that was drawn for another size fits too."""
    page = browser.new_page(viewport=SIZES[0])
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{site}/{name}?lang=ru")
    if name in WITH_MAP:
        painted(page)
    else:
        page.locator(WITHOUT_MAP[name]).first.wait_for()
    page.locator(".mm-chip-demo").wait_for()
    page.evaluate("() => document.fonts.ready")  # letters of another font take another width
    for size in SIZES:
        page.set_viewport_size(size)
        says(page, f"[innerWidth, innerHeight].join() === '{size['width']},{size['height']}'", wanted=True)
        if name in WITH_MAP:
            says(page, MAP_FITS, wanted=True)
        says(page, CUT, [])
        says(page, "document.documentElement.scrollWidth <= window.innerWidth", wanted=True)
    page.close()


@pytest.mark.parametrize("language", ["ru", "uz-Cyrl"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_untranslated(page: Page, site: str, name: str, language: str) -> None:
    page.goto(f"{site}/{name}?lang={language}&mahalla=18110001")
    page.locator(".mm-chip-demo").wait_for()
    if name in WITH_MAP:
        painted(page)
    else:
        page.locator(WITHOUT_MAP[name]).wait_for()
    if name == "data":
        page.locator('[data-testid="stFileUploader"]').last.wait_for()
        page.locator(".mm-tables").wait_for()

    def left() -> list[str]:
        texts = [frame.evaluate(READ) for frame in page.frames if not frame.is_detached()]
        return re.findall(r"[A-Za-zʻʼ]{2,}", CYRILLIC_MAY_HOLD.sub(" ", "\n".join(texts)))

    becomes(page, left, [])


def test_a_lost_connection_is_told_in_the_readers_language_and_comes_back(page: Page, demo_folder: Path) -> None:
    port = free_port()
    with served(demo_folder, port) as server:
        page.goto(f"{server.address}/?lang=ru")
        painted(page)
    told = "() => getComputedStyle(document.querySelector('.stApp'), '::after').content"
    page.wait_for_function(f"({told})().includes('Нет связи')")
    with served(demo_folder, port):
        page.wait_for_function(f"!({told})().includes('Нет связи')")


def test_the_map_of_model_sites_shows_the_kind_and_state_chosen(page: Page, site: str) -> None:
    page.goto(f"{site}/model-sites?lang=en")
    legend = painted(page).locator(".mm-legend")
    expect(legend).to_contain_text("Planned")
    page.goto(f"{site}/model-sites?lang=en&kind=entrance&state=opened")
    painted(page)
    expect(legend).to_contain_text("Opened")
    expect(legend).not_to_contain_text("Planned")


def test_a_page_opened_after_another_indicator_shows_it_too(page: Page, site: str) -> None:
    page.goto(f"{site}/?lang=en")
    painted(page)
    headline = page.locator(".mm-tiles").element_handle()
    choose(page, "Indicator", "Incidents per 1,000 residents")
    expect(page.locator(".mm-ranking h3")).to_contain_text("per 100,000")
    assert headline.evaluate("node => node.isConnected")  # only what shows the indicator was drawn anew
    page.get_by_role("link", name="Districts").click()
    page.wait_for_url(re.compile("/districts.*indicator=rate"))
    expect(painted(page).locator(".mm-legend")).to_contain_text("Incidents per 1,000 residents")


def test_a_page_is_turned_by_the_keyboard_within_the_session(page: Page, site: str) -> None:
    page.goto(f"{site}/?lang=en&group=it&only=x")
    painted(page)
    page.evaluate("window.stillHere = 1")
    page.get_by_role("link", name="Signals", exact=True).focus()
    page.keyboard.press("Enter")
    here = page.get_by_role("link", name="Signals", exact=True)
    expect(here).to_have_attribute("aria-current", "page")
    expect(here).to_be_focused()
    kept = {"lang": ["en"], "group": ["it"]}  # what belongs to the other page stays there
    becomes(page, lambda: (urlsplit(page.url).path, query(page)), ("/signals", kept))
    page.go_back()
    expect(page.get_by_role("link", name="Region")).to_have_attribute("aria-current", "page")
    assert page.evaluate("window.stillHere") == 1


def test_what_is_taken_away_follows_what_was_chosen_since(page: Page, site: str) -> None:
    page.goto(f"{site}/?lang=en")
    painted(page)
    choose(page, "Indicator", "Incidents per 1,000 residents")
    expect(page.locator(".mm-ranking h3")).to_contain_text("per 100,000")
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").first.click()
    assert taken.value.suggested_filename.startswith("ranking-rate-")
    page.locator(".mm-ranking a[href^='districts']").first.click()
    page.wait_for_url(re.compile("/districts.*indicator=rate"))
