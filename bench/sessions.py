"""`python -m bench.sessions`: two thousand sessions come and go, and what the server holds of them afterwards.

Each connects, opens a page, changes the indicator and leaves, as a reader of a link does. Streamlit keeps a session
that has gone for a while, so that a browser may come back to it; here that while is short, so that what is measured is
what stays for good.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from bench import results
from bench.deadline import Deadline
from bench.lines import Line, as_dicts, text
from bench.stage import Staged, staged
from bench.visitor import Visitor

FIRST: Final = 200
ALL: Final = 2000
OPEN: Final = 200
"""Sessions held open at the same time, to see what one takes."""

OPEN_BEFORE: Final = 100
"""As many before them fill what those that went have left free."""

AT_ONCE: Final = 4
FLAT: Final = 1.10
FEW: Final = 20
"""Files more or fewer are those of threads and of the register."""

GONE_AFTER_S: Final = 5
_SETTLED_S: Final = GONE_AFTER_S + 5.0
PAGES: Final = ("", "districts", "signals", "model-sites")


def main() -> int:
    """0 where nothing stays of those who have gone."""
    parser = argparse.ArgumentParser(prog="bench.sessions", description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder with an edition (default: the demonstration)")
    parser.add_argument("--sessions", type=int, default=ALL, help="(default: %(default)s)")
    options = parser.parse_args()
    found = lines(options.data, options.sessions)
    print(text(found))
    results.add("sessions", as_dicts(found))
    return 0 if all(line.reached is not False for line in found) else 1


def lines(data: Path | None = None, many: int = ALL) -> tuple[Line, ...]:
    """Memory after the first sessions and after all, their quotient, and what a session takes while it is open."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        staged(data, Path(scratch), Deadline(600), module="bench.forgetful_serve") as server,
    ):
        asyncio.run(_come_and_go(server.port, FIRST))
        before, files_before = _settled_kb(server), server.open_files
        asyncio.run(_come_and_go(server.port, many - FIRST))
        after, files_after = _settled_kb(server), server.open_files
        each, files_each = asyncio.run(_open(server))
    return (
        Line(name=f"server after {FIRST} sessions came and went", figure=before / 1024, unit="MiB"),
        Line(name=f"server after {many:,} sessions came and went", figure=after / 1024, unit="MiB"),
        Line(name="  the second to the first", figure=after / before, unit="times", most=FLAT),
        Line(name="an open session", figure=each, unit="KiB"),
        Line(name="  its open files", figure=files_each, unit=""),
        Line(name="open files that stayed of all others", figure=files_after - files_before, unit="", most=FEW),
    )


def _settled_kb(server: Staged) -> int:
    """What the server holds once the last sessions are forgotten and garbage is collected.

    Streamlit looks for sessions whose time is over when another comes or goes, so one more does.
    """
    time.sleep(_SETTLED_S)
    asyncio.run(_come_and_go(server.port, 1))
    time.sleep(_SETTLED_S)
    return server.resident_kb


async def _come_and_go(port: int, many: int) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def visit(number: int) -> None:
        async with gate:
            visitor = await _stay(port, number)
            if indicator := visitor.widgets.get("indicator"):
                await visitor.choose("indicator", (indicator.options[1 + number % 10],))
            await visitor.leave()

    await asyncio.gather(*(visit(number) for number in range(many)))


async def _open(server: Staged) -> tuple[float, float]:
    """KiB of memory and open files for each of `OPEN` sessions that are open at the same time."""
    visitors = [await _stay(server.port, number) for number in range(OPEN_BEFORE)]
    before, files_before = server.resident_kb, server.open_files
    visitors += [await _stay(server.port, number) for number in range(OPEN)]
    after, files_after = server.resident_kb, server.open_files
    for visitor in visitors:
        await visitor.leave()
    return (after - before) / OPEN, (files_after - files_before) / OPEN


async def _stay(port: int, number: int) -> Visitor:
    visitor = await Visitor.enter(port)
    await visitor.open(PAGES[number % len(PAGES)], "lang=uz-Latn")
    return visitor


if __name__ == "__main__":
    sys.exit(main())
