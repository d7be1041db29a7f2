"""Web Mercator (EPSG:3857), in which the browser draws: degrees into its metres and back, on whole arrays."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_RADIUS_M: Final = 6_378_137.0
"""Of the sphere that it takes the Earth for."""

_NORTHMOST: Final = 85.06
"""Degrees: at the poles it has no end."""


def from_degrees(lonlat: Floats) -> Floats:
    """Points (n, 2) of longitude and latitude in Web Mercator metres; latitudes beyond its square are cut off."""
    lat = np.clip(lonlat[:, 1], -_NORTHMOST, _NORTHMOST)
    return np.stack([_RADIUS_M * np.radians(lonlat[:, 0]), _RADIUS_M * np.arcsinh(np.tan(np.radians(lat)))], axis=1)


def to_degrees(points: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude of points (n, 2) in Web Mercator metres."""
    return np.degrees(points[:, 0] / _RADIUS_M), np.degrees(np.arctan(np.sinh(points[:, 1] / _RADIUS_M)))
