"""`python -m bench.fleet`: a meeting across three servers behind nginx on PostgreSQL, while servers are killed.

Each is killed as by a power cut (SIGKILL), and the presenter presses for the next speaker in the same moment.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench import course, meeting, results, servers
from bench.browser import chromium
from bench.deadline import Deadline
from bench.lines import Line, as_dicts, text
from bench.meeting import Meeting, served_by
from deploy import fleet
from deploy.fleet import Fleet
from geodata.demo import register
from geodata.edition import open_edition, publish
from geodata.store import Store

FOLLOWED_S: Final = 2.0
BACK_S: Final = 5.0
STARTED: Final = "database, three servers and nginx started"
FOLLOWED: Final = "the next speaker is on the wall and the phone"
VIEWERS: Final = "  pressed as the wall's server is killed"
ANALYST: Final = "  an analyst of that server has another indicator"
PRESENTER: Final = "  pressed as the presenter's server is killed too"
OWN: Final = "  and the presenter's page shows it"
PUBLISHED: Final = "a publication is shown by the others"
MOST: Final = {FOLLOWED: FOLLOWED_S, VIEWERS: BACK_S, PRESENTER: BACK_S, OWN: BACK_S, PUBLISHED: FOLLOWED_S}


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
        ports = sorted(servers.free_port() for _ in range(fleet.PROCESSES))
        taken = {"tls_port": servers.free_port(), "plain_port": servers.free_port()}
        watch = _Watch()
        with Fleet(sys.prefix, data=data, ports=ports, **taken) as running, chromium() as browser:
            watch.stop(STARTED)
            with meeting.opened(running, browser) as held:
                _lead(held, watch)
    load = f"load of the machine {os.getloadavg()[0]:.1f}"
    return [
        Line(name=name, figure=took, unit="s", most=MOST.get(name), note=load if name == STARTED else "")
        for name, took in watch.took.items()
    ]


@dataclass(slots=True)
class _Watch:
    """Seconds since the last start, under the name of what was done."""

    took: dict[str, float] = field(default_factory=dict)
    begun: float = field(default_factory=time.perf_counter)

    def start(self) -> None:
        self.begun = time.perf_counter()

    def stop(self, what: str) -> None:
        self.took[what] = time.perf_counter() - self.begun


def _copied(folder: Path | None, scratch: Path) -> Path:
    """The data to start with: a backup of it is told to its trail, and what was given stays as it is."""
    found = folder.absolute() if folder else course.demonstration(scratch / "made", Deadline(300))
    shutil.copytree(found, scratch / "data")
    store = Store(scratch / "data")
    register.fill(store.register, open_edition(store), seed=2025)
    return scratch / "data"


def _lead(held: Meeting, watch: _Watch) -> None:
    """Nobody falls; then the wall's server; then the presenter's, while the first is still down; then one is back."""
    running = held.running
    watch.start()
    held.press()
    held.speaks(1)
    watch.stop(FOLLOWED)
    held.presenter_sees(1)

    watch.start()
    running.kill(served_by(held.wall)[0])
    held.press()
    held.speaks(2)
    watch.stop(VIEWERS)
    held.choose("Incidents per 1,000 residents")
    watch.stop(ANALYST)
    held.presenter_sees(2)

    watch.start()
    running.kill(served_by(held.presenter)[0])
    held.press()
    held.speaks(3)
    watch.stop(PRESENTER)
    held.presenter_sees(3)
    watch.stop(OWN)

    running.start(2)
    running.wait(2)
    published = publish(Store(running.data), who="steward").number
    watch.start()
    held.shown(published, 2, 3)
    watch.stop(PUBLISHED)


if __name__ == "__main__":
    sys.exit(main())
