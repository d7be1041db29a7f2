"""A still map: the picture of the screen on paper, with its title, legend, scale and what data it is."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

import numpy as np

from layers.paint import Picture
from layers.printed import drawing, labels, marks
from layers.printed.canvas import Box, Canvas
from layers.printed.drawing import Ink
from layers.printed.frame import Frame, Placer
from layers.printed.furniture import Legend, scale_bar
from layers.printed.land import Land
from layers.printed.letters import cut, width
from layers.printed.marks import SiteMark
from layers.theme import Theme

SIZE: Final = (960.0, 600.0)
"""Of a map taken from a page, in points."""
PNG_DPI: Final = 144
"""Two dots a point: twice as fine as the screen."""
_COURSE: Final = re.compile(rb' d="[^"]*"')
_DIGITS: Final = re.compile(rb"(\.\d{2})\d+")
"""Hundredths of a point are finer than any printer; the rest is more than half of an SVG."""
CHIP: Final = ("#9a4a05", "#fff3e2", "#f0c48c")
"""Letters, ground and edge of the mark of a demonstration, as on the screen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """What a still map needs beside its picture; names and words in the reader's language, in the edition's order.

    `regions` are names by code, of a country, and stand in place of those of districts where all of it is shown.
    """

    land: Land
    mahallas: Sequence[str]
    districts: Sequence[str]
    sites: Sequence[SiteMark]
    words: Mapping[str, str]
    regions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a map is drawn into its box: letters of districts and mahallas in points, where the legend may be kept off.

    `margin` is top, right, bottom, left in points; `taken` are boxes of the map where no name may stand.
    """

    letters: float = 10.5
    mahallas: tuple[float, ...] = (7.6, 6.6, 5.6)
    symbols: float = 6.0
    margin: tuple[float, float, float, float] = (10.0, 10.0, 10.0, 10.0)
    taken: tuple[Box, ...] = ()


def draw(canvas: Canvas, box: Box, ground: Ground, picture: Picture, theme: Theme, look: Look | None = None) -> Frame:
    """The map alone in a box of a canvas; the frame it was drawn in."""
    look = look or Look()
    focus = picture.focus or ()
    frame = Frame.fitted(ground.land, box, focus, look.margin)
    ink = Ink(canvas.area(box), frame, theme)
    drawing.draw(ink, ground.land, picture)
    placer = Placer(frame)
    for kept in look.taken:
        placer.take((kept.x - box.x, kept.y - box.y, kept.right - box.x, kept.bottom - box.y))
    shown = [] if picture.sites == "none" else list(ground.sites)
    shown = [mark for mark in shown if picture.sites == "all" or mark.state == "opened"]
    if ground.regions and not focus:  # before the symbols, which of a country are dots
        labels.regions(ink, ground.land, ground.regions, placer, size=1.15 * look.letters)
    dots = marks.sites(ink, ground.land, shown, placer, radius=look.symbols, focus=focus)
    named: set[int] = set()
    if focus:
        named = labels.mahallas(ink, ground.land, picture, ground.mahallas, placer, sizes=look.mahallas)
    if focus or not ground.regions:
        labels.districts(ink, ground.land, ground.districts, placer, size=look.letters, focus=focus)
    for dot in dots:  # no triangle of a red mahalla over one
        placer.take(dot)
    labels.marks(ink, ground.land, picture, placer, named)
    return frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """The words around a map taken from a page: a title, a line below it, a foot, the mark of a demonstration."""

    title: str
    line: str = ""
    foot: str = ""
    mark: str = ""


def sheet(ground: Ground, picture: Picture, theme: Theme, caption: Caption) -> Canvas:
    """The whole picture that a reader takes from a page."""
    canvas = Canvas(*SIZE, ground=theme.ground)
    legend = Legend(canvas=canvas, theme=theme, picture=picture, words=ground.words, sites=told(ground, picture),
                    home=ground.land.home, schematic=ground.land.schematic)  # fmt: skip
    body = Box(0, 46, canvas.width, canvas.height - 46 - 22)
    place = Box(14, body.bottom - 8 - legend.height, legend.width, legend.height)
    look = Look(margin=margin(ground.land, body, place, picture.focus or ()), taken=(place,))
    frame = draw(canvas, body, ground, picture, theme, look)
    legend.draw(place.x, place.bottom)
    scale_bar(canvas, theme, ground.land, frame, ground.words, (canvas.width - 20, body.bottom - 8))
    right = chip(canvas, canvas.width - 16, 24, caption.mark) if caption.mark else canvas.width - 16
    canvas.text(16, 22, cut(caption.title, 15, right - 32, bold=True), size=15, colour=theme.text, bold=True)
    canvas.text(16, 38, cut(caption.line, 9.5, right - 32), size=9.5, colour=theme.muted)
    canvas.text(16, canvas.height - 9, cut(caption.foot, 7.6, canvas.width - 32), size=7.6, colour=theme.muted)
    return canvas


def margin(land: Land, body: Box, legend: Box, focus: Sequence[int]) -> tuple[float, float, float, float]:
    """The margin (top, right, bottom, left) that keeps the land off a legend in the lower left corner of a box.

    Of those that do, the one that leaves the land the largest.
    """
    paths = [land.districts[at] for at in land.shaped(focus)] or [land.region]
    points = np.concatenate([np.asarray(path.vertices)[::4] for path in paths if path is not None])
    corner = (legend.right + 6 - body.x, legend.y - 6 - body.y)
    best, largest = (10.0, 12.0, 14.0, legend.width + 24.0), 0.0
    for left, bottom in product((16, 50, 90, 130, legend.width + 24), (14, 50, 90, 130, legend.height + 20)):
        chosen = (10.0, 12.0, float(bottom), float(left))
        frame = Frame.fitted(land, body, focus, chosen)
        x, y = (frame.scale * points + (frame.left, frame.top)).T
        if frame.scale > largest and not ((x < corner[0]) & (y > corner[1])).any():
            best, largest = chosen, frame.scale
    return best


def chip(canvas: Canvas, right: float, y: float, text: str, *, size: float = 8.5) -> float:
    """The mark of a demonstration, with its right end at `right` and its middle at `y`; its left end."""
    letters, ground, edge = CHIP
    long = width(text, size, bold=True) + 1.8 * size
    canvas.box(Box(right - long, y - size, long, 2 * size), fill=ground, edge=edge, radius=size)
    canvas.text(
        right - long / 2, y, text, size=size, colour=letters, bold=True, align="center", anchor="center_baseline"
    )
    return right - long


def to_png(canvas: Canvas, *, dpi: float = PNG_DPI) -> bytes:
    """The canvas as a PNG."""
    memory = io.BytesIO()
    canvas.figure.savefig(memory, format="png", dpi=dpi, metadata={"Software": None}, pil_kwargs={"compress_level": 3})
    return memory.getvalue()


def to_svg(canvas: Canvas) -> bytes:
    """The canvas as an SVG that needs no font."""
    memory = io.BytesIO()
    canvas.figure.savefig(memory, format="svg", metadata={"Date": None, "Creator": None})
    return _COURSE.sub(lambda course: _DIGITS.sub(rb"\1", course[0]), memory.getvalue())


def told(ground: Ground, picture: Picture) -> Sequence[SiteMark]:
    """The sites that the legend counts: of the districts in focus, or all."""
    if not picture.focus:
        return ground.sites
    home = ground.land.home
    return [mark for mark in ground.sites if mark.mahalla is not None and home[mark.mahalla] in picture.focus]
