"""From an opened file to its rows: features, or the rows of a sheet below their headings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import Final

import numpy as np
import pandas as pd
import shapely

from geodata.sources import shapes
from geodata.sources.fields import headings_in
from geodata.sources.mapping import FieldMap
from geodata.sources.notes import Notes
from geodata.sources.numbers import is_missing
from geodata.sources.opened import Feature, Opened
from geodata.sources.rows import Raw
from geodata.sources.words import heading_key, headings

_HEADING_WITHIN: Final = 30  # titles may stand above the headings


def read(opened: Opened, kind: str, mapping: FieldMap, notes: Notes) -> Raw:
    """Rows of `opened`; SourceError when it has none."""
    if opened.features is not None:
        raw = _from_features(opened, notes)
    elif opened.sheet is not None:
        raw = _from_sheet(opened, kind, mapping, notes)
    else:
        # Here, because GDAL takes a third of a second that a table or a GeoJSON file need not wait.
        raw = import_module("geodata.sources.readers").read(opened, mapping, kind, notes)
    if not len(raw):
        raise notes.stop("no_rows")
    return raw


def _from_features(opened: Opened, notes: Notes) -> Raw:
    """Rows of GeoJSON or KML features."""
    features = opened.features or ()
    columns = list(dict.fromkeys(name for feature in features for name in feature.properties))
    cells = {name: [_plain(feature, name) for feature in features] for name in columns}
    geometry, high = shapes.from_geojson([feature.geometry for feature in features])
    if high:
        notes.warn("z_dropped", count=high)
    return Raw(
        form=opened.form,
        frame=pd.DataFrame(cells, index=range(len(features)), dtype=object),
        numbers=np.arange(1, len(features) + 1),
        geometry=geometry,
        crs=opened.crs,
    )


def _plain(feature: Feature, name: str) -> object:
    value = feature.properties.get(name)
    return json.dumps(value, ensure_ascii=False)[:200] if isinstance(value, dict | list) else value


def _from_sheet(opened: Opened, kind: str, mapping: FieldMap, notes: Notes) -> Raw:
    """Rows below the headings; the first row of a sheet is number 1, as a spreadsheet shows it."""
    sheet = opened.sheet or ()
    at = _heading_row(sheet, kind, mapping)
    names = _headings(sheet[at]) if sheet else []
    body = [(number, row) for number, row in enumerate(sheet[at + 1 :], start=at + 2) if any(map(_filled, row))]
    for number, _ in (again := [(number, row) for number, row in body if _repeats(row, sheet[at])]):
        notes.row("heading_again", number)
    body = [entry for entry in body if entry not in again] if again else body
    wide = [number for number, row in body if len(row) > len(names) and any(map(_filled, row[len(names) :]))]
    for number in wide:
        notes.row("row_too_wide", number, wanted=len(names))
    used = [(position, name) for position, name in enumerate(names) if name]
    cells = {name: [row[position] if position < len(row) else None for _, row in body] for position, name in used}
    frame = pd.DataFrame(cells, index=range(len(body)), dtype=object)
    numbers = np.array([number for number, _ in body], dtype=np.int64)
    return _with_wkt(Raw(form=opened.form, frame=frame, numbers=numbers, from_1904=opened.from_1904), kind, notes)


def _heading_row(sheet: Sequence[Sequence[object]], kind: str, mapping: FieldMap) -> int:
    """Position of the row with the most headings we know; the first one with two texts when none is known."""
    mapped = {heading_key(heading) for heading in mapping.fields.values()}

    def known(row: Sequence[object]) -> int:
        return headings_in(row, kind) + sum(isinstance(c, str) and heading_key(c) in mapped for c in row)

    top = sheet[:_HEADING_WITHIN]
    best = max(range(len(top)), key=lambda position: (known(top[position]), -position), default=0)
    if top and known(top[best]):
        return best
    texts = (position for position, row in enumerate(top) if sum(isinstance(c, str) and _filled(c) for c in row) >= 2)
    return next(texts, 0)


def _repeats(row: Sequence[object], heading: Sequence[object]) -> bool:
    """Whether a row is the headings once more, as where files were put together."""
    return row[:1] == heading[:1] and list(row) == list(heading) and sum(map(_filled, heading)) > 1


def _headings(row: Sequence[object]) -> list[str]:
    """Headings of a row as unique texts, "" for an empty one."""
    names: list[str] = []
    for cell in row:
        name = " ".join(str(cell).split()) if _filled(cell) else ""
        count = 2
        unique = name
        while unique and unique in names:
            unique, count = f"{name} ({count})", count + 1
        names.append(unique)
    return names


def _filled(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip()) and not is_missing(cell)


def _with_wkt(raw: Raw, kind: str, notes: Notes) -> Raw:
    """`raw` with a geometry from its column of well-known text, if it has one."""
    names = {heading_key(word) for word in headings("boundaries").get("wkt", ())}
    column = next((name for name in raw.frame.columns if heading_key(str(name)) in names), None)
    if column is None or kind not in {"boundaries", "sites"}:
        return raw
    texts = [None if is_missing(cell) else str(cell) for cell in raw.frame[column]]
    read_shapes = shapely.from_wkt(shapes.array(texts), on_invalid="ignore")
    for number, text, shape in zip(raw.numbers, texts, read_shapes, strict=True):
        if text is not None and shape is None:
            raise notes.stop("geometry_unreadable", at=f"row {number}")
    frame = raw.frame.drop(columns=[column])
    return replace(raw, frame=frame, geometry=shapes.flat(read_shapes, notes))
