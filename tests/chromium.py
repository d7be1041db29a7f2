"""Real Chromium, one for all tests of a run: a second driver in the same thread refuses to start."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE_MS = 90_000
"""How long a page may take, whoever waits for it. Beside other work one of 3840 × 2160, drawn without a graphics
card, took more than the usual thirty seconds, and what was expected of a page more than the usual five."""

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
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield launched
        launched.close()
