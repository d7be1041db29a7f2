"""What waits for the next edition: new files apart from those that are in it already, and what no longer is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from dashboard import data
from dashboard.panels.waiting import Waiting
from geodata.edition import open_edition, publish
from geodata.store import Store
from tests.geodata import made
from tests.pages.test_pages import run, text_of


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    made.fill(Store(tmp_path))
    publish(Store(tmp_path), who="tester")
    monkeypatch.setenv("MAHALLA_DATA", str(tmp_path))
    data.forget()
    yield Store(tmp_path)
    data.forget()


def waiting(store: Store) -> Waiting:
    return Waiting.since(store.imports(), open_edition(store).manifest)


def add_categories(store: Store, name: str) -> None:
    rows = made.identity().assign(category="red", decided=pd.Timestamp("2024-01-10"), valid_from=pd.NaT)
    store.add(made.report("categories", rows.assign(order=name, author="made"), name=name), who="tester")


def test_nothing_is_new_right_after_publishing(store: Store) -> None:
    found = waiting(store)
    assert (found.fresh, found.gone, found.number) == ((), (), 1)
    assert len(found.kept) == len(store.imports())


def test_a_file_that_came_since_stands_apart_from_those_published(store: Store) -> None:
    add_categories(store, "2025.csv")
    assert [entry.name for entry in waiting(store).fresh] == ["2025.csv"]
    said = text_of(run("data", lang="en"))
    assert "1 new file" in said
    publish(store, who="tester")
    data.forget()
    assert "nothing new since edition 2" in text_of(run("data", lang="en"))


def test_what_was_taken_out_or_replaced_is_told(store: Store) -> None:
    add_categories(store, "wrong.csv")
    publish(store, who="tester")
    store.withdraw(store.imports()[-1], who="tester")
    assert [source.name for source in waiting(store).gone] == ["wrong.csv"]
    data.forget()
    assert "No longer in it, unlike in edition 2: wrong.csv" in text_of(run("data", lang="en"))


def test_before_the_first_edition_every_file_is_new(store: Store) -> None:
    found = Waiting.since(store.imports(), None)
    assert (len(found.fresh), found.kept, found.number) == (len(store.imports()), (), None)
