"""Faults while pages are shown: the last edition stays on the screen and one sentence says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import data
from geodata.edition import open_edition, publish
from geodata.store import Store
from tests.geodata import made
from tests.pages.test_pages import run, text_of


@pytest.fixture
def served(own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demonstration that may be damaged, with a second between any two looks at it."""
    monkeypatch.setattr("dashboard.data.editions.time.monotonic", iter(range(10**6)).__next__)
    return own


def test_a_broken_register_leaves_the_page_and_is_told(served: Path) -> None:
    assert "The register cannot" not in text_of(run("region", lang="en"))
    (served / "register.sqlite").write_bytes(b"no database at all" * 100)
    test = run("region", lang="en")
    assert not test.exception
    said = text_of(test)
    assert "The register cannot be read; the edition shown last stays" in said
    assert "832" in said


def test_a_damaged_edition_with_no_other_is_told_in_a_sentence_and_not_as_a_bug(served: Path) -> None:
    (open_edition(Store(served)).path / "cube.arrow").unlink()
    for page in ("region", "data"):
        test = run(page, lang="ru")
        assert not test.exception
        assert "Восстановите его из резервной копии" in " ".join(str(error.value) for error in test.error)


def test_an_edition_damaged_while_it_is_served_is_told_and_shown_as_far_as_it_was_read(served: Path) -> None:
    run("region", lang="en")
    (open_edition(Store(served)).path / "population.parquet").unlink()
    test = run("region", lang="en")
    assert not test.exception
    assert "Edition 1 is damaged and there is no other one to show" in text_of(test)


def test_an_edition_without_sites_has_its_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made.fill(Store(tmp_path), without=("sites",))
    publish(Store(tmp_path), who="tester")
    monkeypatch.setenv("MAHALLA_DATA", str(tmp_path))
    data.forget()
    for page in ("region", "model-sites"):
        assert not run(page, lang="en", mahalla="18010001").exception
    said = text_of(run("model-sites", lang="en", edition="one"))
    assert "no table of model sites has been imported" in said
    assert "Opened" not in said  # none in a table would be a zero, no table is none
    assert "left out of the address: edition." in said
    data.forget()
