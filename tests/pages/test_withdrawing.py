"""A steward's second thoughts on the page Data: a file sent twice, and one taken out of what waits."""

from __future__ import annotations

from geodata.store import Store
from tests.pages.test_pages import run, text_of

CATEGORIES = "mfy_id,toifa,qaror sanasi\n18010001,qizil,10.01.2024\n"


def press(test, key):
    return next(button for button in test.button if button.key == key).click().run()


def test_a_file_sent_twice_is_stored_once_and_the_page_says_so(store: Store) -> None:
    before = len(store.imports())
    test = run("data", lang="en")
    next(found for found in test.selectbox if found.key == "import-kind").select("categories").run()
    test.file_uploader[0].set_value(("toifa.csv", CATEGORIES.encode(), "text/csv")).run()
    assert "toifa.csv: accepted, 1 rows" in text_of(press(test, "import-check"))
    said = text_of(press(test, "import-check"))
    assert f"toifa.csv: there already as import {before + 1}; nothing was stored" in said
    assert len(store.imports()) == before + 1


def test_an_import_is_taken_out_with_the_mouse(store: Store) -> None:
    last = store.imports()[-1]
    test = run("data", lang="en")
    choice = next(found for found in test.selectbox if found.key == "withdraw-import")
    assert next(button for button in test.button if button.key == "withdraw").disabled
    choice.select(last.number).run()
    press(test, "withdraw")
    assert not test.exception
    assert last.number not in [entry.number for entry in store.imports()]
    assert f"{last.name}: taken out" in text_of(test)


def test_the_page_shows_the_edition_that_was_just_published(store: Store) -> None:
    test = run("data", lang="en")
    assert "Edition 1" in text_of(test)
    press(test, "publish")
    assert [message.value for message in test.success] == ["Edition 2 is published."]
    assert "Edition 2" in text_of(test)
    assert "Edition 1" not in text_of(test)
