"""A meeting across several servers as its people see it, each in a browser of their own: `deploy/fleet.py` serves them.

The presenter sits at the first server, the wall and an analyst at the second, a follower at the third.
"""

from __future__ import annotations

import contextlib
import json
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, expect

from bench.deadline import Deadline
from dashboard.access import passwords
from deploy.fleet import Fleet
from geodata.register import Act, sessions, stage
from geodata.register.accounts import Account
from geodata.store import Store

PATIENCE_MS: Final = 240_000
"""How long anything may take on the busiest machine; what it did take is measured by `bench.fleet`."""

PASSWORD: Final = "four words of mine"  # noqa: S105  of a folder that goes at the end
ROUTE: Final = "mahalla_route"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """The browsers of a meeting that is open, nobody having spoken yet."""

    running: Fleet
    presenter: Page
    wall: Page
    phone: Page
    analyst: Page

    @property
    def screens(self) -> tuple[Page, Page]:
        """What everybody looks at."""
        return self.wall, self.phone

    def press(self, key: str = "ArrowRight") -> None:
        """The presenter presses a key, by default the next speaker's."""
        self.presenter.keyboard.press(key)

    def speaks(self, number: int) -> None:
        """Wait until the speaker is on every screen."""
        for screen in self.screens:
            expect(screen.locator("#who")).to_contain_text(f"{number}/6", timeout=PATIENCE_MS)

    def presenter_sees(self, number: int) -> None:
        """Wait until the presenter's own page has the speaker, so that the next press means the one after."""
        speaker = self.presenter.locator('[class*="st-key-speak-"][class*="-on"] p').first
        expect(speaker).to_contain_text(f"{number}.", timeout=PATIENCE_MS)
        with Store(self.running.data).register.reading() as session:
            newest = stage.pulse(session).newest
        expect(self.presenter.locator("body")).to_have_attribute("data-seen", str(newest), timeout=PATIENCE_MS)

    def choose(self, indicator: str) -> None:
        """The analyst chooses another indicator; wait until it is drawn."""
        before = painted(self.analyst)
        self.analyst.get_by_role("combobox", name="Indicator").click()
        self.analyst.get_by_role("option", name=indicator, exact=True).click()
        drawn = self.analyst.frame_locator("iframe").first.locator("[data-painted]").first
        expect(drawn).not_to_have_attribute("data-painted", before, timeout=PATIENCE_MS)

    def shown(self, edition: int, *numbers: int) -> None:
        """Wait until servers show an edition; TimeoutError if one never does."""
        limit = Deadline(PATIENCE_MS / 1000)
        while any(self._edition_at(number) != edition for number in numbers):
            if limit.is_over:
                raise TimeoutError(f"not every server of {numbers} shows edition {edition}")
            time.sleep(0.02)

    def _edition_at(self, number: int) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.running.ports[number - 1]}/health") as answer:
            return int(json.load(answer)["edition"])


@contextmanager
def opened(running: Fleet, browser: Browser) -> Iterator[Meeting]:
    """Everybody at their server, the meeting opened."""
    with contextlib.ExitStack() as ends:
        yield _gathered(running, browser, ends)


def served_by(*pages: Page) -> list[int]:
    """The server that answered each page last."""
    cookies = [{one["name"]: one["value"] for one in page.context.cookies()} for page in pages]
    return [int(one[ROUTE]) for one in cookies]


def painted(page: Page) -> str:
    """What the map of a page shows, by the key of its paint."""
    found = page.frame_locator("iframe").first.locator("[data-painted]").first
    found.wait_for(state="attached")
    return found.get_attribute("data-painted") or ""


def _gathered(running: Fleet, browser: Browser, ends: contextlib.ExitStack) -> Meeting:
    def at(number: int, like: BrowserContext | None = None) -> BrowserContext:
        """A browser that a server has answered before, signed in like another one."""
        context = browser.new_context(ignore_https_errors=True, viewport={"width": 1280, "height": 720})
        ends.callback(context.close)
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies(like.cookies() if like else [])  # type: ignore[arg-type]  # given back as they came
        context.add_cookies([{"name": ROUTE, "value": str(number), "url": running.address}])
        return context

    def page(context: BrowserContext, address: str) -> Page:
        made = context.new_page()
        made.goto(f"{running.address}{address}")
        return made

    store = Store(running.data)
    _add_account(store)
    presenter = page(at(1), "/selector?lang=en")
    _sign_in(presenter)
    wall = page(at(2), "/wall?lang=uz-Latn")
    _let_in(wall, store)
    phone = page(at(3, presenter.context), "/follow?lang=uz-Cyrl")
    analyst = page(at(2, presenter.context), "/?lang=en")
    painted(analyst)
    for screen in (wall, phone):
        screen.locator("#map[data-painted]").wait_for()
    presenter.get_by_role("button", name="Open the meeting").press("Enter")
    presenter.get_by_role("button", name="End the meeting").wait_for()
    for screen in (wall, phone):
        expect(screen.locator("#stage")).to_have_attribute("data-mode", "meeting", timeout=PATIENCE_MS)
    return Meeting(running=running, presenter=presenter, wall=wall, phone=phone, analyst=analyst)


def _add_account(store: Store) -> None:
    first = passwords.add(store.register, Account(key="boss", name="Boss", role="administrator"), Act.now("keeper"))
    passwords.change(store.register, "boss", first, PASSWORD, now=datetime.now(UTC))


def _sign_in(page: Page) -> None:
    page.fill("#name", "boss")
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def _let_in(wall: Page, store: Store) -> None:
    """An administrator approves the code that a wall shows."""
    code = wall.locator(".code").get_attribute("aria-label") or ""
    with store.register.writing() as session:
        sessions.approve(session, code, name="hall-1", who="keeper", now=datetime.now(UTC))
