"""Outlines as fine as paper: a vertex that no printer could show is left out, a place is told in hundredths of a point.

A country on a page has some twenty vertices to a point, and most of a pack was their decimals.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FINEST: Final = 0.08
"""Points, a dot at 900 to an inch: no line lies farther than that from where it was."""
FAINT: Final = 0.3
"""The same where the land steps back behind what a map is about."""
DIGITS: Final = 2
"""Of a place in points."""


def thinned(path: Outline, by: float = FINEST) -> Outline:
    """A path of straight lines in points without the vertices that tell nothing; its parts stay closed or open.

    Neighbours are thinned apart: what may open between them is narrower than the hair that closes their seam.
    """
    if path.codes is None or len(path) < 2:
        return path
    vertices, codes = np.asarray(path.vertices, dtype=np.float64), np.asarray(path.codes)
    part = np.cumsum(codes == Outline.MOVETO) - 1
    found, home = _simplified(vertices, part, by)
    first = np.flatnonzero(np.diff(home, prepend=-1))
    last = np.append(first[1:], len(home)) - 1
    left = np.full(len(found), Outline.LINETO, dtype=Outline.code_type)
    closes = codes[np.append(np.flatnonzero(np.diff(part)), len(part) - 1)] == Outline.CLOSEPOLY
    left[last[closes]] = Outline.CLOSEPOLY
    left[first] = Outline.MOVETO
    return Outline(found, left)


def _simplified(vertices: Floats, part: NDArray[np.intp], by: float) -> tuple[Floats, NDArray[np.intp]]:
    """The vertices left, and the part that each belongs to; a part of one vertex is told twice, as a line must be."""
    alone = np.bincount(part)[part] == 1
    if alone.any():
        again = np.where(alone, 2, 1)
        vertices, part = np.repeat(vertices, again, axis=0), np.repeat(part, again)
    lines = shapely.simplify(shapely.linestrings(vertices, indices=part), by, preserve_topology=False)
    found, home = shapely.get_coordinates(lines, return_index=True)
    return np.round(found, DIGITS), home
