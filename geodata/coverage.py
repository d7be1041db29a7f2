"""Polygons that should fit like tiles: gaps and overlaps found, narrow ones closed, neighbours.

Frames are in EPSG:4326; everything is measured in metres in an equal-area CRS around the data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.errors import OptionError
from geodata.metric import WGS84, local_crs, reproject, to_metres

Kind = Literal["gap", "overlap"]
Shapes = NDArray[Any]
LEAST_M2: Final = 0.01  # what rounding leaves behind is no flaw
_WIDTH_TOLERANCE_M: Final = 0.05
_HALVINGS: Final = 8
_HAIR_M: Final = 0.005


@dataclass(frozen=True, slots=True)
class Flaw:
    """A gap or an overlap: `area_m2`, `width_m` of the largest circle in it, positions of the `units` it touches.

    The units of an overlap are the two that claim it; those of a gap all that border on it, longest border first.
    """

    kind: Kind
    area_m2: float
    width_m: float
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """The flaws of a coverage, the largest first."""

    flaws: tuple[Flaw, ...]

    def of(self, kind: Kind) -> tuple[Flaw, ...]:
        """Flaws of one kind."""
        return tuple(flaw for flaw in self.flaws if flaw.kind == kind)

    def area_m2(self, kind: Kind) -> float:
        """Area of all flaws of one kind."""
        return sum(flaw.area_m2 for flaw in self.of(kind))


@dataclass(frozen=True, slots=True)
class Closing:
    """A coverage with narrow flaws closed: the new frame, what was `closed`, and how far the area of a unit changed."""

    places: gpd.GeoDataFrame
    closed: tuple[Flaw, ...]
    largest_change_m2: float


def inspect(places: gpd.GeoDataFrame) -> Inspection:
    """Gaps and overlaps among `places` (valid polygons, EPSG:4326).

    A gap is an area enclosed by polygons and covered by none; a lake or a foreign enclave looks the same.
    """
    metric = _valid(to_metres(_shapes(places)))
    flaws = [*(flaw for flaw, _ in _overlaps(metric)), *_gaps(metric)]
    flaws.sort(key=lambda flaw: -flaw.area_m2)
    return Inspection(tuple(flaws))


def close(places: gpd.GeoDataFrame, width_m: float) -> Closing:
    """`places` with gaps and overlaps up to `width_m` metres wide given to the neighbour with the longest border.

    Wider ones stay: an overlap of a kilometre is a question for those who drew it. Borders of neighbours get the same
    vertices. Raises OptionError for a width outside 0 to 100 metres.
    """
    if not 0 <= width_m <= 100:
        raise OptionError("option", name="width_m", got=width_m, wanted="0 to 100 metres")
    shapes = _shapes(places)
    crs = local_crs(shapes)
    metric = _valid(reproject(shapes, WGS84, crs))
    found = [*_overlaps(metric), *((flaw, None) for flaw in _gaps(metric))]
    closed = tuple(flaw for flaw, _ in found if flaw.width_m <= width_m)
    if not width_m or (not closed and shapely.coverage_is_valid(metric)):
        return Closing(places.copy(), (), 0.0)
    # The gap width of coverage_clean is a little smaller than the diameter measured here; rounding must not matter.
    cleaned = shapely.coverage_clean(metric, gap_width=width_m + _WIDTH_TOLERANCE_M)
    for flaw, area in found:
        if area is not None and flaw.width_m > width_m:
            for unit in flaw.units:
                cleaned[unit] = shapely.union(cleaned[unit], area)
    change = float(np.abs(shapely.area(cleaned) - shapely.area(metric)).max())
    return Closing(_with(places, reproject(cleaned, crs, WGS84)), closed, change)


def neighbours(places: gpd.GeoDataFrame, buffer_m: float = 2.0) -> list[NDArray[np.int64]]:
    """For each place the positions of those within `buffer_m` metres of it, rising, itself not among them."""
    metric = to_metres(np.asarray(places.geometry.array, dtype=object))
    left, right = shapely.STRtree(metric).query(metric, predicate="dwithin", distance=buffer_m)
    apart = left != right
    left, right = left[apart], right[apart]
    return [np.sort(right[left == position]) for position in range(len(metric))]


def _shapes(places: gpd.GeoDataFrame) -> Shapes:
    return np.asarray(places.geometry.array, dtype=object)


def _with(places: gpd.GeoDataFrame, shapes: Shapes) -> gpd.GeoDataFrame:
    """Copy of `places` with other shapes; what reprojection made invalid by a hair is made valid."""
    return places.set_geometry(gpd.GeoSeries(_valid(shapes), index=places.index, crs=WGS84))


def _valid(shapes: Shapes) -> Shapes:
    """`shapes` with the polygons of those that reprojection made invalid by a hair."""
    wrong = np.flatnonzero(~shapely.is_valid(shapes))
    whole = shapes.copy()
    for position in wrong:
        parts = shapely.get_parts(shapely.make_valid(shapes[position]))
        whole[position] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    return whole


def _overlaps(metric: Shapes) -> list[tuple[Flaw, Any]]:
    """Overlaps with the polygon of each."""
    left, right = shapely.STRtree(metric).query(metric, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    shared = shapely.intersection(metric[left], metric[right])
    parts, owner = shapely.get_parts(shared, return_index=True)
    is_area = (shapely.get_dimensions(parts) == 2) & (shapely.area(parts) >= LEAST_M2)
    parts, owner = parts[is_area], owner[is_area]
    widths = _widths(parts)
    return [
        (Flaw("overlap", float(part.area), float(width), (int(left[pair]), int(right[pair]))), part)
        for part, width, pair in zip(parts, widths, owner, strict=True)
    ]


def _gaps(metric: Shapes) -> list[Flaw]:
    """Areas enclosed by polygons and covered by none."""
    # A straight border bends by millimetres between two CRS, which would open a gap to the outside: grow, then shrink.
    grown = shapely.buffer(metric, _HAIR_M, join_style="mitre")
    whole = shapely.get_parts(shapely.union_all(grown))
    rings = [ring for part in whole for ring in part.interiors]
    if not rings:
        return []
    holes = shapely.buffer(shapely.polygons(rings), _HAIR_M, join_style="mitre")
    holes = holes[shapely.area(holes) >= LEAST_M2]
    tree = shapely.STRtree(metric)
    flaws = []
    for hole, width in zip(holes, _widths(holes), strict=True):
        near = tree.query(hole, predicate="dwithin", distance=_WIDTH_TOLERANCE_M)
        length = shapely.length(shapely.intersection(metric[near], shapely.buffer(hole, _WIDTH_TOLERANCE_M)))
        order = near[np.argsort(-length, kind="stable")]
        flaws.append(Flaw("gap", float(hole.area), float(width), tuple(map(int, order))))
    return flaws


def _widths(areas: Shapes) -> NDArray[np.float64]:
    """Diameter in metres of the largest circle inside each area, within 2 %.

    Found by halving: a radius is too large when shrinking the area by it leaves nothing. `maximum_inscribed_circle`
    gives the same and takes seconds on slivers of several kilometres.
    """
    if len(areas) == 0:
        return np.zeros(0)
    low = shapely.area(areas) / shapely.length(areas)  # a circle of this radius always fits
    high = np.sqrt(shapely.area(areas) / np.pi)  # one of this radius is as large as the whole
    for _ in range(_HALVINGS):
        middle = np.sqrt(low * high)
        fits = ~shapely.is_empty(shapely.buffer(areas, -middle, quad_segs=2))
        low, high = np.where(fits, middle, low), np.where(fits, high, middle)
    return np.asarray(2 * low)
