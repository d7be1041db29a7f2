"""Polygons of a boundary file: parts kept or dropped, invalid ones repaired or refused, areas compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.metric import area_m2, to_metres
from geodata.sources import numbers, shapes
from geodata.sources.notes import shown
from geodata.sources.reading import Reading

_MOST_ERRORS: Final = 10
# What an area column may rightly hold for one square metre: m², hectares, km².
_UNITS: Final = (1.0, 1e-4, 1e-6)
_DEGREES2: Final = 1e-8  # below this the column holds square degrees, which nobody takes for an area


def prepare(reading: Reading, placed: NDArray[Any], labels: Sequence[str]) -> NDArray[Any]:
    """Polygons, valid ones, for `placed` shapes (EPSG:4326), None for rejected rows; `labels` name the features.

    An error for a polygon that cannot be repaired without a change of its area, or when no polygon is left.
    """
    empty = shapely.is_missing(placed) | shapely.is_empty(placed)
    reading.reject_where("geometry_empty", empty)
    filled = np.where(empty, shapely.Polygon(), placed)
    types = shapely.get_type_id(filled)
    reading.warn_where("collection", types == shapely.GeometryType.GEOMETRYCOLLECTION)
    kept = shapes.array([shapes.polygons(shape) for shape in filled])
    others = np.array([shapes.other_parts(shape) for shape in filled], dtype=int)
    reading.reject_where("not_polygon", ~empty & shapely.is_empty(kept))
    reading.warn_where("parts_dropped", ~shapely.is_empty(kept) & (others > 0), got=int(others.sum()))
    if shapely.is_empty(kept).all():
        kinds = sorted({shape.geom_type for shape in filled[~empty]}) or ["-"]
        raise reading.notes.stop("no_polygons", got=", ".join(kinds))
    valid = _repair(reading, kept, labels)
    return shapes.without(shapely.orient_polygons(valid), shapely.is_empty(valid))


def note_given_area(reading: Reading, places: gpd.GeoDataFrame) -> None:
    """Warn when a column of areas is far from the true ones, as Shape_Area in Web Mercator is."""
    if not reading.has("area_given"):
        return
    given = np.array(numbers.read(reading.cells("area_given")).cells)
    position = {number: index for index, number in enumerate(reading.raw.numbers)}
    given = given[[position[row] for row in places["row"]]]
    true = area_m2(np.asarray(places.geometry.array, dtype=object))
    ratios = given[given > 0] / true[given > 0]
    if not len(ratios):
        return
    ratio = float(np.median(ratios))
    if ratio > _DEGREES2 and not any(0.8 < ratio / unit < 1.25 for unit in _UNITS):
        heading = reading.heading("area_given")
        reading.notes.warn("area_given_wrong", at=heading, name=heading, got=round(ratio, 2))


def _repair(reading: Reading, polygons: NDArray[Any], labels: Sequence[str]) -> NDArray[Any]:
    """`polygons` made valid where that changes the area little; an error for each of the others."""
    wrong = ~shapely.is_valid(polygons)
    if not wrong.any():
        return polygons
    positions = np.flatnonzero(wrong)
    made = shapes.array([shapes.polygons(shape) for shape in shapely.make_valid(polygons[positions])])
    both = to_metres(np.concatenate([polygons[positions], made]))
    before, after = shapely.area(both[: len(positions)]), shapely.area(both[len(positions) :])
    change = np.where(shapely.is_empty(made), np.inf, np.abs(after - before))
    repaired = polygons.copy()
    repaired[positions] = made
    small = change <= reading.options.max_repair_m2
    rows = np.zeros(len(polygons), dtype=bool)
    rows[positions[small]] = True
    largest = float(change[small].max()) if small.any() else 0.0
    reading.warn_where("geometry_repaired", rows, got=round(largest, 2))
    for position, area in list(zip(positions[~small], change[~small], strict=True))[:_MOST_ERRORS]:
        at = f"feature {reading.raw.numbers[position]}" + (f" ({labels[position]})" if labels[position] else "")
        got = shown(shapely.is_valid_reason(polygons[position]), 80)
        size = "∞" if np.isinf(area) else round(float(area))
        reading.notes.error("geometry_invalid", at=at, got=got, change=size, wanted=reading.options.max_repair_m2)
    return repaired
