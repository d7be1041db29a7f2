"""Where events concentrate, worked out once when an edition is published and kept in it: one scan a count group.

The population is the base, so a place with many residents is no cluster for that alone. What is kept are numbers:
`concentration.json` can be opened without the tables it was made from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.analysis.clusters import Cluster, scan_each
from geodata.cube import Cube
from geodata.editions.folder import read as read_file
from geodata.editions.people import population_on
from geodata.editions.span import Span, is_whole, known_days, silences
from geodata.metric import WGS84, local_crs, reproject
from geodata.periods import Period
from geodata.territory import Territory

Floats = NDArray[np.number]

FILE: Final = "concentration.json"

MAX_SHARE: Final = 0.1
"""A ring holds at most so much of all residents: half a region, which the method allows, is no place to go to."""

SIGNIFICANT: Final = 0.05
KEPT: Final = 0.2
"""Up to this p-value a ring is kept, so that a reader of the file sees what just missed."""

REPLICATES: Final = 999
FEW_REPLICATES: Final = 99
MANY_AREAS: Final = 2_500
"""From so many areas on fewer maps of chance are drawn: the time grows with the square of the areas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A cluster as `clusters.scan` finds it: a circle around `lon`, `lat` (WGS 84) through its farthest member.

    `members` are positions of mahallas; the circle of a single one has the radius 0. `relative_risk` is None where
    all events lie inside.
    """

    lon: float
    lat: float
    radius_m: float
    members: tuple[int, ...]
    observed: int
    expected: float
    relative_risk: float | None
    log_likelihood_ratio: float
    p_value: float

    @property
    def significant(self) -> bool:
        """Whether chance alone would give as much somewhere on the map in fewer than 5 of 100 cases."""
        return self.p_value < SIGNIFICANT


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One scan: `cases` events in `areas` mahallas with `residents` people, over all types of the group.

    `left_out` events lie in mahallas without residents or shape, or were not placed in one. `rings` are likeliest
    first, also some that chance may explain.
    """

    group: str
    period: str
    max_share: float
    replicates: int
    areas: int
    cases: int
    left_out: int
    residents: int
    rings: tuple[Ring, ...]

    @property
    def significant(self) -> tuple[Ring, ...]:
        """The rings that chance hardly explains, likeliest first."""
        return tuple(ring for ring in self.rings if ring.significant)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The scan that `asdict` wrote."""
        rings = tuple(Ring(**ring | {"members": tuple(ring["members"])}) for ring in values["rings"])
        return cls(**values | {"rings": rings})


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """The middle of each mahalla in metres and in degrees, and which of them have a shape."""

    centres: NDArray[np.object_]
    degrees: NDArray[np.object_]
    known: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Counted:
    """The events of one group in one period."""

    cube: Cube
    group: str
    period: Period

    @property
    def counts(self) -> Floats:
        """Of each mahalla."""
        return self.cube.count(self.group, None, self.period.start, self.period.end)

    @property
    def every(self) -> int:
        """All, wherever they were placed."""
        return self.cube.total(self.group, None, self.period.start, self.period.end).rows


def compute(territory: Territory, cube: Cube, population: pd.DataFrame, received: date) -> tuple[Scan, ...]:
    """A scan of each count group and each of its newest comparable periods; none without shapes or residents.

    A period with days that were not sent is not scanned: what is missing of one place may be there of another.
    `population` is the table of all figures, `received` the day on which the last incidents came. The circles are drawn
    around the middle of each mahalla, in metres of an equal-area CRS.
    """
    known = shapely.is_geometry(territory.shapes)
    if not known.any():
        return ()
    crs = local_crs(territory.shapes)
    centres = shapely.centroid(reproject(territory.shapes, WGS84, crs))
    places = _Places(centres, reproject(centres, crs, WGS84), known)
    home = territory.mahallas["district_pos"].to_numpy()
    asked = {group: _newest(cube.group_cells(group).day, received) for group in cube.bounds}
    found: dict[tuple[str, Period], Scan] = {}
    for period in dict.fromkeys(period for periods in asked.values() for period in periods):
        people = population_on(population, home, len(territory.districts), period.start).mahallas
        groups = [group for group, periods in asked.items() if period in periods]
        counted = [_Counted(cube, group, period) for group in groups]
        for group, scan in zip(groups, _scans(places, people, counted), strict=True):
            found[group, period] = scan
    return tuple(found[group, period] for group, periods in asked.items() for period in periods)


def _scans(places: _Places, people: Floats, counted: Sequence[_Counted]) -> list[Scan]:
    """The scans of one period: all groups have the same residents, so their circles are found once."""
    usable = places.known & (np.nan_to_num(people) > 0)
    areas = int(usable.sum())
    replicates = REPLICATES if areas < MANY_AREAS else FEW_REPLICATES
    each = scan_each(
        shapely.get_x(places.centres),
        shapely.get_y(places.centres),
        [np.where(usable, one.counts, np.nan) for one in counted],
        np.where(usable, people, np.nan),
        max_share=MAX_SHARE,
        replicates=replicates,
    )
    return [
        Scan(
            group=one.group,
            period=one.period.key,
            max_share=MAX_SHARE,
            replicates=replicates,
            areas=areas,
            cases=(cases := int(one.counts[usable].sum())),
            left_out=one.every - cases,
            residents=int(people[usable].sum()),
            rings=tuple(_ring(cluster, places.degrees[cluster.centre]) for cluster in found if cluster.p_value < KEPT),
        )
        for one, found in zip(counted, each, strict=True)
    ]


def _ring(cluster: Cluster, centre: shapely.Point) -> Ring:
    return Ring(
        lon=round(centre.x, 6),
        lat=round(centre.y, 6),
        radius_m=round(cluster.radius),
        members=cluster.members,
        observed=cluster.observed,
        expected=round(cluster.expected, 2),
        relative_risk=round(cluster.relative_risk, 3) if np.isfinite(cluster.relative_risk) else None,
        log_likelihood_ratio=round(cluster.log_likelihood_ratio, 4),
        p_value=cluster.p_value,
    )


def newest(span: Span | None, missing: Sequence[Span] = ()) -> Iterator[Period]:
    """The newest whole calendar year of the data, and the last twelve whole months where these are others.

    Neither holds one of the days `missing` in the data.
    """
    if span is None:
        return
    first, last = span
    newest_year = last.year if last == date(last.year, 12, 31) else last.year - 1
    years = (Period.of("year", year) for year in range(newest_year, first.year - 1, -1))
    if year := next((year for year in years if first <= year.start and is_whole(year, missing)), None):
        yield year
    end = Period.of("month", last.year, last.month).end
    end = end if end == last else last.replace(day=1) - date.resolution
    twelve = Period(date(end.year - (end.month < 12), end.month % 12 + 1, 1), end)
    if first <= twelve.start and end.month < 12 and is_whole(twelve, missing):
        yield twelve


def _newest(day: NDArray[np.int32], received: date) -> tuple[Period, ...]:
    """Those of rows of these days."""
    return tuple(newest(known_days(day, received), silences(day)))


def write(scans: tuple[Scan, ...], folder: Path) -> None:
    """Writes the file of an edition."""
    (folder / FILE).write_text(json.dumps([asdict(one) for one in scans], separators=(",", ":")), encoding="utf-8")


def read(folder: Path) -> tuple[Scan, ...]:
    """The scans of an edition; none for one published before they were kept. StoreError if the file was changed."""
    path = folder / FILE
    return read_file(path, _scans_of) if path.exists() else ()


def _scans_of(path: Path) -> tuple[Scan, ...]:
    return tuple(Scan.from_dict(each) for each in json.loads(path.read_bytes()))
