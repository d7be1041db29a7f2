"""`python -m bench.country_serve DIR`: what serving a country costs: ready, pages, a change of the indicator, a drag.

DIR is a data folder with an edition of a country (`bench.country` draws one). The floor, a page with a select box and
no map, is measured in the same run. Frames of a drag are those that Chromium's own trace has as drawn between its first
step and the release: before and after it nothing moves and no frame is owed. The processor time of the page's thread
between two of them is given too, since it does not depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, Final

from playwright.sync_api import Browser

from bench import browser as browsers
from bench import measure, results, servers, shapes
from bench.deadline import Deadline
from bench.lines import Line, as_dicts, text
from bench.measure import Bench, Samples, middle
from bench.peers import given as peer
from bench.servers import Server
from bench.shapes import Given
from bench.subjects import SUBJECTS
from bench.timed_serve import RUNS_VARIABLE
from bench.visitor import Visitor

PAGES: Final = ("", "districts", "model-sites", "responsibility", "signals", "selector", "data", "methods")
ZOOMS: Final = (0, 1, 2, 3, 4)
"""Zoom levels above the view of the whole country at which the map is dragged."""

OPENED: Final = 5
"""Visits to each page, of which the slowest script counts."""

_WHOLE_S: Final = 600.0
_STEPS: Final = 90
_IDLE: Final = "[data-testid=stApp][data-test-script-state=notRunning]"
_MAIN: Final = "CrRendererMain"
_TASKS: Final = frozenset({"RunTask", "ThreadControllerImpl::RunTask"})
_DRAWN: Final = frozenset({"DrawFrame"})
_MARK: Final = "drag"
_CATEGORIES: Final = [
    "devtools.timeline",
    "disabled-by-default-devtools.timeline.frame",
    "toplevel",
    "blink.user_timing",
    "__metadata",
]
_DRAG: Final = Path(__file__).with_name("drag.js")
_VIEW: Final = (  # at once: an animated one begins a screen later, when the drag would be under way
    "z => { const { map, fittedZoom } = MahallaMap.scene; "
    "map.setView(map.getCenter(), fittedZoom + z, { animate: false }) }"
)
_STILL: Final = "() => { const { layer } = MahallaMap.scene; return layer.drawn && !layer.ground.preparing }"


def lines(folder: Path, scratch: Path, whole: Deadline) -> list[Line]:
    """Everything measured on the edition of a data folder."""
    given = shapes.write(folder, scratch)
    runs = scratch / "runs.txt"
    runs.touch()
    port = servers.free_port()
    command = servers.ours(folder, port, module="bench.timed_serve")
    with servers.serving(command, port, "/health", whole, {RUNS_VARIABLE: str(runs)}) as server:
        found = [Line(name="ready", figure=server.start_s, unit="s", most=10)]
        with browsers.chromium() as browser:
            found += list(_pages(browser, server, runs, whole, "  beside the warm-up"))
            ours = _samples("ours", browser, server, given, whole, runs)
            found += list(_frames(browser, server, whole))
            found += list(_pages(browser, server, runs, whole, "  a browser beside it"))
        found += [asyncio.run(_script(server.port, name, runs)) for name in PAGES]
    with browsers.chromium() as browser:
        floor = _floor(browser, given, scratch, whole)
    above = (middle(ours.repaint_ms) or 0.0) - (middle(floor.repaint_ms) or 0.0)
    return [
        *found,
        Line(name="bytes down per change", figure=middle(ours.bytes_down) or 0.0, unit="B", most=20_000),
        Line(name="repaint above the floor", figure=above, unit="ms", most=500),
    ]


def _pages(browser: Browser, server: Server, runs: Path, whole: Deadline, title: str) -> Iterator[Line]:
    """The script run of each page, the second time it is opened, while a browser draws it on the same processors.

    That is no page's own time: a viewer's browser draws on a machine of its own.
    """
    for name in PAGES:
        for _ in range(2):
            with browsers.fresh(browser, "text", 0) as page:
                before = len(runs.read_text(encoding="utf-8").split())
                page.goto(f"{server.url}{name}", wait_until="commit", timeout=1000 * whole.left_s)
                page.wait_for_selector(_IDLE, state="attached", timeout=1000 * whole.left_s)
        took = [float(line) for line in runs.read_text(encoding="utf-8").split()[before:]]
        yield Line(name=f"{title} {name or 'region'}", figure=max(took, default=0.0), unit="ms")


async def _script(port: int, name: str, runs: Path) -> Line:
    """The slowest script run of a page by the clock, of `OPENED` visits that come to it anew and draw nothing here."""
    before = len(runs.read_text(encoding="utf-8").split())
    for _ in range(OPENED):
        visitor = await Visitor.enter(port)
        await visitor.open(name, "lang=uz-Latn")
        await visitor.leave()
    took = [float(line) for line in runs.read_text(encoding="utf-8").split()[before:]]
    return Line(name=f"script of {name or 'region'}", figure=max(took), unit="ms", most=150)


def _samples(
    name: str, browser: Browser, server: Server, given: Given, whole: Deadline, runs: Path | None = None
) -> Samples:
    positions = given.positions if name == "ours" else tuple(range(len(shapes.SHOWN)))
    return measure.measure(
        Bench(
            browser=browser,
            subject=SUBJECTS[name],
            server=server,
            positions=positions,
            polygons=given.polygons,
            limit=whole,
            runs=runs,
        )
    )


def _floor(browser: Browser, given: Given, scratch: Path, whole: Deadline) -> Samples:
    port, page = servers.free_port(), SUBJECTS["floor"].page
    assert page is not None
    extra: Mapping[str, str] = {peer.FOLDER_VARIABLE: str(scratch), peer.LEAFLET_VARIABLE: ""}
    with servers.serving(servers.plain(page, port), port, SUBJECTS["floor"].health, whole, extra) as server:
        return _samples("floor", browser, server, given, whole)


def _frames(browser: Browser, server: Server, whole: Deadline) -> Iterator[Line]:
    """Frames a second of a drag at each zoom, and of its slowest step."""
    with browsers.fresh(browser, "painted", 0) as page:
        page.set_default_timeout(1000 * whole.left_s)
        page.goto(server.url, wait_until="commit")
        page.wait_for_selector("iframe")
        page.locator("iframe").first.content_frame.locator("[data-painted]").wait_for(state="attached")
        page.wait_for_selector(_IDLE, state="attached")
        inner = next(frame for frame in page.frames if frame != page.main_frame)
        for zoom in ZOOMS:
            inner.evaluate(_VIEW, zoom)
            inner.wait_for_function(_STILL)
            browser.start_tracing(page=page, categories=_CATEGORIES)
            inner.evaluate(_DRAG.read_text(encoding="utf-8"), _STEPS)
            trace = json.loads(browser.stop_tracing())
            gaps = [later - earlier for earlier, later in pairwise(drawn_ms(trace))]
            yield Line(name=f"frames a second, zoom +{zoom}", figure=1000 / median(gaps), unit="1/s", least=20)
            yield Line(name="  of the slowest frame", figure=1000 / max(gaps), unit="1/s", least=20)
            yield Line(name="  its processor time", figure=max(worked_ms(trace)), unit="ms", most=50)


def drawn_ms(trace: Mapping[str, Any]) -> list[float]:
    """When frames of a drag were drawn, by the process that drew most, and its two ends, milliseconds of the trace.

    `drag.js` marks the first step and the release; ValueError where the trace lacks them.
    """
    marks = sorted(e["ts"] / 1000 for e in trace["traceEvents"] if e.get("name") == _MARK)
    if len(marks) != len(("first step", "release")):
        raise ValueError(f"a trace of one drag has two marks {_MARK!r}, not {len(marks)}")
    by_process: dict[int, list[float]] = {}
    for event in trace["traceEvents"]:
        if event.get("name") in _DRAWN and marks[0] < event["ts"] / 1000 < marks[1]:
            by_process.setdefault(event["pid"], []).append(event["ts"] / 1000)
    most = max(([], *by_process.values()), key=len)
    return [marks[0], *sorted(most), marks[1]]


def worked_ms(trace: Mapping[str, Any]) -> list[float]:
    """The processor time of the busiest page thread before each drawn frame, milliseconds."""
    events = trace["traceEvents"]
    mains = {(e["pid"], e["tid"]) for e in events if e.get("name") == "thread_name" and _MAIN in str(e.get("args"))}
    tasks: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for event in events:
        thread = (event.get("pid"), event.get("tid"))
        if thread in mains and event.get("name") in _TASKS and "tdur" in event:
            tasks.setdefault(thread, []).append((event["ts"] / 1000, event["tdur"] / 1000))
    busiest = max(tasks.values(), key=lambda found: sum(took for _, took in found), default=[])
    frames = drawn_ms(trace)
    return [sum(took for at, took in busiest if earlier <= at < later) for earlier, later in pairwise(frames)]


def main() -> int:
    """Measure, print, and put it into results.json."""
    parser = argparse.ArgumentParser(prog="bench.country_serve", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--limit", type=float, default=_WHOLE_S, help="seconds at most (default: %(default).0f)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        found = lines(options.folder.absolute(), Path(scratch), Deadline(options.limit))
    print(text(found))
    results.add("country", as_dicts(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
