"""Where people live in the demonstration: towns, villages along valleys, and the empty country between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geodata.demo.plane import Floats

POINTS_PER_CELL = 80  # mass points that stand for one mahalla while a unit is divided
NEAREST_M, FARTHEST_M = 22.0, 600.0  # limits of the distance between points of a border
POINTS_ACROSS = 10.0  # points of a border along one side of a mahalla of the local size


@dataclass(frozen=True, slots=True)
class Settlements:
    """Round clusters of mahallas: `centres` (n, 2) and `radius_m` in the plane, `cells` the mahallas each holds."""

    centres: Floats
    radius_m: Floats
    cells: Floats
    background_per_m2: float

    def density(self, points: Floats) -> Floats:
        """Mahallas per square metre at the points (n, 2)."""
        away2 = ((points[:, None, :] - self.centres[None, :, :]) ** 2).sum(axis=2)
        peak = self.cells / (2 * np.pi * self.radius_m**2)
        return np.asarray(self.background_per_m2 + (peak * np.exp(-away2 / (2 * self.radius_m**2))).sum(axis=1))

    def spacing(self, points: Floats) -> Floats:
        """How far apart the points of a border stand there, metres: close in towns, wide in the steppe."""
        size = 1 / np.sqrt(self.density(points))
        return np.clip(size / POINTS_ACROSS, NEAREST_M, FARTHEST_M)


def join(parts: list[Settlements]) -> Settlements:
    """All settlements of several units as one, on the thinnest of their backgrounds."""
    return Settlements(
        np.vstack([part.centres for part in parts]),
        np.concatenate([part.radius_m for part in parts]),
        np.concatenate([part.cells for part in parts]),
        min(part.background_per_m2 for part in parts),
    )


def settle(
    area: shapely.Polygon, centre: Floats, cells: int, rng: np.random.Generator, *, city: bool = False
) -> Settlements:
    """A town at the centre (its mahallas small), villages strung along a few valleys, and background country."""
    town, villages = (0.5, 0.1) if city else (rng.uniform(0.13, 0.19), rng.uniform(0.22, 0.32))
    reach = np.sqrt(area.area / np.pi)
    valley = np.vstack([_valley(area, centre, reach, rng) for _ in range(2 if city else 3)])
    share = rng.gamma(1.2, 1.0, len(valley)) + 0.15
    radius = reach * (0.22 if city else 0.11) * rng.uniform(0.6, 1.6, len(valley))
    town_radius = reach * 0.35 if city else min(900 + 260 * np.sqrt(cells * town), 0.22 * reach)
    return Settlements(
        np.vstack([centre, centre, valley]),
        np.concatenate([[town_radius, 2.4 * town_radius], radius]),
        cells * np.concatenate([[0.55 * town, 0.45 * town], villages * share / share.sum()]),
        cells * (1 - town - villages) / area.area,
    )


def _valley(area: shapely.Polygon, centre: Floats, reach: float, rng: np.random.Generator) -> Floats:
    """Places of villages along a wandering line that starts at the centre and ends at the border, (n, 2)."""
    heading = rng.uniform(0, 2 * np.pi)
    place = centre
    places: list[Floats] = []
    for _ in range(12):
        heading += rng.normal(0, 0.45)
        place = place + rng.uniform(0.2, 0.42) * reach * np.array([np.cos(heading), np.sin(heading)])
        if not shapely.contains_xy(area, *place):
            heading += rng.uniform(1.2, 2.6)
            place = places[-1] if places else centre
        else:
            places.append(place)
    return np.array(places or [centre])


def mass_points(area: shapely.Polygon, where: Settlements, cells: int, rng: np.random.Generator) -> Floats:
    """Points (n, 2) inside the area, strewn by the density of mahallas: `POINTS_PER_CELL` for each."""
    shapely.prepare(area)
    west, south, east, north = area.bounds
    wanted = cells * POINTS_PER_CELL
    clusters = where.cells / cells
    chosen = rng.choice(len(clusters) + 1, size=3 * wanted, p=np.append(clusters, max(1 - clusters.sum(), 0)))
    even = chosen == len(clusters)
    chosen = np.where(even, 0, chosen)
    points = where.centres[chosen] + rng.normal(0, 1, (len(chosen), 2)) * where.radius_m[chosen, None]
    points[even] = rng.uniform((west, south), (east, north), (int(even.sum()), 2))
    inside: Floats = points[shapely.contains_xy(area, points)]
    return inside[:wanted]
