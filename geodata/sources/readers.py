"""Forms that a library reads: shapefile and FlatGeobuf through GDAL, GeoParquet through pyarrow."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from geodata.errors import SourceError
from geodata.sources import geopackage, limits, shapes
from geodata.sources.mapping import FieldMap
from geodata.sources.notes import Notes, shown
from geodata.sources.opened import Opened
from geodata.sources.rows import Raw
from geodata.sources.sniff import Form

_CURVED: Final = ("Curve", "Surface", "Circular", "TIN", "Triangle")
_LDID: Final = {0xC9: "cp1251", 0x26: "cp866", 0x65: "cp866"}  # language driver ids of dBASE
_UNREADABLE: Final = (OSError, ValueError, LookupError, TypeError, RuntimeError, NotImplementedError, pa.ArrowException)


def read(opened: Opened, mapping: FieldMap, kind: str, notes: Notes) -> Raw:
    """Rows of the file at `opened.path`; SourceError when the library cannot read it."""
    if opened.path is None:
        raise notes.stop("form_refused", got=opened.form.value)
    try:
        if opened.form is Form.GEOPACKAGE:
            return geopackage.read(opened.path, mapping, kind, notes)
        if opened.form is Form.PARQUET:
            return _parquet(opened.path, notes)
        return _ogr(opened.path, opened.form, notes)
    except SourceError:
        raise
    except _UNREADABLE as error:
        raise notes.stop("form_broken", got=opened.form.value, reason=shown(error, 100)) from error


def _ogr(path: Path, form: Form, notes: Notes) -> Raw:
    """Rows of a shapefile or FlatGeobuf."""
    encoding = None
    if form is Form.SHAPEFILE:
        if not path.with_suffix(".dbf").exists():
            raise notes.stop("shapefile_parts", got=".dbf")
        encoding = _dbf_encoding(path, notes)
    meta, _, blobs, values = pyogrio.raw.read(path, encoding=encoding, max_features=limits.ROWS + 1)
    if blobs is None:
        raise notes.stop("no_polygons", got=form.value)
    if len(blobs) > limits.ROWS:
        raise notes.stop("too_many_rows", got=f"> {limits.ROWS}", wanted=limits.ROWS)
    if any(word in str(meta["geometry_type"]) for word in _CURVED):
        raise notes.stop("curves", got=str(meta["geometry_type"]))
    numbers = np.arange(1, len(blobs) + 1)
    frame = pd.DataFrame(
        {name: _objects(column) for name, column in zip(meta["fields"], values, strict=True)},
        index=range(len(blobs)),
        dtype=object,
    )
    shapes_read = shapes.from_wkb(list(blobs), list(numbers), notes)
    return Raw(form=form, frame=frame, numbers=numbers, geometry=shapes_read, crs=meta["crs"])


def _objects(column: Any) -> list[object]:  # noqa: ANN401 - arrays of any kind
    """Cells of a column, None for what is missing."""
    cells = pd.Series(column)
    found: list[object] = cells.astype(object).where(cells.notna(), None).tolist()
    return found


def _dbf_encoding(path: Path, notes: Notes) -> str:
    """Codec of a shapefile's texts: what .cpg or the table's header tells, else what fits."""
    content = path.with_suffix(".dbf").read_bytes()
    told = path.with_suffix(".cpg")
    if told.exists():
        name = told.read_text(encoding="ascii", errors="replace").strip()[:40]
        codec = _codec(name)
        if codec:
            return codec
        notes.warn("encoding_unknown", got=shown(name))
    try:
        content[32:].decode("utf-8")
    except UnicodeDecodeError:
        guess = _LDID.get(content[29] if len(content) > 29 else 0, "cp1251")
        notes.warn("encoding_guessed", got=guess)
        return guess
    return "utf-8"


def _codec(name: str) -> str | None:
    """Name of a Python codec for what a .cpg file says: "UTF-8", "1251", "ANSI 1251"."""
    digits = name.upper().removeprefix("ANSI").removeprefix("CP").removeprefix("WINDOWS-").strip()
    try:
        return codecs.lookup(f"cp{digits}" if digits.isdigit() else name).name
    except LookupError:
        return None


def _parquet(path: Path, notes: Notes) -> Raw:
    """Rows of a Parquet table, with its geometry if it is GeoParquet."""
    file = pq.ParquetFile(path)
    if file.metadata.num_rows > limits.ROWS:
        raise notes.stop("too_many_rows", got=file.metadata.num_rows, wanted=limits.ROWS)
    schema = file.schema_arrow
    is_geo = b"geo" in (schema.metadata or {})
    nested = [field.name for field in schema if pa.types.is_nested(field.type)]
    geometry, crs = None, None
    if is_geo:
        table = gpd.read_parquet(path)
        geometry, crs = shapes.flat(shapes.array(list(table.geometry)), notes), table.crs
        table = pd.DataFrame(table).drop(columns=[table.geometry.name, *nested], errors="ignore")
    else:
        table = file.read(columns=[field.name for field in schema if field.name not in nested]).to_pandas()
    frame = pd.DataFrame(
        {str(name): _objects(table[name]) for name in table.columns}, index=range(len(table)), dtype=object
    )
    return Raw(form=Form.PARQUET, frame=frame, numbers=np.arange(1, len(frame) + 1), geometry=geometry, crs=crs)
