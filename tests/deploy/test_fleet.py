"""Three servers behind nginx on one PostgreSQL: a meeting across them, during which servers die.

They share one folder, or each has its own and the editions come from an object store. Nothing here is timed: how long
each thing takes is measured by `bench.fleet`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bench import meeting
from bench.meeting import Meeting, served_by
from dashboard.settings import ROOT
from deploy import fleet as fleets
from deploy.fleet import Fleet
from geodata.edition import publish
from geodata.register import stage
from geodata.store import Store
from tests.browser.conftest import free_port

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(1200),  # starting it all belongs to the first test
    pytest.mark.skipif(
        bool(fleets.missing()), reason=f"not installed: {fleets.missing()}; tests/deploy/install_nginx.sh"
    ),
]


@pytest.fixture(scope="module", params=["folder", "objects"])
def running(
    demo_folder: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Fleet]:
    objects = request.param == "objects"
    if lacking := fleets.missing(objects=objects):
        pytest.skip(f"not installed: {lacking}")
    folder = tmp_path_factory.mktemp("fleet") / "data"
    shutil.copytree(demo_folder, folder)  # a backup is told to the trail of what it was taken of
    ports = sorted(free_port() for _ in range(3))
    others = {"tls_port": free_port(), "plain_port": free_port(), "objects_port": free_port() if objects else None}
    with Fleet(sys.prefix, data=folder, ports=ports, **others) as made, pytest.MonkeyPatch.context() as patch:
        for name, value in (made.objects.environment if objects else {}).items():
            patch.setenv(name, value)
        yield made


@pytest.fixture(scope="module")
def held(running: Fleet, browser: Browser) -> Iterator[Meeting]:
    with meeting.opened(running, browser) as made:
        yield made


def test_nginx_as_it_is_handed_out(running: Fleet) -> None:
    told = os.environ | {"MAHALLA_FLEET": json.dumps(running.told())}
    done = subprocess.run(
        [sys.executable, ROOT / "deploy" / "try.py"], env=told, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_one_press_given_to_every_server_at_once_is_done_once(held: Meeting) -> None:
    """What a browser that had no answer may do, or a proxy for it."""
    with Store(held.running.data).register.reading() as session:
        seen = stage.pulse(session).newest
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in held.presenter.context.cookies())

    def give(port: int) -> int | None:
        address = f"http://127.0.0.1:{port}/stage/word/{seen}/next"
        asked = urllib.request.Request(address, method="PUT", headers={"Cookie": cookie})
        with urllib.request.urlopen(asked) as answer:
            entry: int | None = json.load(answer)["entry"]
        return entry

    with ThreadPoolExecutor(3) as pool:
        given = list(pool.map(give, held.running.ports))
    assert len(given) - given.count(None) == 1
    held.speaks(1)
    held.presenter_sees(1)


def test_a_meeting_across_three_servers_two_of_which_die(held: Meeting) -> None:
    running, presenter, analyst = held.running, held.presenter, held.analyst
    assert served_by(presenter, held.wall, held.phone, analyst) == [1, 2, 3, 2]
    held.presenter_sees(1)

    # the presenter at one server, the wall and the follower at the others
    held.press()
    held.speaks(2)
    held.presenter_sees(2)

    # the wall's server dies; nobody is told, the meeting goes on
    with analyst.expect_websocket():
        running.kill(2)
        held.press()
    held.speaks(3)
    held.presenter_sees(3)
    held.choose("Incidents per 1,000 residents")
    assert served_by(held.wall, analyst) == [3, 3]

    # then the presenter's own, and the one that would take over is down already: what is pressed then is done, once
    with presenter.expect_websocket():
        running.kill(1)
        held.press()
    held.speaks(4)
    held.presenter_sees(4)
    held.press()
    held.speaks(5)
    assert served_by(presenter) == [3]

    # one is back, and what is published beside it is seen everywhere; nobody is torn from the server that knows him
    running.start(2)
    running.wait(2)
    published = publish(Store(running.data), who="steward").number
    held.shown(published, 2, 3)
    analyst.reload()
    expect(analyst.get_by_text(f"Edition {published} ·")).to_be_visible()
    assert served_by(analyst) == [3]
