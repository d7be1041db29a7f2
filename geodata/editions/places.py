"""The places of an edition: districts, mahallas, who lives there, the sites, and what is known of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geodata.analysis.neighbours import Adjacency, contiguity
from geodata.editions.columns import with_none
from geodata.editions.folder import Folder, read
from geodata.editions.people import Population, population_on
from geodata.editions.tables import NO_POPULATION
from geodata.metric import WGS84, local_crs, reproject
from geodata.territory import Shapes

_SITE_TEXTS: Final = ("id", "kind", "state", "title", "source", "status", "photo", "mahalla")
_SITE_DAYS: Final = ("opened", "checked")
"""What is said of every site, empty in an edition whose table of sites had less."""


class Places(Folder):
    """Positions are rows of `districts` and `mahallas`."""

    @cached_property
    def districts(self) -> pd.DataFrame:
        """One row a district: code, kind, names, short names, population, population_status, area_km2, n_mahallas."""
        return pd.DataFrame(self.district_shapes.drop(columns="geometry"))

    @cached_property
    def mahallas(self) -> pd.DataFrame:
        """One row a mahalla: identifiers, district, names, has_shape, area_km2, residents, label_lon, label_lat."""
        return pd.DataFrame(self.mahalla_shapes.drop(columns="geometry"))

    @cached_property
    def district_shapes(self) -> gpd.GeoDataFrame:
        """`districts` with their shapes in EPSG:4326."""
        return with_none(read(self.path / "districts.parquet", gpd.read_parquet))

    @cached_property
    def mahalla_shapes(self) -> gpd.GeoDataFrame:
        """`mahallas` with their shapes in EPSG:4326, None where there is none."""
        return with_none(read(self.path / "mahallas.parquet", gpd.read_parquet))

    @cached_property
    def mahalla_ground(self) -> tuple[CRS, Shapes]:
        """A CRS in metres that suits all mahallas together, and their shapes in it; shared, so never prepared."""
        shapes = self.mahalla_shapes.geometry.to_numpy()
        crs = local_crs(shapes[shapely.is_geometry(shapes)])
        return crs, reproject(shapes, WGS84, crs)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The position of each mahalla by its code."""
        return MappingProxyType({str(code): at for at, code in enumerate(self.mahallas["code"])})

    @cached_property
    def population(self) -> pd.DataFrame:
        """Every population figure: level, pos, code, date, residents, status."""
        return self._table("population", NO_POPULATION)

    @cached_property
    def sites(self) -> gpd.GeoDataFrame:
        """The sites in EPSG:4326 with `mahalla`, `mahalla_pos` and `district_pos`; empty if none were imported."""
        path = self.path / "sites.parquet"
        if path.exists():
            found = with_none(read(path, gpd.read_parquet))
        else:
            whole = {column: np.zeros(0, dtype=np.int32) for column in ("mahalla_pos", "district_pos")}
            found = gpd.GeoDataFrame(whole, geometry=[], crs="EPSG:4326")
        texts = {name: None for name in _SITE_TEXTS if name not in found}
        days = {name: pd.Series(pd.NaT, index=found.index, dtype="datetime64[ns]") for name in _SITE_DAYS}
        return found.assign(**texts, **{name: empty for name, empty in days.items() if name not in found})

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """One row a mahalla position, one float column an indicator."""
        return self._table("indicators", pd.DataFrame(index=range(len(self.mahallas))))

    @cached_property
    def neighbours(self) -> Adjacency:
        """Which mahallas border on which, by their shapes; computed on first use."""
        return contiguity(self.mahalla_shapes)

    def population_on(self, day: date) -> Population:
        """Residents by mahalla and by district on a day: the figures rates of that time are per."""
        step = int(np.searchsorted(self._population_days, np.datetime64(day, "D"), side="right"))
        if step not in self._populations:
            home = self.mahallas["district_pos"].to_numpy()
            self._populations[step] = population_on(self.population, home, len(self.districts), day)
        return self._populations[step]

    @cached_property
    def _population_days(self) -> NDArray[np.datetime64]:
        """The days of the figures, each once: from one to the next the same figures are in force."""
        return np.unique(self.population["date"].dropna().to_numpy(dtype="datetime64[D]"))

    @cached_property
    def _populations(self) -> dict[int, Population]:
        """What `population_on` found, by the number of days with figures up to then."""
        return {}
