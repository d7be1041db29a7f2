"""kill -9 at any moment of an import, a withdrawal, a publication, a write of records: the old state or the new one.

Half of the kills come at a random step (a file opened, renamed, flushed, a statement to the register), half at a random
moment by the clock. `MAHALLA_KILLS=100` makes a hundred of them.
"""

from __future__ import annotations

import json
import os
import shutil
import signal

import numpy as np
import pytest

from geodata.edition import open_edition, publish, sweep, verify
from geodata.register.audit import imported
from geodata.register.posts import BODIES
from geodata.store import Store
from tests.geodata.conftest import child

KILLS = int(os.environ.get("MAHALLA_KILLS", "16"))
SEED = int(os.environ.get("MAHALLA_KILLS_SEED", "7"))
RECORDS = 3

KILLED = """
import json, os, select, signal, sys, time
from sqlalchemy import event
from sqlalchemy.engine import Engine
from geodata.register import Act
from geodata.register.posts import BODIES, Body
from tests.geodata import made

COUNTED = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "fsync", "sql"}

def record(store):
    with store.register.writing() as session:
        for number in range(3):
            BODIES.add(session, Body(key=f"body{number}", name_uz_latn="IIB"), Act.now("killed"))

ACTS = {
    "publish": lambda store: publish(store, who="killed"),
    "import": lambda store: store.add(made.report("incidents", made.incidents(seed=9)), who="killed"),
    "withdraw": lambda store: store.withdraw(store.imports()[-1], who="killed"),
    "record": record,
}

def run(act, path, at):
    left, flush = [at], os.fsync
    def step(name, _arguments=()):
        if name in COUNTED:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    def counted(handle):
        step("fsync")
        flush(handle)
    os.fsync = counted
    event.listen(Engine, "before_cursor_execute", lambda *_: step("sql"))
    event.listen(Engine, "commit", lambda *_: step("sql"))
    sys.addaudithook(step)
    began = time.monotonic()
    ACTS[act](Store(path))
    print(at - left[0], time.monotonic() - began, flush=True)

for act, path, at, seconds in json.loads(sys.argv[1]):
    child = os.fork()  # nothing has started a thread yet: this process has only imported
    if not child:
        run(act, path, at)
        os._exit(0)
    if seconds is not None:
        handle = os.pidfd_open(child)
        select.select([handle], [], [], seconds)
        os.kill(child, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""

NEVER = 10**9


def acted(tasks):
    """Carries out each (act, folder, step, seconds) in a process of its own; the lines these printed."""
    told = child(KILLED, Store(tasks[0][1]), arguments=[json.dumps([(a, str(p), at, s) for a, p, at, s in tasks])])
    assert not told.stderr
    return told.stdout.split()


def state(store, act):
    """Whether `act` has been done in the folder: 0 for the state before it, 1 for the state after; else it is mixed."""
    found = {
        "publish": lambda: open_edition(store).number - 1,
        "import": lambda: sum(entry.who == "killed" for entry in store.imports()),
        "withdraw": lambda: int(not any(entry.kind == "population" for entry in store.imports())),
        "record": lambda: _records(store) / RECORDS,
    }[act]()
    assert found in (0, 1), found
    return found


def _records(store):
    with store.register.reading() as session:
        return len(BODIES.find(session))


@pytest.mark.parametrize("act", ["publish", "import", "withdraw", "record"])
def test_killed_anywhere_the_folder_holds_the_old_state_or_the_new_one(store, tmp_path, act):
    store.upgrade()
    shutil.copytree(store.path, tmp_path / "whole")
    steps, seconds, ended = (float(word) for word in acted([(act, tmp_path / "whole", NEVER, None)]))
    assert (ended, state(Store(tmp_path / "whole"), act)) == (0, 1)
    tasks = []
    for number, (at, moment) in enumerate(_points(int(steps), seconds)):
        shutil.copytree(store.path, tmp_path / f"killed-{number}")
        tasks.append((act, tmp_path / f"killed-{number}", at, moment))
    codes = [int(word) for word in acted(tasks) if word.lstrip("-").isdigit() and int(word) <= 0]
    assert codes.count(-signal.SIGKILL) >= sum(moment is None for *_, moment in tasks)
    seen = set()
    for _, path, _, _ in tasks:
        hit = Store(path)
        assert {finding.code for finding in verify(hit)} <= {"edition_unrecorded"}
        assert open_edition(hit).manifest.who == ("killed" if act == "publish" and state(hit, act) else "tester")
        sweep(hit)
        seen.add(state(hit, act))
        assert verify(hit) == []
        assert sweep(hit) == []
        with hit.register.reading() as session:
            assert imported(session) == {(entry.number, entry.key, entry.sha256) for entry in hit.imports()}
    print(f"{act}: {codes.count(-signal.SIGKILL)} of {len(tasks)} were killed in time; states found: {sorted(seen)}")
    assert 0 in seen
    assert publish(hit, who="after").number == open_edition(hit).number
    assert verify(hit) == []


def _points(steps, seconds):
    """Steps and moments to kill at: by step most late, where folders are renamed and the register is written."""
    random = np.random.default_rng(SEED)
    half = -(-KILLS // 8)
    early = random.integers(1, steps, half - half // 2).tolist()
    late = random.integers(max(1, steps - 25), steps, half // 2).tolist()
    return [(at, None) for at in (*early, *late)] + [(NEVER, s) for s in (random.random(half) * seconds).tolist()]
