"""A table of thousands of rows in Chromium: drawn in pieces, found by words, reached by keyboard, whole on paper."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard import grid
from dashboard.grid import PLAIN, WHOLE
from dashboard.language import Language, Words
from tests.browser.waiting import becomes

pytestmark = pytest.mark.browser
SCRIPT = Path(grid.__file__).parent / "scripts" / "grid.js"
ROWS = 3000
SHOW = """async ([script, data]) => {
  document.body.innerHTML = '<div><div class="mm-find" hidden></div><div class="mm-grid"></div></div>';
  document.querySelector(".mm-grid").style = "height:12rem;overflow:auto;position:relative;overflow-anchor:none";
  const { default: grid } = await import(`data:text/javascript;base64,${script}`);
  window.show = (selected) => grid({ parentElement: document.body.firstChild, data: { ...data, selected },
    setTriggerValue: (_, row) => { window.chosen = row; } });
  window.show(null);
}"""


@pytest.fixture
def table(page: Page) -> Locator:
    """Three thousand mahallas, whose figures fall, with a few posts between them."""
    words = Words(Language.EN)
    frame = pd.DataFrame(
        {
            "Mahalla": [f"Oʻrta {at}" for at in range(ROWS)],
            "Post": [("Prosecutor", "Governor")[at % 2] for at in range(ROWS)],
            "Late": range(ROWS, 0, -1),
        }
    )
    data = {
        "columns": [grid._column(words, name, frame[name], PLAIN) for name in frame.columns],
        "count": ROWS,
        "find": "Find",
        "thousands": ",",
        "label": "Mahallas",
        "lang": "en",
        "shown": 9,
        "choose": True,
        "selected": None,
    }
    page.goto("about:blank")
    page.evaluate(SHOW, [b64encode(SCRIPT.read_bytes()).decode(), json.loads(json.dumps(data))])
    return page.get_by_role("table", name="Mahallas")


def drawn(table: Locator) -> list[int]:
    """The places of the rows drawn, from 1."""
    return [int(text) - 1 for text in table.locator("tbody tr").evaluate_all("all => all.map(e => e.ariaRowIndex)")]


def names(table: Locator) -> list[str]:
    return table.locator("tbody th").all_inner_texts()


def test_the_first_rows_are_drawn_and_more_as_it_is_scrolled(page: Page, table: Locator) -> None:
    expect(table).to_have_attribute("aria-rowcount", str(ROWS + 1))
    first = drawn(table)
    assert first == list(range(1, len(first) + 1))
    assert len(first) < WHOLE
    page.locator(".mm-grid").evaluate("box => { box.scrollTop = box.scrollHeight; }")
    becomes(page, lambda: len(drawn(table)) > len(first), wanted=True)
    assert drawn(table) == list(range(1, len(drawn(table)) + 1))


def test_every_row_is_found_by_its_words(page: Page, table: Locator) -> None:
    field = page.get_by_role("searchbox", name="Find: Mahallas")
    field.fill("o'rta 2987 governor")
    assert names(table) == ["Oʻrta 2987"]
    expect(page.get_by_role("status")).to_have_text("1 / 3,000")
    table.get_by_role("button", name="Oʻrta 2987").click()
    assert page.evaluate("window.chosen") == 2987
    field.fill("")
    assert "Oʻrta 2987" in names(table)  # the row chosen stays in sight
    expect(page.get_by_role("status")).to_have_text("3,000 / 3,000")


def test_all_rows_are_sorted_and_not_those_drawn_alone(page: Page, table: Locator) -> None:
    head = table.get_by_role("columnheader", name="Late").get_by_role("button")
    head.click()
    assert names(table)[0] == "Oʻrta 0"
    head.click()
    assert names(table)[0] == f"Oʻrta {ROWS - 1}"


def test_the_keyboard_reaches_the_last_row_and_what_lies_above_it(page: Page, table: Locator) -> None:
    table.locator("tbody button").first.focus()
    page.keyboard.press("End")
    last = table.get_by_role("button", name=f"Oʻrta {ROWS - 1}")
    expect(last).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(table.get_by_role("button", name=f"Oʻrta {ROWS - 2}")).to_be_focused()
    box, before = page.locator(".mm-grid"), len(drawn(table))
    box.evaluate("box => { box.scrollTop = 1; }")
    becomes(page, lambda: len(drawn(table)) > before, wanted=True)
    assert box.evaluate("box => box.scrollTop") > 1  # what was in sight stays there
    assert drawn(table) == list(range(ROWS - len(drawn(table)) + 1, ROWS + 1))


def test_a_row_chosen_elsewhere_is_drawn(page: Page, table: Locator) -> None:
    page.evaluate("window.show(1500)")
    chosen = table.get_by_role("button", name="Oʻrta 1500")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(chosen).to_be_in_viewport()


def test_on_paper_stand_all_rows(page: Page, table: Locator) -> None:
    seen = len(drawn(table))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert drawn(table) == list(range(1, ROWS + 1))
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(drawn(table)) == seen
