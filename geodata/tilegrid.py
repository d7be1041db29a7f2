"""A schematic where there are no boundaries: one square a mahalla, one block of squares a district.

It shows every mahalla at the same size and claims nothing about where it lies. Blocks lie around the places of their
districts as far as these are known, otherwise in shelves.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.mercator import from_degrees
from geodata.territory import Shapes, Territory

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RATIO: Final = 1.6
"""Width to height of the whole, near that of a wide screen less its panels."""

GAP: Final = 1
"""Free tiles between two blocks."""

_TILE_M: Final = 5_000.0
"""Side of a tile in metres of Web Mercator where no place is known."""

_ROOM: Final = (0.3, 0.6, 1.0, 1.5, 2.5)
"""Area of the whole to the area of its blocks, tried in turn: the closest that can be pushed apart is taken."""

_ROUNDS: Final = 400


def squares(territory: Territory) -> Shapes:
    """One square a mahalla in Web Mercator (EPSG:3857), in the territory's order."""
    home = territory.mahallas["district_pos"].to_numpy(dtype=np.int64)
    sizes = np.bincount(home, minlength=len(territory.districts))
    width = np.ceil(np.sqrt(sizes)).astype(np.int64)
    height = np.ceil(sizes / np.maximum(width, 1)).astype(np.int64)
    places = _places(territory)
    corners = _around(places, width, height)
    if corners is None:
        corners = _shelves(width, height)
    rank = _rank(home)
    column = corners[home, 0] + rank % width[home]
    row = corners[home, 1] + rank // width[home]
    tile, west, north = _frame(places, column, row, len(home))
    x, y = west + column * tile, north - row * tile
    boxes: Shapes = shapely.box(x, y - tile, x + tile, y)
    return boxes


def _places(territory: Territory) -> Floats:
    """Where each district lies in Web Mercator metres, NaN where unknown: its shape's middle, else its centre."""
    lon = territory.districts["lon"].to_numpy(dtype=np.float64)
    lat = territory.districts["lat"].to_numpy(dtype=np.float64)
    inner = shapely.centroid(territory.district_shapes)
    lon = np.where(shapely.is_geometry(inner), shapely.get_x(inner), lon)
    lat = np.where(shapely.is_geometry(inner), shapely.get_y(inner), lat)
    return from_degrees(np.stack([lon, lat], axis=1))


def _rank(home: Ints) -> Ints:
    """The number of each mahalla within its district, in the territory's order."""
    order = np.argsort(home, kind="stable")
    starts = np.searchsorted(home[order], home[order])
    rank = np.empty(len(home), dtype=np.int64)
    rank[order] = np.arange(len(home)) - starts
    return rank


def _shelves(width: Ints, height: Ints) -> Ints:
    """Upper left corners (column, row) of blocks set in rows, tallest first, the whole as near to RATIO as can be."""
    best, best_off = np.zeros((len(width), 2), dtype=np.int64), np.inf
    order = np.lexsort((np.arange(len(width)), -height))
    for limit in range(int(width.max()), int((width + GAP).sum()) + 1):
        corners = _shelved(width, height, order, limit)
        wide, high = (corners + np.stack([width, height], axis=1)).max(axis=0)
        off = abs(np.log(wide / max(high, 1) / RATIO))
        if off < best_off:
            best, best_off = corners, off
    return best


def _shelved(width: Ints, height: Ints, order: Ints, limit: int) -> Ints:
    corners = np.zeros((len(width), 2), dtype=np.int64)
    column, row, shelf = 0, 0, 0
    for block in order:
        if column and column + width[block] > limit:
            column, row, shelf = 0, row + shelf + GAP, 0
        corners[block] = column, row
        column, shelf = column + int(width[block]) + GAP, max(shelf, int(height[block]))
    return corners


def _around(places: Floats, width: Ints, height: Ints) -> Ints | None:
    """Upper left corners of blocks near their places, pushed apart until none touch; None if a place is unknown."""
    held = (width * height) > 0
    if not np.isfinite(places[held]).all() or len(places) < 2:
        return None
    size = np.stack([width, height], axis=1).astype(np.float64) + 2 * GAP
    spread = np.ptp(places[held], axis=0)
    if not (spread > 0).all():
        return None
    middle = np.where(held[:, None], places, places[held].mean(axis=0)) * [1.0, -1.0]
    for room in _ROOM:
        scale = np.sqrt(room * size.prod(axis=1).sum() / spread.prod())
        centre = _pushed_apart(middle * scale, size)
        corners: Ints = np.rint(centre - np.stack([width, height], axis=1) / 2).astype(np.int64)
        corners -= corners[held].min(axis=0)
        if not _overlap(corners, width, height):
            return corners
    return None


def _pushed_apart(centre: Floats, size: Floats) -> Floats:
    """Centres moved until the rectangles of `size` around them are free of each other, or the rounds are over."""
    one, two = np.triu_indices(len(centre), 1)
    for _ in range(_ROUNDS):
        apart = centre[two] - centre[one]
        over = (size[one] + size[two]) / 2 - np.abs(apart)
        touching = (over > 1e-6).all(axis=1)
        if not touching.any():
            break
        axis = np.argmin(over, axis=1)
        side = np.where(np.take_along_axis(apart, axis[:, None], 1)[:, 0] < 0, -1.0, 1.0)
        push = np.where(touching, side * np.take_along_axis(over, axis[:, None], 1)[:, 0] / 2, 0.0)
        np.add.at(centre, (two, axis), push / 2)
        np.add.at(centre, (one, axis), -push / 2)
    return centre


def _overlap(corners: Ints, width: Ints, height: Ints) -> bool:
    """Whether two blocks share a tile or stand side by side without a gap."""
    one, two = np.triu_indices(len(corners), 1)
    size = np.stack([width, height], axis=1)
    low, high = np.maximum(corners[one], corners[two]), np.minimum(corners[one] + size[one], corners[two] + size[two])
    return bool((high - low > -GAP).all(axis=1).any())


def _frame(places: Floats, column: Ints, row: Ints, n_tiles: int) -> tuple[float, float, float]:
    """Side of a tile, west and north edge, in Web Mercator metres: about the size and place of the region."""
    known = places[np.isfinite(places).all(axis=1)]
    tile, middle = _TILE_M, np.zeros(2)
    if len(known):
        middle = known.mean(axis=0)
        area = float(np.ptp(known, axis=0).prod())
        tile = max(_TILE_M / 10, np.sqrt(area / n_tiles)) if area else tile
    tile = float(np.ceil(tile / 100) * 100)
    west = float(middle[0]) - tile * (int(column.max()) + 1) / 2
    north = float(middle[1]) + tile * (int(row.max()) + 1) / 2
    return tile, west, north
