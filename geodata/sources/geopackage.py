"""GeoPackage (OGC 12-128r19), read as the SQLite database it is: nothing in it can reach outside."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from geodata.sources import limits, shapes
from geodata.sources.mapping import FieldMap
from geodata.sources.notes import Notes, shown
from geodata.sources.rows import Raw
from geodata.sources.sniff import Form

_ENVELOPE_BYTES: Final = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_NOT_POLYGONS: Final = frozenset({"POINT", "MULTIPOINT", "LINESTRING", "MULTILINESTRING", "CURVE", "MULTICURVE"})
_ALLOWED: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)


def read(path: Path, mapping: FieldMap, kind: str, notes: Notes) -> Raw:
    """Rows of the one layer that fits, or of the layer that `mapping` names."""
    try:
        with _connected(path) as base:
            layer, column, srs = _layer(base, mapping, kind, notes)
            if base.execute(f"SELECT count(*) FROM {_quoted(layer)}").fetchone()[0] > limits.ROWS:  # noqa: S608
                raise notes.stop("too_many_rows", got=f"> {limits.ROWS}", wanted=limits.ROWS)
            found = base.execute(f"SELECT * FROM {_quoted(layer)}")  # noqa: S608 - quoted as SQL wants it
            names = [each[0] for each in found.description]
            rows = found.fetchall()
            crs = _crs(base, srs)
    except (sqlite3.Error, OverflowError) as error:
        raise notes.stop("form_broken", got=Form.GEOPACKAGE.value, reason=shown(error, 100)) from error
    at = names.index(column) if column in names else None
    if at is None:
        raise notes.stop("no_polygons", got=Form.GEOPACKAGE.value)
    numbers = np.arange(1, len(rows) + 1)
    blobs = [_wkb(row[at], number, notes) for number, row in enumerate(rows, start=1)]
    kept = [(position, name) for position, name in enumerate(names) if position != at]
    cells = {name: [_cell(row[position]) for row in rows] for position, name in kept}
    frame = pd.DataFrame(cells, index=range(len(rows)), dtype=object)
    read_shapes = shapes.from_wkb(blobs, list(numbers), notes)
    return Raw(form=Form.GEOPACKAGE, frame=frame, numbers=numbers, geometry=read_shapes, crs=crs)


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    """Read-only connection that can do nothing but read this one file."""
    base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        base.text_factory = lambda content: content.decode("utf-8", errors="replace")
        base.execute("PRAGMA trusted_schema = OFF")
        base.execute("PRAGMA cell_size_check = ON")
        base.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)
        yield base
    finally:
        base.close()


def _layer(base: sqlite3.Connection, mapping: FieldMap, kind: str, notes: Notes) -> tuple[str, str, int]:
    """Name, geometry column and reference system of the layer to read."""
    layers = base.execute(
        "SELECT g.table_name, g.column_name, g.srs_id, upper(g.geometry_type_name) FROM gpkg_geometry_columns g "
        "JOIN gpkg_contents c ON c.table_name = g.table_name WHERE c.data_type = 'features' ORDER BY 1"
    ).fetchall()
    if mapping.layer is not None:
        layers = [layer for layer in layers if layer[0] == mapping.layer]
    elif kind == "boundaries":
        layers = [layer for layer in layers if layer[3] not in _NOT_POLYGONS]
    if not layers:
        raise notes.stop("no_polygons", got=Form.GEOPACKAGE.value)
    if len(layers) > 1:
        raise notes.stop("layers_many", got=", ".join(shown(layer[0]) for layer in layers[:8]), count=len(layers))
    return str(layers[0][0]), str(layers[0][1]), int(layers[0][2])


def _crs(base: sqlite3.Connection, srs: int) -> str | None:
    """CRS as "EPSG:n" or well-known text; None for the two that the standard calls undefined."""
    if srs in {0, -1}:
        return None
    found = base.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?", (srs,)
    ).fetchone()
    if found is None:
        return None
    is_epsg = str(found[0]).upper() == "EPSG" and isinstance(found[1], int)
    return f"EPSG:{found[1]}" if is_epsg else str(found[2])


def _wkb(blob: object, number: int, notes: Notes) -> bytes | None:
    """Well-known binary inside a GeoPackage geometry; None for a missing or empty one."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8 or (blob[3] >> 1) & 7 not in _ENVELOPE_BYTES:
        raise notes.stop("geometry_unreadable", at=f"feature {number}")
    if blob[3] & 0x10:
        return None
    return blob[8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 7] :]


def _cell(value: object) -> object:
    return None if isinstance(value, bytes) else value


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
