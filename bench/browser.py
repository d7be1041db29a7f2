"""Real Chromium, the same for everyone measured, kept from everything but loopback."""

from __future__ import annotations

import ctypes
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, ViewportSize, sync_playwright
from playwright.sync_api import TimeoutError as WaitError

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
WINDOW: Final[ViewportSize] = {"width": 1920, "height": 1080}
FLAGS: Final = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    # No graphics card; WebGL, which two of the peers need, by SwiftShader. The same for everyone.
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
)
_DROP_FROM_BOUNDS: Final = 24  # prctl(2), PR_CAPBSET_DROP
_NICE: Final = 23  # capabilities(7), CAP_SYS_NICE
_HOOKS: Final = Path(__file__).with_name("hooks.js")
_BINARY: Final = 2
_TROUBLE: Final = "[data-testid=stException], [data-testid=stAlert]"


@contextmanager
def chromium() -> Iterator[Browser]:
    """The installed Chromium, without a window."""
    _no_privilege_of_nice()
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def _no_privilege_of_nice() -> None:
    """Let no process started from here put itself before others.

    Started by root, as in a container, Chromium gives its drawing threads nice −8: six times the share of a processor
    that the server beside it has. No viewer's browser may do that. Where this process may not either, nothing happens.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDS, _NICE, 0, 0, 0)


@contextmanager
def fresh(browser: Browser, kind: str, polygons: int) -> Iterator[Page]:
    """A page of a fresh context (no cache, no cookies) with our hooks in it."""
    context: BrowserContext = browser.new_context(viewport=WINDOW, bypass_csp=True)
    try:
        given = json.dumps({"kind": kind, "polygons": polygons})
        context.add_init_script(_HOOKS.read_text(encoding="utf-8").replace("GIVEN", given, 1))
        yield context.new_page()
    finally:
        context.close()


class PageError(Exception):
    """A page that did not show what was waited for; says what it shows instead."""


@contextmanager
def waiting(page: Page) -> Iterator[None]:
    """Where a wait ends in vain and the page speaks of an error, PageError with its words."""
    try:
        yield
    except WaitError as error:
        words = page.locator(_TROUBLE).all_inner_texts()
        if words:
            raise PageError(f"the page says: {' '.join(words[0].split())[:100]}") from error
        raise


@dataclass(slots=True)
class Traffic:
    """Bytes that came down so far as the browser has them after decompression; answers from its cache do not count."""

    websocket: int = 0
    http: int = 0


def watch(page: Page) -> Traffic:
    """Count what the page and its frames receive from now on."""
    traffic, cached = Traffic(), set[str]()
    session: CDPSession = page.context.new_cdp_session(page)

    def frame(event: dict[str, Any]) -> None:
        answer = event["response"]
        text = answer["payloadData"]
        traffic.websocket += (
            len(text) * 3 // 4 - text[-2:].count("=") if answer["opcode"] == _BINARY else len(text.encode())
        )

    def answer(event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            cached.add(event["requestId"])

    def part(event: dict[str, Any]) -> None:
        if event["requestId"] not in cached:
            traffic.http += event["dataLength"]

    session.on("Network.webSocketFrameReceived", frame)
    session.on("Network.responseReceived", answer)
    session.on("Network.dataReceived", part)
    session.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))
    session.send("Network.enable")
    return traffic
