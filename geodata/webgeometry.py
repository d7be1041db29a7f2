"""The geometry that a browser draws: shared borders once, whole numbers, compressed, named by its own hash.

Coordinates are Web Mercator (EPSG:3857) in whole units: x = x0 + unit * ix, y = y0 - unit * iy, iy growing southwards.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.editions.files import write_bytes
from geodata.editions.topology import Rings, Topology, rings_of, topology
from geodata.mercator import from_degrees, to_degrees
from geodata.territory import Shapes, Territory
from geodata.tilegrid import squares

Floats = NDArray[np.float64]

VERSION: Final = 1

_STEPS: Final = ((25.0, 5.0), (12.0, 2.5), (6.0, 1.5), (2.0, 0.5), (0.0, 0.1))
"""Tolerance in metres on the ground and unit in metres of Web Mercator, tried in turn until every polygon survives."""

_AREA_KEPT: Final = (0.8, 1.25)
"""How far the area of a polygon may change by simplifying and rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """The document for the browser, and the label point of each mahalla in EPSG:4326 (NaN without a shape)."""

    document: dict[str, Any]
    label_lon: Floats
    label_lat: Floats


def build(territory: Territory) -> Drawn:
    """The web geometry of a territory: its polygons, or a tile grid where it has none."""
    polygons = squares(territory) if territory.schematic else to_mercator(territory.shapes)
    simple, topo, frame = _drawn(polygons, _latitude(territory), exact=territory.schematic)
    home = territory.mahallas["district_pos"].to_numpy(dtype=np.int64)
    districts = _district_part(territory, simple, topo, frame, home)
    centre, radius = _labels(simple)
    units = frame.units(centre)
    has = np.isfinite(radius)
    lon, lat = to_degrees(centre)
    real = has & (not territory.schematic)
    document = {
        "v": VERSION,
        "origin": [frame.x0, frame.y0],
        "unit": frame.unit,
        "schematic": territory.schematic,
        "arcs": [_delta(arc) for arc in districts.arcs],
        "mahallas": [rings or None for rings in topo.faces],
        "border": districts.border,
        "label": [
            [int(x), int(y), int(r)] if known else None
            for (x, y), r, known in zip(
                np.where(has[:, None], units, 0), np.where(has, radius / frame.unit, 0), has, strict=True
            )
        ],
        "districts": districts.entries,
        "district_of": home.tolist(),
        "codes": [str(code) for code in territory.mahallas["code"]],
        "bounds": _bounds(simple),
    }
    return Drawn(document, np.where(real, lon, np.nan), np.where(real, lat, np.nan))


def save(drawn: Drawn, folder: Path) -> str:
    """Writes the document into `folder`; the name of the file, which is the hash of what is in it."""
    plain = json.dumps(drawn.document, ensure_ascii=False, separators=(",", ":")).encode()
    packed = gzip.compress(plain, compresslevel=9, mtime=0)
    name = f"{hashlib.sha256(packed).hexdigest()[:16]}.json.gz"
    write_bytes(folder / name, packed)
    return name


def to_mercator(shapes: Shapes) -> Shapes:
    """EPSG:4326 to Web Mercator (EPSG:3857); None stays None."""
    moved: Shapes = shapely.transform(shapes, from_degrees)
    return moved


@dataclass(frozen=True, slots=True)
class _Frame:
    """The origin and unit of the whole numbers."""

    x0: float
    y0: float
    unit: float

    def units(self, xy: Floats) -> Floats:
        """Web Mercator metres in units, not yet whole."""
        return np.stack([(xy[:, 0] - self.x0) / self.unit, (self.y0 - xy[:, 1]) / self.unit], axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class _DistrictPart:
    arcs: list[NDArray[np.int64]]
    border: dict[str, list[int]]
    entries: list[dict[str, Any]]


def _drawn(polygons: Shapes, latitude: float, *, exact: bool) -> tuple[Shapes, Topology, _Frame]:
    """Simplified first, rounded after, and checked: a polygon that collapsed makes everything a step finer."""
    steps = _STEPS[-1:] if exact else _STEPS
    given = np.flatnonzero(shapely.is_geometry(polygons))
    for tolerance_m, unit in steps:
        simple = polygons.copy()
        if tolerance_m:
            simple[given] = _simplified(polygons[given], tolerance_m, latitude)
        frame = _frame(simple, 100.0 if exact else unit)
        rings, _ = rings_of(simple)
        topo = topology(simple, *frame.units(shapely.get_coordinates(rings)).T)
        if unit == _STEPS[-1][1] or _survived(topo, polygons, frame, given):
            break
    return simple, topo, frame


def _simplified(polygons: Shapes, tolerance_m: float, latitude: float) -> Shapes:
    """Polygons in Web Mercator simplified by metres on the ground: there they are longer by 1 / cos(latitude)."""
    simple: Shapes = shapely.coverage_simplify(polygons, tolerance_m / np.cos(np.radians(latitude)))
    return simple


def _survived(topo: Topology, polygons: Shapes, frame: _Frame, given: NDArray[np.int64]) -> bool:
    """Whether each polygon still has rings and about its area."""
    area = np.array([abs(sum(map(topo.signed_area, topo.faces[at]))) for at in given]) / 2 * frame.unit**2
    share = area / shapely.area(polygons[given])
    return bool(((share > _AREA_KEPT[0]) & (share < _AREA_KEPT[1])).all())


def _frame(polygons: Shapes, unit: float) -> _Frame:
    west, _, _, north = shapely.total_bounds(polygons[shapely.is_geometry(polygons)])
    return _Frame(float(np.floor(west)), float(np.ceil(north)), unit)


def _district_part(
    territory: Territory, simple: Shapes, topo: Topology, frame: _Frame, home: NDArray[np.int64]
) -> _DistrictPart:
    """Districts and borders from the arcs of the mahallas; from the districts' own shapes where mahallas lack one."""
    size = len(territory.districts)
    arcs, base, owner, of_face = topo.arcs, 0, topo, home
    complete = all(topo.faces)
    if not complete and territory.outlined:
        own = to_mercator(territory.district_shapes)
        given = np.flatnonzero(shapely.is_geometry(own))
        own[given] = _simplified(own[given], _STEPS[0][0], _latitude(territory))
        owner = topology(own, *frame.units(shapely.get_coordinates(rings_of(own)[0])).T)
        arcs, base, of_face = topo.arcs + owner.arcs, len(topo.arcs), np.arange(size)
        outlines = own
    else:
        outlines = np.array([_union(simple[home == at]) for at in range(size)], dtype=object)
    rings = [owner.outline(of_face == at) for at in range(size)]
    centre, radius = _labels(outlines)
    units = frame.units(centre)
    entries = []
    for at, code in enumerate(territory.districts["code"]):
        known = bool(rings[at])
        entries.append(
            {
                "code": str(code),
                "label": [int(units[at, 0]), int(units[at, 1]), int(radius[at] / frame.unit)] if known else None,
                "box": _box(owner, rings[at]) if known else None,
                "rings": [_moved(ring, base) for ring in rings[at]],
            }
        )
    border = _borders(owner, of_face, rings)
    return _DistrictPart(arcs, {name: _moved(refs, base) for name, refs in border.items()}, entries)


def _borders(topo: Topology, of_face: NDArray[np.int64], district_rings: list[Rings]) -> dict[str, list[int]]:
    """The arcs between districts, and those on the outer edge of the whole.

    The edge of a hole that a mahalla without a shape leaves is neither, unless it is also the outer edge of a district.
    """
    region = set(_outer(topo, topo.outline(np.ones(len(topo.faces), dtype=bool))))
    apart = (topo.right >= 0) & (of_face[topo.left] != of_face[topo.right])
    between = set(np.flatnonzero(apart).tolist())
    for rings in district_rings:
        between.update(arc for arc in _outer(topo, rings) if arc not in region)
    return {"district": sorted(between), "region": sorted(region)}


def _outer(topo: Topology, rings: Rings) -> Iterator[int]:
    """The arcs of those rings that are shells."""
    for ring in rings:
        if topo.signed_area(ring) < 0:  # counter-clockwise turns clockwise when y grows downwards
            yield from (ref if ref >= 0 else ~ref for ref in ring)


def _moved(refs: list[int], base: int) -> list[int]:
    return [ref + base if ref >= 0 else ref - base for ref in refs]


def _box(topo: Topology, rings: Rings) -> list[int]:
    vertices = np.concatenate([topo.vertices(ring) for ring in rings])
    return [*vertices.min(axis=0).tolist(), *vertices.max(axis=0).tolist()]


def _labels(polygons: Shapes) -> tuple[Floats, Floats]:
    """The pole of inaccessibility of each polygon and its distance from the edge, NaN where there is no polygon."""
    centre, radius = np.full((len(polygons), 2), np.nan), np.full(len(polygons), np.nan)
    given = np.flatnonzero(shapely.is_geometry(polygons) & (shapely.area(polygons) > 0))
    if len(given):
        circles = shapely.maximum_inscribed_circle(polygons[given])
        centre[given] = shapely.get_coordinates(shapely.get_point(circles, 0))
        radius[given] = shapely.length(circles)
    return centre, radius


def _union(shapes: Shapes) -> shapely.Geometry | None:
    given = shapes[shapely.is_geometry(shapes)]
    return shapely.coverage_union_all(given) if len(given) else None


def _bounds(polygons: Shapes) -> list[list[float]]:
    west, south, east, north = shapely.total_bounds(polygons[shapely.is_geometry(polygons)])
    lon, lat = to_degrees(np.array([[west, south], [east, north]]))
    return [[round(float(lat[i]), 6), round(float(lon[i]), 6)] for i in range(2)]


def _delta(arc: NDArray[np.int64]) -> list[int]:
    """First vertex, then steps from vertex to vertex."""
    steps: list[int] = np.concatenate([arc[:1], np.diff(arc, axis=0)]).ravel().tolist()
    return steps


def _latitude(territory: Territory) -> float:
    if territory.schematic:
        return 0.0
    _, south, _, north = shapely.total_bounds(territory.shapes[shapely.is_geometry(territory.shapes)])
    return float(south + north) / 2
