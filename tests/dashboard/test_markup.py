"""The style sheet of all pages, and what differs with the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import markup
from dashboard.language import Language, Words

FOLDER = Path(markup.__file__).parent / "styles"


def test_every_style_sheet_is_used():
    assert {path.name for path in FOLDER.glob("*.css")} == {*markup.SHEETS, "light.css", "dark.css"}


@pytest.mark.parametrize("language", Language)
def test_the_readers_colours_and_words_stand_apart_from_the_rules(language):
    light, dark = (markup.style(language, dark=dark) for dark in (False, True))
    assert light != dark
    assert f'--language:"{language}"' in light
    assert Words(language)("unit.events") in light
    assert ".mm-" not in light
    assert ".mm-tiles" in markup.sheet()
