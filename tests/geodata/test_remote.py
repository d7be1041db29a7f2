"""Editions at an object store: whole or not at all, in both directions, and what is here goes on when it is away."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from datetime import UTC, datetime, timedelta

import pytest

from geodata import backup
from geodata.edition import editions, open_edition, publish, verify
from geodata.editions import served
from geodata.editions.manifest import inventory
from geodata.errors import GeodataError, PublishError, StoreError
from geodata.register import address
from geodata.remote import AGAIN_AFTER_S, Remote
from geodata.store import Store
from tests.geodata import made
from tests.geodata.objects import Shelf

NOW = datetime.now(UTC) + timedelta(days=1)  # later than any test of a run


class Elsewhere(Store):
    """The folder of another server, whose register is the steward's."""

    has_register = True


@pytest.fixture(scope="module")
def published(template, tmp_path_factory):
    """The folder of the steward, with one edition from before there was a store and one put there; and the store."""
    folder = tmp_path_factory.mktemp("remote")
    shutil.copytree(template, folder / "data")
    publish(Shelf(folder / "objects").given_to(Store(folder / "data")), who="tester", note="second")
    return folder


@pytest.fixture
def shelf(published, tmp_path):
    shutil.copytree(published, tmp_path / "remote")
    return Shelf(tmp_path / "remote" / "objects")


@pytest.fixture
def first(shelf, tmp_path):
    """The server of the steward."""
    return shelf.given_to(Store(tmp_path / "remote" / "data"))


@pytest.fixture
def other(first, shelf, tmp_path):
    """Another server: the same register, a folder of its own with the first edition alone."""
    found = shelf.given_to(Elsewhere(tmp_path / "other"))
    name = editions(first)[0].folder
    shutil.copytree(first.editions / name, found.editions / name)
    found.register = first.register
    return found


def find(store, before=None):
    return served.find(store, lambda info: served.opened(store, info), before=before, now=NOW)


def told(store):
    found = find(store)
    return found.shown.number, [finding.code for finding in found.troubles]


def names(store):
    return sorted(path.name for path in store.editions.iterdir())


def test_an_edition_goes_there_with_its_manifest_last_and_comes_back_the_same(first, other, shelf):
    first.remote.push(open_edition(first).path, open_edition(first).path.name)
    assert shelf.files.written[-1].startswith("manifest-")
    assert len(shelf.files.written) == len(open_edition(first).manifest.files) + 1
    brought = open_edition(other)
    assert brought.number == 2
    assert inventory(brought.path) == inventory(open_edition(first).path)
    assert (brought.path / "manifest.json").read_bytes() == (open_edition(first).path / "manifest.json").read_bytes()
    shelf.files.silent = True
    assert open_edition(other).number == 2  # once and for all


def test_until_it_is_here_the_one_before_is_shown_and_nobody_waits_for_it(other):
    assert told(other) == (1, ["edition_coming"])
    assert other.lacks(editions(other)[1].folder)
    open_edition(other)
    assert told(other) == (2, [])


def test_a_store_that_is_away_leaves_what_is_here_and_is_not_asked_again_at_once(other, shelf):
    shelf.files.silent = True
    with pytest.raises(StoreError, match=r"object store cannot be used \(NETWORK_CONNECTION\)") as refused:
        open_edition(other)
    assert "secret" not in str(refused.value)
    assert told(other) == (1, ["edition_held"])
    assert other.remote.trouble.code == "store_away"
    shelf.files.silent = False
    with pytest.raises(StoreError, match="NETWORK_CONNECTION"):
        open_edition(other)
    shelf.now += AGAIN_AFTER_S
    assert open_edition(other).number == 2
    assert other.remote.trouble is None


def test_a_folder_without_any_edition_says_what_it_waits_for(other, shelf):
    shutil.rmtree(other.editions)
    with pytest.raises(StoreError, match="Edition 2 has not come from the object store yet"):
        find(other)
    assert open_edition(other).number == 2


SPOILED = {
    "flipped": lambda path: path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("ending", ["cube.arrow", "/manifest-*.json"])
@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_an_object_that_is_not_as_published_is_refused_and_the_old_edition_stays(other, shelf, spoil, ending):
    before = names(other)
    spoil(shelf.object(ending.removeprefix("/")))
    with pytest.raises(StoreError, match=r"of edition 0002-\w+ in the store is gone or changed"):
        open_edition(other)
    assert names(other) == before
    assert told(other) == (1, ["edition_held"])


def test_a_damaged_edition_is_not_put_there(first, shelf):
    found = open_edition(first)
    (found.path / "cube.arrow").write_bytes(b"other")
    shelf.files.written.clear()
    with pytest.raises(StoreError, match="damaged or incomplete"):
        first.remote.push(found.path, found.path.name)
    assert shelf.files.written == []


def test_publishing_without_the_store_changes_nothing(first, shelf):
    shelf.files.silent = True
    before = names(first)
    with pytest.raises(StoreError, match="object store cannot be used"):
        publish(first, who="tester")
    assert ([info.number for info in editions(first)], names(first)) == ([1, 2], before)
    shelf.files.silent = False
    assert publish(first, who="tester").number == 3


def test_several_who_want_an_edition_bring_it_once(other, shelf):
    read = []
    original = shelf.files.open_input_stream
    shelf.files.open_input_stream = lambda path: read.append(path) or original(path)
    (other.editions / ".bringing-killed").mkdir()
    threads = [threading.Thread(target=open_edition, args=(other,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read) == len(set(read)) > 5
    assert [name for name in names(other) if name.startswith(".")] == []


def test_imports_and_publishing_stay_with_the_folder_that_has_them(other):
    with pytest.raises(PublishError, match="lie in the data folder of another server"):
        publish(other, who="somebody")
    with pytest.raises(StoreError, match="lie in the data folder of another server"):
        other.add(made.report("incidents", made.incidents(seed=9)), who="somebody")
    assert other.imports() == []


def test_of_two_copies_that_publish_at_once_one_is_refused(first, other, shelf, monkeypatch):
    shutil.copytree(first.staging, other.staging)
    push = Remote.push
    meanwhile = []

    def first_is_faster(self, folder, name):
        if self is other.remote:
            meanwhile.append(publish(first, who="faster").number)
        push(self, folder, name)

    monkeypatch.setattr(Remote, "push", first_is_faster)
    with pytest.raises(PublishError, match="Edition 3 was published from another folder meanwhile"):
        publish(other, who="slower")
    assert meanwhile == [3]
    assert open_edition(other).manifest.who == "faster"
    assert told(first) == (3, [])


def test_verify_reads_there_what_is_not_here(other, shelf):
    assert verify(other) == []
    assert other.lacks(editions(other)[1].folder)
    SPOILED["flipped"](shelf.object("cube.arrow"))
    assert [finding.code for finding in verify(other)] == ["object_damaged"]


def test_what_is_wrong_with_an_edition_that_is_there_alone_is_told_by_its_name(other):
    with sqlite3.connect(other.register.shown) as register:
        register.execute("DROP TRIGGER audit_no_delete")
        register.execute("DELETE FROM audit WHERE seq >= (SELECT max(seq) FROM audit WHERE action = 'import')")
    name = editions(other)[1].folder
    (told,) = (finding for finding in verify(other) if finding.code == "audit_cut" and finding.values["got"] == name)
    assert told.where == f"{other.remote.shown}, {name}"


def test_a_backup_brings_what_is_not_here(other, tmp_path):
    assert backup.make(other, tmp_path / "b.tar", who="steward").findings == ()
    assert not other.lacks(editions(other)[1].folder)


# --- the setting and the environment

KEYS = {"AWS_ACCESS_KEY_ID": "key-of-mine", "AWS_SECRET_ACCESS_KEY": "secret-of-mine"}
ASKED = KEYS | {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}


@pytest.fixture
def environment(monkeypatch):
    def of(**told):
        for name in ("AWS_ENDPOINT_URL_S3", *ASKED):
            monkeypatch.delenv(name, raising=False)
        for name, value in told.items():
            monkeypatch.setenv(name, value)

    return of


def named(folder, text):
    (folder / address.SETTINGS).write_text(text)
    return Store(folder)


def test_a_folder_without_the_setting_asks_no_store(tmp_path):
    assert Store(tmp_path).remote is None
    assert named(tmp_path, "").remote is None


@pytest.mark.parametrize(
    "given", ["https://host/bucket", "s3://key:secret@bucket/a", "s3://", "s3://B", "s3://bucket/a?k=1", "bucket", ""]
)
def test_anything_but_a_bucket_and_a_prefix_is_refused_without_being_repeated(tmp_path, given):
    with pytest.raises(StoreError, match="must read s3://BUCKET/PREFIX") as refused:
        _ = named(tmp_path, f'editions = "{given}"').remote
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("missing", ASKED)
def test_without_keys_and_address_nothing_is_asked(tmp_path, environment, missing):
    environment(**{name: value for name, value in ASKED.items() if name != missing})
    with pytest.raises(StoreError, match=f"environment lacks {missing}"):
        _ = named(tmp_path, 'editions = "s3://bucket/editions"').remote


@pytest.mark.parametrize("endpoint", ["http://10.0.0.9:9000", "ftp://127.0.0.1", "127.0.0.1:9000", "https://a:b@host"])
def test_plain_http_is_for_this_machine_alone(tmp_path, environment, endpoint):
    environment(**ASKED | {"AWS_ENDPOINT_URL": endpoint})
    with pytest.raises(StoreError, match="must be https://HOST"):
        _ = named(tmp_path, 'editions = "s3://bucket/editions"').remote


def test_a_server_that_is_not_there_is_said_without_keys(tmp_path, environment):
    environment(**ASKED)
    remote = named(tmp_path, 'editions = "s3://bucket/editions/"').remote
    assert remote.shown == "s3://bucket/editions at http://127.0.0.1:1"
    with pytest.raises(GeodataError, match="NETWORK_CONNECTION") as refused:
        remote.has("0001-abcdef12", "0" * 64)
    assert "of-mine" not in f"{refused.value} {vars(remote)}"
