"""The page of model sites: a photograph is added to a site, shown with its caption, and withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.language import Language, Words
from geodata import photos
from geodata.store import Store
from tests.geodata.test_photos import photograph
from tests.pages.test_pages import markup_of, run

STREET = "18080026"


def send(test: AppTest, content: bytes, *, day: str = "") -> AppTest:
    test.file_uploader[0].set_value(("street.jpg", content, "image/jpeg")).run()
    test.segmented_control(key="photo-0-stage").set_value("before")
    test.text_input(key="photo-0-caption").set_value("Кўча <b>")
    test.text_input(key="photo-0-taken").set_value(day)
    return test.button(key="photo-add").click().run()


def test_a_photograph_sent_is_shown_with_its_caption_and_can_be_withdrawn(own: Path) -> None:
    test = send(run("model-sites", lang="ru", mahalla=STREET), photograph(), day="07.05.2024")
    assert not test.exception
    assert [told.value for told in test.success] == ["Фотография добавлена и показывается."]
    (kept,) = photos.shown(Store(own))
    assert f'src="/photo/{kept.what.file}"' in markup_of(test)
    assert "<b>До</b>" in markup_of(test)
    assert "<figcaption>Кўча &lt;b&gt; · снято 07.05.2024</figcaption>" in markup_of(test)
    assert test.button(key="photo-withdraw").disabled
    test.text_input(key="photo-why").set_value("другая улица").run()
    test.button(key="photo-withdraw").click().run()
    assert not test.exception
    assert "/photo/" not in markup_of(test)
    assert photos.shown(Store(own)) == ()


@pytest.mark.parametrize("language", list(Language))
def test_a_bad_file_is_one_sentence_in_the_readers_language(own: Path, language: Language) -> None:
    test = send(run("model-sites", lang=language, mahalla=STREET), b"no picture")
    assert not test.exception
    (told,) = (error.value for error in test.error)
    known = (
        Words(language)
        .section("finding")
        .get(
            "finding.photo_unreadable",
            "{name} is no photograph that can be read. Wanted: JPEG, PNG or WebP; save it again as JPEG.",
        )
    )
    assert told == known.format(name="street.jpg")
    assert photos.shown(Store(own)) == ()


@pytest.mark.parametrize("day", ["31.02.2024", "gestern", "01.01.9999"])
def test_a_day_that_is_none_is_one_sentence(own: Path, day: str) -> None:
    test = send(run("model-sites", lang="en", mahalla=STREET), photograph(), day=day)
    assert [error.value for error in test.error] == [
        f"The day {day} cannot be read or has not come yet. Write 31.01.2025 or 2025-01-31."
    ]
    assert photos.shown(Store(own)) == ()


def test_a_file_named_by_the_table_of_sites_that_is_not_there_leaves_the_place_empty(own: Path) -> None:
    assert "<img" not in markup_of(run("model-sites", lang="en"))
