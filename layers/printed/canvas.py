"""A page or a picture to be drawn on: points from the top left corner, letters, boxes and lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Patch, Polygon, Rectangle
from matplotlib.patheffects import Stroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

from layers.printed.letters import font

INCH: Final = 72.0
"""Points."""


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
        turn: float = 0.0,
    ) -> None:
        """A line of text at a point; with `halo` in an outline of that colour."""
        write(self._sheet(), x, y, text, size=size, colour=colour, bold=bold, align=align, anchor=anchor, halo=halo,
              turn=turn)  # fmt: skip

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

    def polygon(self, points: Sequence[tuple[float, float]], *, fill: str) -> None:
        """A filled polygon."""
        self._sheet().add(Polygon(list(points), facecolor=fill, edgecolor="none"))

    def patch(self, patch: Patch) -> None:
        """A patch in points of the page."""
        self._sheet().add(patch)

    def rule(self, start: tuple[float, float], end: tuple[float, float], *, colour: str, width: float = 0.75) -> None:
        """A straight line."""
        line = Line2D([start[0], end[0]], [start[1], end[1]], color=colour, linewidth=width)
        line.set_solid_capstyle("butt")
        self._sheet().add(line)


def write(  # noqa: PLR0913  a text has a place and a look
    area: Area, x: float, y: float, text: str, *, size: float, colour: str, bold: bool = False,
    align: str = "left", anchor: str = "baseline", halo: str | None = None, turn: float = 0.0, order: float = 5.0,
    halo_width: float = 0.28,
) -> None:  # fmt: skip
    """A line of text on an area. A dollar sign in a name is a dollar sign: nothing is read as a formula.

    The outline lies below as a drawing of its own, so that the text itself stays text in a PDF.
    """
    look = {"fontproperties": font(size, bold=bold), "color": colour, "horizontalalignment": align,
            "verticalalignment": anchor, "rotation": turn, "parse_math": False}  # fmt: skip
    if halo:
        below = Text(x, y, text, zorder=order, **(look | {"color": halo}))  # type: ignore[arg-type]
        below.set_path_effects([Stroke(linewidth=2 * halo_width * size * 0.5 + 0.4, foreground=halo)])
        area.add(below)
    area.add(Text(x, y, text, zorder=order + 0.5, **look))  # type: ignore[arg-type]
