"""The drawn blocks on a canvas: maps, stacked bars, months; a slide has pictures and native charts of them."""

from __future__ import annotations

from dashboard.export.pack.blocks import BEFORE, BORDER, INK, MUTED, Map, Months, Shares
from dashboard.export.pack.facts import Facts
from dashboard.language import Words
from layers.printed import stillmap
from layers.printed.canvas import Box, Canvas
from layers.printed.furniture import Legend, scale_bar
from layers.printed.stillmap import Look
from layers.theme import LIGHT

NAMES = 92.0
"""Points for the names beside stacked bars."""
CORNER = 8.0


def draw_map(canvas: Canvas, box: Box, block: Map, facts: Facts) -> None:
    """A map with its legend and scale in a box of a canvas."""
    ground, picture = facts.ground, block.picture
    canvas.box(box, fill=LIGHT.ground)
    taken: tuple[Box, ...] = ()
    legend = None
    if block.legend:
        legend = Legend(
            canvas=canvas,
            theme=LIGHT,
            picture=picture,
            words=ground.words,
            sites=stillmap.told(ground, picture),
            home=ground.land.home,
            schematic=ground.land.schematic,
            narrowest=150,
            size=7.6,
        )
        taken = (Box(box.x + CORNER, box.bottom - CORNER - legend.height, legend.width, legend.height),)
    margin = stillmap.margin(ground.land, box, taken[0], picture.focus or ()) if taken else (8.0, 8.0, 8.0, 8.0)
    look = Look(letters=block.letters, mahallas=block.names, symbols=5.2, margin=margin, taken=taken)
    frame = stillmap.draw(canvas, box, ground, picture, LIGHT, look)
    if legend is not None:
        legend.draw(taken[0].x, taken[0].bottom)
        scale_bar(canvas, LIGHT, ground.land, frame, ground.words, (box.right - 12, box.bottom - 8))


def draw_shares(canvas: Canvas, block: Shares, words: Words) -> None:
    """Stacked bars with the number of each part in it."""
    box, step = block.box, block.box.height / (len(block.names) + 1)
    totals = [sum(values[at] for _, _, values in block.parts) for at in range(len(block.names))]
    most = max(1, *totals)
    x = box.x + NAMES
    for label, colour, _ in block.parts:
        canvas.box(Box(x, box.y + step / 2 - 4, 8, 8), fill=colour, radius=2)
        canvas.text(x + 12, box.y + step / 2, label, size=9, colour=MUTED, anchor="center_baseline")
        x += 70
    for at, name in enumerate(block.names):
        y, x = box.y + step * (at + 1.5), box.x + NAMES
        canvas.text(box.x + NAMES - 8, y, name, size=10, colour=INK, align="right", anchor="center_baseline")
        for part, (_, colour, values) in enumerate(block.parts):
            long = (box.width - NAMES) * values[at] / most
            canvas.box(Box(x, y - 0.36 * step, max(0.0, long - 0.6), 0.72 * step), fill=colour)
            if long > 12:
                tone = "#ffffff" if part == 0 else INK
                canvas.text(x + long / 2, y, words.number(values[at]), size=8.5, colour=tone, align="center",
                            anchor="center_baseline", bold=part == 0)  # fmt: skip
            x += long


def draw_months(canvas: Canvas, block: Months, words: Words, colour: str) -> None:
    """Columns of two years side by side over a scale of round figures."""
    box = Box(block.box.x + 34, block.box.y + 30, block.box.width - 34, block.box.height - 52)
    top = round_up(max([1.0, *(value for value in (*block.now, *block.before) if value is not None)]))
    for share in (0.0, 0.5, 1.0):
        y = box.bottom - share * box.height
        canvas.rule((box.x, y), (box.right, y), colour=BORDER)
        canvas.text(
            box.x - 6, y, words.number(share * top), size=9, colour=MUTED, align="right", anchor="center_baseline"
        )
    step = box.width / len(block.names)
    for at, name in enumerate(block.names):
        for side, (value, tone) in enumerate(((block.before[at], BEFORE), (block.now[at], colour))):
            if value is not None:
                high = box.height * value / top
                canvas.box(
                    Box(box.x + step * (at + 0.16 + 0.34 * side), box.bottom - high, 0.32 * step, high), fill=tone
                )
        canvas.text(box.x + step * (at + 0.5), box.bottom + 14, name, size=9.5, colour=MUTED, align="center")
    x = box.x
    for label, tone in zip(reversed(block.labels), (BEFORE, colour), strict=True):
        canvas.box(Box(x, block.box.y + 6, 10, 10), fill=tone, radius=2)
        canvas.text(x + 15, block.box.y + 11, label, size=11, colour=INK, bold=tone == colour, anchor="center_baseline")
        x += 110


def round_up(value: float) -> float:
    """The next of 1, 2, 4, 6, 10 times a power of ten."""
    power = 1.0
    while True:
        for step in (1, 2, 4, 6):
            if step * power >= value:
                return step * power
        power *= 10
