"""The land of a still map: surroundings, colours, hatches, hairlines, second outlines, borders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

from layers.classes import NO_DATA, SUPPRESSED
from layers.paint import Picture
from layers.printed.canvas import Area
from layers.printed.frame import Frame
from layers.printed.land import Floats, Land
from layers.printed.thinned import FAINT, FINEST, thinned
from layers.theme import Theme

SURROUNDINGS = tuple((width, 0.016 + 0.0012 * (13 - width)) for width in (13, 11, 9.2, 7.6, 6.2, 4.9, 3.8, 2.8, 1.9))
"""Widths in points and strengths of the strokes that, one on another, make the soft edge around the region."""
SMALL = 1.0
"""Points: cells with a smaller inner radius get no second outline."""
HATCHES = {"no_data": "////", "suppressed": "..", "unstable": "\\\\\\\\"}


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """What the land is drawn with: an area in points, the frame, the colours."""

    area: Area
    frame: Frame
    theme: Theme
    pen: float = 1.0

    def fill(self, path: Outline, colour: str, *, alpha: float = 1.0, order: float, finest: float = FINEST) -> None:
        """A path filled; a hair of the same colour closes the seam to its neighbour."""
        shown = thinned(path.transformed(self.frame.affine), finest)
        self.area.add(
            PathPatch(
                shown, facecolor=colour, edgecolor=colour, linewidth=0.25 * (alpha == 1.0), alpha=alpha, zorder=order
            )
        )

    def hatch(self, path: Outline, name: str, *, order: float) -> None:
        """A path under a hatch: no data, not shown, or uncertain."""
        colour = self.theme.veil if name == "unstable" else self.theme.hatch
        self.area.add(hatching(thinned(path.transformed(self.frame.affine)), name, colour, order=order))

    def stroke(self, lines: Sequence[Floats], colour: str, width: float, *, alpha: float = 1.0, order: float) -> None:
        """Lines of one colour and width, as one path: by far the quickest to draw and to write."""
        if not lines:
            return
        codes = np.full(sum(map(len, lines)), Outline.LINETO, dtype=Outline.code_type)
        codes[np.cumsum([0, *map(len, lines[:-1])])] = Outline.MOVETO
        path = Outline(np.concatenate(lines) * self.frame.scale + (self.frame.left, self.frame.top), codes)
        self.area.add(
            PathPatch(
                thinned(path), fill=False, edgecolor=colour, linewidth=width, alpha=alpha, zorder=order,
                capstyle="round", joinstyle="round",
            )
        )  # fmt: skip


def hatching(path: Outline, name: str, colour: str, *, order: float = 1.0) -> PathPatch:
    """A patch that is only a hatch, without an outline."""
    patch = PathPatch(path, facecolor="none", edgecolor=colour, linewidth=0.0, hatch=HATCHES[name], zorder=order)
    patch.set_hatch_linewidth(0.9 if name == "unstable" else 0.7)
    return patch


def draw(ink: Ink, land: Land, picture: Picture) -> None:
    """Everything of the land, from the ground up."""
    focus = picture.focus or ()
    edge = _near(ink, land.region_lines, land.region_line_boxes)
    for width, strength in SURROUNDINGS:
        ink.stroke(edge, ink.theme.shadow, 2 * width * ink.pen, alpha=strength, order=1)
    _colours(ink, land, picture)
    _hairlines(ink, land)
    _step_back(ink, land, focus)
    _borders(ink, land, focus)


def _near(ink: Ink, lines: Sequence[Floats], boxes: Floats) -> list[Floats]:
    """The lines that reach into the frame: around a district of a country lie thousands that do not."""
    inside = ink.frame.sees(boxes, margin=SURROUNDINGS[0][0])
    return [lines[at] for at in np.flatnonzero(inside).tolist()]


def seen(ink: Ink, land: Land) -> NDArray[np.intp]:
    """The cells with a shape that reach into the frame."""
    known = ~np.isnan(land.boxes[:, 0])
    inside: NDArray[np.intp] = np.flatnonzero(known & ink.frame.sees(np.nan_to_num(land.boxes, nan=-1e12)))
    return inside


def _colours(ink: Ink, land: Land, picture: Picture) -> None:
    cells = seen(ink, land)
    if any(cell is None for cell in land.cells):  # mahallas without a boundary: their land shows as "no data"
        ink.fill(land.region, ink.theme.land, order=2)
        ink.hatch(land.region, "no_data", order=2)
    codes = picture.codes[cells]
    marked = np.array([code >= 0 and picture.rows[code].marked for code in codes], dtype=bool)
    _marked(ink, land, picture, cells[marked])
    for code in sorted(set(codes.tolist())):
        chosen = cells[(codes == code) & ~marked]
        if not len(chosen):
            continue
        colour = picture.rows[code].colour if code >= 0 else ink.theme.land
        behind = np.isin(land.home[chosen], picture.focus or land.home, invert=True)
        for part, finest in ((chosen[~behind], FINEST), (chosen[behind], FAINT)):
            if len(part):
                ink.fill(_joined(land, part), colour, order=4, finest=finest)
        if code in {NO_DATA, SUPPRESSED}:
            ink.hatch(_joined(land, chosen), "no_data" if code == NO_DATA else "suppressed", order=4.2)
    if picture.unstable is not None:
        unsure = cells[picture.unstable[cells] & (codes >= 0)]
        if len(unsure):
            ink.hatch(_joined(land, unsure), "unstable", order=4.3)


def _marked(ink: Ink, land: Land, picture: Picture, cells: NDArray[np.intp]) -> None:
    """Marked cells with their second outline, whose outer half disappears below the neighbours drawn afterwards."""
    if not len(cells):
        return
    radius = np.nan_to_num(land.labels[cells, 2]) * ink.frame.scale
    widths = np.where(radius < 2 * SMALL, 0.25, np.clip(radius * 0.2, 0.5, 2.0) * ink.pen)
    colours = [picture.rows[picture.codes[at]].colour for at in cells]
    edges = [ink.theme.edge if r >= 2 * SMALL else colour for r, colour in zip(radius.tolist(), colours, strict=True)]
    shown = [thinned(_cell(land, at).transformed(ink.frame.affine)) for at in cells]
    ink.area.add(PathCollection(shown, facecolors=colours, edgecolors=edges, linewidths=widths, zorder=3))


def _hairlines(ink: Ink, land: Land) -> None:
    """Thin between small cells, none between tiny ones."""
    radius = land.line_sizes * ink.frame.scale
    widths = np.round(np.clip(radius * 0.11, 0.15, 0.7), 1)
    inside = (radius >= 0.8) & ink.frame.sees(land.line_boxes)
    for width in np.unique(widths[inside]).tolist():
        shown = [land.lines[at] for at in np.flatnonzero(inside & (widths == width))]
        ink.stroke(shown, ink.theme.hairline, width * ink.pen, alpha=0.95, order=5)


def _step_back(ink: Ink, land: Land, focus: Sequence[int]) -> None:
    inside = ink.frame.sees(np.nan_to_num(land.district_boxes, nan=-1e12))
    others = [path for at, path in enumerate(land.districts) if path is not None and inside[at] and at not in focus]
    if focus and others:
        ink.fill(Outline.make_compound_path(*others), ink.theme.ground, alpha=0.78, order=6, finest=FAINT)


def _borders(ink: Ink, land: Land, focus: Sequence[int]) -> None:
    quiet = 0.4 if focus else 1.0
    between = _near(ink, land.district_lines, land.district_line_boxes)
    back = (
        0.5 if land.between_lines and not focus else 1.0
    )  # where regions come first, lines between districts step back
    ink.stroke(between, ink.theme.casing, 2.4 * back * ink.pen, alpha=quiet, order=7)
    ink.stroke(between, ink.theme.district, 1.1 * back * ink.pen, alpha=quiet, order=7.1)
    if not focus:
        ink.stroke(land.between_lines, ink.theme.casing, 2.6 * ink.pen, order=7.15)
        ink.stroke(land.between_lines, ink.theme.region, 1.3 * ink.pen, order=7.2)
    ink.stroke(
        _near(ink, land.region_lines, land.region_line_boxes), ink.theme.region, 1.7 * ink.pen, alpha=quiet, order=7.2
    )
    for at in focus:
        path = land.districts[at]
        if path is not None:
            shown = thinned(path.transformed(ink.frame.affine))
            ink.area.add(
                PathPatch(shown, facecolor="none", edgecolor=ink.theme.region, linewidth=2.0 * ink.pen, zorder=7.3)
            )


def _cell(land: Land, at: int) -> Outline:
    path = land.cells[at]
    assert path is not None  # noqa: S101  only cells with a shape are seen
    return path


def _joined(land: Land, cells: Iterable[int]) -> Outline:
    return Outline.make_compound_path(*[_cell(land, at) for at in cells])
