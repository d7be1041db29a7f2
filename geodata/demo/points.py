"""Points inside mahallas, a few metres over the region's border, and far outside it; degrees of EPSG:4326."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geodata.demo.ground import DECIMALS, Ground
from geodata.demo.plane import Floats

OVER_M = (3.0, 15.0)  # how far over the border a point may lie and still belong to the mahalla behind it
FAR_DEG = (0.02, 0.4)  # how far outside the region the points lie that belong to no mahalla


def inside(shape: shapely.Polygon, count: int, rng: np.random.Generator) -> Floats:
    """Points (count, 2) in the shape, even over its area."""
    shapely.prepare(shape)
    west, south, east, north = shape.bounds
    found = np.empty((0, 2))
    while len(found) < count:
        points = np.round(rng.uniform((west, south), (east, north), (4 * count + 8, 2)), DECIMALS)
        found = np.vstack([found, points[shapely.contains_xy(shape, points)]])
    return found[:count]


def within(ground: Ground, mahallas: npt.NDArray[np.int64], rng: np.random.Generator) -> Floats:
    """One point for each entry, inside the mahalla at that position."""
    points = np.empty((len(mahallas), 2))
    for place in np.unique(mahallas):
        rows = mahallas == place
        points[rows] = inside(ground.cells[place], int(rows.sum()), rng)
    return points


def on_outline(ground: Ground) -> set[int]:
    """The positions of mahallas that share a stretch of the region's outer border."""
    edge = ground.region.exterior
    touched = shapely.intersection(list(ground.cells), edge)
    return {place for place, part in enumerate(touched) if shapely.length(part) > 0}


def just_outside(ground: Ground, place: int, rng: np.random.Generator) -> Floats | None:
    """A point a few metres beyond the region's border, before an edge of this mahalla; None if it fails."""
    edge = shapely.intersection(ground.cells[place].exterior, ground.region.exterior)
    parts = [part for part in shapely.get_parts(edge) if part.geom_type == "LineString"]
    line = ground.plane.to_metres(shapely.get_coordinates(rng.choice(np.array(parts, dtype=object))))
    at = int(rng.integers(len(line) - 1))
    along = line[at + 1] - line[at]
    aside = np.array([-along[1], along[0]]) / np.hypot(*along)
    middle = (line[at] + line[at + 1]) / 2
    for way in (1.0, -1.0):
        point: Floats = np.round(
            ground.plane.to_degrees((middle + way * rng.uniform(*OVER_M) * aside)[None, :])[0], DECIMALS
        )
        if not shapely.intersects_xy(ground.region, *point):
            return point
    return None


def far_outside(ground: Ground, count: int, rng: np.random.Generator) -> Floats:
    """Points (count, 2) well outside the region."""
    region = ground.region
    keep_off = shapely.buffer(region, FAR_DEG[0])
    shapely.prepare(keep_off)
    rim = shapely.get_coordinates(region.exterior)
    found = np.empty((0, 2))
    while len(found) < count:
        points = rim[rng.integers(len(rim), size=4 * count)] + rng.uniform(-FAR_DEG[1], FAR_DEG[1], (4 * count, 2))
        found = np.vstack([found, points[~shapely.contains_xy(keep_off, points)]])
    return np.asarray(np.round(found[:count], DECIMALS))
