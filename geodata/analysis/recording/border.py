"""Points that pile up just outside the border of a red mahalla."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geodata.analysis import binomial
from geodata.analysis.recording.question import Asked, Floats, Options, Question, answer, holm
from geodata.analysis.recording.zones import Ground, Zones
from geodata.editions.categories import RED
from geodata.editions.opened import Edition
from geodata.metric import WGS84, reproject_xy
from geodata.periods import Period
from geodata.territory import Shapes

_SQUARE_DEG: Final = 0.01
_LEAST_DEGREE_M: Final = 110_500.0
"""Of latitude on the ellipsoid, rounded down."""


def border(edition: Edition, group: str, period: Period, options: Options) -> Asked:
    """Mahallas red on the last day of the period, with more places of events just outside than area suggests.

    Within `around_m` metres outside (in other mahallas) a place lies in the first `band_m` with the band's share of the
    area: binomial. Where events thin out with the distance from a red mahalla that alone would raise the count, so the
    band is held beside the equal band inside the border too, where then even more should lie; the larger of the two
    p-values counts (Berger 1982), adjusted over mahallas with `least_points` around them. Places: points that differ by
    a metre, each counted once. `expected` is by area, `base` the places around.
    """
    shapes = edition.mahalla_shapes.geometry.to_numpy()
    drawn = shapely.is_geometry(shapes)
    if edition.schematic or not drawn.any():
        return Asked("border", reason="no_shapes")
    red = np.flatnonzero((edition.category_at(period.end).values == RED) & drawn)
    if not len(red):
        return Asked("border", reason="no_decisions")
    crs, ground_shapes = edition.mahalla_ground
    points = _places(edition, group, period, crs, _Near.of(shapes[red], options.around_m))
    if len(points) < options.least_points:
        return Asked("border", reason="too_few_points")
    ground = Ground.of(ground_shapes, points)
    found = ground.zones(red, around_m=options.around_m, band_m=options.band_m, least=options.least_points)
    by_inside = _by_inside(found)
    around_m2 = _around_m2(ground, found, by_inside, options)
    tested = ~(around_m2 <= 0)
    if not tested.any():
        return Asked("border", reason="too_few_points")
    share = found.outside_m2 / np.maximum(around_m2, 1e-9)
    expected = found.around * share
    by_area = binomial.sf(found.outside - 1, found.around, np.clip(share, 0, 1))
    p_value = np.where(by_inside >= options.chance, by_inside, np.maximum(by_area, by_inside))
    adjusted = holm(p_value, tested)
    districts, codes = (edition.mahallas[name].to_numpy()[found.own] for name in ("district", "code"))
    questions = [
        Question(
            kind="border",
            group=group,
            district=str(districts[at]),
            mahalla=str(codes[at]),
            observed=float(found.outside[at]),
            expected=float(expected[at]),
            base=int(found.around[at]),
            p_value=float(p_value[at]),
            p_adjusted=float(adjusted[at]),
            start=period.start,
            end=period.end,
        )
        for at in np.flatnonzero(tested & (found.outside > expected) & (adjusted < options.chance)).tolist()
    ]
    return answer("border", questions, int(tested.sum()))


@dataclass(frozen=True, slots=True, eq=False)
class _Near:
    """Squares of a grid in degrees that mahallas lie in or near: most events of a country are far from red ones."""

    west: float
    south: float
    marked: NDArray[np.bool_]

    @classmethod
    def of(cls, shapes: Shapes, reach_m: float) -> _Near:
        """The squares up to twice `reach_m` metres around the boxes of the shapes, which are in EPSG:4326."""
        boxes = shapely.bounds(shapes)
        lat = 2 * reach_m / _LEAST_DEGREE_M
        lon = lat / np.cos(np.radians(np.clip(np.abs(boxes[:, 1::2]).max() + lat, 0, 89)))
        boxes += np.array([-lon, -lat, lon, lat])
        west, south = boxes[:, 0].min(), boxes[:, 1].min()
        squares = np.floor((boxes - np.array([west, south, west, south])) / _SQUARE_DEG).astype(np.int64)
        marked = np.zeros(squares[:, [2, 3]].max(axis=0) + 1, dtype=bool)
        for left, low, right, high in squares.tolist():
            marked[left : right + 1, low : high + 1] = True
        return cls(west, south, marked)

    def hold(self, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        """Which places lie in the squares."""
        column, line = (
            np.floor((degrees - first) / _SQUARE_DEG).astype(np.int64)
            for degrees, first in ((lon, self.west), (lat, self.south))
        )
        width, height = self.marked.shape
        inside = (column >= 0) & (column < width) & (line >= 0) & (line < height)
        found: NDArray[np.bool_] = inside & self.marked[np.where(inside, column, 0), np.where(inside, line, 0)]
        return found


def _places(edition: Edition, group: str, period: Period, crs: CRS, near: _Near) -> Shapes:
    """The distinct places of the period's events near red mahallas in metres, to the metre."""
    rows = edition.incident_rows(group, start=period.start, end=period.end, columns=("lon", "lat"))
    lon, lat = (rows[column].to_numpy(dtype=np.float64) for column in ("lon", "lat"))
    known = ~(np.isnan(lon) | np.isnan(lat))
    lon, lat = lon[known], lat[known]
    held = near.hold(lon, lat)
    x, y = reproject_xy(lon[held], lat[held], WGS84, crs)
    places: Shapes = shapely.points(np.unique(np.rint(np.column_stack([x, y])), axis=0))
    return places


def _by_inside(found: Zones) -> Floats:
    """The chance of as many places or more just outside by the band inside."""
    beside = found.outside_m2 / np.maximum(found.outside_m2 + found.inside_m2, 1e-9)
    return binomial.sf(found.outside - 1, found.outside + found.inside, np.clip(beside, 0, 1))


def _around_m2(ground: Ground, found: Zones, by_inside: Floats, options: Options) -> Floats:
    """The square metres around, where they can matter; NaN elsewhere.

    Where chance by the band inside is no less than `chance`, the larger of both is none either: nothing will be asked,
    and in the order of Holm it stands behind all that is. These are nine of ten.
    """
    needed = np.flatnonzero((by_inside < options.chance) | (found.outside_m2 <= 0))
    out = np.full(len(found.own), np.nan)
    out[needed] = ground.around_m2(found.own[needed], options.around_m)
    return out
