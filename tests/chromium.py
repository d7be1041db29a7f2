"""Real Chromium, one for all tests of a run: a second driver in the same thread refuses to start."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "Chromium is missing: make test installs it where that is allowed"
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield launched
        launched.close()
