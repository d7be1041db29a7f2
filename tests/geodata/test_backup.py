"""A backup gives back what was packed, to the byte, or nothing; it can be taken while others read and write."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import stat
import tarfile
import threading

import pytest
from sqlalchemy import create_engine, make_url, text

from geodata import backup
from geodata.edition import editions, open_edition, publish, verify
from geodata.errors import StoreError
from geodata.register import Act, Register, address, audit, transfer
from geodata.register.posts import BODIES, Body
from geodata.store import Store
from tests.geodata.register.conftest import empty_url, server  # noqa: F401  fixtures of the register

ACT = Act.now("steward")


def add_bodies(register, *keys):
    with register.writing() as session:
        for key in keys:
            BODIES.add(session, Body(key=key, name_uz_latn="IIB"), ACT)


def bodies(register):
    with register.reading() as session:
        return [kept.what.key for kept in BODIES.find(session)]


def contents(folder):
    """Every file but the register, by name."""
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".", "register")))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def rewritten(source, target, change):
    """The backup again, each member passed through `change(entry, content)`, which gives a list of members."""
    with tarfile.open(source) as read, tarfile.open(target, "w") as write:
        for entry in read:
            for made, content in change(entry, read.extractfile(entry).read()):
                made.size = len(content)
                write.addfile(made, io.BytesIO(content))
    return target


@pytest.fixture
def packed(store, tmp_path):
    (store.path / "photos").mkdir()
    (store.path / "photos" / "s1.jpg").write_bytes(b"\xff\xd8picture")
    (store.path / "settings.toml").write_text("")
    add_bodies(store.register, "iib")
    backup.make(store, tmp_path / "b.tar", who="steward")
    return tmp_path / "b.tar"


def test_what_was_packed_comes_back(store, packed, tmp_path):
    made = backup.restore(packed, tmp_path / "new")
    assert made.findings == ()
    again = Store(tmp_path / "new")
    settings = {"settings.toml": b"", backup.SETTINGS_BACK: b""}
    assert contents(again.path) | settings == contents(store.path) | settings
    assert editions(again) == editions(store)
    assert bodies(again.register) == ["iib"]
    assert again.imports() == store.imports()
    assert (again.path / backup.SETTINGS_BACK).exists()
    assert not (again.path / "settings.toml").exists()
    assert publish(again, who="steward").number == 2  # it is a data folder like any other
    assert verify(again) == []


def test_a_backup_is_for_its_owner_alone_and_says_when_it_was_taken(store, packed):
    assert stat.S_IMODE(packed.stat().st_mode) == 0o600
    assert backup.last(store) is not None
    assert backup.last(Store(store.path.parent / "nothing")) is None
    with tarfile.open(packed) as archive:
        assert {entry.uname for entry in archive} == {""}


def test_nothing_is_overwritten(store, packed, tmp_path):
    with pytest.raises(StoreError, match="a backup never overwrites"):
        backup.make(store, packed, who="steward")
    before = contents(store.path)
    with pytest.raises(StoreError, match="restoring never overwrites"):
        backup.restore(packed, store.path)
    with pytest.raises(StoreError, match="restoring never overwrites"):
        backup.restore(packed, packed)
    assert contents(store.path) == before
    with pytest.raises(StoreError, match="No edition has been published"):
        backup.make(Store(tmp_path / "none"), tmp_path / "c.tar", who="steward")
    assert not (tmp_path / "c.tar").exists()


def flipped(entry, content):
    return [(entry, content[:-1] + bytes([content[-1] ^ 1]) if entry.name.endswith(".parquet") else content)]


def without_cube(entry, content):
    return [] if entry.name.endswith("cube.arrow") else [(entry, content)]


def with_more(entry, content):
    climbing = tarfile.TarInfo("../../outside.txt")
    return [(entry, content), (climbing, b"out")] if entry.name == "register.sqlite" else [(entry, content)]


def with_link(entry, content):
    if not entry.name.endswith("cube.arrow"):
        return [(entry, content)]
    link = tarfile.TarInfo(entry.name)
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return [(link, b"")]


def climbing_list(entry, content):
    if entry.name == "backup.json":
        told = json.loads(content)
        told["files"] = {f"editions/../../{name}": info for name, info in told["files"].items()}
        return [(entry, json.dumps(told).encode())]
    entry.name = f"editions/../../{entry.name}"
    return [(entry, content)]


def nested_list(entry, content):
    deep = b"[" * 200_000
    entry.size = len(deep)
    return [(entry, deep if entry.name == "backup.json" else content)]


def later(entry, content):
    return [(entry, content.replace(b'"layout": 1', b'"layout": 2'))]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (flipped, "is not as it was written"),
        (without_cube, "is not as it was written"),
        (with_more, "is not as it was written"),
        (with_link, "is not as it was written"),
        (climbing_list, "is not as it was written"),
        (nested_list, "is no backup, or it is cut off"),
        (later, "has layout 2, this program reads up to 1"),
    ],
)
def test_a_backup_that_was_changed_restores_nothing(packed, tmp_path, change, words):
    changed = rewritten(packed, tmp_path / "changed.tar", change)
    with pytest.raises(StoreError, match=words):
        backup.restore(changed, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar", "changed.tar", "data"]
    assert not (tmp_path.parent / "outside.txt").exists()


@pytest.mark.parametrize("size", [0, 300, 5_000, 60_000, -11_000])
def test_a_backup_cut_off_or_no_backup_restores_nothing(packed, tmp_path, size):
    content = packed.read_bytes()
    (tmp_path / "cut.tar").write_bytes(content[:size] if size else b"PK\x03\x04 no tar" * 90)
    with pytest.raises(StoreError, match=r"is no backup, or it is cut off|is not as it was written"):
        backup.restore(tmp_path / "cut.tar", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_damaged_edition_does_not_keep_the_register_from_its_backup(store, tmp_path):
    (open_edition(store).path / "cube.arrow").write_bytes(b"other")
    made = backup.make(store, tmp_path / "b.tar", who="steward")
    assert [finding.code for finding in made.findings] == ["file_changed"]
    assert [finding.code for finding in backup.restore(tmp_path / "b.tar", tmp_path / "new").findings] == [
        "file_changed"
    ]


def test_a_backup_taken_while_records_are_written_holds_one_state(store, tmp_path):
    done = threading.Event()

    def write():
        number = 0
        while not done.is_set():
            add_bodies(Store(store.path).register, f"first{number}", f"second{number}")  # two in one transaction
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            backup.make(store, tmp_path / f"{number}.tar", who="steward")
    finally:
        done.set()
        writer.join()
    for number in range(3):
        made = backup.restore(tmp_path / f"{number}.tar", tmp_path / f"new{number}")
        assert made.findings == ()
        assert len(bodies(Store(made.path).register)) % 2 == 0


def test_a_register_moves_into_another_database_and_back(empty_url, store, tmp_path):  # noqa: F811
    add_bodies(store.register, "iib", "iio")
    target = Register(make_url(empty_url), shown="target")
    transfer.load(store.register, target)
    add_bodies(target, "third")  # numbers go on after the highest
    transfer.snapshot(target, tmp_path / "copy.sqlite")
    copy = Register(f"sqlite:///{tmp_path / 'copy.sqlite'}", shown="copy")
    assert bodies(copy) == ["iib", "iio", "third"]
    with copy.reading() as session:
        assert audit.first_broken(session) is None
    with pytest.raises(StoreError, match="holds a register already"):
        transfer.load(store.register, target)


def test_a_backup_is_restored_into_the_database_that_the_folder_names(empty_url, store, packed, tmp_path):  # noqa: F811
    if empty_url.startswith("sqlite"):
        pytest.skip("a file is what a folder has without settings")
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / address.SETTINGS).write_text(f'database = "{empty_url}"')
    assert backup.restore(packed, folder).findings == ()
    assert not (folder / address.FILE).exists()
    again = Store(folder)
    assert bodies(again.register) == ["iib"]
    assert editions(again) == editions(store)
    made = backup.make(again, tmp_path / "second.tar", who="steward")
    assert made.findings == ()
    shutil.rmtree(folder / "editions")
    third = backup.restore(tmp_path / "second.tar", tmp_path / "third")
    assert third.findings == ()
    assert bodies(Store(third.path).register) == ["iib"]


def test_a_copy_that_lost_rows_is_refused(store, tmp_path, monkeypatch):
    add_bodies(store.register, "iib")
    hidden = tmp_path / "hidden.sqlite"
    transfer.snapshot(store.register, hidden)
    with sqlite3.connect(hidden) as file:
        file.execute("DROP TRIGGER body_no_delete")
        file.execute("DELETE FROM body")  # as row-level security would hide it
    with pytest.raises(StoreError, match="lost records"):
        transfer.load(Register(f"sqlite:///{hidden}", shown="hidden"), Register.in_folder(tmp_path))
    with create_engine(f"sqlite:///{tmp_path / address.FILE}").connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM audit")).scalar() == 0
