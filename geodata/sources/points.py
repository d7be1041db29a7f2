"""Points of incidents and sites: from columns of longitude and latitude, or from the shapes of a file."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.metric import WGS84
from geodata.sources import numbers, placing
from geodata.sources.notes import shown
from geodata.sources.reading import Reading
from geodata.sources.shapes import without

_MOST_SHARE: Final = 0.5  # of the points: above it the columns are wrong, not the rows
Floats = NDArray[np.float64]


def shapes_of(reading: Reading) -> NDArray[Any]:
    """Shape of each row in EPSG:4326: its geometry, else its point, None where it has neither."""
    if reading.raw.geometry is not None:
        shapes = placing.to_wgs84(reading)
        return without(shapes, shapely.is_empty(shapes))
    lon, lat = lon_lat(reading)
    points = shapely.points(np.nan_to_num(lon), np.nan_to_num(lat))
    return without(points, np.isnan(lon))


def lon_lat(reading: Reading) -> tuple[Floats, Floats]:
    """Longitude and latitude of each row in degrees, NaN where it has no usable point.

    Errors when most points have them swapped, or lie nowhere on Earth.
    """
    if reading.raw.geometry is not None and not (reading.has("lon") and reading.has("lat")):
        centres = shapely.centroid(placing.to_wgs84(reading))
        return shapely.get_x(centres), shapely.get_y(centres)
    if not (reading.has("lon") and reading.has("lat")):
        nothing = np.full(len(reading.raw), np.nan)
        return nothing, nothing.copy()
    (lon, no_lon), (lat, no_lat) = (_degrees(reading, name) for name in ("lon", "lat"))
    return _checked(reading, lon, lat, no_lon | no_lat)


def _degrees(reading: Reading, field: str) -> tuple[Floats, NDArray[np.bool_]]:
    """A column of degrees, NaN where a cell is empty or no number; and which cells are the latter."""
    cells = reading.distinct(field)
    found = numbers.read(cells.values)
    bad = np.zeros(len(cells.values), dtype=bool)
    bad[found.bad] = True
    return np.array(found.cells, dtype=np.float64)[cells.rows], bad[cells.rows]


def _checked(reading: Reading, lon: Floats, lat: Floats, unreadable: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """`lon` and `lat` without the points that cannot be; each kind of them is noted."""
    given = ~(np.isnan(lon) | np.isnan(lat))
    if unreadable.sum() > _MOST_SHARE * (given | unreadable).sum():
        first = int(np.flatnonzero(unreadable)[0])
        got = ", ".join(shown(reading.distinct(name).of_row(first)) for name in ("lon", "lat"))
        at = f"row {reading.raw.numbers[first]}"
        reading.notes.error("coordinates_text", at=at, got=got, count=int(unreadable.sum()))
    half = np.isnan(lon) != np.isnan(lat)
    zero = given & (lon == 0) & (lat == 0)
    nowhere = given & ((np.abs(lon) > 180) | (np.abs(lat) > 90))
    west, south, east, north = placing.COUNTRY
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    swapped = given & ~inside & (lat >= west) & (lat <= east) & (lon >= south) & (lon <= north)
    most = max(1, int(given.sum() * _MOST_SHARE))
    heading = f"{reading.heading('lon')}, {reading.heading('lat')}"
    for code, wrong in (("coordinates_range", nowhere), ("lonlat_swapped", swapped)):
        if wrong.sum() > most or (wrong.any() and wrong.sum() == given.sum()):
            first = int(np.flatnonzero(wrong)[0])
            got = f"{lon[first]:.6g}, {lat[first]:.6g}"
            at = f"row {reading.raw.numbers[first]}, {heading}"
            reading.notes.error(code, at=at, got=got, count=int(wrong.sum()), wanted=WGS84)
    bad = half | zero | nowhere | swapped | unreadable
    reading.warn_where("point_dropped", bad, field=heading)
    return np.where(bad | ~given, np.nan, lon), np.where(bad | ~given, np.nan, lat)
