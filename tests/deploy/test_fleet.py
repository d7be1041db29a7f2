"""Three servers behind nginx on one PostgreSQL: a meeting across them, during which servers die.

They share one folder, or each has its own and the editions come from an object store.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.access import passwords
from dashboard.settings import ROOT
from deploy import fleet as fleets
from deploy.fleet import Fleet
from geodata.edition import publish
from geodata.register import Act, sessions
from geodata.register.accounts import Account
from geodata.store import Store
from tests.browser.conftest import browser, free_port  # noqa: F401  a fixture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(1200),  # starting it all belongs to the first test
    pytest.mark.skipif(
        bool(fleets.missing()), reason=f"not installed: {fleets.missing()}; tests/deploy/install_nginx.sh"
    ),
]
PASSWORD = "four words of mine"  # noqa: S105  of a folder made for this test
FOLLOWED_WITHIN_S = 2.0
BACK_WITHIN_S = 5.0


@dataclass(slots=True)
class Watch:
    """How long each thing took; a busy machine, whose load is told beside it, makes everything slower."""

    took: dict[str, float] = field(default_factory=dict)
    begun: float = 0.0

    def start(self) -> None:
        self.begun = time.monotonic()

    def stop(self, what: str, within_s: float) -> None:
        self.took[what] = time.monotonic() - self.begun
        busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
        assert self.took[what] < within_s * busy, (self.took, busy)


@pytest.fixture(scope="module", params=["folder", "objects"])
def running(
    demo_folder: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Fleet]:
    objects = request.param == "objects"
    if objects and not os.environ.get("MAHALLA_TRY_FLEET"):
        pytest.skip("the same once more, with an object store: MAHALLA_TRY_FLEET=1")
    if lacking := fleets.missing(objects=objects):
        pytest.skip(f"not installed: {lacking}")
    folder = tmp_path_factory.mktemp("fleet") / "data"
    shutil.copytree(demo_folder, folder)  # a backup is told to the trail of what it was taken of
    ports = sorted(free_port() for _ in range(3))
    others = {"tls_port": free_port(), "plain_port": free_port(), "objects_port": free_port() if objects else None}
    with Fleet(sys.prefix, data=folder, ports=ports, **others) as made, pytest.MonkeyPatch.context() as patch:
        for name, value in (made.objects.environment if objects else {}).items():
            patch.setenv(name, value)
        yield made


@pytest.fixture
def at(running: Fleet, browser: Browser) -> Iterator[Callable[[int], BrowserContext]]:  # noqa: F811
    """Makes a browser that server `number` has answered before."""
    made: list[BrowserContext] = []

    def new(number: int) -> BrowserContext:
        context = browser.new_context(ignore_https_errors=True, viewport={"width": 1280, "height": 720})
        context.set_default_timeout(240_000)
        route(context, running, number)
        made.append(context)
        return context

    expect.set_options(timeout=240_000)
    yield new
    expect.set_options(timeout=5_000)
    for context in made:
        context.close()


def route(context: BrowserContext, running: Fleet, number: int) -> None:
    context.add_cookies([{"name": "mahalla_route", "value": str(number), "url": running.address}])


def served_by(context: BrowserContext) -> int:
    return next(int(cookie["value"]) for cookie in context.cookies() if cookie["name"] == "mahalla_route")


def signed_in(context: BrowserContext, running: Fleet, path: str) -> Page:
    page = context.new_page()
    page.goto(f"{running.address}{path}")
    page.fill("#name", "boss")
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def add_account(store: Store) -> None:
    first = passwords.add(store.register, Account(key="boss", name="Boss", role="administrator"), Act.now("keeper"))
    passwords.change(store.register, "boss", first, PASSWORD, now=datetime.now(UTC))


def let_in(page: Page, store: Store) -> None:
    """An administrator approves the code that a wall shows."""
    code = page.locator(".code").get_attribute("aria-label") or ""
    with store.register.writing() as session:
        sessions.approve(session, code, name="hall-1", who="keeper", now=datetime.now(UTC))


def editions_of(running: Fleet, *numbers: int) -> set[int]:
    """The editions that servers show."""
    found = set()
    for number in numbers:
        with urllib.request.urlopen(f"http://127.0.0.1:{running.ports[number - 1]}/health", timeout=60) as answer:
            found.add(int(json.load(answer)["edition"]))
    return found


def painted(page: Page) -> str:
    found = page.frame_locator("iframe").first.locator("[data-painted]").first
    found.wait_for(state="attached")
    return found.get_attribute("data-painted") or ""


def spoken(number: int, *screens: Page) -> None:
    for screen in screens:
        expect(screen.locator("#who")).to_contain_text(f"{number}/6")


def call_again(presenter: Page, number: int, *screens: Page) -> None:
    """A key pressed in the moment in which a page finds another server may be lost; whoever sees that presses again."""
    for _ in range(3):
        presenter.get_by_role("button", name="Next").press("Enter")
        try:
            expect(screens[0].locator("#who")).to_contain_text(f"{number}/6", timeout=3000)
        except AssertionError:
            continue
        break
    spoken(number, *screens)


def choose_another_indicator(page: Page, option: str) -> None:
    """The first click of a page whose server has fallen is done by the next one."""
    before = painted(page)
    page.get_by_role("combobox", name="Indicator").click()
    page.get_by_role("option", name=option, exact=True).click()
    expect(page.frame_locator("iframe").first.locator("[data-painted]").first).not_to_have_attribute(
        "data-painted", before
    )


def test_nginx_as_it_is_handed_out(running: Fleet) -> None:
    told = os.environ | {"MAHALLA_FLEET": json.dumps(running.told())}
    done = subprocess.run(
        [sys.executable, ROOT / "deploy" / "try.py"], env=told, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(
    not os.environ.get("MAHALLA_TRY_FLEET"),
    reason="three servers, a database and four browsers at once need two free processors: MAHALLA_TRY_FLEET=1",
)
def test_a_meeting_across_three_servers_two_of_which_die(running: Fleet, at: Callable[[int], BrowserContext]) -> None:
    store, watch = Store(running.data), Watch()
    add_account(store)

    # signed in at the first server, known to the others
    office, hall, village, desk = at(1), at(2), at(3), at(2)
    presenter = signed_in(office, running, "/selector?lang=en")
    for context, number in ((village, 3), (desk, 2)):
        context.add_cookies(office.cookies())
        route(context, running, number)
    wall = opened(hall, f"{running.address}/wall?lang=uz-Latn")
    let_in(wall, store)
    phone, analyst = (
        opened(village, f"{running.address}/follow?lang=uz-Cyrl"),
        opened(desk, f"{running.address}/?lang=en"),
    )
    painted(analyst)
    for screen in (wall, phone):
        screen.locator("#map[data-painted]").wait_for()
    presenter.get_by_role("button", name="Open the meeting").press("Enter")
    presenter.get_by_role("button", name="End the meeting").wait_for()
    for screen in (wall, phone):
        expect(screen.locator("#stage")).to_have_attribute("data-mode", "meeting")
    assert [served_by(context) for context in (office, hall, village, desk)] == [1, 2, 3, 2]

    # the presenter at one server, the wall and the follower at the others
    watch.start()
    presenter.keyboard.press("ArrowRight")
    spoken(1, wall, phone)
    watch.stop("followed", FOLLOWED_WITHIN_S)

    # the wall's server dies; nobody is told, the meeting goes on
    watch.start()
    with analyst.expect_websocket():
        running.kill(2)
    expect(presenter.get_by_role("button", name="Next")).to_be_enabled()
    presenter.keyboard.press("ArrowRight")
    spoken(2, wall, phone)
    watch.stop("back after the first", BACK_WITHIN_S)
    choose_another_indicator(analyst, "Incidents per 1,000 residents")
    watch.stop("and working", 2 * BACK_WITHIN_S)
    assert [served_by(context) for context in (hall, desk)] == [3, 3]

    # then the presenter's own, and the one that would take over is down already
    watch.start()
    with presenter.expect_websocket():
        running.kill(1)
    watch.stop("the presenter back", BACK_WITHIN_S)
    call_again(presenter, 3, wall, phone)
    watch.stop("followed from the third", 2 * BACK_WITHIN_S)

    # one is back, and what is published beside it is seen everywhere; nobody is torn from the server that knows him
    running.start(2)
    running.wait(2)
    published = publish(store, who="steward")
    watch.start()
    while editions_of(running, 2, 3) != {published.number}:
        assert time.monotonic() - watch.begun < 60
    watch.stop("published", FOLLOWED_WITHIN_S)
    assert desk.request.get(f"{running.address}/health").json()["edition"] == published.number
    assert served_by(desk) == 3
    analyst.reload()
    expect(analyst.get_by_text(f"Edition {published.number} ·")).to_be_visible()
    print("seconds:", {what: round(s, 2) for what, s in watch.took.items()}, "load:", os.getloadavg()[0])
