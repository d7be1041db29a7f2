"""A full disk, a folder that cannot be written, a broken register: said in a sentence, and the old edition stays."""

from __future__ import annotations

import resource
import shutil
import signal
import sqlite3
import tempfile
from pathlib import Path

import pytest

from geodata.edition import open_edition, verify
from geodata.errors import StoreError
from geodata.store import Store
from tests.geodata import made
from tests.geodata.conftest import child


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
