"""Shapes that lie elsewhere than other files say: a coordinate system declared wrong moves a whole file at once."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.findings import Finding
from geodata.territory import Shapes, Territory

_FAR_KM: Final = 15.0  # a centre may lie in the next district, but not a district further
_KM_PER_DEGREE: Final = 111.2  # of latitude, on a sphere
_MOST_SHARE: Final = 0.2  # of mahallas: borders drawn coarsely leave fewer outside


def noticed(bare: Territory, shapes: Shapes) -> list[Finding]:
    """Districts far from their centres, and mahallas outside the outlines of their own districts.

    `bare` has the imported outlines of districts, `shapes` those of mahallas, in EPSG:4326, None where there is none.
    """
    return [*_far_districts(bare, shapes), *_outside(bare, shapes)]


def _far_districts(bare: Territory, shapes: Shapes) -> list[Finding]:
    home = bare.mahallas["district_pos"].to_numpy()
    far = []
    for at, (lon, lat) in enumerate(zip(bare.districts["lon"], bare.districts["lat"], strict=True)):
        own = np.append(shapes[home == at], bare.district_shapes[at])
        own = own[shapely.is_geometry(own)]
        if len(own) and not (np.isnan(lon) or np.isnan(lat)):
            far.append((min(_km(shapely.Point(lon, lat), shape) for shape in own), at))
    beyond = sorted(entry for entry in far if entry[0] > _FAR_KM)
    if not beyond:
        return []
    distance, at = beyond[-1]
    values = {"count": len(beyond), "got": str(bare.districts["name_uz_latn"].iloc[at]), "wanted": round(distance)}
    return [Finding("district_elsewhere", "", values)]


def _outside(bare: Territory, shapes: Shapes) -> list[Finding]:
    outlines = bare.district_shapes[bare.mahallas["district_pos"].to_numpy()]
    both: NDArray[np.bool_] = shapely.is_geometry(shapes) & shapely.is_geometry(outlines)
    inside = shapely.contains(outlines[both], shapely.point_on_surface(shapes[both]))
    outside = int((~inside).sum())
    if outside <= _MOST_SHARE * both.sum():
        return []
    return [Finding("mahallas_elsewhere", "", {"count": outside, "wanted": int(both.sum())})]


def _km(point: shapely.Point, shape: shapely.Geometry) -> float:
    """Distance in kilometres on a sphere, near enough for what is far."""
    (x1, y1), (x2, y2) = shapely.get_coordinates(shapely.shortest_line(point, shape))
    return float(np.hypot((x2 - x1) * np.cos(np.radians(y1)), y2 - y1)) * _KM_PER_DEGREE
