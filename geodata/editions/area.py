"""An edition as an area may see it: its own districts in full, nothing of the others.

It is an `Edition` whose every table has been cut, so whatever is computed from it is about the area alone. It knows no
folder: a table that this module does not cut cannot be read through it. The figures that must be the same for everybody
(smoothed rates, fixed breaks) are computed from `whole` and cut after; `own` has the positions to cut by.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.codes import region_of
from geodata.cube import Cells, Cube
from geodata.editions import cut
from geodata.editions.area_interpolation import AreaInterpolation
from geodata.editions.concentration import Scan
from geodata.editions.opened import Edition
from geodata.editions.span import Span
from geodata.editions.totals import Reconciliation, TableReconciliation
from geodata.regions import full_names
from geodata.territory import LANGUAGES, Names

Positions = NDArray[np.int64]
_NO_FOLDER: Final = Path(os.devnull)


@dataclass(frozen=True, eq=False)
class AreaEdition(Edition):
    """`whole` as the districts with the codes `area` may see it; districts that it does not have are left out."""

    whole: Edition
    area: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the whole edition and the codes of the area: what is cached for one is never given to another."""
        return "-".join((self.whole.id, *self.area))

    @cached_property
    def own_districts(self) -> Positions:
        """The positions of the area's districts in the whole edition."""
        return np.flatnonzero(self.whole.districts["code"].isin(self.area)).astype(np.int64)

    @cached_property
    def own(self) -> Positions:
        """The positions of the area's mahallas in the whole edition."""
        return np.flatnonzero(self.whole.mahallas["district"].isin(self.area)).astype(np.int64)

    @property
    def places(self) -> frozenset[str]:
        """The codes of the area's districts and mahallas."""
        return frozenset((*self.districts["code"].astype(str), *self.mahallas["code"].astype(str)))

    @cached_property
    def district_shapes(self) -> gpd.GeoDataFrame:
        """The area's districts."""
        return self.whole.district_shapes.iloc[self.own_districts].reset_index(drop=True)

    @cached_property
    def mahalla_shapes(self) -> gpd.GeoDataFrame:
        """The area's mahallas."""
        return self._moved(self.whole.mahalla_shapes.iloc[self.own].reset_index(drop=True))

    @cached_property
    def population(self) -> pd.DataFrame:
        """The area's population figures."""
        table = self.whole.population
        at = {"mahalla": _places_of(self.own), "district": _places_of(self.own_districts)}
        moved = [
            at[level].get(pos, -1) if level in at else -1
            for level, pos in zip(table["level"], table["pos"], strict=True)
        ]
        cut_ = table.assign(pos=np.array(moved, dtype=np.int32))
        return cut_[cut_["pos"] >= 0].reset_index(drop=True)

    @cached_property
    def sites(self) -> gpd.GeoDataFrame:
        """The sites in the area."""
        return self._of_area(self.whole.sites)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """The operator's own indicators of the area's mahallas."""
        return self.whole.indicators.iloc[self.own].reset_index(drop=True)

    @cached_property
    def incidents(self) -> pd.DataFrame:
        """The incidents in the area."""
        found: pd.DataFrame = self._of_area(self.whole.incidents)
        return found

    def incident_rows(
        self, group: str, *, start: date, end: date, columns: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """Those of a group and of days, both included."""
        needed = None if columns is None else list(dict.fromkeys((*columns, "district_pos")))
        found: pd.DataFrame = self._of_area(self.whole.incident_rows(group, start=start, end=end, columns=needed))
        return found if columns is None else found[list(columns)]

    @cached_property
    def cube(self) -> Cube:
        """The cells of the area; groups without any stay known."""
        full = self.whole.cube
        keep = np.isin(full.cells.district, self.own_districts)
        cells = full.cells[keep]
        passed = np.concatenate([[0], np.cumsum(keep)])
        bounds = {group: (int(passed[low]), int(passed[high])) for group, (low, high) in full.bounds.items()}
        moved = Cells(
            cells.day,
            _at(cells.mahalla, self.own, full.n_mahallas).astype(np.int32),
            _at(cells.district, self.own_districts, full.n_districts).astype(np.int32),
            cells.type,
            cells.count,
        )
        return Cube(moved, bounds, full.types, len(self.own), len(self.own_districts))

    @property
    def concentration(self) -> tuple[Scan, ...]:
        """None: a ring is found among all mahallas of the region and may lie in several districts."""
        return ()

    @cached_property
    def interpolation(self) -> AreaInterpolation:
        """What was dealt out to the area's units, with the doubt that the whole edition has about them."""
        return AreaInterpolation.of(self.whole.interpolation, mahallas=self.own, districts=self.own_districts)

    def coverage(self, group: str) -> tuple[date, date] | None:
        """The days that the whole edition speaks for: a quiet month of one district was counted all the same."""
        return self.whole.coverage(group)

    def silences(self, group: str) -> tuple[Span, ...]:
        """The days inside it of which rows are missing in the whole edition."""
        return self.whole.silences(group)

    @property
    def indicator_labels(self) -> dict[str, str]:
        """The labels of the operator's own indicators."""
        return self.whole.indicator_labels

    @cached_property
    def web_geometry(self) -> tuple[str, bytes]:
        """The name and the bytes of the compressed document that the browser draws."""
        full = json.loads(gzip.decompress(self.whole.web_files["geometry"].read_bytes()))
        plain = json.dumps(cut.document(full, self.own, self.own_districts), ensure_ascii=False, separators=(",", ":"))
        packed = gzip.compress(plain.encode(), compresslevel=6, mtime=0)
        return f"{hashlib.sha256(packed).hexdigest()[:16]}.json.gz", packed

    @property
    def web_files(self) -> dict[str, Path]:
        """The name alone: the bytes are `web_geometry`, since nothing is written for an area."""
        return {"geometry": Path(self.web_geometry[0])}

    @cached_property
    def reconciliation(self) -> dict[str, TableReconciliation]:
        """The part of each table that could be placed in the area; what could not be placed belongs to no district."""
        return {kind: self._reconciled(found.per_district) for kind, found in self.whole.reconciliation.items()}

    def _reconciled(self, per_district: pd.DataFrame) -> TableReconciliation:
        own = per_district.loc[list(self.districts["code"])]
        mapped, alone = int(own["mapped"].sum()), int(own["district_only"].sum())
        events = Reconciliation(mapped + alone, mapped, alone, 0, 0)
        return TableReconciliation(**events.as_dict(), events=events, per_district=own)

    def warnings(self, kind: str) -> dict[str, int]:  # noqa: ARG002  the same question as of the whole
        """None: they are counted for the whole territory."""
        return {}

    def rejected(self, kind: str) -> pd.DataFrame:
        """The rows of a table that are not mapped, of the area's districts."""
        table = self.whole.rejected(kind)
        if "district_pos" not in table:
            return table.iloc[:0]
        kept = table[table["district_pos"].isin(self.own_districts)].reset_index(drop=True)
        found: pd.DataFrame = self._moved(kept)
        return found

    def _table(self, name: str, otherwise: pd.DataFrame) -> pd.DataFrame:
        if name != "categories":
            raise LookupError(f"{name} is not cut for an area")
        table = self.whole._table(name, otherwise)  # noqa: SLF001  the same class
        moved = table.assign(pos=_at(table["pos"].to_numpy(), self.own, len(self.whole.mahallas)).astype(np.int32))
        return moved[moved["pos"] >= 0].reset_index(drop=True)

    def _of_area(self, table: Any) -> Any:  # noqa: ANN401  a frame of either kind, and the same kind back
        return self._moved(table[table["district_pos"].isin(self.own_districts)].reset_index(drop=True))

    def _moved(self, table: Any) -> Any:  # noqa: ANN401
        """The table with its positions those of the area."""
        moved = {"district_pos": _at(table["district_pos"].to_numpy(), self.own_districts, len(self.whole.districts))}
        if "mahalla_pos" in table:
            moved["mahalla_pos"] = _at(table["mahalla_pos"].to_numpy(), self.own, len(self.whole.mahallas))
        return table.assign(**{name: values.astype(table[name].dtype) for name, values in moved.items()})


def seen_by(whole: Edition, area: Sequence[str]) -> AreaEdition:
    """`whole` as an area may see it."""
    known = whole.districts.set_index("code")
    own = tuple(code for code in known.index if code in set(area))
    place = replace(whole.manifest.region, names=_names(whole, own), code=own[0] if len(own) == 1 else "")
    told = replace(
        whole.manifest, region=place, tables={}, reconciliation={}, findings=(), indicator_labels=whole.indicator_labels
    )
    return AreaEdition(path=_NO_FOLDER, manifest=told, whole=whole, area=own)


def _names(whole: Edition, area: tuple[str, ...]) -> Names:
    """The official name of one district or of a whole region of a country, the short names of several districts."""
    if found := _region(whole, area):
        return found
    rows = whole.districts[whole.districts["code"].isin(area)]
    form = "name" if len(rows) == 1 else "short"
    return Names(**{key: ", ".join(rows[f"{form}_{key}"]) for key in LANGUAGES})


def _region(whole: Edition, area: tuple[str, ...]) -> Names | None:
    """The names of the region that these districts make up in a country; None where they are no such."""
    homes = {str(code): region_of(str(code)) for code in whole.districts["code"]}
    own = {homes[code] for code in area}
    region = own.pop() if len(own) == 1 else None
    if region is None or len(area) < 2 or len(set(homes.values())) < 2:
        return None
    return full_names(region) if sum(home == region for home in homes.values()) == len(area) else None


def _at(positions: NDArray[np.integer], own: Positions, size: int) -> Positions:
    """Positions in the whole as positions in the area; -1 for what lies beyond, negative ones stay."""
    places = np.full(size + 2, -1, dtype=np.int64)
    places[own] = np.arange(len(own))
    places[size] = -2  # OUTSIDE, which indexes from the end as -2; -1 is the last place
    found: Positions = places[positions.astype(np.int64)]
    return found


def _places_of(own: Positions) -> dict[int, int]:
    return {int(position): at for at, position in enumerate(own)}
