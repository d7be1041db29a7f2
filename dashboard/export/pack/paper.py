"""The pack as pages to print: vector maps, embedded letters, page numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from matplotlib.backends.backend_pdf import PdfPages

from dashboard.export.pack import charts
from dashboard.export.pack.blocks import (
    ACCENT,
    BORDER,
    COVER,
    COVER_SIZE,
    INK,
    LINE,
    MARGIN,
    MUTED,
    PAGE,
    PAPER,
    SOFT,
    Block,
    Map,
    Months,
    Panel,
    Shares,
    Slide,
    Table,
    Text,
    heading,
)
from dashboard.export.pack.facts import Facts
from dashboard.export.pack.room import cut, wrapped
from layers.printed.canvas import Box, Canvas
from layers.printed.stillmap import chip

Step = Callable[[float], None]


def write(path: Path, slides: Sequence[Slide], facts: Facts, step: Step) -> None:
    """The slides as a PDF, a page each; `step` is told the share that is written."""
    view = facts.view
    facts_of_file = {
        "Title": f"{slides[0].title} · {view.edition.region.names.pick(view.language)}",
        "Subject": view.words("app.edition", number=view.edition.id, date=""),
        "Creator": view.words("app.name"),
        "CreationDate": view.edition.manifest.published_at,
    }
    with PdfPages(path, metadata=facts_of_file) as pages:
        for number, slide in enumerate(slides, start=1):
            pages.savefig(page(slide, facts, number, len(slides)).figure)
            step(number / len(slides))


def page(slide: Slide, facts: Facts, number: int, of: int) -> Canvas:
    """One page."""
    canvas = Canvas(PAGE.width, PAGE.height, ground=PAPER)
    if slide.cover:
        lines = wrapped(slide.title, COVER_SIZE, COVER.width, bold=True)
        top = COVER.bottom - 1.2 * COVER_SIZE * len(lines)
        canvas.lines(COVER.x, top, lines, size=COVER_SIZE, colour=INK, bold=True, step=1.2)
    else:
        canvas.box(Box(MARGIN, 30, 5, 40), fill=ACCENT, radius=2.5)
        canvas.text(MARGIN + 16, 52, cut(slide.title, 24, 760, bold=True), size=24, colour=INK, bold=True)
        canvas.text(MARGIN + 16, 70, cut(slide.line, 11, 860), size=11, colour=MUTED)
    for block in slide.blocks:
        _draw(canvas, block, facts)
    foot(canvas, facts, number, of)
    return canvas


def foot(canvas: Canvas, facts: Facts, number: int, of: int) -> None:
    """Edition and moment, the mark of a demonstration, the number of the page."""
    view, words = facts.view, facts.words
    y = PAGE.height - 18
    canvas.rule((MARGIN, y - 12), (PAGE.width - MARGIN, y - 12), colour=BORDER)
    canvas.text(MARGIN, y, edition_line(facts), size=8.5, colour=MUTED, anchor="center_baseline")
    told = f"{number} / {of}"
    canvas.text(PAGE.width - MARGIN, y, told, size=9, colour=MUTED, align="right", anchor="center_baseline")
    if view.edition.manifest.demonstration:
        chip(canvas, PAGE.width - MARGIN - 50, y, words("app.demonstration"), size=7)


def edition_line(facts: Facts) -> str:
    """Territory, edition and moment of publication."""
    view, words = facts.view, facts.words
    told = words("app.edition", number=view.edition.id, date=words.moment(view.edition.manifest.published_at))
    return f"{view.edition.region.names.pick(view.language)} · {told}"


def _draw(canvas: Canvas, block: Block, facts: Facts) -> None:
    match block:
        case Text():
            _text(canvas, block)
        case Panel():
            canvas.box(block.box, fill=block.fill, edge=block.edge, radius=4)
            if block.bar:
                canvas.box(Box(block.box.x, block.box.y + 1, 4, block.box.height - 2), fill=block.bar, radius=2)
        case Table():
            _table(canvas, block)
        case Shares():
            charts.draw_shares(canvas, block, facts.words)
        case Months():
            charts.draw_months(canvas, block, facts.words, ACCENT)
        case Map():
            charts.draw_map(canvas, block.box, block, facts)


def _text(canvas: Canvas, block: Text) -> None:
    x = {"left": block.box.x, "right": block.box.right, "center": block.box.x + block.box.width / 2}[block.align]
    canvas.lines(x, block.box.y, block.lines, size=block.size, colour=block.colour, bold=block.bold, align=block.align)


def _table(canvas: Canvas, block: Table) -> None:
    size, y = block.size, block.y
    canvas.box(Box(block.x, y, sum(block.widths), block.head), fill=SOFT)
    x = block.x
    for column, width in zip(block.columns, block.widths, strict=True):
        lines = heading(column, width, size)
        top = y + (block.head - LINE * (size - 1.5) * len(lines)) / 2
        place = x + width - 5 if column.align == "right" else x + 5
        canvas.lines(place, top, lines, size=size - 1.5, colour=MUTED, bold=True, align=column.align, step=LINE)
        x += width
    y += block.head
    for row, lines_of_row, height in zip(block.rows, block.lines, block.heights, strict=True):
        x = block.x
        for cell, lines, column, width in zip(row, lines_of_row, block.columns, block.widths, strict=True):
            top = y + (height - LINE * size * len(lines)) / 2
            right = column.align == "right"
            left = x + 5
            if cell.dot:
                spot = Box(x + 5, y + height / 2 - 4, 8, 8)
                canvas.box(spot, fill=cell.dot, radius=2)
                left += 12
            place = x + width - 5 if right else left
            canvas.lines(
                place, top, lines, size=size, colour=cell.colour, bold=cell.bold, align=column.align, step=LINE
            )
            x += width
        y += height
        canvas.rule((block.x, y), (x, y), colour=BORDER, line=0.6)
