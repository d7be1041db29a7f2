"""A full disk, a folder that cannot be written, a broken register: said in a sentence, and the old edition stays."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import pytest
from sqlalchemy import text

from geodata import backup
from geodata.edition import editions, open_edition, verify
from geodata.errors import StoreError
from geodata.register import transfer
from geodata.store import Store
from tests.geodata import made
from tests.geodata.conftest import HEAD, ROOT, child


@pytest.mark.parametrize("size", [4_000, 40_000])
def test_a_full_disk_is_said_and_leaves_the_old_edition(store, size):
    def little():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))  # as a full disk: a write fails half-way

    store.add(made.report("incidents", made.incidents(rows=6000)), who="a")
    told = child("publish(store, who='full')", store, limit=little)
    assert told.returncode == 1
    assert "geodata.errors.StoreError: The " in told.stderr
    assert "cannot be written: " in told.stderr
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


READER = """
import sys
for line in sys.stdin:  # one look for each line
    edition = open_edition(store)
    shapes, population = len(edition.mahalla_shapes), edition.population["residents"].sum()
    print(edition.id, edition.manifest.who, shapes, population, flush=True)
"""


def test_a_reader_sees_one_edition_while_two_stewards_publish(store):
    """Each look is at one whole edition, numbers only rise, and the two take turns."""
    command = [sys.executable, "-B", "-c"]
    surroundings = {"cwd": ROOT, "env": {**os.environ, "PYTHONPATH": str(ROOT)}}
    opened = f"{HEAD}store = Store({str(store.path)!r})\n"
    stewards = [
        subprocess.Popen([*command, f"{opened}publish(store, who='{who}')"], **surroundings)
        for who in ("anvar", "botir")
    ]
    reader = subprocess.Popen(
        [*command, opened + READER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **surroundings
    )
    seen = []
    while any(steward.poll() is None for steward in stewards):
        reader.stdin.write("look\n")
        reader.stdin.flush()
        seen.append(reader.stdout.readline().split())
    reader.communicate()
    assert [steward.returncode for steward in stewards] == [0, 0]
    numbers = [int(look[0].partition("-")[0]) for look in seen]
    assert numbers == sorted(numbers)
    by_id = {info.id: info.who for info in editions(store)}
    assert len(by_id) == 3
    assert all(by_id[look[0]] == look[1] and look[2] == "27" for look in seen)
    assert {look[3] for look in seen if look[0].startswith("1-")} <= {"0.0"}
    assert len({look[3] for look in seen if not look[0].startswith("1-")}) <= 1
    assert verify(store) == []


def no_room():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))  # no file can grow by a byte


def test_what_is_published_is_read_from_a_disk_without_a_byte_left(store):
    """SQLite wants room for the index of its log before it reads."""
    sqlite3.connect(store.path / "register.sqlite").execute("PRAGMA journal_mode = WAL").close()
    told = child("print(open_edition(store).number, len(verify(store)), sweep(store))", store, limit=no_room)
    assert (told.stdout, told.stderr) == ("1 0 []\n", "")
    told = child("from geodata.register import Act\nfrom geodata.register.posts import *\n"
                 "with store.register.writing() as s: BODIES.add(s, Body(key='a', name_uz_latn='b'), Act.now('x'))",
                 store, limit=no_room)  # fmt: skip
    assert "geodata.errors.StoreError: The register" in told.stderr
    assert verify(store) == []


def test_a_log_that_was_left_behind_is_read_from_a_full_disk(store):
    """The newest records are in it, so the file alone would show an older state."""
    code = """
import os
store.register.upgrade()
with store.register.reading() as keeping:
    publish(store, who='last')
    os._exit(0)
"""
    assert child(code, store).returncode == 0
    assert (store.path / "register.sqlite-wal").stat().st_size
    told = child("print([info.who for info in editions(store)])", store, limit=no_room)
    assert (told.stdout, told.stderr) == ("['tester', 'last']\n", "")


def test_a_full_disk_can_still_be_packed_onto_another(store, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    with store.register.writing() as session:  # the trail's refusal alone, as the other disk has room
        session.execute(
            text("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        )
    made_file = backup.make(store, tmp_path / "elsewhere" / "b.tar", who="steward")
    assert [finding.code for finding in made_file.findings] == ["backup_unnoted"]
    backup.restore(tmp_path / "elsewhere" / "b.tar", tmp_path / "back")
    assert open_edition(Store(tmp_path / "back")).number == 1


def test_a_snapshot_that_finds_no_room_is_one_sentence(store, tmp_path):
    with pytest.raises(StoreError, match="unable to open database file"):
        transfer.snapshot(store.register, tmp_path / "gone" / "register.sqlite")


def test_a_folder_may_have_any_name(store, tmp_path):
    """What would end or turn an address of a database."""
    folder = tmp_path / "d?mode=ro&x #%20'\n"
    shutil.copytree(store.path, folder)
    assert open_edition(Store(folder)).number == 1
    assert verify(Store(folder)) == []
    assert Store(folder).register.shown.endswith("register.sqlite")


@pytest.mark.parametrize(
    "given",
    [
        "postgresql://mahalla:geheim@127.0.0.1:9/mahalla",
        "postgresql://mahalla@/mahalla?host=/nowhere&password=geheim",
        "postgresql://mahalla:geheim@127.0.0.1:9/mahalla?sslpassword=geheim",
        "mysql://mahalla:geheim@127.0.0.1/mahalla",
        "postgresql://mahalla:geheim@127.0.0.1:port/mahalla",
    ],
)
def test_no_message_holds_the_password_of_the_database(tmp_path, given):
    (tmp_path / "settings.toml").write_text(f'database = "{given}"')
    with pytest.raises(StoreError) as told:
        editions(Store(tmp_path))
    whole = "".join(traceback.format_exception(told.value))
    assert "geheim" not in f"{told.value}{told.value.finding}"
    assert "geheim" not in whole


def test_no_message_holds_what_an_address_of_the_object_store_was_signed_with(tmp_path, monkeypatch):
    (tmp_path / "settings.toml").write_text('editions = "s3://mahalla/editions"')
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "https://objects.example?X-Amz-Signature=geheim")
    with pytest.raises(StoreError, match="address of the object store") as told:
        _ = Store(tmp_path).remote
    assert "geheim" not in str(told.value)
