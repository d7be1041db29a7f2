"""The ground of the demonstration: the areas of the units and of their mahallas, as one clean coverage in degrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geodata.demo import territory
from geodata.demo.cells import NoCutError, divide
from geodata.demo.facts import Facts, Unit
from geodata.demo.plane import Floats, Plane, stream
from geodata.demo.settle import Settlements, join, mass_points, settle

DECIMALS = 6  # of a degree: a tenth of a metre
ATTEMPTS = 8  # other random lines for a unit in which no cut was found or rounding made two lines touch


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The areas in EPSG:4326: `cells` in the order of the register, `units` by code, and the `region`.

    `density` is the number of mahallas per km² in each cell.
    """

    plane: Plane
    cells: tuple[shapely.Polygon, ...]
    units: dict[str, shapely.Polygon]
    region: shapely.Polygon
    density: Floats


def draw(facts: Facts, seed: int) -> Ground:
    """The ground of these facts, the same for the same seed."""
    plane = Plane(
        lon=float(np.mean([unit.lon for unit in facts.units])), lat=float(np.mean([unit.lat for unit in facts.units]))
    )
    straight = territory.arcs(facts.lines, plane)
    rough = territory.polygons(straight, facts.units)
    where = {unit.code: _settled(unit, rough[unit.code], facts, plane, seed) for unit in facts.units}
    borders = territory.natural_arcs(straight, join(list(where.values())).spacing, seed)
    areas = territory.polygons(borders, facts.units)
    cells: dict[int, shapely.Polygon] = {}
    density = np.zeros(len(facts.mahallas))
    for unit in facts.units:
        places = facts.of_unit(unit.code)
        drawn = _cells(areas[unit.code], len(places), where[unit.code], plane, stream(seed, "cells", unit.code))
        middles = np.array([(p.x, p.y) for p in shapely.point_on_surface(drawn)])
        density[places] = 1e6 * where[unit.code].density(plane.to_metres(middles))
        cells.update(zip(places, drawn, strict=True))
    units = {code: in_degrees(area, plane) for code, area in areas.items()}
    return Ground(
        plane=plane,
        cells=tuple(cells[place] for place in range(len(facts.mahallas))),
        units=units,
        region=shapely.coverage_union_all(list(units.values())),
        density=density,
    )


def _settled(unit: Unit, area: shapely.Polygon, facts: Facts, plane: Plane, seed: int) -> Settlements:
    centre = plane.to_metres(np.array([[unit.lon, unit.lat]]))[0]
    cells = len(facts.of_unit(unit.code))
    return settle(area, centre, cells, stream(seed, "settle", unit.code), city=unit.kind == "city")


def _cells(
    area: shapely.Polygon, count: int, where: Settlements, plane: Plane, rng: np.random.Generator
) -> Sequence[shapely.Polygon]:
    """The mahallas of one unit in degrees, in random order, so that neighbours in the register are not on the map."""
    for _ in range(ATTEMPTS):
        try:
            drawn = divide(area, mass_points(area, where, count, rng), count, where, rng)
        except NoCutError:
            continue
        rounded = [in_degrees(cell, plane) for cell in drawn]
        if shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded):
            return [rounded[at] for at in rng.permutation(count)]
    raise NoCutError(count)


def in_degrees(shape: shapely.Polygon, plane: Plane) -> shapely.Polygon:
    """The shape in EPSG:4326, rounded; its outer ring runs against the clock, as RFC 7946 wants it."""
    moved = shapely.transform(shape, lambda points: np.round(plane.to_degrees(points), DECIMALS))
    return shapely.orient_polygons(moved)
