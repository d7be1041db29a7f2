"""An edition opened for reading: every figure a page shows comes from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geodata.analysis.neighbours import Adjacency, contiguity
from geodata.cube import Cube
from geodata.editions import concentration
from geodata.editions.categories import Categories, CategoryHistory
from geodata.editions.columns import with_none
from geodata.editions.concentration import Scan
from geodata.editions.interpolation import Interpolation
from geodata.editions.manifest import Manifest
from geodata.editions.people import Population, population_on
from geodata.editions.span import known_days
from geodata.editions.tables import NO_INCIDENTS, NO_POPULATION
from geodata.editions.totals import Reconciliation, TableReconciliation
from geodata.errors import StoreError
from geodata.territory import Place

Counts = NDArray[np.int64]
Types = Sequence[str] | None
T = TypeVar("T")
GROUPS: Final = ("preventable", "uncovered", "it", "administrative", "calls")
"""Count groups in the order in which they are shown. They are never added to each other."""

_SITE_TEXTS: Final = ("id", "kind", "state", "title", "source", "status", "photo", "mahalla")
_SITE_DAYS: Final = ("opened", "checked")
"""What is said of every site, empty in an edition whose table of sites had less."""


@dataclass(frozen=True, eq=False)
class Edition:
    """A published edition, opened. Positions are rows of `districts` and `mahallas`."""

    path: Path
    manifest: Manifest

    @property
    def number(self) -> int:
        """The number of the edition, from 1."""
        return self.manifest.number

    @property
    def id(self) -> str:
        """Number and hash, as in "12-ab34cd56": the key of everything cached from this edition."""
        return f"{self.number}-{self.manifest.content[:8]}"

    @property
    def region(self) -> Place:
        """The region with its names."""
        return self.manifest.region

    @property
    def schematic(self) -> bool:
        """Whether no boundaries were imported, so that the map is a grid of squares."""
        return self.manifest.schematic

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
        return with_none(_read(self.path / "districts.parquet", gpd.read_parquet))

    @cached_property
    def mahalla_shapes(self) -> gpd.GeoDataFrame:
        """`mahallas` with their shapes in EPSG:4326, None where there is none."""
        return with_none(_read(self.path / "mahallas.parquet", gpd.read_parquet))

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
            found = with_none(_read(path, gpd.read_parquet))
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

    @property
    def indicator_labels(self) -> dict[str, str]:
        """The label of each indicator, as its file gave it."""
        return dict(self.manifest.indicator_labels)

    @property
    def web_files(self) -> dict[str, Path]:
        """Ready gzip files by name; their own names are hashes of their content."""
        return {name: self.path / "web" / file for name, file in self.manifest.web_files.items()}

    @cached_property
    def cube(self) -> Cube:
        """The incidents as cells of mahalla, day and type."""
        return _read(self.path / "cube.arrow", Cube.open)

    @cached_property
    def incidents(self) -> pd.DataFrame:
        """The rows that the cube counts: group, type, day, registered, count, mahalla_pos, district_pos, lon, lat.

        Positions are -1 for none, degrees WGS 84; NaT and NaN where the file said nothing. Read on first use. Empty for
        an edition that was published before rows were kept.
        """
        path = self.path / "incidents.parquet"
        return _read(path, pd.read_parquet) if path.exists() else NO_INCIDENTS

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

    # --- incidents

    def groups(self) -> list[str]:
        """The count groups with data, in the order in which they are shown."""
        known = [group for group in GROUPS if group in self.cube.bounds]
        return known + sorted(set(self.cube.bounds) - set(known))

    def types(self, group: str) -> list[str]:
        """The types of incidents that occur in a group."""
        return list(self._types.get(group, ()))

    @cached_property
    def _types(self) -> dict[str, list[str]]:
        """The types of each group: of millions of rows a millisecond each, and a page asks often."""
        return {group: self.cube.group_types(group) for group in self.cube.bounds}

    def count(self, group: str, *, types: Types = None, start: date, end: date) -> Counts:
        """Events per mahalla from `start` to `end`, both included; those that are mapped."""
        return self.cube.count(group, types, start, end)

    def total(self, group: str, *, types: Types = None, start: date, end: date) -> Reconciliation:
        """All events of the days, by how far they could be placed; `rows` is the number of events."""
        return self.cube.total(group, types, start, end)

    def by_district(self, group: str, *, types: Types = None, start: date, end: date) -> pd.DataFrame:
        """Events per district code: mapped, district_only, total."""
        mapped, alone = self.cube.per_district(group, types, start, end)
        index = pd.Index(self.districts["code"], name="district")
        return pd.DataFrame({"mapped": mapped, "district_only": alone, "total": mapped + alone}, index=index)

    def by_month(
        self,
        group: str,
        *,
        types: Types = None,
        start: date,
        end: date,
        mahallas: NDArray[np.integer] | None = None,
        districts: Sequence[str] | None = None,
    ) -> pd.Series:
        """Events of the days in each calendar month, indexed by month; <NA> in months outside the coverage.

        Of all events if neither `mahallas` (positions) nor `districts` (codes) is given; of `districts` with those
        known to the district only; of `mahallas` those mapped to them.
        """
        cells = self.cube.select(group, types, start, end)
        if mahallas is not None:
            cells = cells[_member(cells.mahalla, mahallas, self.cube.n_mahallas)]
        if districts is not None:
            chosen = np.flatnonzero(self.districts["code"].isin(list(districts)).to_numpy())
            cells = cells[_member(cells.district, chosen, self.cube.n_districts)]
        months = _months(start, end)
        counts = pd.Series(self.cube.by_month(cells, months), index=pd.PeriodIndex(months, freq="M"), dtype="Int64")
        counts[~self._covered(group, months)] = pd.NA
        return counts

    def mahalla_by_month(
        self, group: str, *, types: Types = None, start: date, end: date
    ) -> tuple[pd.PeriodIndex, Counts]:
        """The calendar months of the days, and the mapped events as a matrix: mahalla position by month."""
        months = _months(start, end)
        cells = self.cube.select(group, types, start, end)
        return pd.PeriodIndex(months, freq="M"), self.cube.mahalla_by_month(cells, months)

    def coverage(self, group: str) -> tuple[date, date] | None:
        """The first and the last day that a group's rows speak for, None if it has none (see `known_days`).

        A month inside it without rows had none; outside it nothing is known.
        """
        if group not in self._coverages:
            received = [source.at.date() for source in self.manifest.sources if source.kind == "incidents"]
            days = self.cube.group_cells(group).day
            self._coverages[group] = known_days(days, max(received, default=date.min))
        return self._coverages[group]

    @cached_property
    def _coverages(self) -> dict[str, tuple[date, date] | None]:
        """What `coverage` found, by group."""
        return {}

    @cached_property
    def interpolation(self) -> Interpolation:
        """Which events were dealt out among several units of today, since their rows name an older one."""
        return Interpolation.read(self.path, self.mahallas["district_pos"].to_numpy(), len(self.districts))

    @cached_property
    def concentration(self) -> tuple[Scan, ...]:
        """Where events of each group concentrate, by the scan of the day of publication; none in older editions."""
        return concentration.read(self.path)

    @cached_property
    def neighbours(self) -> Adjacency:
        """Which mahallas border on which, by their shapes; computed on first use."""
        return contiguity(self.mahalla_shapes)

    # --- categories

    def category_at(self, day: date) -> Categories:
        """The category of every mahalla in force on `day`."""
        return self._categories.at(day)

    def category_history(self, code: str) -> pd.DataFrame:
        """Every decision on the mahalla with this code: valid_from, category, order, author, status."""
        return self._categories.of(self.positions.get(code, -1))

    def category_days(self) -> list[date]:
        """The days from which a decision is in force, in order."""
        return self._categories.days()

    def years_in_red(self, day: date) -> NDArray[np.int16]:
        """For each mahalla red on `day`, in how many calendar years of its unbroken run a decision said red; else 0."""
        return self._categories.years_in_red(day)

    # --- reconciliation

    @cached_property
    def reconciliation(self) -> dict[str, TableReconciliation]:
        """How far the rows of each imported table could be placed, in rows and events, with each district's part."""
        index = pd.Index(self.districts["code"], name="district")
        out = {}
        for kind, told in self.manifest.reconciliation.items():
            frame = pd.DataFrame(told["per_district"], index=index, dtype=np.int64)
            frame = frame.assign(total=frame["mapped"] + frame["district_only"])
            out[kind] = TableReconciliation(**told["rows"], events=Reconciliation(**told["events"]), per_district=frame)
        return out

    def warnings(self, kind: str) -> dict[str, int]:
        """The contradictions met while placing a table: finding code and number of rows."""
        return dict(self.manifest.reconciliation.get(kind, {}).get("warnings", {}))

    def rejected(self, kind: str) -> pd.DataFrame:
        """The rows of a table that are not mapped: its own columns, `reason` (finding code), `got`, `where`."""
        if kind not in self._rejected:
            none = pd.DataFrame({"reason": [], "got": [], "where": [], "district_pos": []})
            self._rejected[kind] = self._table(f"rejected-{kind}", none)
        return self._rejected[kind]

    @cached_property
    def _rejected(self) -> dict[str, pd.DataFrame]:
        """What `rejected` found: a page asks several times a run, and thousands of texts take a while to read."""
        return {}

    def _table(self, name: str, otherwise: pd.DataFrame) -> pd.DataFrame:
        path = self.path / f"{name}.parquet"
        return with_none(_read(path, pd.read_parquet)) if path.exists() else otherwise

    @cached_property
    def _categories(self) -> CategoryHistory:
        return CategoryHistory(self._table("categories", CategoryHistory.EMPTY), len(self.mahallas))

    def _covered(self, group: str, months: NDArray[np.datetime64]) -> NDArray[np.bool_]:
        covered = self.coverage(group)
        if covered is None:
            return np.zeros(len(months), dtype=bool)
        first, last = (np.datetime64(day, "M") for day in covered)
        inside: NDArray[np.bool_] = (months >= first) & (months <= last)
        return inside


def _read(path: Path, reader: Callable[[Path], T]) -> T:
    """What a reader makes of a file of the edition; StoreError if the file is gone or is no longer what it was."""
    try:
        return reader(path)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise StoreError("edition_unreadable", where=str(path), got=path.parent.name) from error


def _member(positions: NDArray[np.int32], chosen: NDArray[np.integer], size: int) -> NDArray[np.bool_]:
    """Where `positions` is one of `chosen`."""
    # The two last places answer for -1 and OUTSIDE, which index from the end.
    table = np.zeros(size + 2, dtype=bool)
    table[np.asarray(chosen, dtype=np.intp)] = True
    found: NDArray[np.bool_] = table[positions]
    return found


def _months(start: date, end: date) -> NDArray[np.datetime64]:
    return np.arange(np.datetime64(start, "M"), np.datetime64(end, "M") + 1)
