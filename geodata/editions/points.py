"""Placing points: in which mahalla a point lies, with a stated tolerance at the outer border."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geodata.editions.columns import numbers
from geodata.metric import WGS84, reproject
from geodata.territory import Shapes, Territory

Positions = NDArray[np.int32]
_AT_ONCE: Final = 200_000
"""Points joined in one go: beyond the answer, four bytes a point, memory does not grow with their number."""


def points_of(table: pd.DataFrame) -> Shapes:
    """One point a row in EPSG:4326 (a line gives its middle), None where the row has no usable place."""
    if "geometry" in table.columns:
        return _middles(np.asarray(table["geometry"], dtype=object))
    lon, lat = numbers(table, "lon"), numbers(table, "lat")
    usable = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    out: Shapes = np.full(len(table), None, dtype=object)
    out[usable] = shapely.points(lon[usable], lat[usable])
    return out


def containing(points: Shapes, shapes: Shapes) -> Positions:
    """The position of the shape that holds each point, -1 where none does.

    A point on the border of two shapes, or where two overlap, belongs to the one that stands first.
    """
    out = np.full(len(points), len(shapes), dtype=np.int32)
    known = np.flatnonzero(shapely.is_geometry(shapes))
    held = shapes[known]
    shapely.prepare(held)
    tree = shapely.STRtree(held)
    for start in range(0, len(points), _AT_ONCE):
        part, answer = points[start : start + _AT_ONCE], out[start : start + _AT_ONCE]
        given = np.flatnonzero(shapely.is_geometry(part))
        point, shape = tree.query(part[given])
        order = np.argsort(shape, kind="stable")  # polygon by polygon: each stays in the processor's memory
        point, shape = given[point[order]], shape[order]
        inside = shapely.intersects_xy(held[shape], shapely.get_x(part[point]), shapely.get_y(part[point]))
        np.minimum.at(answer, point[inside], known[shape[inside]].astype(np.int32))
    out[out == len(shapes)] = -1
    return out


def nearest_within(points: Shapes, territory: Territory, tolerance_m: float) -> Positions:
    """The position of the mahalla nearest to each point if it is no more than `tolerance_m` metres away, else -1.

    Of two at the same distance the one that stands first.
    """
    out = np.full(len(points), len(territory.shapes), dtype=np.int32)
    given = np.flatnonzero(shapely.is_geometry(points))
    known = np.flatnonzero(shapely.is_geometry(territory.shapes))
    if len(given) and len(known) and tolerance_m > 0:
        metric = territory.metric()
        tree = shapely.STRtree(reproject(territory.shapes[known], WGS84, metric))
        spots = reproject(points[given], WGS84, metric)
        point, shape = tree.query_nearest(spots, max_distance=tolerance_m, all_matches=True)
        np.minimum.at(out, given[point], known[shape].astype(np.int32))
    return np.where(out == len(territory.shapes), -1, out).astype(np.int32)


def farther_than(points: Shapes, territory: Territory, mahalla: Positions, distance_m: float) -> NDArray[np.bool_]:
    """Where a point lies more than `distance_m` metres outside the mahalla of its row; False if either is unknown."""
    out = np.zeros(len(points), dtype=bool)
    shaped = np.append(shapely.is_geometry(territory.shapes), False)  # the last place answers for -1
    both = np.flatnonzero(shapely.is_geometry(points) & shaped[mahalla])
    if len(both):
        metric = territory.metric()
        moved = dict(zip(*_once(mahalla[both], territory, metric), strict=True))
        polygons = np.array([moved[position] for position in mahalla[both].tolist()], dtype=object)
        out[both] = ~shapely.dwithin(polygons, reproject(points[both], WGS84, metric), distance_m)
    return out


def _once(mahalla: Positions, territory: Territory, metric: CRS) -> tuple[list[int], list[object]]:
    """Each distinct mahalla and its shape in the metric projection: reprojecting it for every point would be slow."""
    distinct = np.unique(mahalla)
    return distinct.tolist(), list(reproject(territory.shapes[distinct], WGS84, metric))


def _middles(geometry: Shapes) -> Shapes:
    kinds = shapely.get_type_id(geometry)
    lines = np.isin(kinds, (1, 5)) & ~shapely.is_empty(geometry)
    other = ~np.isin(kinds, (-1, 0, 1, 5)) & ~shapely.is_empty(geometry)
    out = geometry.copy()
    out[lines] = shapely.line_interpolate_point(geometry[lines], 0.5, normalized=True)
    out[other] = shapely.point_on_surface(geometry[other])
    out[shapely.is_empty(out)] = None
    return out
