"""`python -m bench.followers`: thousands who follow one meeting on one process, all on loopback.

First each of them holds an answer open, and the next speaker is called: how long until all have it. Then the plain
address is asked as fast as it answers (wrk, installed from the system's packages where it is missing).
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import itertools
import math
import multiprocessing
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event as Ready
from pathlib import Path
from typing import Final

from bench import results, servers
from bench.deadline import Deadline
from bench.lines import Line, as_dicts, text
from bench.stage import Staged, staged
from dashboard.presenter import acts

LANGUAGES: Final = ("uz-Latn", "uz-Cyrl", "ru", "en")
AT_ONCE: Final = 200
CHANGES: Final = 5
WITHIN_S: Final = 2.0
_ASK: Final = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n"


@dataclass(slots=True)
class Crowd:
    """Those who listen: when each had the last scene, and how many bytes came."""

    heard: list[float] = field(default_factory=list)
    bytes: int = 0
    connected: int = 0
    lost: int = 0


def main() -> int:
    """0 where everybody had every change within two seconds."""
    parser = argparse.ArgumentParser(prog="bench.followers", description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder with an edition (default: the demonstration)")
    parser.add_argument("--followers", type=int, default=5000, help="(default: %(default)s)")
    parser.add_argument("--seconds", type=int, default=5, help="of asking (default: %(default)s)")
    options = parser.parse_args()
    found = lines(options.data, options.followers, options.seconds)
    print(text(found))
    results.add("followers", as_dicts(found))
    return 0 if all(line.reached is not False for line in found) else 1


def lines(folder: Path | None = None, many: int = 5000, seconds: int = 5) -> list[Line]:
    """What it takes to tell so many of a change, and what the plain address answers."""
    with tempfile.TemporaryDirectory() as scratch, staged(folder, Path(scratch), Deadline(600)) as server:
        acts.open_meeting(next(iter(acts.meetings())), 1)
        heard = asyncio.run(listen(server, many))
        return [*_told(heard), *_ask(server, many, seconds)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """How a crowd was told: seconds until half and until all had each change, medians and the worst of the changes."""

    many: int
    connected_s: float
    each_kb: float
    idle_pct: float
    half_s: float
    all_s: float
    told_processor_s: float
    lost: int


def _told(heard: Heard) -> list[Line]:
    all_of = f"all {heard.many:,} followers have the next speaker"
    return [
        Line(name=f"{heard.many:,} followers connected", figure=heard.connected_s, unit="s"),
        Line(name="  memory of the server, each", figure=heard.each_kb, unit="KB"),
        Line(name="  nothing happens", figure=heard.idle_pct, unit="%", note="of a processor"),
        Line(name=all_of, figure=heard.all_s, unit="s", most=WITHIN_S, note=f"the slowest of {CHANGES} speakers"),
        Line(name="  half of them", figure=heard.half_s, unit="s"),
        Line(name="  processor of the server a change", figure=heard.told_processor_s, unit="s"),
        Line(name="  connections lost", figure=heard.lost, unit="", most=0),
    ]


@contextmanager
def crowd(port: int, many: int) -> Iterator[None]:
    """So many followers of a server, in a process of their own, while the block lasts; they only listen."""
    ready = multiprocessing.Event()
    process = multiprocessing.Process(target=_hold, args=(port, many, ready), daemon=True)
    process.start()
    try:
        if not ready.wait(120):
            raise servers.ServerError(f"{many:,} followers could not connect")
        yield
    finally:
        process.kill()
        process.join()


def _hold(port: int, many: int, ready: Ready) -> None:
    async def hold() -> None:
        here, gate = Crowd(), asyncio.Semaphore(AT_ONCE)
        tasks = [asyncio.create_task(_follower(port, LANGUAGES[n % 4], here, gate)) for n in range(many)]
        while here.connected < many:
            await asyncio.sleep(0.05)
        ready.set()
        await asyncio.gather(*tasks)

    asyncio.run(hold())


async def listen(server: Staged, many: int) -> Heard:
    """Everybody connects, then the word goes round, several times."""
    crowd, empty_kb, gate = Crowd(), server.resident_kb, asyncio.Semaphore(AT_ONCE)
    began = time.perf_counter()
    tasks = [asyncio.create_task(_follower(server.port, LANGUAGES[n % 4], crowd, gate)) for n in range(many)]
    while crowd.connected < many:
        await asyncio.sleep(0.05)
    connected_s = time.perf_counter() - began
    full_kb, used = server.resident_kb, server.processor_s
    await asyncio.sleep(10)
    idle, used = server.processor_s - used, server.processor_s
    halves: list[float] = []
    slowest: list[float] = []
    for _ in range(CHANGES):
        crowd.heard.clear()
        called = time.perf_counter()
        await asyncio.to_thread(acts.move, 1)
        while len(crowd.heard) < many and time.perf_counter() - called < 30:
            await asyncio.sleep(0.02)
        late = sorted(moment - called for moment in crowd.heard)
        halves.append(statistics.median(late))
        slowest.append(late[-1] if len(late) >= many else math.inf)
    used = server.processor_s - used
    lost = crowd.lost
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return Heard(
        many=many,
        connected_s=connected_s,
        each_kb=(full_kb - empty_kb) / many,
        idle_pct=idle * 10,
        half_s=statistics.median(halves),
        all_s=max(slowest),
        told_processor_s=used / CHANGES,
        lost=lost,
    )


async def _follower(port: int, language: str, crowd: Crowd, gate: asyncio.Semaphore) -> None:
    async with gate:
        reader, writer = await asyncio.open_connection(servers.HOST, port)
        writer.write(_ASK.format(path=f"/stage/events/follow/{language}").encode())
        await reader.readuntil(b"event: scene")
        crowd.connected += 1
    try:
        while line := await reader.readline():
            if line.startswith(b"event: scene"):
                crowd.heard.append(time.perf_counter())
        crowd.lost += 1
    finally:
        writer.close()


def _ask(server: Staged, many: int, seconds: int) -> list[Line]:
    """The plain address as fast as it answers: whole, and to those who have it already."""
    tool = _wrk()
    if tool is None:
        return [Line(name="plain address", figure=None, unit="answers/s", note="wrk cannot be installed")]
    address = f"{server.url}/stage/now/follow/uz-Latn"
    tag = _tag(server.port)
    found = []
    asked = [("whole", "X-None: 0"), ("not modified", f'If-None-Match: "{tag}"')]
    for (what, header), connections in itertools.product(asked, (AT_ONCE, many)):
        _rest(server)
        used = server.processor_s
        limits = ["-t2", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "20s"]
        command = [tool, *limits, "-H", header, address]
        said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
        rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
        half, most = (re.search(rf"{share}%\s+(\S+)", said) for share in (50, 99))
        errors = re.search(r"Socket errors: (.*)", said)
        note = (
            f"{(server.processor_s - used) / seconds:.2f} processors used; half within {half[1] if half else '?'}, "
            f"99 in 100 within {most[1] if most else '?'}; errors: {errors[1] if errors else 'none'}"
        )
        figure = float(rate[1]) if rate else None
        found.append(Line(name=f"plain address on {connections:,}, {what}", figure=figure, unit="answers/s", note=note))
    return found


def _rest(server: Staged) -> None:
    """Wait until what was asked before is answered: wrk leaves with a question open on each of its connections."""
    quiet = 0
    while quiet < 2:
        used = server.processor_s
        time.sleep(1)
        quiet = quiet + 1 if server.processor_s - used < 0.25 else 0


def _tag(port: int) -> str:
    connection = http.client.HTTPConnection(servers.HOST, port, timeout=10)
    connection.request("GET", "/stage/now/follow/uz-Latn")
    return str(connection.getresponse().getheader("ETag", "")).strip('"')


def _wrk() -> str | None:
    if shutil.which("wrk") is None and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], check=False, capture_output=True)
    return shutil.which("wrk")


if __name__ == "__main__":
    sys.exit(main())
