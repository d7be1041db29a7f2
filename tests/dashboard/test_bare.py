"""An edition of boundaries alone: no scene and no slide tells of what was never imported as if it were zero."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from dashboard import data, view
from dashboard.export.pack import bare as lacking
from dashboard.export.pack import paper, slides
from dashboard.export.pack.facts import Facts
from dashboard.export.pack.records import Records
from dashboard.language import Language, Words
from dashboard.stage import desk as desks
from dashboard.stage import rotation
from dashboard.stage.makers import MAKERS
from dashboard.stage.scene import Asked, Setting
from dashboard.state import Address
from geodata.edition import publish
from geodata.register.stage import PLAYLIST
from geodata.store import Store
from tests.geodata import made

DAY = date(2025, 2, 21)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder whose edition has boundaries and names, and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    store = Store(folder)
    made.fill(store, without=("incidents", "population", "categories", "sites", "indicators"))
    publish(store, who="tester")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAHALLA_DATA", str(folder))
        data.forget()
        yield folder
    data.forget()


def test_every_scene_says_that_nothing_is_known(bare):
    edition = data.edition()
    told = dict.fromkeys(("category", "red", "change", "signals", "sites", "roadmap"))
    for kind, place, language in product(told, ("", made.DISTRICTS[0][0]), Language):
        asked = Asked(kind=kind, place=place, language=language, day=DAY)
        parts = MAKERS[kind](Setting(asked=asked, edition=edition, records=desks.Records(), agenda=None))
        words, (figure, *more) = Words(language), parts.figures
        assert not more, (kind, figure)
        mahallas = kind == "category" and figure.figure == words.number(9 if place else 27)
        assert mahallas or figure.figure == "—", (kind, figure)
        assert figure.note
        assert not parts.rows
        assert parts.empty not in {words("stage.none_red"), words("stage.none_raised"), words("stage.all_within")}
        assert parts.as_dict(words)["paint"]


def test_only_what_can_be_told_is_in_the_rotation(bare):
    assert {turn.scene for turn in rotation.order_of(PLAYLIST, data.edition())} == {"overview"}


def test_the_pack_says_what_is_missing_and_shows_the_units(bare, tmp_path):
    for language in Language:
        facts = Facts(view.of(data.edition(), Address(values={}), language), Records(on=DAY))
        assert lacking.missing(facts) == ("population", "categories", "incidents", "sites", "records")
        made_ = slides.of(facts)
        words = facts.words
        titles = [slide.title for slide in made_]
        assert titles[1:3] == [words("pack.bare.title"), words("pack.bare.units")]
        assert words("pack.slide.change") not in titles
        assert sum(block.__class__.__name__ == "Map" for slide in made_ for block in slide.blocks) == 2 + 3
    paper.write(tmp_path / "pack.pdf", made_, facts, lambda _share: None)
    assert (tmp_path / "pack.pdf").stat().st_size > 10_000
