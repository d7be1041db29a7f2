"""What a reader sees at a glance: nothing cut, nothing in another language, figures of what is shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.waiting import becomes, says

SMALL = {"width": 1366, "height": 768}
CUT = """() => [...document.querySelectorAll('.st-key-bar-map .stSelectbox input')]
  .filter(box => box.scrollWidth > box.clientWidth).map(box => box.value)"""
CUT_ENDS = """() => [...document.querySelectorAll('.st-key-bar-map :is(.st-key-span-from, .st-key-span-to) input')]
  .filter(box => box.scrollWidth > box.clientWidth).map(box => box.value)"""
PHONE = {"width": 390, "height": 844}
ROOM_TO_SEARCH = """() => {
  const box = document.querySelector('.st-key-search input'), look = getComputedStyle(box);
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = look.font;
  const room = box.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight);
  return pen.measureText(box.placeholder).width <= room;
}"""
ACROSS = """() => {
  const parts = '.st-key-bar-top .mm-brand, .st-key-bar-top .mm-pages, .st-key-bar-top .mm-chips, '
    + '.st-key-bar-top .stSelectbox, .st-key-bar-top [class*=st-key-account]';
  const boxes = [...document.querySelectorAll(parts)].map(one => [one.className, one.getBoundingClientRect()]);
  return boxes.flatMap(([name, one], at) => boxes.slice(at + 1).filter(([, two]) => one.width && two.width
    && one.left < two.right - 1 && two.left < one.right - 1 && one.top < two.bottom - 1 && two.top < one.bottom - 1)
    .map(([other]) => `${name} × ${other}`));
}"""
"""Parts of the bar that lie over one another."""

OUTSIDE = """() => [...document.querySelectorAll('.mm-staffing .mm-progress i')].filter(bar => {
  const own = bar.getBoundingClientRect(), around = bar.parentElement.getBoundingClientRect();
  return own.right > around.right + 1 || own.bottom > around.bottom + 1;
}).length"""


def painted(page: Page) -> None:
    page.frame_locator("iframe").first.locator("[data-painted]").wait_for(state="attached")


def test_a_district_is_counted_and_spoken_of_as_itself(page: Page, site: str) -> None:
    failed: list[str] = []

    def note(answer: Response) -> None:
        if answer.status >= 400:
            failed.append(f"{answer.status} {answer.url}")

    page.on("response", note)
    page.goto(f"{site}/districts?lang=ru&district=1710207")
    painted(page)
    expect(page).to_have_title("Районы · Карта махаллей")
    page.wait_for_function("document.documentElement.lang === 'ru'")
    expect(page.get_by_role("button", name="Очистить")).to_have_count(1)
    legend = page.frame_locator("iframe").locator(".mm-legend")
    shown = page.locator(".mm-tiles .mm-figure").first.inner_text()
    expect(legend).to_contain_text(f"n = {shown}")
    numbers = legend.locator(".mm-legend-rows b")
    becomes(page, lambda: sum(map(int, numbers.all_inner_texts())), int(shown))
    assert failed == []  # Streamlit asks for its server below no page


@pytest.mark.parametrize("language", ["uz-Latn", "uz-Cyrl", "ru"])
def test_what_is_chosen_can_be_read_whole_on_a_small_screen(page: Page, site: str, language: str) -> None:
    page.set_viewport_size(SMALL)
    page.goto(f"{site}/?lang={language}")
    painted(page)
    page.locator(".st-key-bar-map .stSelectbox input").first.wait_for()
    page.wait_for_function("document.fonts.status === 'loaded'")
    says(page, CUT, [])
    says(page, ROOM_TO_SEARCH, True)
    page.set_viewport_size(PHONE)
    says(page, ACROSS, [])


@pytest.mark.parametrize("language", ["uz-Latn", "uz-Cyrl", "ru"])
def test_the_ends_of_free_months_can_be_read_whole(page: Page, site: str, language: str) -> None:
    page.set_viewport_size(SMALL)
    page.goto(f"{site}/?lang={language}&period=2024-02-01..2024-09-30")
    painted(page)
    page.locator(".st-key-span-to input").wait_for()
    page.wait_for_function("document.fonts.status === 'loaded'")
    says(page, CUT_ENDS, [])


SPAN_TOP = "document.querySelector('.st-key-span-from').getBoundingClientRect().top"
TILES_CUT = """() => [...document.querySelectorAll('.mm-tiles :is(.mm-label, .mm-note), .st-key-bar-meeting > div')]
  .filter(one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 3
    || one.getBoundingClientRect().right > innerWidth).map(one => one.textContent)"""


def test_what_a_search_lists_moves_no_control(page: Page, site: str) -> None:
    page.goto(f"{site}/?lang=ru&period=2024-02-01..2024-09-30")
    painted(page)
    page.locator(".st-key-span-from input").wait_for()
    before = page.evaluate(SPAN_TOP)
    page.locator(".st-key-search input").fill("а")
    page.locator("[class*='st-key-found-']").last.wait_for()
    says(page, SPAN_TOP, before)


@pytest.mark.parametrize("place", ["responsibility?lang=en", "districts?lang=ru&district=1710207", "selector?lang=ru"])
def test_nothing_is_cut_on_a_phone(page: Page, site: str, place: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/{place}")
    page.locator(".mm-tiles, .mm-links").first.wait_for()
    page.wait_for_function("document.fonts.status === 'loaded'")
    says(page, TILES_CUT, [])


def test_the_bars_of_the_staffing_lie_in_their_table(page: Page, site: str) -> None:
    page.goto(f"{site}/responsibility?lang=ru&part=posts")
    page.locator(".mm-staffing tbody tr").last.wait_for()
    says(page, OUTSIDE, 0)
