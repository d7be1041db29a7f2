"""Leftovers are swept; what was changed after it was written is found."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from geodata.edition import open_edition, publish, sweep, verify
from geodata.editions import manifest
from geodata.errors import StoreError


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


def test_a_manifest_nested_beyond_reason_is_unreadable(tmp_path):
    (tmp_path / manifest.NAME).write_text("[" * 9000)
    with pytest.raises(StoreError, match="damaged or incomplete"):
        manifest.read(tmp_path)
