"""What a reader sees at a glance: nothing cut, nothing in another language, figures of what is shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.waiting import becomes, says

SMALL = {"width": 1366, "height": 768}
CUT = """() => [...document.querySelectorAll('.st-key-bar-map .stSelectbox input')]
  .filter(box => box.scrollWidth > box.clientWidth).map(box => box.value)"""
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


def test_the_bars_of_the_staffing_lie_in_their_table(page: Page, site: str) -> None:
    page.goto(f"{site}/responsibility?lang=ru&part=posts")
    page.locator(".mm-staffing tbody tr").last.wait_for()
    says(page, OUTSIDE, 0)
