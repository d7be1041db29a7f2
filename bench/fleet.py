"""`python -m bench.fleet`: a meeting across three servers behind nginx on PostgreSQL, while servers are killed.

Each is killed as by a power cut (SIGKILL) and started again for the next round; a line tells the slowest round.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from bench import course, meeting, results, servers
from bench.browser import chromium
from bench.deadline import Deadline
from bench.lines import Line, as_dicts, text
from bench.meeting import Meeting
from deploy import fleet
from deploy.fleet import Fleet
from geodata.demo import register
from geodata.edition import open_edition, publish
from geodata.store import Store

ROUNDS: Final = 2
FOLLOWED_S: Final = 2.0
BACK_S: Final = 5.0
INDICATORS: Final = ("Incidents per 1,000 residents", "Number of incidents")
FOLLOWED: Final = "the next speaker is on the wall and the phone"
VIEWERS: Final = "  pressed as the wall's server is killed"
ANALYST: Final = "  the analyst of that server has another indicator"
PRESENTER: Final = "  pressed as the presenter's server is killed"
OWN: Final = "  and the presenter's page shows it"
PUBLISHED: Final = "  a publication is shown by every server"
MOST: Final = {FOLLOWED: FOLLOWED_S, VIEWERS: BACK_S, PRESENTER: BACK_S, OWN: BACK_S, PUBLISHED: FOLLOWED_S}

Timed = Callable[[str, float | None], AbstractContextManager[float]]
"""Times what is done inside it under a name, since a moment or since now; gives the moment it counts from."""


def main() -> int:
    """Measure, print and keep; 0 when all that has an aim reached it."""
    parser = argparse.ArgumentParser(prog="bench.fleet", description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder with an edition (default: the demonstration)")
    if lacking := fleet.missing():
        print(f"bench.fleet: this machine lacks {lacking}", file=sys.stderr)
        return 1
    found = lines(parser.parse_args().data)
    print(text(found))
    results.add("fleet", as_dicts(found))
    return 0 if all(line.reached is not False for line in found) else 1


def lines(folder: Path | None = None) -> list[Line]:
    """How long a meeting waits for what is pressed, in the best case and while servers die."""
    with tempfile.TemporaryDirectory() as scratch:
        data = _copied(folder, Path(scratch))
        ports = [servers.free_port() for _ in range(fleet.PROCESSES)]
        begun = time.perf_counter()
        taken = {"tls_port": servers.free_port(), "plain_port": servers.free_port()}
        with Fleet(sys.prefix, data=data, ports=sorted(ports), **taken) as running, chromium() as browser:
            started = time.perf_counter() - begun
            with meeting.opened(running, browser) as held:
                took = _led(held)
    begun_line = Line(name="database, three servers and nginx started", figure=started, unit="s")
    rows = [
        Line(name=name, figure=max(each), unit="s", most=MOST.get(name), note=_rounds(each))
        for name, each in took.items()
    ]
    return [begun_line, *rows]


def _rounds(each: Sequence[float]) -> str:
    """The seconds of every round, the slowest of which is the figure."""
    return f"rounds: {', '.join(f'{seconds:.2f}' for seconds in each)}" if len(each) > 1 else ""


def _copied(folder: Path | None, scratch: Path) -> Path:
    """The data to start with: a backup of it is told to its trail, and what was given stays as it is."""
    found = folder.absolute() if folder else course.demonstration(scratch / "made", Deadline(300))
    shutil.copytree(found, scratch / "data")
    store = Store(scratch / "data")
    register.fill(store.register, open_edition(store), seed=2025)
    return scratch / "data"


def _led(held: Meeting) -> dict[str, list[float]]:
    """Seconds of each thing, a figure a round."""
    took: dict[str, list[float]] = defaultdict(list)

    @contextmanager
    def timed(what: str, since: float | None) -> Iterator[float]:
        begun = time.perf_counter() if since is None else since
        yield begun
        took[what].append(time.perf_counter() - begun)

    with timed(FOLLOWED, None):
        held.press()
        held.speaks(1)
    for number in range(ROUNDS):
        held.presenter_sees(2 * number + 1)
        _fall(held, timed, number)
    published = publish(Store(held.running.data), who="steward").number
    with timed(PUBLISHED, None):
        held.shown(published, 1, 2, 3)
    return dict(took)


def _fall(held: Meeting, timed: Timed, number: int) -> None:
    """The wall's server falls, then the presenter's while the first is still down; both come back at the end."""
    fallen = []

    def kill(page: Page) -> None:
        fallen.extend(meeting.served_by(page))
        held.running.kill(fallen[-1])

    with timed(VIEWERS, None) as begun:
        kill(held.wall)
        held.press()
        held.speaks(2 * number + 2)
    with timed(ANALYST, begun):
        held.choose(INDICATORS[number])
    held.presenter_sees(2 * number + 2)
    with timed(PRESENTER, None) as begun:
        kill(held.presenter)
        held.press()
        held.speaks(2 * number + 3)
    with timed(OWN, begun):
        held.presenter_sees(2 * number + 3)
    for one in fallen:
        held.running.start(one)
    for one in fallen:
        held.running.wait(one)


if __name__ == "__main__":
    sys.exit(main())
