"""`python -m bench.followers`: thousands who follow one meeting on one process, all on loopback.

First each of them holds an answer open, and the next speaker is called: how long until all have it. Then the plain
address is asked as fast as it answers (wrk, installed from the system's packages where it is missing).
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
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

from bench import servers
from bench.deadline import Deadline
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
    with tempfile.TemporaryDirectory() as scratch, staged(options.data, Path(scratch), Deadline(600)) as server:
        acts.open_meeting(next(iter(acts.meetings())), 1)
        slowest = asyncio.run(_listen(server, options.followers))
        _ask(server, options.followers, options.seconds)
    return 0 if slowest <= WITHIN_S else 1


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


async def _listen(server: Staged, many: int) -> float:
    """Everybody connects, then the word goes round; the longest it took anybody, in seconds."""
    crowd, empty_kb, gate = Crowd(), server.resident_kb, asyncio.Semaphore(AT_ONCE)
    began = time.perf_counter()
    tasks = [asyncio.create_task(_follower(server.port, LANGUAGES[n % 4], crowd, gate)) for n in range(many)]
    while crowd.connected < many:
        await asyncio.sleep(0.05)
    took = time.perf_counter() - began
    full_kb = server.resident_kb
    print(f"{many:,} followers connected in {took:.1f} s; {(full_kb - empty_kb) / many:.1f} KB each ({full_kb:,} KB)")
    used = server.processor_s
    await asyncio.sleep(10)
    print(f"nothing happens: {(server.processor_s - used) * 10:.1f} % of a processor")
    slowest: list[float] = []
    for number in range(CHANGES):
        crowd.heard.clear()
        called = time.perf_counter()
        await asyncio.to_thread(acts.move, 1)
        wrote = time.perf_counter() - called
        while len(crowd.heard) < many and time.perf_counter() - called < 30:
            await asyncio.sleep(0.02)
        late = sorted(moment - called for moment in crowd.heard)
        slowest.append(late[-1])
        print(
            f"speaker {number + 1}: written in {wrote:.2f} s, half had it after {statistics.median(late):.2f} s, "
            f"99 in 100 after {late[int(len(late) * 0.99) - 1]:.2f} s, all {len(late):,} after {late[-1]:.2f} s",
            flush=True,
        )
    print(f"lost connections: {crowd.lost}")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return max(slowest)


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


def _ask(server: Staged, many: int, seconds: int) -> None:
    """The plain address as fast as it answers: whole, and to those who have it already."""
    tool = _wrk()
    if tool is None:
        print("wrk is not there and cannot be installed: the plain address was not measured")
        return
    address = f"{server.url}/stage/now/follow/uz-Latn"
    tag = _tag(server.port)
    for what, header in (("whole", "X-None: 0"), ("not modified", f'If-None-Match: "{tag}"')):
        command = [tool, "-t2", f"-c{many}", f"-d{seconds}s", "--latency", "--timeout", "20s", "-H", header, address]
        said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
        rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
        half, most = (re.search(rf"{share}%\s+(\S+)", said) for share in (50, 99))
        errors = re.search(r"Socket errors: (.*)", said)
        print(
            f"{what}: {float(rate[1]) if rate else 0:,.0f} answers a second on {many:,} connections; "
            f"half within {half[1] if half else '?'}, 99 in 100 within {most[1] if most else '?'}; "
            f"errors: {errors[1] if errors else 'none'}",
            flush=True,
        )


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
