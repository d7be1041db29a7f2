from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from geodata.edition import editions, open_edition, publish, sweep, verify
from geodata.errors import NoEditionError, OptionError, PublishError, StoreError
from geodata.store import Store
from tests.geodata import made

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A folder with one edition published and one more table imported since."""
    store = Store(tmp_path_factory.mktemp("store") / "data")
    made.fill(store, without=("population",))
    publish(store, who="tester", note="first")
    store.add(made.report("population", made.population()), who="tester")
    return store.path


@pytest.fixture
def store(template, tmp_path):
    shutil.copytree(template, tmp_path / "data")
    return Store(tmp_path / "data")


def child(code, store, *, limit=None, arguments=()):
    """Runs `code` in a process of its own with `store` opened; its result."""
    script = (
        f"from geodata.store import Store\nfrom geodata.edition import *\nstore = Store({str(store.path)!r})\n{code}"
    )
    return subprocess.run(
        [sys.executable, "-B", "-c", script, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=limit,
    )


# --- staging


def test_an_import_waits_in_staging_and_comes_back_as_it_was(tmp_path):
    store = Store(tmp_path / "data")
    table = made.boundaries()
    entry = store.add(made.report("boundaries", table, name="b.geojson"), who="anvar")
    assert (entry.number, entry.kind, entry.rows, entry.who, entry.repeated) == (1, "boundaries", 27, "anvar", False)
    assert store.imports() == [entry]
    again = store.table(entry)
    assert again.crs == "EPSG:4326"
    assert again.geometry.geom_equals(table.geometry).all()
    assert sorted(path.name for path in (store.path / "staging" / "boundaries").iterdir()) == [
        f"0001-{entry.sha256[:8]}.json",
        f"0001-{entry.sha256[:8]}.parquet",
    ]


def test_identical_bytes_twice_are_reported_and_not_stored_twice(tmp_path):
    store = Store(tmp_path / "data")
    first = store.add(made.report("incidents", made.incidents()), who="a")
    store.add(made.report("incidents", made.incidents(seed=2)), who="a")
    again = store.add(made.report("incidents", made.incidents()), who="b")
    assert again.repeated
    assert again.number == first.number
    assert len(store.imports()) == 2


def test_an_older_boundary_file_can_come_back(tmp_path):
    store = Store(tmp_path / "data")
    one, two = made.report("boundaries", made.boundaries()), made.report("boundaries", made.boundaries().iloc[:20])
    store.add(one, who="a")
    store.add(two, who="a")
    assert not store.add(one, who="a").repeated
    assert store.add(one, who="a").repeated
    assert [entry.rows for entry in store.imports()] == [27, 20, 27]


def test_levels_of_boundaries_are_kept_apart(tmp_path):
    store = Store(tmp_path / "data")
    table = made.boundaries()
    table.loc[20:, "level"] = "district"
    store.add(made.report("boundaries", table), who="a")
    assert [(entry.key, entry.rows) for entry in store.imports()] == [("boundaries", 20), ("boundaries-district", 7)]


def test_a_refused_file_is_not_stored(tmp_path):
    store = Store(tmp_path / "data")
    refused = made.Report("incidents", made.incidents(), accepted=False)
    with pytest.raises(StoreError, match=r"The file table\.csv was refused"):
        store.add(refused, who="a")
    with pytest.raises(StoreError, match=r"no kind of table called \.\./\.\./etc; the kinds are boundaries"):
        store.add(made.report("../../etc", made.incidents()), who="a")
    with pytest.raises(OptionError, match="mark is sham"):
        store.add(made.report("incidents", made.incidents()), who="a", mark="sham")  # type: ignore[arg-type]
    assert not store.path.exists()


def test_an_import_can_be_withdrawn(store):
    entry = store.imports()[-1]
    store.withdraw(entry, who="steward")
    assert entry not in store.imports()
    with pytest.raises(StoreError, match=f"no import number {entry.number}"):
        store.withdraw(entry, who="steward")


def test_a_damaged_table_in_staging_is_named(store):
    entry = store.imports()[-1]
    path = store.staging / entry.key / f"{entry.stem}.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(StoreError, match="cannot be read; withdraw it"):
        publish(store, who="tester")
    assert open_edition(store).number == 1


def test_an_import_the_register_cannot_record_was_not_made(store, monkeypatch):
    before = store.imports()

    def refuse(*_args, **_words):
        raise StoreError("register_failed", folder="x", got="disk I/O error")

    monkeypatch.setattr(Store, "_record", refuse)
    with pytest.raises(StoreError, match="disk I/O error"):
        store.add(made.report("incidents", made.incidents(seed=5)), who="a")
    assert store.imports() == before


def test_a_register_without_tables_is_as_good_as_none(tmp_path):
    store = Store(tmp_path)
    sqlite3.connect(tmp_path / "register.sqlite").execute("PRAGMA journal_mode = WAL").close()
    assert editions(store) == []
    made.fill(store, without=("incidents",))
    assert publish(store, who="a").number == 1


# --- publishing


def test_nothing_published_says_what_to_do(tmp_path):
    store = Store(tmp_path / "data")
    with pytest.raises(NoEditionError, match="run `mahalla demo`"):
        open_edition(store)
    with pytest.raises(PublishError, match="Nothing has been imported"):
        publish(store, who="tester")
    assert editions(store) == []
    assert verify(store) == []
    assert sweep(store) == []


def test_editions_are_numbered_and_an_old_one_stays(store):
    second = publish(store, who="tester", note="second")
    assert (second.number, second.manifest.note) == (2, "second")
    assert open_edition(store).id == second.id
    assert open_edition(store, 1).manifest.note == "first"
    assert [(info.number, info.current) for info in editions(store)] == [(1, False), (2, True)]
    with pytest.raises(NoEditionError, match="Edition 7 does not exist; the editions are 1, 2"):
        open_edition(store, 7)


def test_the_same_staging_twice_gives_the_same_content(store):
    one, two = publish(store, who="a"), publish(store, who="b", note="again")
    assert one.manifest.content == two.manifest.content
    assert one.manifest.files == two.manifest.files
    assert one.number != two.number


def test_progress_rises_to_one(store):
    told = []
    publish(store, who="a", progress=lambda share, step: told.append((share, step)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert [step for _, step in told] == ["reading", "territory", "joining", "geometry", "tables", "writing", "done"]


def test_what_does_not_make_an_edition_leaves_no_trace(store):
    for entry in store.imports():
        if entry.kind in {"register", "boundaries"}:
            store.withdraw(entry, who="a")
    told = []
    with pytest.raises(PublishError, match="Nothing says which mahallas there are"):
        publish(store, who="a", progress=lambda share, step: told.append((share, step)))
    assert [path.name for path in store.editions.iterdir()] == [open_edition(store).path.name]
    assert [step for _, step in told] == ["reading", "territory"]


def test_two_publishers_at_once_make_two_editions(store):
    head = "from geodata.store import Store\nfrom geodata.edition import publish\n"
    script = f"{head}publish(Store({str(store.path)!r}), who='child')"
    with subprocess.Popen(
        [sys.executable, "-B", "-c", script], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as other:
        publish(store, who="parent")
        assert other.wait(timeout=120) == 0
    assert [info.number for info in editions(store)] == [1, 2, 3]
    assert {info.who for info in editions(store)} == {"tester", "parent", "child"}
    assert verify(store) == []


KILLED = """
import json, os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine

COUNTED = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "fsync", "sql"}

def run(path, at):
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
    publish(Store(path), who="killed")
    print(at - left[0], flush=True)

for path, at in json.loads(sys.argv[1]):
    child = os.fork()  # nothing has started a thread yet: this process has only imported
    if not child:
        run(path, at)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def kill(*tasks):
    """Publishes in each folder in a process killed at the given step; what these printed, and their exit codes."""
    told = child(KILLED, Store(tasks[0][0]), arguments=[json.dumps([(str(path), at) for path, at in tasks])])
    assert not told.stderr
    return [int(line) for line in told.stdout.split()]


def test_killed_anywhere_the_store_holds_the_old_edition_or_the_new_one(store, tmp_path):
    shutil.copytree(store.path, tmp_path / "whole")
    steps, ended = kill((tmp_path / "whole", 10**9))
    assert steps > 50
    assert ended == 0
    # Most kills late: that is where files are flushed, the folder is renamed and the register written.
    chosen = np.random.default_rng(7)
    points = {*chosen.integers(1, steps, 4).tolist(), *chosen.integers(steps - 25, steps, 6).tolist(), steps - 1}
    copies = [Store(tmp_path / f"killed-{at}") for at in points]
    for copy in copies:
        shutil.copytree(store.path, copy.path)
    assert set(kill(*((copy.path, at) for copy, at in zip(copies, points, strict=True)))) == {-signal.SIGKILL}
    seen = set()
    for hit in copies:
        edition = open_edition(hit)
        seen.add(edition.number)
        assert {finding.code for finding in verify(hit)} <= {"edition_unrecorded"}
        assert edition.manifest.who == ("tester" if edition.number == 1 else "killed")
        assert len(edition.mahallas) == 27
        sweep(hit)
        assert not [path for path in hit.editions.iterdir() if path.name.startswith(".building")]
        assert publish(hit, who="after").number == edition.number + 1
    assert seen == {1, 2}


@pytest.mark.parametrize(("size", "words"), [(4_000, "cannot be used"), (40_000, "cannot be written")])
def test_a_full_disk_is_said_and_leaves_the_old_edition(store, size, words):
    def little():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))  # as a full disk: a write fails half-way

    store.add(made.report("incidents", made.incidents(rows=6000)), who="a")
    told = child("publish(store, who='full')", store, limit=little)
    assert told.returncode == 1
    assert "geodata.errors.StoreError: The " in told.stderr
    assert f"{words}: " in told.stderr
    assert "Free space or set permissions, then try again." in told.stderr
    assert [path.name for path in store.editions.iterdir()] == [open_edition(store).path.name]
    assert verify(store) == []


NOBODY = """
import os
if os.geteuid() == 0:  # root may write anywhere; what is imported late is loaded before the right to is given up
    import encodings.idna, sqlalchemy.dialects.sqlite, pyarrow.parquet
    sqlalchemy.create_engine("sqlite://").connect().close()
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
"""


def test_a_folder_that_cannot_be_written_is_said_and_can_still_be_read(template):
    folder = Path(tempfile.mkdtemp())
    try:
        shutil.copytree(template, folder / "data")
        register = sqlite3.connect(folder / "data" / "register.sqlite")
        register.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        register.close()  # takes its log files away, as on a medium that was copied
        assert not list((folder / "data").glob("register.sqlite-*"))
        folder.chmod(0o755)
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        read_only = Store(folder / "data")
        told = child(f"{NOBODY}\nprint(open_edition(store).number, len(verify(store)), sweep(store))", read_only)
        assert (told.stdout, told.stderr) == ("1 0 []\n", "")
        told = child(f"{NOBODY}\npublish(store, who='x')", read_only)
        assert "geodata.errors.StoreError: The folder" in told.stderr
        assert "Permission denied" in told.stderr
    finally:
        for path in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
            path.chmod(0o755)
        shutil.rmtree(folder)


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(StoreError, match="cannot be written"):
        Store(tmp_path / "data").add(made.report("incidents", made.incidents()), who="a")


# --- leftovers and verification


def test_leftovers_are_swept_and_nothing_else(store):
    (store.editions / ".building-abc" / "web").mkdir(parents=True)
    (store.staging / "incidents" / "0099-deadbeef.parquet").write_bytes(b"half")
    (store.staging / "incidents" / ".0100.json-1234").write_bytes(b"half")
    before = open_edition(store).id
    assert sweep(store) == [".building-abc", ".0100.json-1234", "0099-deadbeef.parquet"]
    assert sweep(store) == []
    assert open_edition(store).id == before
    assert len(store.imports()) == 7


def test_a_whole_edition_the_register_does_not_know_is_kept_out_of_sight(store):
    current = open_edition(store)
    shutil.copytree(current.path, store.editions / "0002-deadbeef")
    assert [finding.code for finding in verify(store)] == ["edition_unrecorded"]
    assert sweep(store) == ["0002-deadbeef"]
    assert publish(store, who="a").number == 2
    assert any(path.name.startswith(".unrecorded-0002") for path in store.editions.iterdir())


def test_nothing_is_swept_while_somebody_publishes(store):
    (store.editions / ".building-abc").mkdir()
    with store.lock():
        assert sweep(store) == []
    assert sweep(store) == [".building-abc"]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda path: (path / "districts.parquet").write_bytes(b"other"), "file_changed"),
        (lambda path: (path / "cube.arrow").unlink(), "file_changed"),
        (lambda path: (path / "more.txt").write_text("more"), "file_changed"),
        (lambda path: (path / "manifest.json").write_text("{}"), "manifest_changed"),
        (lambda path: (path / "manifest.json").unlink(), "edition_unreadable"),
        (shutil.rmtree, "edition_unreadable"),
    ],
)
def test_a_changed_edition_is_found(store, spoil, code):
    assert verify(store) == []
    spoil(open_edition(store).path)
    assert [finding.code for finding in verify(store)] == [code]


def test_a_changed_audit_entry_is_named(store):
    with sqlite3.connect(store.path / "register.sqlite") as register:
        register.execute("DROP TRIGGER audit_no_update")
        register.execute("UPDATE audit SET who = 'somebody else' WHERE seq = 3")
    told = verify(store)
    assert [finding.code for finding in told] == ["audit_broken"]
    assert told[0].message.startswith("The audit trail is broken at entry 3")


def test_a_removed_audit_entry_is_named(store):
    with sqlite3.connect(store.path / "register.sqlite") as register:
        register.execute("DROP TRIGGER audit_no_delete")
        register.execute("DELETE FROM audit WHERE seq = 2")
    assert verify(store)[0].values == {"got": 2}


def test_an_audit_trail_cut_off_at_the_end_is_found(store):
    with sqlite3.connect(store.path / "register.sqlite") as register:
        register.execute("DROP TRIGGER audit_no_delete")
        register.execute("DELETE FROM audit WHERE seq >= 5")
    assert [finding.code for finding in verify(store)] == ["audit_cut"]


def test_the_register_refuses_to_change_the_audit_trail(store):
    with sqlite3.connect(store.path / "register.sqlite") as register:
        for sql in ("UPDATE audit SET who = 'x'", "DELETE FROM audit"):
            with pytest.raises(sqlite3.IntegrityError, match="append only"):
                register.execute(sql)


def test_a_later_layout_is_refused(store):
    edition = open_edition(store)
    path = edition.path / "manifest.json"
    path.write_text(path.read_text().replace('"schema": 1', '"schema": 2'))
    with pytest.raises(StoreError, match="has layout 2, this program reads up to 1"):
        open_edition(store)
