"""How long the figures themselves take: indicators and signals of many mahallas over many months, and the scan.

No browser and no page: what is measured is what a page or a publication waits for.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from bench import results
from geodata.analysis import clusters, indicators, signals
from geodata.analysis.counting import Query
from geodata.edition import Edition, publish
from geodata.findings import Finding
from geodata.periods import Period
from geodata.store import Store

FIRST: Final = np.datetime64("2020-01", "M")
EVENTS: Final = 0.35  # a mahalla and month, about the preventable crimes of the national figures
DISTRICT: Final = 52  # mahallas in one


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measured figure in seconds, with what it may be at most."""

    name: str
    seconds: float
    most: float

    @property
    def reached(self) -> bool:
        """Whether the aim is reached."""
        return self.seconds < self.most


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


def lines() -> list[Line]:
    """Everything measured, on made-up mahallas; the scan also on as many areas as a region has."""
    found = []
    for n, months, most in ((832, 36, 1.0), (10_000, 60, 15.0)):
        with tempfile.TemporaryDirectory() as folder:
            edition = _edition(Path(folder), n, months)
            name = f"indicators and signals, {n:,} × {months}"
            found.append(Line(name=name, seconds=_all_figures(edition, months), most=most))
    found.append(Line(name="scan, 832 × 999", seconds=_scan(832), most=10.0))
    return found


def text(found: list[Line]) -> str:
    """The lines as they are printed."""
    wide = max(len(line.name) for line in found)
    verdict = {True: "reached", False: "NOT reached"}
    return "\n".join(
        f"{line.name.ljust(wide)}  {line.seconds:6.2f} s  < {line.most:4.0f} s  {verdict[line.reached]}"
        for line in found
    )


def as_dicts(found: list[Line]) -> list[dict[str, Any]]:
    """The lines as results.json keeps them."""
    return [
        {
            "name": line.name,
            "unit": "s",
            "seconds": round(line.seconds, 2),
            "aim": f"< {line.most:g}",
            "reached": line.reached,
        }
        for line in found
    ]


def _all_figures(edition: Edition, months: int) -> float:
    """Seconds for every indicator of the last year and the signals of the last month, nothing kept from before."""
    end = int((FIRST + months - 1).astype(int)) + 1970 * 12
    last = Period.of("month", end // 12, end % 12 + 1).end
    year = Query(group="preventable", types=("theft",), period=Period(date(last.year, 1, 1), last), decision=last)
    start = FIRST.astype("datetime64[D]").astype(date)
    edition.count("preventable", start=start, end=last)  # the file is open
    edition.neighbours  # noqa: B018  the borders of an edition are found once

    def work() -> None:
        for indicator in indicators.available(edition):
            indicator.compute(edition, year)
        _, counts = edition.mahalla_by_month("preventable", start=start, end=last)
        signals.detect(counts, edition.population_on(last).mahallas, at=months - 1)

    return _seconds(work)


def _scan(n: int) -> float:
    rng = np.random.default_rng(1)
    x, y, people = rng.uniform(0, 200_000, n), rng.uniform(0, 150_000, n), rng.lognormal(8.2, 0.4, n).round()
    cases = rng.poisson(3_300 * people / people.sum())
    return _seconds(lambda: clusters.scan(x, y, cases, people, replicates=999))


def _seconds(work: Callable[[], object]) -> float:
    """The better of two runs: what else the machine does only ever adds."""
    found = []
    for _ in range(2):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found)


def _edition(folder: Path, n: int, months: int) -> Edition:
    """An edition of n square mahallas in districts of 52, with residents, decisions and events of so many months."""
    rng = np.random.default_rng(n)
    side = int(np.ceil(np.sqrt(n)))
    at = np.arange(n)
    west, south = 64.0 + at % side * 0.01, 38.0 + at // side * 0.01
    district = [f"17{99000 + number}" for number in at // DISTRICT]
    units = pd.DataFrame(
        {
            "code": [f"18{number:06d}" for number in at],
            "name": [f"M{number}" for number in at],
            "district": [f"D{number} tumani" for number in at // DISTRICT],
            "district_code": district,
            "region_code": "1799",
            "row": at + 1,
        }
    )
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
        "incidents": _events(units, months, rng),
    }.items():
        store.add(_Report(kind, table, f"{kind}.parquet", f"{len(table):064d}"), who="bench", mark="demonstration")
    return publish(store, who="bench")


def _events(units: pd.DataFrame, months: int, rng: np.random.Generator) -> pd.DataFrame:
    """One row an event, spread evenly over all days, about `EVENTS` a mahalla and month."""
    rows = int(len(units) * months * EVENTS)
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


def main() -> int:
    """Measure these alone, print them, and put them into results.json."""
    argparse.ArgumentParser(prog="bench.formulas", description=__doc__).parse_args()
    found = lines()
    print(text(found))
    results.add("formulas", as_dicts(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
