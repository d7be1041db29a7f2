"""What an edition was never given is named on the page that lives on it, with the way to bring it in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import data
from dashboard.language import Language, Words
from dashboard.state import Field
from geodata.edition import publish
from geodata.periods import Period
from geodata.store import Store
from tests.geodata import made
from tests.pages.test_pages import run, text_of

WANTED = {
    "region": ("categories", "incidents", "population"),
    "districts": ("categories", "incidents", "population"),
    "model-sites": ("sites", "incidents"),
    "responsibility": ("categories", "roadmap"),
    "signals": ("incidents",),
}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder whose edition has boundaries and names, and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    made.fill(Store(folder), without=("incidents", "population", "categories", "sites", "indicators"))
    publish(Store(folder), who="tester")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAHALLA_DATA", str(folder))
        data.forget()
        yield folder
    data.forget()


@pytest.mark.parametrize("page", WANTED)
def test_a_page_names_what_it_lacks_and_where_to_load_it(bare: Path, page: str) -> None:
    words, said = Words(Language.RU), text_of(run(page, lang="ru"))
    assert words("missing.title") in said
    assert words("missing.load") in said
    for kind in ("categories", "incidents", "population", "sites", "roadmap"):
        assert (words(f"missing.{kind}") in said) == (kind in WANTED[page])


def test_whoever_does_not_open_the_page_of_data_learns_who_loads_it(bare: Path) -> None:
    said = text_of(run("region", lang="en", **{Field.ROLE: "commander"}))
    assert "Whoever keeps the data can load it." in said
    assert "Load it on the page Data" not in said


def test_without_categories_no_list_says_that_no_mahalla_is_red(bare: Path) -> None:
    assert "the red mahallas are not known" in text_of(run("responsibility", lang="en"))


def test_a_whole_edition_lacks_nothing(demo: Path) -> None:
    for page in WANTED:
        assert Words(Language.EN)("missing.title") not in text_of(run(page, lang="en"))


def test_an_empty_folder_begins_with_three_steps(empty: Path) -> None:
    first, page = text_of(run("region", lang="en")), text_of(run("data", lang="en"))
    for step in ("boundaries", "more", "publish"):
        assert Words(Language.EN)(f"missing.step.{step}") in first
        assert Words(Language.EN)(f"missing.step.{step}") in page
    assert "Load it on the page Data" in first
    assert "mahalla demo" in page


def test_the_days_of_one_whole_month_are_called_by_its_name() -> None:
    words = Words(Language.EN)
    assert words.period(Period.parse("2024-10-01..2024-10-31")) == words.period(Period.parse("2024-10"))
    assert words.period(Period.parse("2024-10-01..2024-10-30")) == "1 Oct 2024 – 30 Oct 2024"
