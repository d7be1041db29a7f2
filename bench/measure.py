"""Measuring one subject: bytes in one pass, time in another, so that counting does not slow what is timed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Final

from playwright.sync_api import Browser, FloatRect, Page
from playwright.sync_api import Error as BrowserError

from bench import browser as browsers
from bench.deadline import Deadline
from bench.relay import relaying
from bench.servers import HOST, Server
from bench.subjects import Subject

CHANGES: Final = 8
_QUIET_MS: Final = 500
"""A picture is complete when it has not changed for so long; this wait is not part of any figure."""

_ENOUGH: Final = 4
"""Changes: each indicator once."""

_MIDDLE: Final[FloatRect] = {"x": 760, "y": 490, "width": 400, "height": 300}
_TEXT: Final[FloatRect] = {"x": 0, "y": 0, "width": 1920, "height": 400}
_WAIT_S: Final = 30.0
_IDLE: Final = "[data-testid=stApp][data-test-script-state=notRunning]"


class TooFewError(Exception):
    """Time was up before enough had been measured."""


class NoChangeError(Exception):
    """What the hooks noted is not what the screen shows."""


@dataclass(slots=True, kw_only=True)
class Samples:
    """Everything measured of one subject, one entry a change or a first paint.

    `ordered_ms`, of those who draw by WebGL: when drawing was ordered, before software did what a graphics card does.
    """

    websocket_bytes: list[int] = field(default_factory=list)
    http_bytes: list[int] = field(default_factory=list)
    wire_bytes: list[int] = field(default_factory=list)
    repaint_ms: list[float] = field(default_factory=list)
    ordered_ms: list[float] = field(default_factory=list)
    script_ms: list[float] = field(default_factory=list)
    first_paint_ms: list[float] = field(default_factory=list)

    @property
    def bytes_down(self) -> list[int]:
        """WebSocket and HTTP together."""
        return [ws + http for ws, http in zip(self.websocket_bytes, self.http_bytes, strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What is the same for one subject's whole measuring; `runs` is the file with the milliseconds of script runs."""

    browser: Browser
    subject: Subject
    server: Server
    positions: tuple[int, ...]
    polygons: int
    limit: Deadline
    runs: Path | None = None


def measure(bench: Bench) -> Samples:
    """All samples of a subject whose server runs; fewer when its time was up, but never fewer than is enough."""
    samples = Samples()
    try:
        _take(bench, samples)
    except BrowserError:
        if not bench.limit.is_over:
            raise
    if len(samples.repaint_ms) < _ENOUGH:
        raise TooFewError(f"only {len(samples.repaint_ms)} changes within {bench.limit.seconds:.0f} s")
    return samples


def _take(bench: Bench, samples: Samples) -> None:
    _count_bytes(bench, samples)
    for number in range(bench.subject.opened):
        with browsers.fresh(bench.browser, bench.subject.observable, bench.polygons) as page:
            samples.first_paint_ms.append(open_page(bench, page, bench.server.port))
            if number == bench.subject.opened - 1:
                _time_changes(bench, page, samples)


def _count_bytes(bench: Bench, samples: Samples) -> None:
    """The first visit, which also warms the server up and shows that the hooks tell the truth."""
    with (
        relaying(bench.server.port) as relay,
        browsers.fresh(bench.browser, bench.subject.observable, bench.polygons) as page,
    ):
        traffic = browsers.watch(page)
        open_page(bench, page, relay.port)
        for change in _changes(bench, page, bench.subject.counted):
            before = (traffic.websocket, traffic.http, relay.down)
            pixels = _pixels(bench, page)
            change()
            samples.websocket_bytes.append(traffic.websocket - before[0])
            samples.http_bytes.append(traffic.http - before[1])
            samples.wire_bytes.append(relay.down - before[2])
            if pixels == _pixels(bench, page):
                raise NoChangeError("the hooks told of a new picture, but the screen shows the old one")


def _pixels(bench: Bench, page: Page) -> bytes:
    """What the screen really shows in the middle of the map; of a page without a map, its text."""
    clip: FloatRect = _TEXT if bench.subject.observable == "text" else _MIDDLE
    return page.screenshot(clip=clip, timeout=_wait_ms(bench))


def _time_changes(bench: Bench, page: Page, samples: Samples) -> None:
    for change in _changes(bench, page, CHANGES):
        runs_before = _runs(bench)
        found = change()
        samples.repaint_ms.append(found["at"] - found["chosen"])
        if bench.subject.observable == "canvas":
            samples.ordered_ms.append(found["ordered"] - found["chosen"])
        if bench.runs:
            samples.script_ms.append(sum(_runs(bench)[len(runs_before) :]))


def _changes(bench: Bench, page: Page, wanted: int) -> Iterator[Callable[[], dict[str, Any]]]:
    """Changes through the select box, each indicator after the other; fewer when time is short."""
    order = bench.positions[1:] + bench.positions[:1]
    for number in range(wanted):
        if bench.limit.is_over:
            return
        yield partial(choose, bench, page, order[number % len(order)])


def choose(bench: Bench, page: Page, position: int) -> dict[str, Any]:
    """Choose an option with the mouse; what the hooks noted of it."""
    wait_ms = _wait_ms(bench)
    page.locator(bench.subject.box).get_by_role("combobox").click(timeout=wait_ms)
    page.wait_for_function("() => bench.arm()", timeout=wait_ms)
    page.get_by_role("option").nth(position).click(timeout=wait_ms)
    found = _settled(page, wait_ms, choice=True)
    page.wait_for_selector(_IDLE, state="attached", timeout=wait_ms)
    return found


def open_page(bench: Bench, page: Page, port: int) -> float:
    """Open the page; milliseconds from the start of the navigation to the first complete picture."""
    wait_ms = _wait_ms(bench)
    page.goto(f"http://{HOST}:{port}/", wait_until="commit", timeout=wait_ms)
    found = _settled(page, wait_ms, choice=False)
    page.wait_for_selector(_IDLE, state="attached", timeout=wait_ms)
    return float(found["first"] if bench.subject.observable == "text" else found["at"])


def _settled(page: Page, wait_ms: float, *, choice: bool) -> dict[str, Any]:
    script = "([quiet, choice]) => bench.settled(quiet, choice)"
    with browsers.waiting(page):
        handle = page.wait_for_function(script, arg=[_QUIET_MS, choice], timeout=wait_ms)
    found: dict[str, Any] = handle.json_value()
    return found


def _wait_ms(bench: Bench) -> float:
    return 1000 * bench.limit.part(_WAIT_S).left_s


def _runs(bench: Bench) -> list[float]:
    return [float(line) for line in bench.runs.read_text(encoding="utf-8").split()] if bench.runs else []


def middle(values: list[float] | list[int]) -> float | None:
    """The median, None of nothing."""
    return float(median(values)) if values else None
