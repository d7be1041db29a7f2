"""Which style sheets a page gets: every file in the folder belongs to all pages, to one of them, or to a theme."""

from __future__ import annotations

from pathlib import Path

from dashboard import markup
from dashboard.language import Language
from dashboard.topbar import PAGES

FOLDER = Path(markup.__file__).parent / "styles"


def test_every_style_sheet_is_used_and_every_page_of_the_table_exists():
    own = {name for names in markup.SHEETS_OF.values() for name in names}
    assert {path.name for path in FOLDER.glob("*.css")} == {*markup.SHEETS, *own, "light.css", "dark.css"}
    assert set(markup.SHEETS_OF) <= set(PAGES)


def test_a_page_has_its_own_rules_and_not_those_of_another():
    sites, region = (markup.style(Language.EN, dark=False, page=page) for page in ("model-sites", "region"))
    assert ".mm-forest" in sites
    assert ".mm-forest" not in region
    assert ".mm-tiles" in region


def test_a_list_with_a_long_figure_gives_it_room_in_every_row():
    row = {"name": "A", "code": "1", "page": "districts", "told": "", "bar": "value", "ends": [50], "of": ""}
    listed = [row | {"figure": "435 133 224"}, row | {"figure": "1"}]
    assert markup.render("ranking_rows.html", listed=listed).count("class=long") == 2
    assert "class=long" not in markup.render("ranking_rows.html", listed=listed[1:])
    assert "<a" not in markup.render("ranking_rows.html", listed=[])
