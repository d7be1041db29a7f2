"""The territory as data: one region, its districts, their mahallas. Nothing here knows the name of any of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geodata.findings import Finding
from geodata.metric import WGS84, equidistant_crs, local_crs, reproject

LANGUAGES: Final = ("uz_latn", "uz_cyrl", "ru", "en")
"""The four languages as they end the names of columns."""

IDENTIFIERS: Final = ("code", "mfy_id", "mahalla_id", "stat_code")
"""Columns that can name a mahalla by code, in the order in which they are believed."""

NAME_COLUMNS: Final = tuple(f"name_{language}" for language in LANGUAGES)

_TAGS: Final = {"uz-Latn": "uz_latn", "uz-Cyrl": "uz_cyrl", "ru": "ru", "en": "en"}


@dataclass(frozen=True, slots=True)
class Names:
    """One name in the four languages; an empty string where it is not known."""

    uz_latn: str = ""
    uz_cyrl: str = ""
    ru: str = ""
    en: str = ""

    def pick(self, language: str) -> str:
        """The name in `uz-Latn`, `uz-Cyrl`, `ru` or `en`; the Latin one where that is empty or the tag unknown."""
        return str(getattr(self, _TAGS.get(language, "uz_latn")) or self.uz_latn)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit above the mahalla: its SOATO code, `kind` (region, republic, city, district, country) and names."""

    code: str
    kind: str
    names: Names

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the manifest; `from_dict` reads them back."""
        return {"code": self.code, "kind": self.kind, "names": asdict(self.names)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The place that `as_dict` wrote."""
        return cls(str(values["code"]), str(values["kind"]), Names(**values["names"]))


Shapes = NDArray[np.object_]
"""Shapely geometries in EPSG:4326, None where there is none."""


@dataclass(frozen=True, slots=True)
class Territory:
    """A region with its districts and mahallas, in the order in which every array of an edition stands.

    `districts` has the columns code, kind, region_code, lon, lat (of the centre, NaN if unknown), n_mahallas, the names
    and short names in four languages; `mahallas` has the identifiers, district (code), district_pos, the names, kind,
    status, has_shape. `shapes` and `district_shapes` stand in the same order; `region_shape` is None if neither is
    known; `outlined` says that boundaries of districts were imported.
    """

    region: Place
    districts: pd.DataFrame
    mahallas: pd.DataFrame
    shapes: Shapes
    district_shapes: Shapes
    region_shape: shapely.Geometry | None
    outlined: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def schematic(self) -> bool:
        """Whether no mahalla has a shape, so that only a tile grid can be drawn."""
        return not shapely.is_geometry(self.shapes).any()

    def equal_area(self) -> CRS:
        """Lambert's azimuthal equal-area projection centred on the territory, in metres."""
        return local_crs(self._outlines())

    def metric(self) -> CRS:
        """An azimuthal equidistant projection in metres centred on the territory: for short distances."""
        return equidistant_crs(self._outlines())

    def _outlines(self) -> Shapes:
        return np.concatenate([self.shapes, self.district_shapes])


def areas_km2(shapes: Shapes, equal_area: CRS) -> NDArray[np.float64]:
    """The area of each of `shapes` (EPSG:4326) in square kilometres, NaN where there is none."""
    areas: NDArray[np.float64] = shapely.area(reproject(shapes, WGS84, equal_area)) / 1e6
    return np.where(shapely.is_geometry(shapes), areas, np.nan)
