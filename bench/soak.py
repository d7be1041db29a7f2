"""`python -m bench.soak`: a wall through many scenes in real Chromium, and whether anything grows.

Every scene is brought up by a jump, so that a day passes in well under an hour. `--day` is the whole day: as many
scenes as the playlist's durations put into 24 hours. Without it a short run, 48 minutes of scenes, takes the same
test; it can find what grows with every scene, not what grows once a night.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from playwright.sync_api import CDPSession, Page
from playwright.sync_api import TimeoutError as WaitError

from bench import results
from bench.browser import chromium
from bench.deadline import Deadline
from bench.lines import Line, as_dicts, text
from bench.memory import resident_kb
from bench.stage import Staged, staged
from dashboard import data
from dashboard.presenter import acts
from dashboard.stage import rotation
from geodata.register.stage import PLAYLIST

DAY_S: Final = 24 * 3600
SHORT: Final = 8
"""Rotations of the short run, of 6 minutes each."""

WARM: Final = 3
"""Rotations before the first sample that counts: until then caches fill."""

FLAT: Final = 1.10
_TRIES: Final = 6
_DRAWN_MS: Final = 14_000
NAMES: Final = {"server_kb": "server", "heap_kb": "heap of the page", "nodes": "nodes of the page",
                "renderer_kb": "process of the page"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What is held after a rotation: by the server, by the page's scripts, in its document, by its process."""

    server_kb: int
    heap_kb: int
    nodes: int
    renderer_kb: int


def lines(folder: Path | None = None, *, day: bool = False, limit_s: float = 600.0) -> list[Line]:
    """Growth of each memory over the run, on a copy of the data in `folder` (None: the demonstration)."""
    limit = Deadline(limit_s)
    with tempfile.TemporaryDirectory() as scratch, staged(folder, Path(scratch), limit) as server:
        order = rotation.turns(PLAYLIST, tuple(data.edition().districts["code"].astype(str)))
        lasts_s = sum(turn.step.seconds for turn in order)
        wanted = DAY_S // lasts_s if day else SHORT
        found = _sampled(server, order, wanted, limit)
        hours = len(found) * lasts_s / 3600
        told = f"{len(found) * len(order):,} scenes, as many as in {hours:.1f} h"
        return _grown(found, told, server.processor_s)


def _sampled(server: Staged, order: tuple[rotation.Turn, ...], wanted: int, limit: Deadline) -> list[Sample]:
    found: list[Sample] = []
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(f"{server.url}/wall?lang=uz-Latn")
        page.locator("#map[data-painted]").wait_for()
        session, whole = page.context.new_cdp_session(page), browser.new_browser_cdp_session()
        for number in range(WARM + wanted):
            _rotate(page, order)
            now = _sample(server, session, whole)
            found.append(now)
            print(f"rotation {number + 1:>4}: {astuple(now)}", file=sys.stderr, flush=True)
            if limit.is_over:
                break
    return found[WARM:]


def _rotate(page: Page, order: tuple[rotation.Turn, ...]) -> None:
    """Every scene once, each waited for; on a busy machine the clock may have turned the wall before it was drawn."""
    for index in range(len(order)):
        for left in reversed(range(_TRIES)):
            acts.jump(order, index)
            try:
                page.locator(f'#stage[data-index="{index}"]').wait_for(state="attached", timeout=_DRAWN_MS)
                break
            except WaitError:
                if not left:
                    raise
        time.sleep(0.05)


def _sample(server: Staged, session: CDPSession, browser: CDPSession) -> Sample:
    for _ in range(2):  # what the first sets free lets go of more
        session.send("HeapProfiler.collectGarbage")
    renderers = [one["id"] for one in _processes(browser) if one["type"] == "renderer"]
    return Sample(
        server_kb=server.resident_kb,
        heap_kb=int(session.send("Runtime.getHeapUsage")["usedSize"]) // 1024,
        nodes=int(session.send("Memory.getDOMCounters")["nodes"]),
        renderer_kb=max(map(resident_kb, renderers)),
    )


def _processes(browser: CDPSession) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.send("SystemInfo.getProcessInfo")["processInfo"]
    return found


def growth(values: Sequence[float]) -> float:
    """How many times the start the end is, on the straight line through all of them (least squares)."""
    at = np.arange(len(values))
    slope, start = np.polyfit(at, values, 1)
    return float((start + slope * at[-1]) / start)


def _grown(found: Sequence[Sample], told: str, processor_s: float) -> list[Line]:
    made = []
    for field in fields(Sample):
        values = [getattr(one, field.name) for one in found]
        note = f"{values[0]:,} → {values[-1]:,}{' KB' if field.name.endswith('kb') else ''}; {told}"
        by = growth(values) if len(values) > 1 else None
        made.append(Line(name=f"growth of the {NAMES[field.name]}", figure=by, unit="×", most=FLAT, note=note))
    return [*made, Line(name="processor of the server", figure=processor_s, unit="s")]


def main() -> int:
    """Measure, print and keep; 0 where nothing grew by more than a tenth."""
    parser = argparse.ArgumentParser(prog="bench.soak", description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder with an edition (default: the demonstration)")
    parser.add_argument("--day", action="store_true", help="24 hours of scenes; kept beside the short run")
    parser.add_argument("--limit", type=float, help="seconds (default: 600, with --day 4 hours)")
    options = parser.parse_args()
    limit_s = options.limit or (4 * 3600.0 if options.day else 600.0)
    found = lines(options.data, day=options.day, limit_s=limit_s)
    print(text(found))
    results.add("day" if options.day else "soak", as_dicts(found))
    return 0 if all(line.reached is not False for line in found) else 1


if __name__ == "__main__":
    sys.exit(main())
