"""Model safe sites: the two that are known by their mahalla, made-up ones in every red mahalla."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
import shapely

from geodata.demo import early
from geodata.demo.facts import Facts, Mahalla
from geodata.demo.ground import DECIMALS, Ground
from geodata.demo.plane import Floats, stream

TITLES: Final = MappingProxyType({"street": "namunali xavfsiz koʻcha", "entrance": "namunali xavfsiz kirish yoʻlagi"})
# Quantities are invented; the criteria follow what is reported of the requirements of August 2025.
PLANS: Final[Mapping[str, Mapping[str, tuple[int, int]]]] = MappingProxyType(
    {
        "street": {
            "lighting": (12, 40),
            "cctv_camera": (4, 14),
            "face_camera": (1, 3),
            "plate_camera": (2, 4),
            "panic_button": (1, 4),
            "technical_guard": (8, 30),
            "parking": (1, 3),
            "fence": (10, 40),
            "number_plates": (20, 80),
        },
        "entrance": {
            "lighting": (2, 8),
            "cctv_camera": (2, 6),
            "face_camera": (1, 2),
            "intercom": (1, 4),
            "panic_button": (1, 2),
            "technical_guard": (4, 20),
            "attic_basement": (1, 3),
            "parking": (1, 1),
            "number_plates": (1, 4),
        },
    }
)
CRITERIA: Final = tuple(dict.fromkeys(criterion for plan in PLANS.values() for criterion in plan))
STATES: Final = MappingProxyType({"planned": 0.58, "in_progress": 0.34, "opened": 0.08})
FACT_SOURCE: Final = "Ministry of Internal Affairs, news of January 2025; checklist quantities: synthetic"
DENSE_PER_KM2 = 0.4  # mahallas per km²: where there are blocks of flats, and so entrances

Feature = dict[str, object]


def features(
    facts: Facts,
    ground: Ground,
    codes: Sequence[str],
    red: Sequence[int],
    seed: int,
    planned: Sequence[early.Early] = (),
) -> list[Feature]:
    """GeoJSON features: the known sites first, then one or two a red mahalla; `planned` ones opened early."""
    days = {site.mahalla: site.day for site in planned}
    rng = stream(seed, "sites")
    place_of = {mahalla.code: place for place, mahalla in enumerate(facts.mahallas) if mahalla.code}
    known = {(place_of[code], kind): status for code, kind, status in facts.model_sites}
    wanted = [*known, *(pair for place in red for pair in _wanted(place, ground, rng) if pair not in known)]
    made: list[Feature] = []
    for place, kind in wanted:
        status = known.get((place, kind), "synthetic")
        state = "opened" if (place, kind) in known else str(rng.choice(list(STATES), p=list(STATES.values())))
        properties = _identity(facts, place, codes[place], kind, state)
        properties |= _dates(state, rng) if status == "synthetic" else {"opened": None, "checked": None}
        properties |= {"source": "demonstration" if status == "synthetic" else FACT_SOURCE, "status": status}
        properties |= _checklist(kind, state, rng)
        if status == "synthetic" and (day := days.pop(place, "")):  # on top, from a stream of its own
            properties |= {"state": "opened", "opened": day, "checked": "2025-01-28", "status": early.STATUS}
            properties |= _checklist(kind, "opened", stream(seed, "early", codes[place]))
        shape = _shape(kind, ground.cells[place], ground, rng)
        made.append({"type": "Feature", "properties": properties, "geometry": shape})
    return made


def _wanted(place: int, ground: Ground, rng: np.random.Generator) -> list[tuple[int, str]]:
    """A street, an entrance, or both where people live close together."""
    if ground.density[place] < DENSE_PER_KM2:
        return [(place, "street")]
    return [
        (place, kind) for kind in (("street", "entrance"), ("entrance",), ("street",))[rng.choice(3, p=(0.5, 0.3, 0.2))]
    ]


def _identity(facts: Facts, place: int, code: str, kind: str, state: str) -> Feature:
    mahalla: Mahalla = facts.mahallas[place]
    unit = next(unit for unit in facts.units if unit.code == mahalla.unit)
    return {
        "id": f"{kind[0].upper()}-{code}",
        "kind": kind,
        "state": state,
        "title": f"{mahalla.name} {mahalla.kind}: {TITLES[kind]}",
        "code": code,
        "name": mahalla.name,
        "district": unit.name,
        "district_code": unit.code,
    }


def _dates(state: str, rng: np.random.Generator) -> Feature:
    """When it was opened and last looked at: after the first two, which were the first of the region."""
    opened = f"2025-01-{rng.integers(20, 27):02d}" if state == "opened" else None
    checked = None if state == "planned" else f"2025-01-{rng.integers(27, 32):02d}"
    return {"opened": opened, "checked": checked}


def _checklist(kind: str, state: str, rng: np.random.Generator) -> Feature:
    """Planned and installed quantities; null for a criterion that is not asked of this kind of site."""
    done = {"planned": (0.0, 0.0), "in_progress": (0.1, 0.9), "opened": (0.97, 1.0)}[state]
    columns: Feature = {}
    for criterion in CRITERIA:
        limits = PLANS[kind].get(criterion)
        planned = None if limits is None else int(rng.integers(limits[0], limits[1] + 1))
        installed = None if planned is None else int(rng.binomial(planned, rng.uniform(*done)))
        columns |= {f"{criterion}_planned": planned, f"{criterion}_installed": installed}
    return columns


def _shape(kind: str, cell: shapely.Polygon, ground: Ground, rng: np.random.Generator) -> Feature:
    """A bent line of a few hundred metres, or a point, near the middle of the mahalla: GeoJSON geometry."""
    flat = shapely.Polygon(ground.plane.to_metres(shapely.get_coordinates(cell.exterior)))
    radius_line = shapely.maximum_inscribed_circle(flat, tolerance=np.sqrt(flat.area) / 40)
    centre, rim = shapely.get_coordinates(radius_line)
    radius = float(np.hypot(*(rim - centre)))
    if kind == "entrance":
        turn = rng.uniform(0, 2 * np.pi)
        spot = centre + radius * rng.uniform(0, 0.6) * np.array([np.cos(turn), np.sin(turn)])
        return {"type": "Point", "coordinates": _degrees(spot[None, :], ground)[0]}
    return {"type": "LineString", "coordinates": _degrees(_street(centre, radius, rng), ground)}


def _street(centre: Floats, radius: float, rng: np.random.Generator) -> Floats:
    """A street through the middle of the largest circle that fits, no longer than 700 m, its points in that circle."""
    length = min(rng.uniform(300, 700), 1.4 * radius)
    heading = rng.uniform(0, np.pi)
    along, aside = np.array([np.cos(heading), np.sin(heading)]), np.array([-np.sin(heading), np.cos(heading)])
    at = np.linspace(-0.5, 0.5, 5) * length
    bend = np.cumsum(rng.normal(0, 0.045, 5)) * length
    return np.asarray(centre + at[:, None] * along + (bend - bend.mean())[:, None] * aside)


def _degrees(points: Floats, ground: Ground) -> list[list[float]]:
    return [[round(float(x), DECIMALS), round(float(y), DECIMALS)] for x, y in ground.plane.to_degrees(points)]
