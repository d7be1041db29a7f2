"""The flat plane the demonstration is drawn in, and the random streams it is drawn with."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """An equirectangular plane in metres around (`lon`, `lat`): exact in both directions, true to scale within 2 %."""

    lon: float
    lat: float

    @property
    def _scale(self) -> Floats:
        metres_per_degree = math.radians(1) * EARTH_RADIUS_M
        return np.array([metres_per_degree * math.cos(math.radians(self.lat)), metres_per_degree])

    def to_metres(self, lonlat: Floats) -> Floats:
        """Points (n, 2) of degrees as metres east and north of the origin."""
        return (np.asarray(lonlat, dtype=float) - (self.lon, self.lat)) * self._scale

    def to_degrees(self, metres: Floats) -> Floats:
        """Points (n, 2) of metres as longitude and latitude."""
        return np.asarray(metres, dtype=float) / self._scale + (self.lon, self.lat)


def stream(seed: int, *purpose: str) -> np.random.Generator:
    """A random stream of its own for one purpose, so that a change in one part leaves the others as they were."""
    return np.random.default_rng([seed, *(zlib.crc32(word.encode()) for word in purpose)])
