"""Opening a file by its content. Light: a file that is refused here has cost no import of a large library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Final

from geodata.sources import archive, delimited, geojson, jsontext, kml
from geodata.sources.notes import Notes
from geodata.sources.opened import Geometry, Opened
from geodata.sources.sniff import Form, sniff

_WORKBOOKS: Final = frozenset({Form.XLSX, Form.XLS, Form.ODS})
_BY_LIBRARY: Final = frozenset({Form.GEOPACKAGE, Form.FLATGEOBUF, Form.PARQUET, Form.SHAPEFILE})
_FROM_TEXT: Final[Mapping[Form, Callable[[bytes, Notes], Opened]]] = {
    Form.JSON: lambda content, notes: geojson.read(jsontext.parse(content, notes), notes),
    Form.KML: kml.read,
    Form.TEXT: delimited.read,
}


def open_file(folder: Path, kind: str, notes: Notes) -> Opened:
    """Content of `input` in `folder` holds; SourceError for a file that cannot be a table of `kind`."""
    path, form = folder / "input", sniff(folder / "input")
    if form is Form.ZIP:
        path, form = archive.open_zip(path, folder, notes)
    if form is Form.SHAPEFILE and path.name == "input":
        path = path.rename(folder / "input.shp")
    if kind == "boundaries" and form in _WORKBOOKS:
        raise notes.stop("no_polygons", got=form.value)
    if form in _WORKBOOKS:
        opened: Opened = import_module("geodata.sources.workbook").read(path, form, notes)
        return opened
    if form in _FROM_TEXT:
        opened = _FROM_TEXT[form](path.read_bytes(), notes)
        if kind == "boundaries" and not notes.errors:
            _refuse_without_polygons(opened, notes)
        return opened
    if form in _BY_LIBRARY:
        return Opened(form=form, path=path)
    raise notes.stop("file_empty" if form is Form.EMPTY else "form_refused", got=form.value)


def _refuse_without_polygons(opened: Opened, notes: Notes) -> None:
    """Raise for features or cells among which there is no polygon, or features that have no properties at all."""
    if opened.features is None:
        if not any("POLYGON" in str(cell).upper() for row in opened.sheet or () for cell in row):
            raise notes.stop("no_polygons", got=opened.form.value)
        return
    if not opened.features:
        raise notes.stop("no_rows")
    kinds = {kind for feature in opened.features for kind in _kinds(feature.geometry)}
    if not any("Polygon" in kind for kind in kinds):
        raise notes.stop("no_polygons", got=", ".join(sorted(kinds)) or "-")
    if not any(feature.properties for feature in opened.features):
        raise notes.stop("no_identity", wanted="mahalla_nomi, mahalla_id, mfy_id, soato, district")


def _kinds(geometry: Geometry | None) -> set[str]:
    """Types of the geometry and of its parts."""
    if geometry is None:
        return set()
    return {geometry["type"]}.union(*(_kinds(part) for part in geometry.get("geometries", ())))
