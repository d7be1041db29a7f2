"""Data folders of older programs, kept as they were written: read as they are, upgraded whole, and carried on.

`unnumbered` is of the first program, from before the register's layouts had numbers and incident rows were kept; the
others are named by their layout. Each is the small territory of `made.py` with one edition.
"""

from __future__ import annotations

import tarfile
from datetime import date
from pathlib import Path

import pytest

from dashboard import data
from geodata import backup
from geodata.edition import editions, open_edition, publish, verify
from geodata.editions import served
from geodata.register import migrations
from geodata.store import Store
from tests.geodata import made
from tests.pages.test_pages import run, text_of

SAMPLES = sorted(Path(__file__).with_name("samples").glob("*.tar.xz"))
YEAR = {"start": date(2024, 1, 1), "end": date(2024, 12, 31)}


@pytest.fixture(params=SAMPLES, ids=lambda path: path.name.partition(".")[0])
def old(request, tmp_path):
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path / "old", filter="data")
    return Store(tmp_path / "old")


def test_there_is_a_sample_of_the_first_program():
    assert "unnumbered.tar.xz" in {path.name for path in SAMPLES}


def test_an_old_folder_is_read_as_it_is_and_upgraded_with_everything_in_it(old, tmp_path):
    before = open_edition(old)
    counted = before.count("preventable", **YEAR).tolist()
    assert sum(counted) > 50
    assert verify(old) == []
    assert served.opened(old, editions(old)[0]).id == before.id
    assert [entry.kind for entry in old.imports()][:2] == ["register", "boundaries"]

    old.upgrade()
    assert old.register.layouts() == (migrations.LAYOUTS[-1],) * 2
    assert verify(old) == []
    assert open_edition(old).count("preventable", **YEAR).tolist() == counted

    again = publish(old, who="steward", note="by the new program")
    assert again.number == 2
    assert again.count("preventable", **YEAR).tolist() == counted
    backup.make(old, tmp_path / "b.tar", who="steward")
    assert backup.restore(tmp_path / "b.tar", tmp_path / "new").findings == ()
    assert [info.id for info in editions(Store(tmp_path / "new"))] == [before.id, again.id]


@pytest.mark.parametrize("page", ["region", "data"])
def test_an_old_edition_is_shown(old, monkeypatch, page):
    monkeypatch.setenv("MAHALLA_DATA", str(old.path))
    data.forget()
    test = run(page, lang="en", mahalla=made.identity()["code"][0])
    data.forget()
    assert not test.exception
    assert not test.error
    assert "27" in text_of(test)
