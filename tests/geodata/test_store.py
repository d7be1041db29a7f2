"""What was imported waits in staging; what was published stands in editions."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest

from geodata.edition import editions, open_edition, publish, sweep, verify
from geodata.errors import NoEditionError, OptionError, PublishError, StoreError
from geodata.staging import UNREAD
from geodata.store import Store
from tests.geodata import made
from tests.geodata.conftest import ROOT

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


@pytest.mark.parametrize("within", [".", UNREAD])
def test_a_damaged_table_in_staging_is_named(store, within):
    entry = store.imports()[-1]
    path = store.staging / entry.key / within / f"{entry.stem}.parquet"
    path.parent.mkdir(exist_ok=True)
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
    steps = ["reading", "territory", "joining", "geometry", "tables", "concentration", "writing", "done"]
    assert [step for _, step in told] == steps


def test_joining_tells_how_many_of_the_rows_are_joined(store, monkeypatch):
    monkeypatch.setattr("geodata.join._AT_ONCE", 2)
    told = []
    publish(store, who="a", progress=lambda share, step: told.append((share, step)))
    joining = [share for share, step in told if step == "joining"]
    assert len(set(joining)) == len(joining) > 2
    assert joining == sorted(joining)
    assert joining[-1] < 0.45
    assert [share for share, _ in told] == sorted(share for share, _ in told)


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
