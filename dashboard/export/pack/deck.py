"""The pack as editable slides: native texts, tables and charts; maps are pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from dashboard.export.pack import charts, native, shapes, theme
from dashboard.export.pack.blocks import (
    ACCENT,
    BORDER,
    COVER,
    COVER_SIZE,
    MARGIN,
    MUTED,
    PAGE,
    Block,
    Map,
    Months,
    Panel,
    Shares,
    Slide,
    Table,
    Text,
)
from dashboard.export.pack.facts import Facts
from dashboard.export.pack.paper import Step, edition_line
from dashboard.export.pack.room import width
from layers.printed import stillmap
from layers.printed.canvas import Box, Canvas
from layers.printed.stillmap import CHIP

DPI: Final = 200
"""Of the maps: sharp on a wall of 2,560 dots across a slide."""


def write(path: Path, slides: Sequence[Slide], facts: Facts, step: Step) -> None:
    """The slides as a PPTX; `step` is told the share that is written."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(PAGE.width), Pt(PAGE.height)
    layout = theme.dress(deck)
    for number, slide in enumerate(slides, start=1):
        made = deck.slides.add_slide(layout)
        _title(made, slide)
        for block in slide.blocks:
            _draw(made, block, facts)
        _foot(made, facts, number, len(slides))
        step(number / len(slides))
    core = deck.core_properties
    core.title, core.author, core.keywords = slides[0].title, facts.words("app.name"), facts.view.edition.id
    core.language = facts.view.language
    deck.save(str(path))


def _title(made: Any, slide: Slide) -> None:  # noqa: ANN401  python-pptx has no types
    """The title as a placeholder, so that it stands in the outline and is read first; larger on the cover."""
    made.shapes.title.text = slide.title
    if slide.cover:
        place, title = COVER, made.shapes.title
        title.left, title.top, title.width, title.height = (
            Pt(n) for n in (place.x, place.y, place.width, place.height)
        )
        title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        title.text_frame.paragraphs[0].runs[0].font.size = Pt(COVER_SIZE)
        return
    shapes.box(made, Panel(box=Box(MARGIN, 30, 5, 40), fill=ACCENT, edge=""))
    if slide.line:
        shapes.text(made, Text(box=Box(MARGIN + 16, 60, 860, 15), lines=(slide.line,), size=11, colour=MUTED))


def _draw(made: Any, block: Block, facts: Facts) -> None:  # noqa: ANN401  python-pptx has no types
    match block:
        case Text():
            shapes.text(made, block)
        case Panel():
            shapes.box(made, block)
            if block.bar:
                edge = Box(block.box.x, block.box.y, 4, block.box.height)
                shapes.box(made, Panel(box=edge, fill=block.bar, edge=""))
        case Table():
            native.table(made, block)
        case Shares():
            native.shares(made, block)
        case Months():
            native.months(made, block)
        case Map():
            _map(made, block, facts)


def _map(made: Any, block: Map, facts: Facts) -> None:  # noqa: ANN401  python-pptx has no types
    place = block.box
    canvas = Canvas(place.width, place.height)
    charts.draw_map(canvas, Box(0, 0, place.width, place.height), block, facts)
    png = io.BytesIO(stillmap.to_png(canvas, dpi=DPI))
    shown = made.shapes.add_picture(png, Pt(place.x), Pt(place.y), Pt(place.width), Pt(place.height))
    shown._element.nvPicPr.cNvPr.set("descr", block.alt)  # noqa: SLF001  python-pptx has no other way to an alt text


def _foot(made: Any, facts: Facts, number: int, of: int) -> None:  # noqa: ANN401  python-pptx has no types
    words, y = facts.words, PAGE.height - 26
    line = made.shapes.add_connector(1, Pt(MARGIN), Pt(y - 4), Pt(PAGE.width - MARGIN), Pt(y - 4))
    shapes.plain(line)
    line.line.color.rgb, line.line.width = shapes.rgb(BORDER), Pt(0.75)
    shapes.text(made, Text(box=Box(MARGIN, y + 2, 620, 13), lines=(edition_line(facts),), size=8.5, colour=MUTED))
    told = f"{number} / {of}"
    place = Box(PAGE.width - MARGIN - 60, y + 2, 60, 13)
    shapes.text(made, Text(box=place, lines=(told,), size=9, colour=MUTED, align="right"))
    if facts.view.edition.manifest.demonstration:
        _mark(made, words("app.demonstration"), y)


def _mark(made: Any, told: str, y: float) -> None:  # noqa: ANN401  python-pptx has no types
    letters, ground, edge = CHIP
    long = width(told, 8, bold=True) + 20
    right = PAGE.width - MARGIN - 66
    shape = made.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, Pt(right - long), Pt(y), Pt(long), Pt(16))
    shapes.plain(shape)
    shape.adjustments[0] = 0.5
    shape.fill.solid()
    shape.fill.fore_color.rgb, shape.line.color.rgb = shapes.rgb(ground), shapes.rgb(edge)
    shape.line.width = Pt(0.75)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, False
    frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    shapes.write_run(frame.paragraphs[0], told, size=8, bold=True, colour=letters)
