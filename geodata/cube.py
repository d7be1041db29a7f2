"""The cube of incidents: mahalla by day by type as sorted arrays, opened in milliseconds and never copied.

A cell has a mahalla position (-1: none), a district position (-1: none, OUTSIDE: beyond the territory), a type and the
number of events. Cells are sorted by group and day, so that a period is one slice.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geodata.editions.totals import Reconciliation, tally

Ints = NDArray[np.int32]
Counts = NDArray[np.int64]
_EPOCH: Final = date(1970, 1, 1)
_COLUMNS: Final = ("day", "mahalla", "district", "type", "count")
_TYPES: Final = {"day": np.int32, "mahalla": np.int32, "district": np.int32, "type": np.int16, "count": np.int64}


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Cells of one slice, in the order of their days (days since 1970-01-01)."""

    day: Ints
    mahalla: Ints
    district: Ints
    type: NDArray[np.int16]
    count: Counts

    def __getitem__(self, chosen: slice | NDArray[np.bool_ | np.intp]) -> Cells:
        return Cells(*(getattr(self, column)[chosen] for column in _COLUMNS))


@dataclass(frozen=True, slots=True, eq=False)
class Cube:
    """The cells of every count group, with the types that each group has. `n_mahallas`, `n_districts` are positions."""

    cells: Cells
    bounds: dict[str, tuple[int, int]]
    types: tuple[str, ...]
    n_mahallas: int
    n_districts: int

    @classmethod
    def build(  # noqa: PLR0913  one array a column
        cls,
        *,
        group: NDArray[np.object_] | pd.Categorical,
        type_: NDArray[np.object_] | pd.Categorical,
        day: NDArray[np.datetime64],
        mahalla: Ints,
        district: Ints,
        count: Counts,
        n_mahallas: int,
        n_districts: int,
    ) -> Cube:
        """A cube of rows: equal cells are added up. Every row needs a group and a day."""
        type_codes, type_names = _numbered(type_)
        group_codes, group_names = _numbered(group)
        columns = (group_codes, day.astype("datetime64[D]").astype(np.int32), mahalla, district, type_codes)
        order = np.lexsort(columns[::-1])
        starts, (groups, *rest) = _runs([np.asarray(column)[order] for column in columns])
        sums = np.add.reduceat(count[order], starts) if len(order) else np.zeros(0, dtype=np.int64)
        values = dict(zip(_COLUMNS, (*rest, sums), strict=True))
        cells = Cells(*(np.ascontiguousarray(values[column], dtype=_TYPES[column]) for column in _COLUMNS))
        edges = np.searchsorted(groups, np.arange(len(group_names) + 1)).tolist()
        bounds = {str(name): (edges[i], edges[i + 1]) for i, name in enumerate(group_names)}
        return cls(cells, bounds, tuple(map(str, type_names)), n_mahallas, n_districts)

    def save(self, path: Path) -> None:
        """Writes the cube as one uncompressed Arrow file, which `open` maps into memory."""
        described = {"bounds": self.bounds, "types": self.types, "sizes": [self.n_mahallas, self.n_districts]}
        table = pa.table({column: getattr(self.cells, column) for column in _COLUMNS})
        schema = table.schema.with_metadata({"cube": json.dumps(described, ensure_ascii=False)})
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
            writer.write_table(table.replace_schema_metadata(schema.metadata), max_chunksize=max(len(table), 1))

    @classmethod
    def open(cls, path: Path) -> Cube:
        """The cube in a file that `save` wrote; its arrays stay on disk until touched, and cannot be changed."""
        table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
        described = json.loads(table.schema.metadata[b"cube"])
        columns = []
        for column in _COLUMNS:
            chunks = table[column].chunks
            columns.append(chunks[0].to_numpy() if chunks else np.zeros(0, dtype=_TYPES[column]))
        bounds = {group: (int(low), int(high)) for group, (low, high) in described["bounds"].items()}
        return cls(Cells(*columns), bounds, tuple(described["types"]), *described["sizes"])

    def group_cells(self, group: str) -> Cells:
        """All cells of a count group; none for a group without rows."""
        low, high = self.bounds.get(group, (0, 0))
        return self.cells[low:high]

    def group_types(self, group: str) -> list[str]:
        """The types that occur in a group, by name; the empty one stands for rows without a type."""
        used = np.unique(self.group_cells(group).type)
        return [self.types[code] for code in used.tolist()]

    def select(self, group: str, types: Sequence[str] | None, start: date, end: date) -> Cells:
        """The cells of `group` between two days, both included, of the given types (all if None)."""
        cells = self.group_cells(group)
        # Days of another width would have NumPy copy the column first: milliseconds of millions of rows.
        low, high = np.searchsorted(cells.day, np.array([_number(start), _number(end) + 1], dtype=cells.day.dtype))
        cells = cells[int(low) : max(int(low), int(high))]
        if types is None:
            return cells
        wanted = np.isin(np.array(self.types, dtype=object), np.array(list(types), dtype=object))
        chosen = wanted[cells.type] if len(wanted) else np.ones(0, dtype=bool)
        return (
            cells if chosen.all() else cells[np.flatnonzero(chosen)]
        )  # positions: the mask is read once, not five times

    def count(self, group: str, types: Sequence[str] | None, start: date, end: date) -> Counts:
        """Events per mahalla position, of those that are mapped."""
        cells = self.select(group, types, start, end)
        return _sums(cells.mahalla, cells.count, self.n_mahallas)

    def total(self, group: str, types: Sequence[str] | None, start: date, end: date) -> Reconciliation:
        """Events by how far they could be placed."""
        cells = self.select(group, types, start, end)
        return tally(cells.mahalla, cells.district, cells.count)

    def per_district(self, group: str, types: Sequence[str] | None, start: date, end: date) -> tuple[Counts, Counts]:
        """Events per district position: mapped to a mahalla, and known to the district only."""
        cells = self.select(group, types, start, end)
        mapped = cells.mahalla >= 0
        return (
            _sums(cells.district[mapped], cells.count[mapped], self.n_districts),
            _sums(cells.district[~mapped], cells.count[~mapped], self.n_districts),
        )

    def by_month(self, cells: Cells, months: NDArray[np.datetime64]) -> Counts:
        """Events of `cells` in each of the consecutive `months` (datetime64[M])."""
        running = np.concatenate([[0], np.cumsum(cells.count)])
        return np.diff(running[np.searchsorted(cells.day, _edges(months, cells.day.dtype))])

    def mahalla_by_month(self, cells: Cells, months: NDArray[np.datetime64]) -> Counts:
        """Mapped events of `cells` as a matrix: mahalla position by month."""
        return _matrix(cells, cells.mahalla, self.n_mahallas, months)

    def district_by_month(self, cells: Cells, months: NDArray[np.datetime64]) -> Counts:
        """Events of `cells`, those known to a district only with them, as a matrix: district position by month."""
        return _matrix(cells, cells.district, self.n_districts, months)


def _matrix(cells: Cells, positions: Ints, size: int, months: NDArray[np.datetime64]) -> Counts:
    """Events by position of each cell and by consecutive month (datetime64[M]); negative positions are left out."""
    starts = np.searchsorted(cells.day, _edges(months, cells.day.dtype))
    inside = slice(int(starts[0]), int(starts[-1]))
    month = np.repeat(np.arange(len(months)), np.diff(starts))
    at = positions[inside].astype(np.int64)
    flat = _sums(np.where(at >= 0, at * len(months) + month, -1), cells.count[inside], size * len(months))
    return flat.reshape(size, len(months))


def _edges(months: NDArray[np.datetime64], of: np.dtype[np.int32]) -> Ints:
    """The first day of each month and of the one after the last, in days since 1970-01-01."""
    return np.append(months, months[-1:] + 1).astype("datetime64[D]").astype(of)


def _numbered(words: NDArray[np.object_] | pd.Categorical) -> tuple[NDArray[np.int16], list[str]]:
    """The words in order, and the number of each row's word; a missing one is the empty word."""
    kept = words if isinstance(words, pd.Categorical) else pd.Categorical(words)
    if kept.isna().any():
        kept = kept.add_categories([""]).fillna("")
    kept = kept.remove_unused_categories()
    names = sorted(map(str, kept.categories))
    return kept.set_categories(names).codes.astype(np.int16), names


def _runs(columns: list[NDArray[np.generic]]) -> tuple[NDArray[np.intp], list[NDArray[np.generic]]]:
    """Where runs of equal rows begin in sorted columns, and the columns at these places."""
    new = np.ones(len(columns[0]), dtype=bool)
    new[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    starts = np.flatnonzero(new)
    return starts, [column[starts] for column in columns]


def _sums(positions: NDArray[np.integer], counts: Counts, size: int) -> Counts:
    """Counts added up by position; negative positions are left out. Exact: sums stay far below 2**53."""
    inside = positions >= 0
    sums = np.bincount(positions[inside], weights=counts[inside], minlength=size)
    return sums.astype(np.int64)


def _number(day: date) -> int:
    return (day - _EPOCH).days
