"""The pack is read back: every file is there, says what it is, and has the figures of the edition."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import geopandas as gpd
import numpy as np
import pptx
import pypdf
import pytest
import python_calamine

from dashboard import data, view
from dashboard.export.pack import make, meeting, parts, region, slides, workbook
from dashboard.export.pack.blocks import BOTTOM, Box, Cell, Column, Table, fitted, table
from dashboard.export.pack.facts import Facts
from dashboard.export.pack.records import Records
from dashboard.language import Language
from dashboard.panels import headline
from dashboard.state import Address
from geodata.edition import Edition
from layers.printed import letters
from tests.dashboard.pack.conftest import ON

MARK = "Сунъий маълумотлар"


def file(pack: Path, ending: str) -> Path:
    return pack / f"{pack.name}.{ending}"


def texts(slide) -> str:
    """Everything a slide says, its tables and charts included."""
    said = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            said.append(shape.text_frame.text)
        if shape.has_table:
            said += [cell.text for row in shape.table.rows for cell in row.cells]
        if shape.has_chart:
            said += list(shape.chart.plots[0].categories)
    return "\n".join(said)


@pytest.fixture(scope="module")
def deck(pack):
    return pptx.Presentation(str(file(pack, "pptx")))


def test_the_rate_of_a_district_can_be_reckoned_again_from_its_row(seen, monkeypatch):
    of_today = Edition.population_on

    def fewer_then(edition, day):
        found = of_today(edition, day)
        return replace(found, districts=found.districts - 10_000)

    monkeypatch.setattr(Edition, "population_on", fewer_then)
    told = Facts(view.of(seen.edition, Address(values={"period": "2023-Q3"}), seen.language), Records(on=ON))
    table, words = workbook.sheets(told)["districts"], told.words
    count, residents, rate = (
        table[name].to_numpy(np.float64)
        for name in (words.period(told.view.query.period), words("pack.column.residents"), words("pack.column.rate"))
    )
    assert rate == pytest.approx(count / residents * 100_000, abs=0.0501)


def test_every_file_carries_the_edition_and_nothing_half_made_is_left(pack, seen):
    assert sorted(path.name for path in pack.iterdir()) == [
        f"pack-{seen.edition.id}-meeting-1-uz-Cyrl.{ending}" for ending in ("geojson", "gpkg", "pdf", "pptx", "xlsx")
    ]
    assert [path.name for path in pack.parent.iterdir()] == [pack.name]


def test_progress_rises_from_nothing_to_the_whole(pack, told):
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert list(dict.fromkeys(step for _, step in told)) == ["read", "slides", "pages", "tables", "layers", "done"]


def test_there_is_a_slide_for_each_district_and_for_each_subject(deck, seen):
    titles = [slide.shapes.title.text for slide in deck.slides]
    names = [seen.district_full_name(code) for code in seen.edition.districts["code"]]
    assert titles[6:22] == names
    words = seen.words
    around = (
        "category",
        "change",
        "groups",
        "ranking",
        "long_red",
        "sites",
        "signals",
        "decisions",
        "sources",
        "methods",
    )
    assert titles[1:6] + titles[22:] == [words(f"pack.slide.{name}") for name in around]
    assert titles[0] == words("pack.headline")


def test_each_slide_has_the_mark_the_edition_and_its_number(deck, seen):
    for number, slide in enumerate(deck.slides, start=1):
        said = texts(slide)
        assert MARK in said
        assert seen.edition.id in said
        assert f"{number} / {len(deck.slides)}" in said


def test_a_district_tells_its_red_mahallas_with_posts_what_is_overdue_and_open(deck, facts):
    code = facts.red["district"].value_counts().index[0]
    said = texts(deck.slides[6 + facts.codes.index(code)])
    own = facts.red[facts.red["district"] == code]
    assert all(facts.view.mahalla_name(at) in said for at in own.index)
    codes = facts.view.edition.mahallas["code"]
    assert any(facts.records.assigned.get(str(codes.iloc[at]), "-") in said.replace("\v", " ") for at in own.index)
    assert facts.words("pack.overdue_of", n=facts.words.number(len(facts.late(code)))) in said
    assert facts.words("pack.open_of", n=facts.words.number(len(facts.open_(code)))) in said


def test_maps_are_pictures_with_an_alt_text_and_figures_are_native(deck):
    pictures = [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == 13]
    assert len(pictures) == 20
    assert all(shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures)
    assert sum(shape.has_chart for slide in deck.slides for shape in slide.shapes) == 2
    assert sum(shape.has_table for slide in deck.slides for shape in slide.shapes) >= 20


def test_the_pages_can_be_searched_in_cyrillic_and_have_their_letters_with_them(pack, deck, seen):
    pages = pypdf.PdfReader(file(pack, "pdf")).pages
    assert len(pages) == len(deck.slides)
    for at, wanted in ((4, "рейтинги"), (5, "Ғузор"), (-1, "Қашқадарё вилояти")):  # those with maps take pypdf seconds
        said = pages[at].extract_text()
        assert MARK in said
        assert wanted.casefold() in said.casefold()
    fonts = {font for page in pages for font in page["/Resources"]["/Font"].get_object()}
    assert fonts
    embedded = [
        "/FontFile2" in inner.get_object()["/FontDescriptor"]
        for page in pages
        for font in page["/Resources"]["/Font"].get_object().values()
        for inner in font.get_object().get("/DescendantFonts", [font])
    ]
    assert all(embedded)
    assert pages[0].mediabox.width == 960


@pytest.fixture(scope="module")
def book(pack):
    return python_calamine.CalamineWorkbook.from_path(str(file(pack, "xlsx")))


def test_every_sheet_is_there_and_says_what_it_is(book, seen):
    names = ("overview", "districts", "mahallas", "red", "sites", "decisions", "overdue", "reconciliation", "sources")
    assert book.sheet_names == [seen.words(f"pack.sheet.{name}") for name in names]
    for name in book.sheet_names:
        first = book.get_sheet_by_name(name).to_python()[0][0]
        assert MARK in first
        assert seen.edition.id in first


def test_the_sheets_have_every_row(book, facts, seen):
    rows = [len(book.get_sheet_by_index(at).to_python()) - 3 for at in range(1, 7)]
    edition = seen.edition
    assert rows == [
        16,
        len(edition.mahallas),
        137,
        len(edition.sites),
        len(facts.records.decisions),
        len(facts.records.late),
    ]


def test_the_districts_add_up_to_the_region(book, seen):
    rows = book.get_sheet_by_index(1).to_python()
    period = rows[2].index(seen.words.period(seen.query.period))
    assert sum(row[period] for row in rows[3:]) == seen.total(seen.query.period)


def test_a_site_whose_state_is_not_known_is_not_called_planned(facts, monkeypatch):
    monkeypatch.setitem(vars(facts.view.edition), "sites", facts.view.edition.sites.assign(state=None))
    found = workbook.sheets(facts)["sites"]
    assert len(found) > 1
    assert set(found[facts.words("pack.column.state")]) == {facts.words("site.not_stated")}


def test_no_cell_is_a_formula(pack):
    with zipfile.ZipFile(file(pack, "xlsx")) as parts:
        sheets = [name for name in parts.namelist() if re.match(r"xl/worksheets/sheet\d+\.xml", name)]
        assert len(sheets) == 9
        assert not any(b"<f>" in parts.read(name) for name in sheets)


def test_the_layers_open_with_every_mahalla(pack, seen):
    package = file(pack, "gpkg")
    assert len(gpd.read_file(package, layer="mahallas")) == len(seen.edition.mahallas) == 832
    assert len(gpd.read_file(package, layer="districts")) == 16
    assert len(gpd.read_file(package, layer="sites")) == len(seen.edition.sites)
    features = json.loads(file(pack, "geojson").read_text(encoding="utf-8"))["features"]
    assert len(features) == 832
    assert any(MARK in str(value) for value in features[0]["properties"].values())


def test_a_pack_that_fails_leaves_the_one_before(pack, seen, monkeypatch):
    before = {path.name: path.stat().st_mtime_ns for path in pack.iterdir()}
    monkeypatch.setattr(slides, "of", lambda _facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make.make(
            make.Store(seen.edition.path.parents[1]),
            seen,
            pack.parent,
            on=seen.query.period.end,
            meeting=1,
            progress=lambda *_: None,
        )
    assert {path.name: path.stat().st_mtime_ns for path in pack.iterdir()} == before
    assert [path.name for path in pack.parent.iterdir()] == [pack.name]


def test_an_empty_register_says_so(seen):
    facts = Facts(seen, Records(on=seen.query.period.end))
    (only,) = meeting.decisions(facts)
    assert any(seen.words("pack.none") in getattr(block, "lines", ()) for block in only.blocks)
    rows = region.ranking(facts).blocks[0].rows
    assert {row[-1].text for row in rows} == {"—"}


def test_rates_of_districts_are_per_hundred_thousand_residents(facts, seen):
    people = seen.edition.population_on(seen.query.period.start).districts
    assert np.allclose(facts.by_district["rate"], facts.by_district["count"] / people * 100_000)


def test_a_change_that_depends_on_how_events_were_dealt_out_has_no_verdict(filled):
    # Chiroqchi, from which Koʻkdala was formed: 69 calls a year before, or 67, or 71; 95 then.
    asked = {"group": "calls", "period": "2023-02"}
    facts = Facts(view.of(data.edition(), Address(values=asked), Language.EN), Records(on=ON))
    at = facts.codes.index("1710242")
    told = "69 → 95 against a year before · no verdict: the counts are interpolated and the answer depends on how"
    assert facts.change(facts.compared, at) == told
    assert workbook.sheets(facts)["districts"]["Change and chance"].iloc[at] == told
    assert told in {cell.text for row in parts.changes(facts, Box(0, 0, 900, 400)).rows for cell in row}
    assert told in {cell.text for row in region.ranking(facts).blocks[0].rows for cell in row}


def test_a_table_takes_what_fits_and_a_fitted_one_everything():
    columns = [Column(title="A", share=1, lines=2), Column(title="B", share=1)]
    rows = [(Cell(text="bir ikki uch toʻrt besh olti yetti"), Cell(text=str(n))) for n in range(12)]
    box = Box(0, 0, 220, 190)
    some = table(box, columns, rows, size=12)
    assert 0 < len(some.rows) < 12
    assert some.bottom <= box.bottom
    every: Table = fitted(box, columns, rows, (12.0, 10.0, 7.0))
    assert len(every.rows) == 12
    assert every.bottom <= box.bottom


def lines(deck):
    """Each line of every text and cell of a deck: the room it has, its letters."""
    for number, slide in enumerate(deck.slides, start=1):
        for shape in slide.shapes:
            if shape.has_text_frame and shape != slide.shapes.title:
                for paragraph in shape.text_frame.paragraphs:
                    yield number, shape.width.pt, paragraph
            if shape.has_table:
                for row in shape.table.rows:
                    for cell, column in zip(row.cells, shape.table.columns, strict=True):
                        room = column.width.pt - cell.margin_left.pt - cell.margin_right.pt
                        yield from ((number, room, paragraph) for paragraph in cell.text_frame.paragraphs)


def test_a_fitted_table_takes_smaller_letters_rather_than_cut_a_text():
    columns = [Column(title="", share=2.0), *(Column(title="Режалаштирилган", share=1.0) for _ in range(3))]
    rows = [[Cell(text="Шаҳрисабз шаҳри", bold=True), *([Cell(text="0")] * 3)]]
    box = Box(0, 0, 500, 300)
    assert [table(box, columns, rows, size=size).lines[0][0][0][-1] == "…" for size in (14.0, 11.0)] == [True, False]
    assert fitted(box, columns, rows, (14.0, 11.0)).size == 11.0


def test_nothing_runs_over_where_a_reader_has_not_the_font(deck):
    over = [
        (number, line)
        for number, room, paragraph in lines(deck)
        for line in paragraph.text.split("\v")
        if (run := next(reversed(paragraph.runs), None))
        and letters.width(line, run.font.size.pt, bold=run.font.bold, anywhere=True) > room + 0.5
    ]
    assert over == []
    ends = [
        shape.top.pt + sum(row.height.pt for row in shape.table.rows)
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
    ]
    assert max(ends) <= BOTTOM + 0.5
    assert letters.width("Чироқчи", 10, anywhere=True) > letters.width("Чироқчи", 10)


def test_a_line_is_as_high_as_was_reckoned_whatever_the_font(deck):
    assert all(
        paragraph.line_spacing is not None and paragraph.line_spacing.pt <= 1.31 * paragraph.runs[-1].font.size.pt
        for _, _, paragraph in lines(deck)
        if paragraph.runs and paragraph.text != MARK
    )


def test_the_last_line_of_the_ranking_is_the_region(facts, seen):
    last = [cell.text for cell in region.ranking(facts).blocks[0].rows[-1]]
    words = seen.words
    assert last[:4] == ["", facts.name, words.number(832), words.number(137)]
    assert last[6] == words.number(seen.total(seen.query.period))
    assert last[7] in " ".join(str(tile.get("more", "")) for tile in headline.tiles(seen))
    assert parts.changes(facts, Box(0, 0, 900, 400)).rows[-1][2].text == last[6]


def test_a_column_is_as_wide_as_its_words_and_the_longest_gives_way():
    columns = [Column(title="Ҳодиса", share=0.1, align="right"), Column(title="B", share=9.0)]
    narrow = table(Box(0, 0, 300, 90), columns, [(Cell(text="7"), Cell(text="Б"))], size=10)
    assert narrow.widths[0] >= letters.width("Ҳодиса", 8.5, bold=True, anywhere=True) + 10
    hostile = table(Box(0, 0, 300, 90), columns, [(Cell(text="7"), Cell(text="Б" * 900))], size=10)
    assert hostile.widths[0] == narrow.widths[0]
    assert sum(hostile.widths) == pytest.approx(300)


def test_what_was_done_after_the_day_was_open_on_it(facts):
    on, one = facts.records.on, facts.records.decisions[0]
    done = replace(one, state="done", due=on + timedelta(9), done_on=on + timedelta(1))
    assert facts.records.state(done) == "open"
    assert facts.records.state(replace(done, done_on=on)) == "done"
    assert facts.records.state(replace(done, due=on - timedelta(1))) == "overdue"
