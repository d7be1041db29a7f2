"""A meeting rehearsed in real Chromium: a presenter, two walls and a follower's phone at once; a server that dies."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from geodata.demo import register
from geodata.edition import open_edition
from geodata.register import Act, stage
from geodata.register.meetings import MEETINGS
from geodata.store import Store
from tests.browser.conftest import free_port, served
from tests.browser.waiting import says
from tests.chromium import PATIENCE_MS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]  # ten pages, or two servers: each wait has its own limit
FIRST_VIEW = 400_000  # bytes over the line
A_CHANGE = 2_000

CUT = """[...document.querySelectorAll('h1, h2, #subtitle, #legend span, .figure *, #rows *, footer p')]
  .filter(e => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"""


BELOW = """[...document.querySelectorAll('#rows li, #more')]
  .filter(e => e.getBoundingClientRect().bottom > document.getElementById('list').getBoundingClientRect().bottom + 1)
  .map(e => e.textContent)"""
"""Rows that do not stand whole in their list."""


COVERED = """[...document.querySelectorAll('h1, #subtitle, #clock, .figure, #rows li, #legend li, footer p')]
  .filter(e => {
    const one = e.getBoundingClientRect(), two = document.getElementById('notice').getBoundingClientRect();
    return one.width && one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom;
  }).map(e => e.textContent)"""
"""What the notice lies over."""


class Server:
    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.running = contextlib.ExitStack()
        self.start()

    def start(self) -> None:
        self.process = self.running.enter_context(served(self.folder, self.port)).process

    def rotate(self) -> None:
        """No meeting is on, whatever an earlier test left."""
        with Store(self.folder).register.writing() as session:
            stage.set_cue(session, stage.Cue(), Act.now("test"))

    def hold_next_review(self) -> None:
        """A month later the next monthly review is opened."""
        act = Act.now("test")
        with Store(self.folder).register.writing() as session:
            last = MEETINGS.find(session)[-1].what
            later = replace(last, day=last.day + timedelta(days=31), review_period="2025-03", held=False, edition=None)
            meeting = MEETINGS.add(session, later, act)
            stage.set_cue(session, stage.Cue(mode="meeting", meeting=meeting.id, scene="agenda"), act)

    def die(self) -> None:
        self.process.kill()
        self.process.wait(20)


@pytest.fixture(scope="module")
def server(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("meeting") / "data"
    shutil.copytree(demo_folder, folder)
    store = Store(folder)
    register.fill(store.register, open_edition(store), seed=2025)
    made = Server(folder)
    with made.running:
        yield made


def opened(browser: Browser, address: str, width: int, height: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.locator("#map[data-painted]").wait_for()
    return page


def received(page: Page) -> list[int]:
    """Bytes over the line from now on, as they come."""
    bytes_: list[int] = []
    session = page.context.new_cdp_session(page)
    session.on("Network.dataReceived", lambda event: bytes_.append(event["encodedDataLength"]))
    session.send("Network.enable")
    return bytes_


def speaks(number: int, *screens: Page) -> None:
    for screen in screens:
        expect(screen.locator("#who")).to_contain_text(f"{number}/6")


def sees(server: Server, presenter: Page, number: int | None = None) -> None:
    """Wait until the presenter's page has the speaker, and its script what is newest: a press means the one after."""
    if number is not None:
        expect(presenter.locator('[class*="st-key-speak-"][class*="-on"] p').first).to_contain_text(f"{number}.")
    with Store(server.folder).register.reading() as session:
        newest = stage.pulse(session).newest
    expect(presenter.locator("body")).to_have_attribute("data-seen", str(newest))


def fall_and_press(server: Server, presenter: Page, *screens: Page) -> None:
    """The server dies; whoever presents presses for the next speaker, and again, until it is back."""
    shown = screens[0].locator("#title").inner_text()
    server.die()
    for screen in screens:
        expect(screen.locator("#stage")).to_have_attribute("data-lost", "true")
        expect(screen.locator("#notice")).to_be_visible()
    assert screens[0].locator("#title").inner_text() == shown, "the last scene stays"
    for _impatient in range(3):
        presenter.keyboard.press("ArrowRight")
    expect(presenter.locator("body")).to_have_attribute("data-pressed", "next")
    server.start()
    for screen in screens:
        expect(screen.locator("#stage")).to_have_attribute("data-lost", "false")


def test_a_meeting_is_followed_and_a_dead_server_survived(browser: Browser, server: Server) -> None:
    walls = [
        opened(browser, f"{server.url}/wall?lang=uz-Latn", 1920, 1080),
        opened(browser, f"{server.url}/wall?lang=ru", 1366, 768),
    ]
    phone = browser.new_page(viewport={"width": 390, "height": 844})
    first = received(phone)
    phone.goto(f"{server.url}/follow?lang=uz-Cyrl")
    phone.locator("#map[data-painted]").wait_for()
    expect(phone.locator("#demo")).to_be_in_viewport(ratio=1)  # before anything is rolled
    assert sum(first) < FIRST_VIEW

    presenter = browser.new_page(viewport={"width": 1920, "height": 1080})
    presenter.set_default_timeout(PATIENCE_MS)
    presenter.goto(f"{server.url}/selector?lang=en")
    presenter.get_by_role("button", name="Open the meeting").press("Enter")
    for screen in (*walls, phone):
        expect(screen.locator("#stage")).to_have_attribute("data-mode", "meeting")
    presenter.get_by_role("button", name="End the meeting").wait_for()
    sees(server, presenter)

    asked: list[
        str
    ] = []  # by a screen that was told of no change: that it is told at once is measured by `bench.fleet`
    for screen in (*walls, phone):
        screen.on("request", lambda request: asked.append(request.url))
    untold = []
    for number in (1, 2, 3):
        change = received(phone) if number == 3 else []
        before = len(asked)
        presenter.keyboard.press("ArrowRight")
        speaks(number, *walls, phone)
        untold.append([url for url in asked[before:] if "/stage/now/" in url])
        sees(server, presenter, number)
    assert [] in untold, untold
    assert sum(change) < A_CHANGE
    names = {screen.locator("#title").inner_text() for screen in walls}
    assert len(names) == 2, "each wall speaks its own language"
    assert "Yigʻilish nashri 1" in walls[0].locator("#fresh").inner_text()
    for wall in walls:
        says(wall, CUT, [])
        says(wall, BELOW, [])

    # what is decided on the spot is kept; what is noted is on no screen
    presenter.get_by_role("textbox", name="My notes").fill("between ourselves")
    presenter.get_by_role("textbox", name="Decision").fill("Light the street")
    presenter.get_by_role("button", name="Record a decision").press("Enter")
    presenter.get_by_text("Recorded: decision 1").wait_for()
    for screen in (*walls, phone):
        assert "between ourselves" not in screen.content()

    fall_and_press(server, presenter, *walls, phone)
    speaks(4, *walls, phone)
    sees(server, presenter, 4)
    presenter.get_by_role("button", name="Previous").press("Enter")
    speaks(3, *walls, phone)
    presenter.get_by_role("button", name="End the meeting").press("Enter")
    for screen in (*walls, phone):
        expect(screen.locator("#stage")).to_have_attribute("data-mode", "rotation")
        screen.close()
    presenter.close()


OPEN = re.compile(r"^Open (the meeting|again)$")
"""Another test may have held the meeting before."""


def test_two_present_by_keyboard_and_a_decision_is_back_at_the_next_review(browser: Browser, server: Server) -> None:
    server.rotate()
    wall = opened(browser, f"{server.url}/wall?lang=uz-Latn", 1920, 1080)
    one, two = (browser.new_page(viewport={"width": 1366, "height": 768}) for _ in range(2))
    for page in (one, two):
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{server.url}/selector?lang=en")
        page.get_by_role("button", name=OPEN).wait_for()
    one.get_by_role("button", name=OPEN).press("Enter")
    for page in (one, two):
        page.get_by_role("button", name="End the meeting").wait_for()
        sees(server, page)

    # the page shows the speaker before the press is answered: pressing again means the one after
    late: list[tuple[Route, APIResponse]] = []
    one.route("**/stage/word/**", lambda route: late.append((route, route.fetch())), times=1)
    for number in (1, 2):
        one.keyboard.press("ArrowRight")
        speaks(number, wall)
        sees(server, one, number)
    for route, answer in late:
        route.fulfill(response=answer)

    typed = two.get_by_role("textbox", name="Decision")
    typed.press_sequentially("Light the ")
    one.keyboard.press("ArrowRight")
    expect(two.locator('[class*="st-key-speak-"][class*="-on"] p').first).to_contain_text("3.")
    expect(typed).to_have_value("Light the ")
    typed.press_sequentially("bridge")
    typed.press("Control+Enter")
    two.get_by_text("Light the bridge", exact=True).wait_for()  # in the list of this meeting's decisions
    queue = [
        words.replace("\n", " ").split()[1] for words in two.locator(".st-key-bar-speakers p").all_inner_texts()[1:]
    ]
    sheet = pypdf.PdfReader(io.BytesIO(two.pdf(format="A4"))).pages[0].extract_text()
    assert len(queue) == 6
    assert [name for name in (*queue, "Light") if name not in sheet] == []

    server.hold_next_review()
    expect(wall.locator("#title")).to_contain_text("2025-yil mart")
    expect(one.locator('[class*="st-key-bar-meeting"]')).to_contain_text("March 2025")
    expect(one.locator('[class*="st-key-bar-scenes-place"]')).to_have_count(0)  # the keys are the region's again
    sees(server, one)
    one.keyboard.press("6")
    expect(wall.locator("#subtitle")).to_contain_text("qarorlar")
    returned = [row["name"] for row in wall.evaluate("Stage.said.scene.rows")]  # said before it is drawn
    assert wall.evaluate("Stage.said.scene.more") or "Light the bridge" in returned
    tab = one.get_by_role("tab", name="Decisions that come back")
    tab.press("Enter")
    expect(one.get_by_text("Light the bridge").first).to_be_attached()
    tab.press("ArrowLeft")
    expect(tab).not_to_be_focused()
    expect(wall.locator("#who")).to_contain_text("3/6")  # an arrow moves among tabs, and nobody on the stage
    for screen in (wall, one, two):
        screen.close()
    server.rotate()


def test_a_walls_own_keys_hold_look_through_and_let_go(browser: Browser, server: Server) -> None:
    server.rotate()
    wall = opened(browser, f"{server.url}/wall?lang=en", 1920, 1080)
    other = opened(browser, f"{server.url}/wall?lang=en", 1366, 768)
    expect(wall.locator("#stage")).to_have_attribute("data-mode", "rotation")
    wall.keyboard.press("Space")
    expect(wall.locator("#notice")).to_contain_text("This screen only")
    says(wall, COVERED, [])
    index = wall.evaluate("Stage.said.index")
    wall.keyboard.press("ArrowRight")
    expect(wall.locator("#stage")).to_have_attribute("data-index", str((index + 1) % 22))
    assert not other.evaluate("Boolean(Stage.own)"), "the other walls go on"
    wall.keyboard.press("Escape")
    expect(wall.locator("#notice")).to_be_hidden()
    says(wall, "document.documentElement.scrollHeight <= innerHeight", wanted=True)
    says(wall, CUT, [])
    wall.close()
    other.close()


def test_letters_are_set_by_the_walls_width_and_the_distance(browser: Browser, server: Server) -> None:
    server.rotate()
    letters = "parseFloat(getComputedStyle(document.body).fontSize)"
    wall = opened(browser, f"{server.url}/wall?lang=en", 3840, 2160)
    usual = wall.evaluate(letters)
    millimetres = 53 / 0.727  # the capital of 53 mm, in Inter
    assert usual == pytest.approx(millimetres * 3840 / 4800, abs=0.5)
    wall.goto(f"{server.url}/wall?lang=en&width_m=4.8&distance_m=9.5")
    wall.locator("#map[data-painted]").wait_for()
    assert wall.evaluate(letters) == pytest.approx(usual * 9.5 / 8, abs=0.5)
    says(wall, "document.documentElement.scrollHeight <= innerHeight", wanted=True)
    wall.close()
