"""`python -m bench.soak`: a wall through many rotations; memory of the server and of the browser at start and end.

Every turn is brought up by a jump, so that weeks of scenes pass in minutes; `--rotations 2000` is a long night.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from playwright.sync_api import CDPSession, Page

from bench.browser import chromium
from bench.deadline import Deadline
from bench.stage import Staged, staged
from dashboard import data
from dashboard.presenter import acts
from dashboard.stage import rotation
from geodata.register.stage import PLAYLIST

WARM: Final = 2
"""Rotations before the first measurement: until then caches fill."""

FLAT: Final = 1.10


def main() -> int:
    """0 where both grew by less than a tenth."""
    parser = argparse.ArgumentParser(prog="bench.soak", description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder with an edition (default: the demonstration)")
    parser.add_argument("--rotations", type=int, default=8, help="after the first two (default: %(default)s)")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds (default: %(default).0f)")
    options = parser.parse_args()
    limit = Deadline(options.limit)
    with tempfile.TemporaryDirectory() as scratch, staged(options.data, Path(scratch), limit) as server:
        codes = tuple(data.edition().districts["code"].astype(str))
        order = rotation.turns(PLAYLIST, codes)
        with chromium() as browser:
            page = browser.new_page(viewport={"width": 1920, "height": 1080})
            page.goto(f"{server.url}/wall?lang=uz-Latn")
            page.locator("#map[data-painted]").wait_for()
            session = page.context.new_cdp_session(page)
            first: tuple[int, int] | None = None
            for number in range(WARM + options.rotations):
                _rotate(page, order)
                now = (server.resident_kb, _heap_kb(session))
                first = now if number + 1 == WARM else first
                print(f"rotation {number + 1:>5}: server {now[0]:>9,} KB, heap of the page {now[1]:>8,} KB", flush=True)
                if limit.is_over:
                    break
            return _told(first or now, now, server)


def _rotate(page: Page, order: tuple[rotation.Turn, ...]) -> None:
    """Every scene once, each waited for."""
    for index in range(len(order)):
        acts.jump(order, index)
        page.locator(f'#stage[data-index="{index}"]').wait_for(state="attached")
        time.sleep(0.05)


def _heap_kb(session: CDPSession) -> int:
    session.send("HeapProfiler.collectGarbage")
    return int(session.send("Runtime.getHeapUsage")["usedSize"]) // 1024


def _told(first: tuple[int, int], last: tuple[int, int], server: Staged) -> int:
    growth = [now / before for before, now in zip(first, last, strict=True)]
    for what, before, now, by in zip(("server", "page"), first, last, growth, strict=True):
        print(f"{what}: {before:,} -> {now:,} KB (x {by:.3f})")
    print(f"processor of the server: {server.processor_s:.1f} s")
    return 0 if max(growth) <= FLAT else 1


if __name__ == "__main__":
    sys.exit(main())
