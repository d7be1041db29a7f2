"""From the CRS of a file to EPSG:4326, and a look whether the result can be where it says it is."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from geodata.metric import WGS84, reproject
from geodata.sources.notes import shown
from geodata.sources.reading import Reading
from geodata.sources.sniff import Form

# Uzbekistan in degrees (west, south, east, north) with a margin of half a degree.
COUNTRY: Final = (55.5, 36.7, 73.7, 46.1)
_SLACK: Final = 1e-6  # degrees; world maps end a hair beyond 180
_OWN_CRS: Final = frozenset({Form.JSON, Form.KML})  # by their standards WGS 84 unless they say otherwise
_REACHES_OUT: Final = ("nadgrids", "geoidgrids", "parameterfile", "extension[", "http:", "https:", "@")


def to_wgs84(reading: Reading) -> NDArray[Any]:
    """Shapes of the file in EPSG:4326; SourceError without a CRS, or with coordinates that no place on Earth has."""
    shapes = reading.raw.geometry
    if shapes is None:
        raise reading.notes.stop("no_polygons", got=reading.raw.form.value)
    crs = _crs(reading)
    if not crs.equals(pyproj.CRS(WGS84), ignore_axis_order=True):
        shapes = reproject(shapes, crs, WGS84)
    bounds = shapely.bounds(shapes)
    given = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    wrong = given & ~(np.abs(bounds) <= np.array([180, 90, 180, 90]) + _SLACK).all(axis=1)
    if wrong.any():
        position = int(np.flatnonzero(wrong)[0])
        got = ", ".join(f"{number:.6g}" for number in shapely.bounds(reading.raw.geometry)[position][:2])
        at = f"feature {reading.raw.numbers[position]}"
        raise reading.notes.stop("coordinates_range", at=at, got=got, count=int(wrong.sum()), wanted=_name(crs))
    _note_where(reading, bounds, given)
    return shapes


def _crs(reading: Reading) -> pyproj.CRS:
    """CRS of the file: what it tells, else what the caller declared, else WGS 84 for forms that mean it."""
    told, declared = reading.raw.crs, reading.options.crs
    default = WGS84 if reading.raw.form in _OWN_CRS else None
    chosen = told if told is not None else declared or default
    if chosen is None:
        raise reading.notes.stop("crs_missing", got=reading.raw.form.value)
    text = chosen if isinstance(chosen, str) else chosen.to_wkt()
    if any(word in text.casefold() for word in _REACHES_OUT):
        raise reading.notes.stop("crs_unknown", at="crs", got=shown(text))
    crs = _known(reading, chosen, text)
    if declared is not None and told is not None:
        other = _known(reading, declared, declared)
        if not crs.equals(other, ignore_axis_order=True):
            reading.notes.warn("crs_declared_differs", got=_name(crs), wanted=declared)
    return crs


def _known(reading: Reading, chosen: Any, text: str) -> pyproj.CRS:  # noqa: ANN401 - text, or a library's object
    """The CRS that `chosen` names; SourceError calling it `text` where there is none of that name."""
    try:
        return pyproj.CRS.from_user_input(chosen)
    except pyproj.exceptions.CRSError as error:
        raise reading.notes.stop("crs_unknown", at="crs", got=shown(text)) from error


def _name(crs: pyproj.CRS) -> str:
    epsg = crs.to_epsg()
    return f"EPSG:{epsg}" if epsg else shown(crs.name)


def _note_where(reading: Reading, bounds: NDArray[np.float64], given: NDArray[np.bool_]) -> None:
    """Tell when longitude and latitude are swapped (an error), or when shapes lie outside the country."""
    outside = given & ~_within(bounds)
    swapped = outside & _within(bounds[:, [1, 0, 3, 2]])
    numbers = reading.raw.numbers
    if swapped.any():
        first = bounds[np.flatnonzero(swapped)[0]]
        got = f"{first[0]:.5f}, {first[1]:.5f}"
        at = f"feature {numbers[np.flatnonzero(swapped)[0]]}"
        reading.notes.error("lonlat_swapped", at=at, got=got, count=int(swapped.sum()))
    reading.warn_where("outside_country", outside & ~swapped)


def _within(bounds: NDArray[np.float64]) -> NDArray[np.bool_]:
    west, south, east, north = COUNTRY
    inside: NDArray[np.bool_] = (
        (bounds[:, 0] >= west) & (bounds[:, 2] <= east) & (bounds[:, 1] >= south) & (bounds[:, 3] <= north)
    )
    return inside
