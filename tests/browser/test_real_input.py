"""Real files on the whole way: checked, imported, published, served, and shown as the territory that they are."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.settings import ROOT
from tests.browser.test_browser import painted
from tests.shared import shared_path

pytestmark = pytest.mark.browser


def mahalla(*arguments: object) -> str:
    """Runs a command of the product; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_polygons_of_a_real_district_stand_as_that_territory(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    real = shared_path("realdata/chinoz_mahalla_55_real.geojson")
    mahalla("import", "boundaries", real, "--data", tmp_path)
    mahalla("import", "register", real, "--data", tmp_path)
    assert "boundaries: 55 rows = 55 mapped" in mahalla("publish", "--data", tmp_path)
    page.goto(f"{serve(tmp_path)}/?lang=uz-Latn")
    frame = painted(page)
    expect(page.locator(".mm-tile").first).to_contain_text(re.compile(r"Toshkent viloyati\s*55"))
    expect(page.locator(".mm-ranking")).to_contain_text("Chinoz")
    expect(frame.locator(".mm-legend")).to_contain_text("n = 55")
    expect(page.locator(".mm-chip-demo")).to_have_count(0)


def test_a_real_table_without_boundaries_stands_as_one_square_a_mahalla(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    real = shared_path("realdata/karakalpakstan_mfy_social_real.csv")
    for kind in ("register", "population", "indicators"):
        mahalla("import", kind, real, "--data", tmp_path)
    assert "indicators: 423 rows = 423 mapped" in mahalla("publish", "--data", tmp_path)
    page.goto(f"{serve(tmp_path)}/?lang=en&indicator=residents")
    frame = painted(page)
    expect(page.locator(".mm-tile").first).to_contain_text("423")
    expect(page.locator(".mm-ranking a[href^='districts']")).to_have_count(17)
    expect(frame.locator(".mm-legend")).to_contain_text("Schematic: one square for each mahalla")
    expect(frame.locator(".mm-legend")).to_contain_text("No data")
