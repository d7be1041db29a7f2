"""The files of an edition, written into an empty folder from what lies in staging."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata import webgeometry
from geodata.cube import Cube
from geodata.editions import concentration, silence
from geodata.editions import tables as shaped
from geodata.editions.assemble import assemble
from geodata.editions.carrying import Carried, carry, dealt_rows, followed
from geodata.editions.columns import days, numbers
from geodata.editions.eras import Eras, eras
from geodata.editions.staged import Staged
from geodata.findings import Finding
from geodata.join import Index, Placement, PlaceOptions, TableReconciliation, place, reconcile
from geodata.periods import day_of
from geodata.territory import Place, Territory, areas_km2

Progress = Callable[[float, str], None]

PLACED: Final = ("population", "lineage", "categories", "incidents", "sites", "indicators")
"""Kinds whose rows are joined to the territory once that stands."""

CARRIED: Final = {"categories": "decided", "incidents": "date"}
"""Kinds whose rows are carried over changes of units, by the column of the day on which they named them."""


@dataclass(slots=True)
class Built:
    """What a build says about itself, for the manifest. Filled step by step while the files are written."""

    region: Place
    schematic: bool
    findings: tuple[Finding, ...]
    tables: dict[str, dict[str, int]] = field(default_factory=dict)
    reconciliation: dict[str, dict[str, Any]] = field(default_factory=dict)
    web_files: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Joining:
    """Tells how far joining has come, of the `rows` of all tables; `before` are those of tables that are done."""

    progress: Progress
    rows: int
    before: int = 0

    def within(self, placed: int) -> None:
        self.progress(0.2 + 0.25 * (self.before + placed) / self.rows, "joining")


def build(staged: Staged, folder: Path, *, options: PlaceOptions, progress: Progress) -> Built:
    """Writes every file of the edition but its manifest; PublishError when staging does not make an edition."""
    progress(0.05, "territory")
    territory, placed = assemble(staged.tables)
    built = Built(territory.region, territory.schematic, territory.findings)
    for kind, placement in placed.items():
        _account(built, folder, kind, staged.tables[kind], placement, reconcile(placement, territory))

    progress(0.2, "joining")
    index = Index.of(territory)
    known: Eras | None = None
    tables = {kind: staged.tables[kind] for kind in PLACED if kind in staged.tables}
    told = _Joining(progress, sum(map(len, tables.values())))
    for kind, table in tables.items():
        here = place(table, territory, options=options, index=index, told=told.within)
        told.before += len(table)
        if kind == "lineage":
            known, here = _eras(table, here, territory, folder)
        carried = Carried(here, np.full(len(table), -1, dtype=np.int32))
        if known is not None and kind in CARRIED:
            day, deal = days(table, CARRIED[kind]), kind == "incidents"
            carried = carry(table, here, known, territory, index, day=day, deal=deal)
        _table(built, folder, territory, kind, table, carried)
    if "incidents" in staged.tables:
        built.tables["incidents"].update(staged.merged)
    else:
        _incidents(territory, pd.DataFrame(), _nowhere()).save(folder / "cube.arrow")

    received = max((day_of(entry.at) for entry in staged.entries if entry.kind == "incidents"), default=date.min)
    built.findings += silence.noticed(Cube.open(folder / "cube.arrow"), territory.districts, received)

    for kind, rows in staged.unread.items():
        _account_unread(built, folder, kind, rows)

    progress(0.45, "geometry")
    drawn = webgeometry.build(territory)
    built.web_files["geometry"] = webgeometry.save(drawn, folder / "web")
    progress(0.7, "tables")
    _units(territory, drawn, folder)
    progress(0.75, "concentration")
    concentration.write(
        concentration.compute(territory, Cube.open(folder / "cube.arrow"), _population(folder), received), folder
    )
    return built


def _table(built: Built, folder: Path, territory: Territory, kind: str, table: pd.DataFrame, carried: Carried) -> None:
    """Writes one placed table and accounts for its rows."""
    placement = carried.placement
    weights, loud = None, placement
    match kind:
        case "population":
            known = shaped.population(table, placement, territory)
            known.to_parquet(folder / "population.parquet", index=False)
        case "categories":
            shaped.categories(table, placement).to_parquet(folder / "categories.parquet", index=False)
        case "sites":
            shaped.sites(table, placement, territory).to_parquet(folder / "sites.parquet", index=False)
        case "indicators":
            frame = shaped.indicators(table, placement, len(territory.mahallas))
            frame.to_parquet(folder / "indicators.parquet", index=False)
        case "incidents":
            columns, loud = shaped.incident_columns(table, placement)
            weights = columns["count"].to_numpy()
            shaped.incident_rows(columns, loud).to_parquet(folder / "incidents.parquet", index=False)
            if (carried.pool >= 0).any():
                complete = replace(carried, pool=np.where(loud.reason == shaped.INCOMPLETE, -1, carried.pool))
                dealt_rows(columns, complete).to_parquet(folder / "dealt.parquet", index=False)
            _incidents(territory, columns, loud).save(folder / "cube.arrow")
    _account(built, folder, kind, table, loud, reconcile(loud, territory, weights))


def _eras(table: pd.DataFrame, placed: Placement, territory: Territory, folder: Path) -> tuple[Eras, Placement]:
    """The changes of units, written into the edition, and where their table's own rows lead."""
    residents = shaped.with_population(territory, _population(folder))[1]["residents"].to_numpy(np.float64)
    known = eras(table, placed.mahalla, territory, residents)
    known.table().to_parquet(folder / "eras.parquet", index=False)
    return known, followed(table, placed, known, territory)


def _account(
    built: Built, folder: Path, kind: str, table: pd.DataFrame, placement: Placement, totals: TableReconciliation
) -> None:
    """Records the totals of a table and writes the rows that could not be mapped."""
    built.tables[kind] = {"rows": len(table)}
    built.reconciliation[kind] = {
        "rows": totals.as_dict(),
        "events": totals.events.as_dict(),
        "warnings": dict(placement.warnings),
        "per_district": {column: totals.per_district[column].tolist() for column in ("mapped", "district_only")},
    }
    left = shaped.rejected(table, placement)
    if kind == "population":  # a district's own figure is no fault
        left = left[left["reason"] != "join_district_only"]
    if len(left):
        left.to_parquet(folder / f"rejected-{kind}.parquet", index=False)


def _account_unread(built: Built, folder: Path, kind: str, rows: pd.DataFrame) -> None:
    """Counts the rows that a reader left out as unmatched, and keeps them with the others that are not mapped."""
    if kind not in built.reconciliation:
        return
    for counted in ("rows", "events"):
        parts = built.reconciliation[kind][counted]
        parts["rows"] += len(rows)
        parts["unmatched"] += len(rows)
    built.tables[kind]["unread"] = len(rows)
    path = folder / f"rejected-{kind}.parquet"
    known = [pd.read_parquet(path)] if path.exists() else []
    texts = rows.astype(object).where(rows.notna(), None)
    pd.concat([*(frame.astype(object) for frame in known), texts], ignore_index=True).astype("string").to_parquet(
        path, index=False
    )


def _incidents(territory: Territory, columns: pd.DataFrame, placement: Placement) -> Cube:
    complete = placement.reason != shaped.INCOMPLETE
    counted = ["group", "type", "day", "count"]
    chosen = columns.loc[complete, counted] if len(columns) else pd.DataFrame(columns=counted)
    return Cube.build(
        group=pd.Categorical(chosen["group"]),
        type_=pd.Categorical(chosen["type"]),
        day=chosen["day"].to_numpy(dtype="datetime64[D]"),
        mahalla=placement.mahalla[complete],
        district=placement.district[complete],
        count=numbers(chosen, "count").astype(np.int64),
        n_mahallas=len(territory.mahallas),
        n_districts=len(territory.districts),
    )


def _nowhere() -> Placement:
    empty = np.zeros(0, dtype=np.int32)
    return Placement(empty, empty, empty.astype(np.int8), empty.astype(object))


def _units(territory: Territory, drawn: webgeometry.Drawn, folder: Path) -> None:
    """Writes districts and mahallas with their figures and shapes."""
    districts, mahallas = shaped.with_population(territory, _population(folder))
    equal_area = territory.equal_area()
    _geo(districts, territory.district_shapes).assign(
        area_km2=areas_km2(territory.district_shapes, equal_area)
    ).to_parquet(folder / "districts.parquet", index=False)
    labels: Mapping[str, Any] = {"label_lon": drawn.label_lon, "label_lat": drawn.label_lat}
    _geo(mahallas, territory.shapes).assign(area_km2=areas_km2(territory.shapes, equal_area), **labels).to_parquet(
        folder / "mahallas.parquet", index=False
    )


def _population(folder: Path) -> pd.DataFrame:
    path = folder / "population.parquet"
    return pd.read_parquet(path) if path.exists() else shaped.NO_POPULATION


def _geo(frame: pd.DataFrame, shapes: np.ndarray) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, index=frame.index, crs="EPSG:4326"))
