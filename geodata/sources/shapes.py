"""Geometries from what files hold: in two dimensions, of straight lines, collections unpacked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.sources.notes import Notes
from geodata.sources.opened import Geometry

Shapes = NDArray[Any]  # of shapely geometries and None
_CURVED: Final = {  # codes of well-known binary (OGC 06-103r4) that shapes of straight lines do not have
    8: "CircularString",
    9: "CompoundCurve",
    10: "CurvePolygon",
    11: "MultiCurve",
    12: "MultiSurface",
    13: "Curve",
    14: "Surface",
    15: "PolyhedralSurface",
    16: "TIN",
    17: "Triangle",
}


def array(geometries: Sequence[object]) -> Shapes:
    """`geometries` as an array of objects."""
    made = np.empty(len(geometries), dtype=object)
    made[:] = geometries
    return made


def from_geojson(geometries: Sequence[Geometry | None]) -> tuple[Shapes, int]:
    """GeoJSON geometries, checked before, as 2-D shapes, and how many of them had a height."""
    high = sum(geometry is not None and _has_height(geometry) for geometry in geometries)
    return array([None if geometry is None else _shape(geometry) for geometry in geometries]), high


def without(shapes: Shapes, gone: NDArray[np.bool_]) -> Shapes:
    """`shapes` with None where `gone` is true."""
    return array([None if each_gone else shape for shape, each_gone in zip(shapes, gone, strict=True)])


def flat(shapes: Shapes, notes: Notes) -> Shapes:
    """`shapes` in two dimensions; how many lost a third or fourth is noted."""
    high = int(np.count_nonzero(shapely.has_z(shapes) | shapely.has_m(shapes)))
    if high:
        notes.warn("z_dropped", count=high)
    return array(list(shapely.force_2d(shapes)))


def from_wkb(blobs: Sequence[bytes | None], numbers: Sequence[int], notes: Notes) -> Shapes:
    """Shapes of well-known binary; curves and broken ones are errors. Two dimensions are left."""
    for number, blob in zip(numbers, blobs, strict=True):
        if blob is not None and len(blob) >= 5 and _wkb_code(blob) in _CURVED:
            raise notes.stop("curves", at=f"feature {number}", got=_CURVED[_wkb_code(blob)])
    shapes = shapely.from_wkb(array(blobs), on_invalid="ignore")
    for number, blob, shape in zip(numbers, blobs, shapes, strict=True):
        if shape is None and blob:
            raise notes.stop("geometry_unreadable", at=f"feature {number}")
        if shape is not None and shape.geom_type not in _SHAPES:
            raise notes.stop("curves", at=f"feature {number}", got=shape.geom_type)
    return flat(shapes, notes)


def polygons(shape: BaseGeometry) -> BaseGeometry:
    """Polygon parts of `shape`, out of collections in collections too; an empty polygon when there are none."""
    parts = [part for part in _leaves(shape) if part.geom_type == "Polygon" and not part.is_empty]
    if len(parts) == 1:
        return parts[0]
    return shapely.MultiPolygon(parts) if parts else shapely.Polygon()


def other_parts(shape: BaseGeometry) -> int:
    """How many parts of `shape` are no polygons."""
    return sum(part.geom_type != "Polygon" and not part.is_empty for part in _leaves(shape))


def _leaves(shape: BaseGeometry) -> list[BaseGeometry]:
    """Parts that have no parts, of `shape`."""
    if not hasattr(shape, "geoms"):
        return [shape]
    return [leaf for part in shape.geoms for leaf in _leaves(part)]


def _wkb_code(blob: bytes) -> int:
    """Type of a well-known binary geometry, without its dimensions."""
    code = int.from_bytes(blob[1:5], "little" if blob[0] == 1 else "big")
    return (code & 0x0FFFFFFF) % 1000


def _has_height(geometry: Geometry) -> bool:
    """Whether any position of a GeoJSON geometry has more than two numbers."""
    if geometry["type"] == "GeometryCollection":
        return any(_has_height(part) for part in geometry["geometries"])
    return _deep(geometry["coordinates"])


def _deep(value: Any) -> bool:  # noqa: ANN401 - a position, or lists of lists of positions
    if value and not isinstance(value[0], list):
        return len(value) > 2
    return any(_deep(member) for member in value)


def _shape(geometry: Geometry) -> BaseGeometry:
    """2-D shape of a checked GeoJSON geometry."""
    kind: str = geometry["type"]
    if kind == "GeometryCollection":
        return shapely.GeometryCollection([_shape(part) for part in geometry["geometries"]])
    return _SHAPES[kind](geometry["coordinates"])


def _xy(positions: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    return [(position[0], position[1]) for position in positions]


def _polygon(rings: Sequence[Sequence[Sequence[float]]]) -> BaseGeometry:
    return shapely.Polygon(_xy(rings[0]), [_xy(ring) for ring in rings[1:]]) if rings else shapely.Polygon()


_SHAPES: Final[Mapping[str, Callable[[Any], BaseGeometry]]] = {
    "Point": lambda position: shapely.Point(position[:2]) if position else shapely.Point(),
    "MultiPoint": lambda positions: shapely.MultiPoint(_xy(positions)),
    "LineString": lambda positions: shapely.LineString(_xy(positions)),
    "MultiLineString": lambda lines: shapely.MultiLineString([_xy(line) for line in lines]),
    "Polygon": _polygon,
    "MultiPolygon": lambda parts: shapely.MultiPolygon([_polygon(rings) for rings in parts if rings]),
    "GeometryCollection": shapely.GeometryCollection,
    "LinearRing": shapely.LinearRing,
}
