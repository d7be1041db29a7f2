"""How the polygons of a boundary file fit together: flaws named, narrow ones closed."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import geopandas as gpd

from geodata import coverage
from geodata.coverage import Inspection, Kind
from geodata.metric import area_m2
from geodata.sources.notes import shown
from geodata.sources.reading import Reading

_GROSS: Final = 0.05  # of the smaller unit: two units that share more than this cannot both be right
_CODES: Final[dict[Kind, str]] = {"overlap": "coverage_overlaps", "gap": "coverage_gaps"}


def fit(reading: Reading, places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """`places` with gaps and overlaps up to `sliver_width_m` closed; all flaws are noted, gross ones as errors."""
    if len(places) < 2:
        return places
    found = coverage.inspect(places)
    for kind in ("overlap", "gap"):
        _note(reading, places, found, kind)
    _refuse_gross(reading, places, found)
    if reading.notes.errors:
        return places
    width_m = reading.options.sliver_width_m
    closing = coverage.close(places, width_m)
    if closing.closed:
        change = round(closing.largest_change_m2)
        reading.notes.warn("coverage_closed", count=len(closing.closed), wanted=width_m, got=change)
    return closing.places


def _note(reading: Reading, places: gpd.GeoDataFrame, found: Inspection, kind: Kind) -> None:
    """Count and measure the flaws of one kind, and name the largest and the worst pair."""
    flaws = found.of(kind)
    if not flaws:
        return
    by_units: dict[tuple[int, ...], float] = defaultdict(float)
    for flaw in flaws:
        by_units[tuple(sorted(flaw.units[:2]))] += flaw.area_m2
    units, worst = max(by_units.items(), key=lambda item: item[1])
    reading.notes.warn(
        _CODES[kind],
        count=len(flaws),
        total=round(found.area_m2(kind)),
        largest=round(flaws[0].area_m2),
        width=round(float(max(flaw.width_m for flaw in flaws)), 1),
        got=" – ".join(_name(places, unit) for unit in units),
        worst=round(worst),
    )


def _refuse_gross(reading: Reading, places: gpd.GeoDataFrame, found: Inspection) -> None:
    """Errors for pairs of units that share a good part of the smaller one."""
    areas = area_m2(places.geometry.to_numpy())
    shared: dict[tuple[int, ...], float] = defaultdict(float)
    for flaw in found.of("overlap"):
        shared[flaw.units] += flaw.area_m2
    gross = {units: area / min(areas[unit] for unit in units) for units, area in shared.items()}
    for units, share in sorted(gross.items(), key=lambda item: -item[1])[:10]:
        if share > _GROSS:
            rows = ", ".join(str(places["row"].iloc[unit]) for unit in units)
            got = " – ".join(_name(places, unit) for unit in units)
            reading.notes.error("overlap_gross", at=f"features {rows}", got=got, share=round(100 * share))


def _name(places: gpd.GeoDataFrame, position: int) -> str:
    """Name or code of a unit."""
    place = places.iloc[position]
    return shown(place["name"] if isinstance(place["name"], str) else place["code"])
