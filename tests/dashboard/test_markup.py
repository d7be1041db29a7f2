"""The style sheet of all pages, and what differs with the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import markup
from dashboard.language import Language, Words

FOLDER = Path(markup.__file__).parent / "styles"


def test_every_style_sheet_is_used():
    assert {path.name for path in FOLDER.glob("*.css")} == {*markup.SHEETS, "light.css", "dark.css", "print.css"}


@pytest.mark.parametrize("language", Language)
def test_the_readers_colours_and_words_stand_apart_from_the_rules(language):
    light, dark = (markup.style(language, dark=dark) for dark in (False, True))
    assert light != dark
    assert f'--language:"{language}"' in light
    assert Words(language)("unit.events") in light
    assert ".mm-" not in light
    assert ".mm-tiles" in markup.sheet()


def test_a_list_with_a_long_figure_gives_it_room_in_every_row():
    row = {"name": "A", "code": "1", "page": "districts", "told": "", "bar": "value", "ends": [50], "of": ""}
    listed = [row | {"figure": "435 133 224"}, row | {"figure": "1"}]
    assert markup.render("ranking_rows.html", listed=listed).count("class=long") == 2
    assert "class=long" not in markup.render("ranking_rows.html", listed=listed[1:])
    assert "<a" not in markup.render("ranking_rows.html", listed=[])


def test_a_text_from_the_data_is_no_markup_in_any_template():
    row = {"name": "<img src=x onerror=1>", "code": "1", "page": "districts", "told": "", "bar": "value", "ends": [50]}
    made = markup.render("ranking_rows.html", listed=[row | {"of": "", "figure": "&"}])
    assert "<img" not in made
    assert "&lt;img src=x onerror=1&gt;" in made
    assert markup.environment().autoescape is True


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("![x](http://a.b/c.png)", r"!\[x\](http\://a.b/c.png)"),
        ("*bold* `code` ~~gone~~", r"\*bold\* \`code\` \~\~gone\~\~"),
        ("# heading", r"\# heading"),
        ("two\n# lines", "two # lines"),
        ("a:smile:", "a\\:\N{WORD JOINER}smile:"),
        ("12:30, 5 %", "12\\:\N{WORD JOINER}30, 5 %"),
    ],
)
def test_nothing_in_a_text_is_markdown(text, said):
    assert markup.plain(text) == said


def test_paper_is_white_also_for_whoever_reads_in_the_dark():
    printed = markup.sheet().rpartition("@media print")[2]
    assert printed.startswith("{html:root{--ground:")
    assert markup.style(Language.RU, dark=True).count(":root{") == markup.style(Language.RU, dark=False).count(":root{")


def test_no_text_ends_the_style_at_whose_foot_it_stands():
    said = markup.style(Language.EN, dark=False, foot='</style><img src=x> "quoted"')
    assert said.count("</style>") == 1
    assert r'--paper-foot:"\3c /style>\3c img src=x> \"quoted\"";' in said
