"""A page or a picture to be drawn on: points from the top left corner, letters, boxes and lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Patch, PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

from layers.printed.letters import drawable, font, width
from layers.printed.thinned import DIGITS, thinned

INCH: Final = 72.0
"""Points."""
MIDDLE: Final = 0.36
"""How far the base line lies below the middle of capital letters, in letters: half of Inter's 0.727."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, y downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def inset(self, by: float) -> Box:
        """The box without a margin of `by` points on each side."""
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


class Area:
    """A part of a canvas with points of its own, y downwards; nothing is drawn beyond its box."""

    def __init__(self, figure: Figure, box: Box, order: float) -> None:
        self._figure, self._order = figure, order
        high = figure.get_figheight()
        to_inches = Affine2D().translate(box.x, box.y).scale(1 / INCH, -1 / INCH).translate(0, high)
        self._transform = to_inches + figure.dpi_scale_trans
        self._clip = TransformedBbox(Bbox.from_bounds(0, 0, box.width, box.height), self._transform)

    def add(self, artist: Artist) -> None:
        """Draw something whose own order lies from 0 to 99."""
        artist.set_transform(self._transform)
        artist.set_clip_box(self._clip)
        artist.set_zorder(self._order + artist.get_zorder())
        self._figure.add_artist(artist)


class Canvas:
    """A figure of `width` by `height` points. What is drawn later lies on top."""

    def __init__(self, width: float, height: float, *, ground: str = "#ffffff") -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / INCH, height / INCH), facecolor=ground)
        FigureCanvasAgg(self.figure)
        self._order = 0.0

    def area(self, box: Box) -> Area:
        """A part of the canvas over what was drawn before."""
        self._order += 100
        return Area(self.figure, box, self._order)

    def _sheet(self) -> Area:
        return self.area(Box(0, 0, self.width, self.height))

    def text(  # noqa: PLR0913  a text has a place and a look
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        colour: str,
        bold: bool = False,
        align: str = "left",
        anchor: str = "baseline",
        halo: str | None = None,
    ) -> None:
        """A line of text at a point; with `halo` in an outline of that colour."""
        look = {"align": align, "anchor": anchor, "halo": halo}
        write(self._sheet(), x, y, text, size=size, colour=colour, bold=bold, **look)  # type: ignore[arg-type]

    def lines(  # noqa: PLR0913  a text has a place and a look
        self, x: float, y: float, lines: Iterable[str], *, size: float, colour: str, bold: bool = False,
        align: str = "left", step: float = 1.3,
    ) -> float:  # fmt: skip
        """Lines of text from the top `y` downwards; where the next one would begin."""
        for line in lines:
            self.text(
                x, y + 0.97 * size + (step - 1.25) * size / 2, line, size=size, colour=colour, bold=bold, align=align
            )
            y += step * size
        return y

    def box(
        self, box: Box, *, fill: str | None = None, edge: str | None = None, line: float = 0.75, radius: float = 0.0
    ) -> None:
        """A filled or outlined rectangle with round corners."""
        look = {"facecolor": fill or "none", "edgecolor": edge or "none", "linewidth": line if edge else 0.0}
        place = ((box.x, box.y), box.width, box.height)
        made: Patch = Rectangle(*place, **look)  # type: ignore[arg-type]  # matplotlib's own stubs are loose here
        if radius:
            radius = min(radius, box.width / 2, box.height / 2)
            made = FancyBboxPatch(*place, boxstyle=f"round,pad=0,rounding_size={radius}", **look)  # type: ignore[arg-type]
        self._sheet().add(made)

    def patch(self, patch: Patch) -> None:
        """A patch in points of the page."""
        self._sheet().add(patch)

    def rule(self, start: tuple[float, float], end: tuple[float, float], *, colour: str, line: float = 0.75) -> None:
        """A straight line."""
        drawn = Line2D([start[0], end[0]], [start[1], end[1]], color=colour, linewidth=line)
        drawn.set_solid_capstyle("butt")
        self._sheet().add(drawn)


class Words(Artist):
    """A line of text from the left end of its base line, for lengths known already.

    matplotlib's own `Text` lays every text out anew, which took half of the time of a page. A dollar sign in a name is
    a dollar sign: nothing is read as a formula.
    """

    def __init__(self, x: float, y: float, text: str, look: FontProperties, colour: str) -> None:
        super().__init__()
        self._at, self._text, self._look, self._colour = (x, y), text, look, colour

    def draw(self, renderer: RendererBase) -> None:
        """Hand the text to the renderer."""
        x, y = self.get_transform().transform(self._at)
        pen = renderer.new_gc()
        pen.set_foreground(self._colour)
        self._set_gc_clip(pen)  # type: ignore[attr-defined]  # of every artist, but not in matplotlib's stubs
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        renderer.draw_text(pen, float(x), float(y), self._text, self._look, 0.0, ismath=False)
        pen.restore()


@lru_cache(maxsize=8192)
def outline(text: str, size: float, *, bold: bool = False) -> Outline:
    """The outlines of letters from the left end of their base line, in points, y downwards; curves as straight lines.

    Names recur from page to page, and the curves of their glyphs were half of a page.
    """
    vertices, codes = text_to_path.get_text_path(font(size, bold=bold), text, ismath=False)
    if not len(vertices):
        return Outline(np.empty((0, 2)))
    rings = Outline(vertices, codes).to_polygons()
    scale = size / text_to_path.FONT_SCALE
    shape = Outline.make_compound_path(*[Outline(ring, closed=True) for ring in rings])
    return thinned(shape.transformed(Affine2D().scale(scale, -scale)))


def write(  # noqa: PLR0913  a text has a place and a look
    area: Area, x: float, y: float, text: str, *, size: float, colour: str, bold: bool = False,
    align: str = "left", anchor: str = "baseline", halo: str | None = None, order: float = 5.0,
    halo_width: float = 0.28,
) -> None:  # fmt: skip
    """A line of text on an area; `anchor` says whether `y` is its base line or the middle of its letters.

    The outline lies below as a drawing of its own, so that the text itself stays text in a PDF.
    """
    text = drawable(text)
    look = font(size, bold=bold)
    x -= width(text, size, bold=bold) * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    y += MIDDLE * size * (anchor == "center_baseline")
    if halo:
        at = Affine2D().translate(round(x, DIGITS), round(y, DIGITS))
        shape = outline(text, size, bold=bold).transformed(at)
        area.add(
            PathPatch(
                shape, fill=False, edgecolor=halo, linewidth=halo_width * size + 0.4, zorder=order, joinstyle="round"
            )
        )
    words = Words(x, y, text, look, colour)
    words.set_zorder(order + 0.5)
    area.add(words)
