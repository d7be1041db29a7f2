"""What waits for the next edition: new files apart from those that are in it already, and what no longer is."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from dashboard import data
from dashboard.panels.waiting import Waiting
from geodata.edition import open_edition, publish
from geodata.errors import StoreError
from geodata.store import Store
from tests.geodata import made
from tests.pages.test_pages import run, text_of
from tests.pages.test_withdrawing import press


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


def test_the_same_bytes_read_another_way_are_not_taken_for_the_same(store: Store) -> None:
    """A wrong mapping, mended and sent again, must not be lost without a word, nor counted beside the wrong rows."""
    first = made.report("incidents", made.incidents(seed=3, rows=5), name="may.csv")
    number = store.add(first, who="tester").number
    assert store.add(first, who="tester").repeated
    otherwise = dataclasses.replace(first, table=first.table.assign(group="calls"))
    with pytest.raises(StoreError, match=f"may.csv is there already as import {number}, read in another way"):
        store.add(otherwise, who="tester")
    store.withdraw(store.imports()[-1], who="tester")
    assert not store.add(otherwise, who="tester").repeated


def test_boundaries_read_another_way_take_the_place_of_the_earlier_ones(store: Store) -> None:
    again = made.report("boundaries", made.boundaries())
    assert store.add(again, who="tester").repeated
    moved = again.table.set_geometry(again.table.translate(0.001))
    assert not store.add(dataclasses.replace(again, table=moved), who="tester").repeated


def test_a_layer_is_chosen_where_a_file_has_several(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "two.gpkg"
    for layer in ("mahallas", "districts"):
        made.boundaries()[["mfy_id", "name", "district", "geometry"]].to_file(path, layer=layer, driver="GPKG")
    test = run("data", lang="en")
    assert "import-layer" not in [field.key for field in test.text_input]
    test.file_uploader[0].set_value(("two.gpkg", path.read_bytes(), "application/octet-stream")).run()
    press(test, "import-check")
    assert "The file has 2 layers that could be meant: districts, mahallas." in text_of(test)
    next(field for field in test.text_input if field.key == "import-layer").input("mahallas").run()
    press(test, "import-check")
    assert "two.gpkg: accepted, 27 rows" in text_of(test)
