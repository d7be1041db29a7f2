"""The course of a run: one subject after the other, each with its own server; a subject that fails does not end it."""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser
from playwright.sync_api import Error as BrowserError

from bench import servers, shapes
from bench.browser import PageError, chromium
from bench.deadline import Deadline
from bench.measure import Bench, NoChangeError, Samples, TooFewError, measure
from bench.peers import given as peer
from bench.servers import ServerError
from bench.shapes import Given
from bench.subjects import SUBJECTS, Subject
from bench.timed_serve import RUNS_VARIABLE

_START_S: Final = 60.0


@dataclass(slots=True, kw_only=True)
class Found:
    """What a run brought; `failed` tells why, by subject; `start_s` is the product's second start."""

    given: Given
    browser: str = ""
    start_s: float | None = None
    samples: dict[str, Samples] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def run(names: Sequence[str], data: Path | None, scratch: Path, whole: Deadline) -> Found:
    """Measure the subjects named, on the edition of a data folder or else on the demonstration."""
    folder = demonstration(scratch / "data", whole.part(whole.seconds / 3)) if data is None else data.absolute()
    found = Found(given=shapes.write(folder, scratch))
    with _leaflet() as leaflet, chromium() as browser:
        found.browser = f"Chromium {browser.version}"
        for name in names:
            _tell(f"measuring {SUBJECTS[name].title}")
            one = _One(name=name, folder=folder, scratch=scratch, leaflet=leaflet, browser=browser)
            try:
                found.samples[name] = one.measured(found, whole.part(whole.seconds * SUBJECTS[name].share))
            except (ServerError, PageError, BrowserError, TooFewError, NoChangeError) as error:
                found.failed[name] = str(error).splitlines()[0]
    return found


def demonstration(folder: Path, limit: Deadline) -> Path:
    """The demonstration, built by the product's own command into a folder."""
    _tell("building the demonstration")
    servers.run([sys.executable, "-m", "dashboard.cli", "demo", "--data", str(folder)], limit)
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class _One:
    """One subject with what its server needs."""

    name: str
    folder: Path
    scratch: Path
    leaflet: str
    browser: Browser

    @property
    def subject(self) -> Subject:
        return SUBJECTS[self.name]

    def measured(self, found: Found, limit: Deadline) -> Samples:
        return self._product(found, limit) if self.subject.page is None else self._page(self.subject.page, found, limit)

    def _product(self, found: Found, limit: Deadline) -> Samples:
        """Started twice; the second finds what the first left behind: compiled modules, files in memory."""
        runs = self.scratch / "runs.txt"
        runs.touch()
        with self._started(runs, limit):
            pass
        with self._started(runs, limit) as server:
            found.start_s = server.start_s
            return measure(self._bench(server, found, found.given.positions, limit, runs))

    def _started(self, runs: Path, limit: Deadline) -> AbstractContextManager[servers.Server]:
        port = servers.free_port()
        command = servers.ours(self.folder, port, module="bench.timed_serve")
        return servers.serving(command, port, self.subject.health, limit.part(_START_S), {RUNS_VARIABLE: str(runs)})

    def _page(self, page: Path, found: Found, limit: Deadline) -> Samples:
        port = servers.free_port()
        extra = {peer.FOLDER_VARIABLE: str(self.scratch), peer.LEAFLET_VARIABLE: self.leaflet}
        with servers.serving(
            servers.plain(page, port), port, self.subject.health, limit.part(_START_S), extra
        ) as server:
            return measure(self._bench(server, found, tuple(range(len(shapes.SHOWN))), limit, None))

    def _bench(
        self, server: servers.Server, found: Found, positions: tuple[int, ...], limit: Deadline, runs: Path | None
    ) -> Bench:
        return Bench(
            browser=self.browser,
            subject=self.subject,
            server=server,
            positions=positions,
            polygons=found.given.polygons,
            limit=limit,
            runs=runs,
        )


class _Files(SimpleHTTPRequestHandler):
    """Leaflet's files, kept by the browser as a CDN's would be."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_values: object) -> None:
        pass


@contextmanager
def _leaflet() -> Iterator[str]:
    """The address of a server of our own with Leaflet on it."""
    folder = files("js_lib_leaflet") / "static" / "js_lib_leaflet"
    with ThreadingHTTPServer((servers.HOST, 0), functools.partial(_Files, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://{servers.HOST}:{server.server_address[1]}"
        finally:
            server.shutdown()


def _tell(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)
