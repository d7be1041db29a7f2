"""A photograph taken on one server is shown by another through the object store, whole or not at all."""

from __future__ import annotations

import pytest

from geodata import backup, photos
from geodata.errors import StoreError
from geodata.register.photos import SitePhoto
from geodata.remote import AGAIN_AFTER_S
from tests.geodata.objects import Shelf
from tests.geodata.test_photos import photograph
from tests.geodata.test_remote import Elsewhere


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "objects")


@pytest.fixture
def first(store, shelf):
    return shelf.given_to(store)


@pytest.fixture
def other(first, shelf, tmp_path):
    """A server with a folder of its own on the register of the first."""
    found = shelf.given_to(Elsewhere(tmp_path / "other"))
    found.register = first.register
    return found


def taken(store, **of):
    return photos.add(
        store, photos.prepare(photograph(**of), name="a.jpg"), SitePhoto(site="s", file="-"), who="a"
    ).what


def test_a_photograph_taken_on_one_server_is_fetched_by_another(first, other):
    name = taken(first).file
    photos.bring(other, name)
    assert (photos.folder(other) / name).read_bytes() == (photos.folder(first) / name).read_bytes()


def test_a_photograph_that_the_store_does_not_take_is_not_shown(first, shelf):
    shelf.files.silent = True
    with pytest.raises(StoreError, match="object store cannot be used"):
        taken(first)
    assert photos.shown(first) == ()


def test_a_photograph_spoiled_in_the_store_is_refused(first, other, shelf):
    name = taken(first).file
    shelf.object(name).write_bytes(b"another picture")
    with pytest.raises(StoreError, match="gone or changed"):
        photos.bring(other, name)
    assert not (photos.folder(other) / name).exists()
    shelf.now += AGAIN_AFTER_S
    assert photos.push(first) == 1
    photos.bring(other, name)


def test_only_what_is_on_show_is_asked_for(first, other, shelf):
    kept = photos.add(first, photos.prepare(photograph(), name="a"), SitePhoto(site="s", file="-"), who="a")
    photos.bring(other, kept.what.file)
    photos.withdraw(first, kept.id, why="a face", who="a")
    assert photos.is_hidden(other, kept.what.file)  # though its file is still there
    shelf.files.silent = True
    for name in (kept.what.file, "0" * 32 + ".jpg", "../secret", "by-hand.jpg"):
        photos.bring(other, name)
    assert not photos.is_hidden(other, "by-hand.jpg")


def test_a_backup_has_the_photographs_of_every_server(first, other, tmp_path):
    name = taken(first).file
    backup.make(other, tmp_path / "b.tar", who="a")
    assert (photos.folder(other) / name).exists()
