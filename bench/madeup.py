"""A made-up region for the benches: square mahallas with residents, decisions and events, of any size."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.edition import Edition, publish
from geodata.findings import Finding
from geodata.store import Store

FIRST: Final = np.datetime64("2020-01", "M")
EVENTS: Final = 0.35  # a mahalla and month, about the preventable crimes of the national figures
DISTRICT: Final = 52  # mahallas in one


@dataclass(frozen=True)
class _Report:
    """As much of a report on a checked file as the store asks for."""

    kind: str
    table: pd.DataFrame
    name: str
    sha256: str
    accepted: bool = True
    rejected: None = None
    warnings: tuple[Finding, ...] = ()

    @property
    def labels(self) -> dict[str, str]:
        """No labels."""
        return {}


def edition(folder: Path, n: int, months: int) -> Edition:
    """An edition of n square mahallas in districts of 52, with residents, decisions and events of so many months."""
    return publish(staged(folder, n, months), who="bench")


def staged(folder: Path, n: int, months: int, rows: int | None = None) -> Store:
    """What that edition is published from; `rows` events, or as many as are usual."""
    rng, units = np.random.default_rng(n), identity(n)
    at = np.arange(n)
    side = int(np.ceil(np.sqrt(n)))
    west, south = 64.0 + at % side * 0.01, 38.0 + at // side * 0.01
    shapes = gpd.GeoDataFrame(
        units.assign(level="mahalla"), geometry=shapely.box(west, south, west + 0.01, south + 0.01), crs="EPSG:4326"
    )
    people = units.assign(date=pd.Timestamp("2020-01-01"), residents=rng.lognormal(8.2, 0.4, n).round(), status="made")
    day = pd.Timestamp("2021-01-01")
    decided = units.assign(
        category=rng.choice(["green", "yellow", "red"], n),
        decided=day,
        valid_from=day,
        order="-",
        author="-",
        status="-",
    )
    store = Store(folder)
    for kind, table in {
        "boundaries": shapes,
        "population": people,
        "categories": decided,
        "incidents": events(units, months, rows or int(n * months * EVENTS), rng),
    }.items():
        store.add(_Report(kind, table, f"{kind}.parquet", f"{len(table):064d}"), who="bench", mark="demonstration")
    return store


def events(units: pd.DataFrame, months: int, rows: int, rng: np.random.Generator) -> pd.DataFrame:
    """One row an event, spread evenly over all days."""
    last = (FIRST + months).astype("datetime64[D]")
    days = FIRST.astype("datetime64[D]") + rng.integers(0, (last - FIRST.astype("datetime64[D]")).astype(int), rows)
    days[:2] = FIRST.astype("datetime64[D]"), last - 1
    picked = units.iloc[rng.integers(0, len(units), rows)][["code", "district_code"]].reset_index(drop=True)
    kinds = rng.choice(["theft", "fraud", "hooliganism"], rows)
    return picked.assign(
        id=[f"e{number}" for number in range(rows)],
        date=days.astype("datetime64[s]"),
        group="preventable",
        type=kinds,
        count=1,
        row=np.arange(rows) + 1,
    )


def identity(n: int) -> pd.DataFrame:
    """Codes and names of n mahallas."""
    at = np.arange(n)
    return pd.DataFrame(
        {
            "code": [f"18{number:06d}" for number in at],
            "name": [f"M{number}" for number in at],
            "district": [f"D{number} tumani" for number in at // DISTRICT],
            "district_code": [f"17{99000 + number}" for number in at // DISTRICT],
            "region_code": "1799",
            "row": at + 1,
        }
    )
