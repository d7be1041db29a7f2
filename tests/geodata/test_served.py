"""What was served last stays on the screen, and the page is told why."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from geodata.edition import open_edition, publish
from geodata.editions import hashed, served
from geodata.editions.files import sha256_of
from geodata.errors import NoEditionError, StoreError
from geodata.store import Store

NOW = datetime.now(UTC) + timedelta(days=1)  # later than any test of a run


def find(store, before=None, *, now=NOW):
    return served.find(store, lambda info: served.opened(store, info), before=before, now=now)


def codes(found):
    return [finding.code for finding in found.troubles]


@pytest.fixture
def two(store):
    """A folder with two editions."""
    publish(store, who="tester", note="second")
    return store


def test_the_current_edition_is_shown_and_nothing_is_said(two):
    found = find(two)
    assert (found.shown.number, [info.number for info in found.listed], found.troubles) == (2, [1, 2], ())


SPOILED = {
    "gone": lambda path: (path / "mahallas.parquet").unlink(),
    "longer": lambda path: (path / "cube.arrow").write_bytes((path / "cube.arrow").read_bytes() + b"x"),
    "flipped": lambda path: (path / "cube.arrow").write_bytes(bytes([1]) + (path / "cube.arrow").read_bytes()[1:]),
    "manifest": lambda path: (path / "manifest.json").write_bytes((path / "manifest.json").read_bytes() + b" "),
    "folder": shutil.rmtree,
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_damaged_edition_gives_way_to_the_one_before(two, spoil):
    spoil(open_edition(two).path)
    found = find(two)
    assert (found.shown.number, codes(found)) == (1, ["edition_fallback"])
    assert found.troubles[0].message.startswith("Edition 2 is damaged, so edition 1 is shown.")


@pytest.mark.parametrize("what", SPOILED)
def test_a_list_of_editions_sees_what_is_damaged(two, what):
    (first, second) = find(two).listed
    SPOILED[what](open_edition(two, 2).path)
    assert served.described(two, first) == open_edition(two, 1).manifest
    with pytest.raises(StoreError, match="damaged or incomplete"):
        served.described(two, second)


@pytest.mark.parametrize(("what", "seen"), [(what, what != "flipped") for what in SPOILED])
def test_of_a_large_edition_a_list_sees_what_needs_no_reading_of_contents(two, monkeypatch, what, seen):
    monkeypatch.setattr(served, "AT_ONCE", 0)
    listed = served.editions(two)  # nothing was opened, so nothing is known of the contents
    SPOILED[what](open_edition(two, 2).path)
    if seen:
        with pytest.raises(StoreError, match="damaged or incomplete"):
            served.described(two, listed[1])
    else:
        assert served.described(two, listed[1]) == open_edition(two, 2).manifest
        assert find(two).shown.number == 1  # its contents are read now, and remembered
        with pytest.raises(StoreError, match="damaged or incomplete"):
            served.described(two, listed[1])


def test_a_damaged_edition_is_hashed_once_and_seen_again_when_it_was_put_right(two, monkeypatch):
    hashes = []
    monkeypatch.setattr(hashed, "sha256_of", lambda path: (hashes.append(path), sha256_of(path))[1])
    path = open_edition(two).path / "cube.arrow"
    content = path.read_bytes()
    SPOILED["flipped"](path.parent)
    found = find(two)
    asked = len(hashes)
    assert asked
    assert (found.shown.number, codes(find(two, found))) == (1, ["edition_fallback"])
    assert len(hashes) == asked
    path.write_bytes(content)
    assert find(two, found).shown.number == 2


def test_what_the_machine_refused_once_is_not_held_against_an_edition(two, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(hashed, "sha256_of", lambda _path: (_ for _ in ()).throw(OSError(24, "Too many open files")))
        with pytest.raises(StoreError):
            served.opened(two, served.editions(two)[1])
    assert served.opened(two, served.editions(two)[1]).number == 2


def test_a_byte_changed_in_what_is_shown_is_noticed(two):
    opened = {info.number: served.opened(two, info) for info in find(two).listed}
    SPOILED["flipped"](opened[2].path)
    found = served.find(two, lambda info: opened[info.number], before=None, now=NOW)
    assert (found.shown.number, codes(found)) == (1, ["edition_fallback"])


def test_an_edition_damaged_while_it_is_shown_gives_way_too(two):
    opened = {info.number: served.opened(two, info) for info in find(two).listed}
    (opened[2].path / "mahallas.parquet").unlink()
    found = served.find(two, lambda info: opened[info.number], before=None, now=NOW)
    assert (found.shown.number, codes(found)) == (1, ["edition_fallback"])


def test_the_only_edition_damaged_stays_as_far_as_it_was_read_and_is_not_opened_anew(store):
    before = find(store)
    (before.shown.path / "cube.arrow").unlink()
    found = find(store, before)
    assert (found.shown, codes(found)) == (before.shown, ["edition_alone"])
    with pytest.raises(StoreError, match="damaged and there is no other one"):
        find(store)
    with pytest.raises(StoreError, match="is damaged or incomplete; restore its folder"):
        _ = before.shown.cube


@pytest.mark.parametrize(
    ("file", "asked"),
    [("eras.parquet", "interpolation"), ("dealt.parquet", "interpolation"), ("concentration.json", "concentration")],
)
def test_whatever_is_damaged_after_opening_is_told_as_such(store, file, asked):
    shown = find(store).shown
    (shown.path / file).write_bytes(b"no table at all")
    with pytest.raises(StoreError, match="is damaged or incomplete; restore its folder"):
        getattr(shown, asked)


def broken(path):
    path.write_bytes(b"no database at all" * 100)


def locked(path):
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA journal_mode = DELETE")
    holder.execute("BEGIN EXCLUSIVE")
    return holder


@pytest.mark.parametrize(("spoil", "code"), [(broken, "register_lost"), (locked, "register_lost")])
def test_a_register_that_cannot_be_read_leaves_the_edition_on_the_screen(store, monkeypatch, spoil, code):
    monkeypatch.setattr("geodata.register.database.READER_WAITS_MS", 100)
    before = find(store)
    holder = spoil(store.path / "register.sqlite")
    found = find(Store(store.path), before)
    assert (found.shown.number, codes(found)) == (1, [code])
    if holder:
        holder.close()
        assert codes(find(Store(store.path), before)) == []  # it comes back by itself
    else:
        with pytest.raises(StoreError, match="cannot be used"):
            find(Store(store.path))


def test_a_register_that_is_gone_leaves_the_edition_on_the_screen(store):
    before = find(store)
    for path in store.path.glob("register.sqlite*"):
        path.unlink()
    assert codes(find(Store(store.path), before)) == ["register_lost"]
    with pytest.raises(NoEditionError, match="No edition has been published"):
        find(Store(store.path))


def test_a_clock_that_was_set_back_is_said(store):
    found = find(store, now=NOW - timedelta(days=400))
    assert (found.shown.number, codes(found)) == (1, ["clock_back"])
