"""Waiting for what a page comes to show: it is asked again until it does, as `expect` asks a locator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import FrameLocator, Page

from bench.deadline import Deadline
from tests.chromium import PATIENCE_MS

_AGAIN_MS: Final = 50


def becomes(page: Page, look: Callable[[], Any], wanted: object) -> None:
    """Wait until `look` gives what is wanted; what it gave last is told where it never does."""
    limit = Deadline(PATIENCE_MS / 1000)
    while (found := look()) != wanted and not limit.is_over:
        page.wait_for_timeout(_AGAIN_MS)
    assert found == wanted


def says(page: Page, script: str, wanted: object) -> None:
    """Wait until a script in the page gives what is wanted."""
    becomes(page, lambda: page.evaluate(script), wanted)


def query(page: Page) -> dict[str, list[str]]:
    """The parameters of the page's address now."""
    return parse_qs(urlsplit(page.url).query)


def press_map(frame: FrameLocator, across: float, down: float) -> None:
    """Click a place of the map, by shares of its width and height, once it stands still."""
    ground = frame.locator(".mm-map")
    box = ground.bounding_box()
    assert box is not None
    ground.click(position={"x": box["width"] * across, "y": box["height"] * down})
