"""A country made to measure: 14 regions, 208 districts, 10,000 mahallas and five years of incidents, as files.

`python -m bench.country FOLDER` writes what a ministry would send: boundaries of districts and mahallas, a register, a
population table, the yearly categories and one file of incidents a year. Nothing in it is real but the number of units.
The same sizes and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.demo.cells import NoCutError, divide
from geodata.demo.ground import in_degrees
from geodata.demo.plane import Floats, Plane, stream
from geodata.demo.settle import Settlements, mass_points, settle

PLANE: Final = Plane(lon=64.5, lat=41.0)
ACROSS_M: Final = (560_000.0, 235_000.0)
FINER: Final = 2.6
"""So much closer than in the demonstration stand the points of borders: about 190 vertices a mahalla."""
YEARS: Final = (2020, 2021, 2022, 2023, 2024)
GROUPS: Final = {"preventable": 0.34, "it": 0.2, "uncovered": 0.06, "administrative": 0.3, "calls": 0.1}
TYPES: Final = {
    "preventable": ("theft", "fraud", "hooliganism", "light_injury", "robbery"),
    "it": ("it_crime",),
    "uncovered": ("drug_crime",),
    "administrative": ("petty_hooliganism", "petty_theft", "public_drinking"),
    "calls": ("family_dispute",),
}
FIRST_REGION: Final = 1740
"""Regions are numbered from here on: the classifier has none there, so none bears the name of a real one."""

POINTS_SHARE: Final = 0.4
"""Rows that say where by a point alone; the others give the code of their mahalla."""

CATEGORIES: Final = {"red": 0.16, "yellow": 0.3, "green": 0.54}


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many units and incident rows; `seed` tells one country from another."""

    regions: int = 14
    districts: int = 208
    mahallas: int = 10_000
    incidents: int = 5_000_000
    seed: int = 2026


@dataclass(frozen=True, slots=True)
class Finer(Settlements):
    """Settlements whose borders have more points."""

    def spacing(self, points: Floats) -> Floats:
        """How far apart the points of a border stand, metres."""
        return Settlements.spacing(self, points) / FINER

    @classmethod
    def of(cls, where: Settlements) -> Finer:
        """The same settlements."""
        return cls(where.centres, where.radius_m, where.cells, where.background_per_m2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The units in EPSG:4326: `districts` by code, `cells` with the code of their district, in the same order."""

    districts: dict[str, shapely.Polygon]
    cells: tuple[shapely.Polygon, ...]
    of: tuple[str, ...]


def draw(size: Size) -> Ground:
    """The country divided into regions, these into districts, these into mahallas, all along shared borders."""
    country = _oval()
    districts: dict[str, shapely.Polygon] = {}
    cells: list[shapely.Polygon] = []
    of: list[str] = []
    regions = _parts(country, size.regions, stream(size.seed, "regions"))
    shares = _shares(size.districts, np.array([region.area for region in regions]))
    areas: dict[str, shapely.Polygon] = {}
    for number, (region, count) in enumerate(zip(regions, shares, strict=True), 1):
        found = _parts(region, count, stream(size.seed, "districts", str(number)))
        areas |= {f"{FIRST_REGION + number}{200 + place:03d}": part for place, part in enumerate(found, 1)}
    for (code, area), count in zip(areas.items(), _shares(size.mahallas, np.ones(len(areas))), strict=True):
        drawn = [in_degrees(cell, PLANE) for cell in _parts(area, count, stream(size.seed, "cells", code))]
        districts[code] = shapely.coverage_union_all(drawn)
        cells += drawn
        of += [code] * count
    return Ground(districts=districts, cells=tuple(cells), of=tuple(of))


def tables(ground: Ground, size: Size) -> dict[str, pd.DataFrame]:
    """The tables by kind: boundaries of both levels (with shapes), register and population."""
    identity = _identity(ground)
    rng = stream(size.seed, "people")
    residents = np.clip(rng.lognormal(8.2, 0.5, len(identity)), 400, 30_000).astype(int)
    districts = pd.DataFrame({"district_code": list(ground.districts)})
    districts = districts.assign(
        code=districts["district_code"],
        name=[f"{code[4:]}-tuman" for code in ground.districts],
        district=[f"{code[4:]}-tuman {code[2:4]}" for code in ground.districts],
        region="Oʻlchov respublikasi",
        region_code="1700",
        level="district",
    )
    return {
        "boundaries": gpd.GeoDataFrame(identity.assign(level="mahalla"), geometry=list(ground.cells), crs="EPSG:4326"),
        "boundaries_districts": gpd.GeoDataFrame(districts, geometry=list(ground.districts.values()), crs="EPSG:4326"),
        "register": identity,
        "population": identity.assign(residents=residents, date=date(YEARS[0], 1, 1)),
        "categories": pd.concat([_decision(identity, year, size.seed) for year in YEARS], ignore_index=True),
    }


def _decision(identity: pd.DataFrame, year: int, seed: int) -> pd.DataFrame:
    colours = stream(seed, "categories", str(year)).choice(list(CATEGORIES), len(identity), p=list(CATEGORIES.values()))
    return identity[["code"]].assign(category=colours, date=date(year, 1, 20), order=f"oʻlchov {year}")


def incidents(ground: Ground, size: Size) -> Iterator[tuple[int, pd.DataFrame]]:
    """The incidents of each year: date, group, type, count, and the code of the mahalla or a point inside it."""
    codes = np.array(_identity(ground)["code"], dtype=object)
    weight = stream(size.seed, "weight").gamma(1.5, 1.0, len(codes))
    for year in YEARS:
        rng = stream(size.seed, "incidents", str(year))
        n = size.incidents // len(YEARS)
        where = np.sort(rng.choice(len(codes), size=n, p=weight / weight.sum()))
        lon, lat = _inside(np.array(ground.cells, dtype=object), where, rng)
        pointed = rng.random(n) < POINTS_SHARE
        groups = rng.choice(list(GROUPS), size=n, p=list(GROUPS.values()))
        kinds = np.empty(n, dtype=object)
        for group, types in TYPES.items():
            chosen = groups == group
            kinds[chosen] = rng.choice(types, size=int(chosen.sum()))
        days = np.datetime64(f"{year}-01-01") + rng.integers(0, 365, n)
        yield (
            year,
            pd.DataFrame(
                {
                    "id": [f"{year}-{number:07d}" for number in range(n)],
                    "date": days,
                    "group": groups,
                    "type": kinds,
                    "code": np.where(pointed, np.array(None, dtype=object), codes[where]),
                    "lon": np.where(pointed, lon, np.nan),
                    "lat": np.where(pointed, lat, np.nan),
                }
            ).iloc[rng.permutation(n)],
        )


def write(folder: Path, size: Size, *, quiet: bool = False) -> list[tuple[str, Path]]:
    """Writes every file into the folder; (kind, path) in the order in which they are imported."""
    folder.mkdir(parents=True, exist_ok=True)
    ground = draw(size)
    done: list[tuple[str, Path]] = []
    for name, table in tables(ground, size).items():
        path = folder / f"{name}.parquet"
        table.to_parquet(path, index=False, compression="zstd")
        done.append((name.partition("_")[0], path))
    for year, table in incidents(ground, size):
        path = folder / f"incidents-{year}.parquet"
        table.to_parquet(path, index=False, compression="zstd")
        done.append(("incidents", path))
        if not quiet:
            print(f"{path.name}: {len(table):,} rows", flush=True)
    vertices = int(shapely.get_num_coordinates(list(ground.cells)).sum())
    if not quiet:
        print(f"{len(ground.cells):,} mahallas, {len(ground.districts)} districts, {vertices:,} vertices", flush=True)
    return done


def _identity(ground: Ground) -> pd.DataFrame:
    serial = pd.Series(ground.of).groupby(list(ground.of)).cumcount() + 1
    codes = [f"{district}{number:03d}" for district, number in zip(ground.of, serial, strict=True)]
    return pd.DataFrame(
        {
            "code": codes,
            "mahalla_id": codes,
            "name": [f"{number}-mahalla" for number in serial],
            "district": [f"{code[4:]}-tuman {code[2:4]}" for code in ground.of],
            "district_code": list(ground.of),
            "region": "Oʻlchov respublikasi",
            "region_code": "1700",
        }
    )


def _oval() -> shapely.Polygon:
    angle = np.linspace(0, 2 * np.pi, 2_000, endpoint=False)
    reach = 1 + 0.12 * np.sin(3 * angle) + 0.06 * np.cos(7 * angle)
    return shapely.Polygon(np.column_stack([np.cos(angle), np.sin(angle)]) * reach[:, None] * ACROSS_M)


def _shares(total: int, weights: Floats) -> list[int]:
    """`total` shared out by weight, at least one to each."""
    left = total - len(weights)
    exact = weights / weights.sum() * left
    shares = np.floor(exact).astype(int)
    shares[np.argsort(shares - exact, kind="stable")[: left - int(shares.sum())]] += 1
    return [int(share) + 1 for share in shares]


def _parts(area: shapely.Polygon, count: int, rng: np.random.Generator) -> Sequence[shapely.Polygon]:
    """The area in `count` parts; other random lines where no cut is found or rounding makes two lines touch."""
    if count == 1:
        return [area]
    for _ in range(20):
        centre = np.array(area.representative_point().coords[0])
        where = Finer.of(settle(area, centre, count, rng))
        try:
            found = divide(area, mass_points(area, where, count, rng), count, where, rng)
        except NoCutError:
            continue
        rounded = [in_degrees(cell, PLANE) for cell in found]
        if shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded):
            return found
    raise NoCutError(count)


def _inside(cells: np.ndarray, where: np.ndarray, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """A point inside the cell of each row; `where` is sorted."""
    bounds = shapely.bounds(cells)[where]
    lon, lat = np.empty(len(where)), np.empty(len(where))
    left = np.arange(len(where))
    shapely.prepare(cells)
    for _ in range(12):
        box = bounds[left]
        x, y = rng.uniform(box[:, 0], box[:, 2]), rng.uniform(box[:, 1], box[:, 3])
        hit = shapely.contains_xy(cells[where[left]], x, y)
        lon[left[hit]], lat[left[hit]] = x[hit], y[hit]
        left = left[~hit]
    middle = shapely.get_coordinates(shapely.point_on_surface(cells))
    lon[left], lat[left] = middle[where[left]].T
    return np.round(lon, 6), np.round(lat, 6)


def main() -> int:
    """Write a country into a folder."""
    parser = argparse.ArgumentParser(prog="bench.country", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mahallas", type=int, default=Size().mahallas)
    parser.add_argument("--incidents", type=int, default=Size().incidents)
    options = parser.parse_args()
    write(options.folder, Size(mahallas=options.mahallas, incidents=options.incidents))
    return 0


if __name__ == "__main__":
    sys.exit(main())
