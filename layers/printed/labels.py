"""Names and second marks on a still map: districts first, mahallas where they fit into their own cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.lines import Line2D

from geodata.codes import region_of
from layers.colour import contrast
from layers.paint import Picture
from layers.printed.canvas import write
from layers.printed.drawing import Ink, seen
from layers.printed.frame import Placer, around
from layers.printed.land import Floats, Land
from layers.printed.letters import balanced, cut, width
from layers.printed.marks import triangle

LINE = 1.16
"""The height of a line in letters."""

WIDEST, WIDEST_MAHALLA = 13.0, 40.0
"""The width in letters at which the name of a district, or of a mahalla, is cut."""

_ASIDE = (
    (0, 0),
    (0, 0.7),
    (0, -0.7),
    (0.3, 0),
    (-0.3, 0),
    (0, 1.4),
    (0, -1.4),
    (0.3, 1),
    (-0.3, -1),
    (0.3, -1),
    (-0.3, 1),
)

_AMID = ((0, 0), (0, 1), (0, -1), (0.3, 0), (-0.3, 0), (0, 2), (0, -2), (0.5, 1), (-0.5, 1), (0.5, -1), (-0.5, -1))


def districts(ink: Ink, land: Land, names: Sequence[str], placer: Placer, *, size: float, focus: Sequence[int]) -> None:
    """The names of the districts, the largest first; a small one is named beside its place, with a leader to it."""
    boxes = land.district_boxes
    area = np.nan_to_num((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
    for at in np.argsort(-area).tolist():
        if not names[at] or np.isnan(boxes[at, 0]) or at in focus:
            continue
        letters = size * (0.82 if focus else 1.0)
        name = cut(names[at], letters, WIDEST * letters, bold=True)
        wide, high = width(name, letters, bold=True) + 0.4 * letters, 1.25 * letters
        spots = _spots(ink, land, at, wide, high)
        chosen = placer.first([around(x, y, wide, high) for x, y, _ in spots])
        if chosen < 0:
            continue
        x, y, beside = spots[chosen]
        if beside:
            _leader(ink, (x, y), (ink.frame.x(land.district_labels[at, 0]), ink.frame.y(land.district_labels[at, 1])))
        colour = ink.theme.muted if focus else ink.theme.text
        write(ink.area, x, y, name, size=letters, colour=colour, bold=True, align="center",
              anchor="center_baseline", halo=ink.theme.halo, order=20, halo_width=0.36)  # fmt: skip


def regions(ink: Ink, land: Land, names: Mapping[str, str], placer: Placer, *, size: float) -> None:
    """The names of the regions of a country, the largest first, each in the middle of its districts or a little aside.

    `names` are by code; the code of a district begins with that of its region.
    """
    boxes = land.district_boxes
    area = np.nan_to_num((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
    middles = np.nan_to_num(land.district_labels[:, :2])
    own = {code: np.array([str(region_of(one)) == code for one in land.district_codes]) * area for code in names}
    for code, weights in sorted(own.items(), key=lambda entry: -entry[1].sum()):
        if not weights.sum() > 0 or not names[code]:
            continue
        x, y = weights @ middles / weights.sum()
        wide, high = width(names[code], size, bold=True) + 0.5 * size, 1.25 * size
        spots = [(ink.frame.x(x) + right * wide, ink.frame.y(y) + down * high) for right, down in _AMID]
        chosen = placer.first([around(*spot, wide, high) for spot in spots])
        if chosen >= 0:
            write(ink.area, *spots[chosen], names[code], size=size, colour=ink.theme.text, bold=True, align="center",
                  anchor="center_baseline", halo=ink.theme.halo, order=20, halo_width=0.36)  # fmt: skip


def _spots(ink: Ink, land: Land, at: int, wide: float, high: float) -> list[tuple[float, float, bool]]:
    """Where a district's name may stand, the best place first, and whether that is beside it."""
    frame, box = ink.frame, land.district_boxes[at]
    x, y = frame.x(land.district_labels[at, 0]), frame.y(land.district_labels[at, 1])
    west, north, east, south = frame.x(box[0]), frame.y(box[1]), frame.x(box[2]), frame.y(box[3])
    spots = [((west + east) / 2, north - 0.6 * high, False)] if land.schematic else []
    if east - west > 0.75 * wide and south - north > 1.4 * high:
        return spots + [(x + right * wide, y + down * high, False) for right, down in _ASIDE]
    middle = (west + east) / 2
    for far in (0.65, 1.5, 2.4):
        spots += [(middle, north - far * high, True), (middle, south + far * high, True)]
        spots += [(east + 0.5 * (wide + far * high), y, True), (west - 0.5 * (wide + far * high), y, True)]
    return spots


def _leader(ink: Ink, start: tuple[float, float], end: tuple[float, float]) -> None:
    for colour, wide in ((ink.theme.halo, 2.2), (ink.theme.text, 0.8)):
        line = Line2D([start[0], end[0]], [start[1], end[1]], color=colour, linewidth=wide, zorder=18)
        ink.area.add(line)


def mahallas(
    ink: Ink, land: Land, picture: Picture, names: Sequence[str], placer: Placer, *, sizes: Sequence[float]
) -> set[int]:
    """The names of the mahallas in focus that fit into their cells, in the largest of `sizes`; which were written."""
    written = set()
    focus = picture.focus or ()
    for at in seen(ink, land).tolist():
        radius = land.labels[at, 2] * ink.frame.scale
        if land.home[at] not in focus or not names[at] or not radius >= 0.7 * sizes[-1]:
            continue
        found = _fitting(ink, land, at, cut(names[at], 1.0, WIDEST_MAHALLA), placer, sizes)
        if found is not None:
            _write(ink, picture, at, *found)
            written.add(at)
    return written


def _fitting(
    ink: Ink, land: Land, at: int, name: str, placer: Placer, sizes: Sequence[float]
) -> tuple[Sequence[str], float, float, float] | None:
    """Lines, letters and place with which a name lies inside its cell and on nothing else."""
    grid_x, grid_y, grid_radius = land.labels[at]
    x = ink.frame.x(grid_x)
    options = [(name,), balanced(name)] if " " in name else [(name,)]
    for letters in sizes:
        for lines in options:
            wide = max(width(line, letters) for line in lines)
            high = len(lines) * LINE * letters
            if np.hypot(wide, high) > 5.0 * grid_radius * ink.frame.scale:
                continue
            for down in (0.0, 10 + high / 2, -10 - high / 2):
                y = ink.frame.y(grid_y) + down
                box = around(x, y, wide + 1.5, high)
                if placer.is_free(box) and _inside(ink, land, at, box):
                    placer.take(box)
                    return lines, letters, x, y
    return None


def _inside(ink: Ink, land: Land, at: int, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    middle, centre = (left + right) / 2, (top + bottom) / 2
    corners = np.array(
        [(left, top), (middle, top), (right, top), (left, centre), (right, centre), (left, bottom), (middle, bottom),
         (right, bottom)]
    )  # fmt: skip
    path = land.cells[at]
    grid: Floats = (corners - (ink.frame.left, ink.frame.top)) / ink.frame.scale
    return path is not None and bool(path.contains_points(grid).all())


def _write(ink: Ink, picture: Picture, at: int, lines: Sequence[str], letters: float, x: float, y: float) -> None:
    code = int(picture.codes[at])
    ground = picture.rows[code].colour if code >= 0 else ink.theme.land
    light = contrast("#ffffff", ground) > contrast("#10151d", ground)
    y -= (len(lines) - 1) * LINE * letters / 2
    for line in lines:
        write(ink.area, x, y, line, size=letters, colour="#ffffff" if light else "#10151d", align="center",
              anchor="center_baseline", halo=ground, order=16, halo_width=0.4)  # fmt: skip
        y += LINE * letters


def marks(ink: Ink, land: Land, picture: Picture, placer: Placer, named: set[int]) -> None:
    """The triangle in each marked cell that has room for it: below its name, or where the name would stand."""
    focus = picture.focus or ()
    for at in seen(ink, land).tolist():
        code, radius = int(picture.codes[at]), land.labels[at, 2] * ink.frame.scale
        if code < 0 or not picture.rows[code].marked or (focus and land.home[at] not in focus) or not radius >= 4:
            continue
        size = float(np.clip(radius * 0.5, 2.6, 5.2)) * ink.pen
        x, y = ink.frame.x(land.labels[at, 0]), ink.frame.y(land.labels[at, 1])
        spots = [(x, y), (x, y + 9), (x, y - 9)] if at in named else [(x, y)]
        free = [(px, py) for px, py in spots if _inside(ink, land, at, around(px, py, 1.3 * size, 1.3 * size))]
        chosen = placer.first([around(px, py, 1.2 * size, 1.2 * size) for px, py in free])
        if chosen >= 0:
            for patch in triangle(*free[chosen], size, fill=ink.theme.mark, edge=ink.theme.edge):
                patch.set_zorder(15)
                ink.area.add(patch)
