"""GeoJSON (RFC 7946), checked by ourselves: common libraries read most invalid files without a word."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from geodata.sources import limits
from geodata.sources.notes import Notes, shown
from geodata.sources.opened import Feature, Opened
from geodata.sources.sniff import Form

WGS84: Final = "EPSG:4326"
_CRS_NAME: Final = re.compile(r"(?:urn:ogc:def:crs:EPSG:[\d.]*:|EPSG:)(\d{4,6})", re.IGNORECASE)
_CRS84: Final = re.compile(r"urn:ogc:def:crs:OGC:[\d.]*:CRS(?:84|84h|83)|OGC:CRS84|CRS84", re.IGNORECASE)
_MOST_ERRORS: Final = 10
# Members that belong to another type; RFC 7946, section 7.1, forbids to give them another meaning.
_FOREIGN: Final[Mapping[str, frozenset[str]]] = {
    "FeatureCollection": frozenset({"coordinates", "geometries", "geometry", "properties"}),
    "Feature": frozenset({"coordinates", "geometries", "features"}),
}
_GEOMETRY_FOREIGN: Final = frozenset({"geometry", "properties", "features"})


class _InvalidError(Exception):
    """One feature breaks a rule: a finding code and its values."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code: str = code
        self.values: dict[str, object] = values


def read(document: Any, notes: Notes) -> Opened:  # noqa: ANN401 - JSON is anything
    """Features of a GeoJSON document; SourceError for what is none, errors in `notes` for features that are wrong."""
    if not isinstance(document, dict):
        raise notes.stop("geojson_type", got=shown(type(document).__name__))
    crs = _crs(document, notes)
    kind = document.get("type")
    try:
        _members(document)
    except _InvalidError as error:
        raise notes.stop(error.code, at="", **error.values) from error
    if kind == "FeatureCollection":
        listed = document.get("features")
        if not isinstance(listed, list):
            raise notes.stop("geojson_member", got="features", wanted="a list of features")
    else:
        listed = [document if kind == "Feature" else {"type": "Feature", "properties": {}, "geometry": document}]
    return Opened(form=Form.JSON, features=_features(listed, notes), crs=crs)


def _crs(document: Mapping[str, Any], notes: Notes) -> str | None:
    """CRS that the document names, as "EPSG:n"; None when it names none. A link is never followed."""
    crs = document.get("crs")
    if crs is None:
        return None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    if not isinstance(properties, dict) or crs.get("type") != "name" or not isinstance(properties.get("name"), str):
        is_link = isinstance(crs, dict) and crs.get("type") == "link"
        raise notes.stop("crs_link" if is_link else "crs_unknown", at="crs", got=shown(crs))
    name = properties["name"].strip()
    if _CRS84.fullmatch(name):
        return WGS84
    found = _CRS_NAME.fullmatch(name)
    if found is None:
        raise notes.stop("crs_unknown", at="crs", got=shown(name))
    return f"EPSG:{found[1]}"


def _features(listed: list[Any], notes: Notes) -> list[Feature]:
    """Features of the list; each that is wrong is an error, up to ten."""
    if len(listed) > limits.ROWS:
        raise notes.stop("too_many_rows", got=len(listed), wanted=limits.ROWS)
    counter = _Vertices(notes)
    found = []
    for number, each in enumerate(listed, start=1):
        try:
            found.append(_feature(each, counter))
        except _InvalidError as error:
            name = _name(each)
            notes.error(error.code, at=f"feature {number}" + (f" ({name})" if name else ""), **error.values)
            if len(notes.errors) >= _MOST_ERRORS:
                break
    return found


class _Vertices:
    """Counts positions, so that a file of a billion of them ends early."""

    def __init__(self, notes: Notes) -> None:
        self._left, self._notes = limits.VERTICES, notes

    def take(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise self._notes.stop("too_many_vertices", wanted=limits.VERTICES)


def _feature(each: Any, counter: _Vertices) -> Feature:  # noqa: ANN401
    if not isinstance(each, dict) or each.get("type") != "Feature":
        got = each.get("type") if isinstance(each, dict) else each
        raise _InvalidError("geojson_not_feature", got=shown(got))
    _members(each)
    properties = each.get("properties", 0)
    if properties is not None and not isinstance(properties, dict):
        raise _InvalidError("geojson_member", got="properties", wanted="an object or null")
    if "id" in each and (isinstance(each["id"], bool) or not isinstance(each["id"], str | int | float)):
        raise _InvalidError("geojson_member", got="id", wanted="a text or a number")
    geometry = each.get("geometry", 0)
    if geometry is not None and not isinstance(geometry, dict):
        raise _InvalidError("geojson_member", got="geometry", wanted="a geometry or null")
    return Feature(properties or {}, _geometry(geometry, counter, 0) if geometry else None)


def _members(document: Mapping[str, Any]) -> None:
    """Raise for a type that is unknown, a member of another type, or a bounding box that is no list of numbers."""
    kind = document.get("type")
    if kind not in _FOREIGN and kind not in _SHAPES:
        raise _InvalidError("geojson_type", got=shown(kind))
    foreign = _FOREIGN.get(str(kind), _GEOMETRY_FOREIGN) & document.keys()
    if foreign:
        raise _InvalidError("geojson_foreign", got=", ".join(sorted(foreign)), wanted=str(kind))
    box = document.get("bbox")
    if box is not None and not (isinstance(box, list) and len(box) in {4, 6} and all(map(_is_number, box))):
        raise _InvalidError("geojson_member", got="bbox", wanted="a list of four or six numbers")


def _geometry(geometry: Mapping[str, Any], counter: _Vertices, depth: int) -> Mapping[str, Any]:
    """`geometry` once it is found well formed."""
    kind = geometry.get("type")
    if kind not in _SHAPES:
        raise _InvalidError("geojson_type", got=shown(kind))
    _members(geometry)
    if kind == "GeometryCollection":
        if depth > limits.DEPTH // 2:
            raise _InvalidError("too_deep", wanted=limits.DEPTH // 2)
        parts = geometry.get("geometries")
        if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            raise _InvalidError("geojson_member", got="geometries", wanted="a list of geometries")
        return {"type": kind, "geometries": [_geometry(part, counter, depth + 1) for part in parts]}
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list):
        raise _InvalidError("geojson_coordinates", got=shown(coordinates), wanted=kind)
    if coordinates:
        _SHAPES[kind](coordinates, counter)
    return geometry


def _is_number(value: object) -> bool:
    return type(value) in {int, float} and math.isfinite(value)  # type: ignore[arg-type] # a bool is no number here


def _position(value: Any, counter: _Vertices) -> None:  # noqa: ANN401
    if not isinstance(value, list) or len(value) < 2 or not all(map(_is_number, value)):
        raise _InvalidError("geojson_coordinates", got=shown(value), wanted="[lon, lat]")
    counter.take(1)


def _line(value: Any, counter: _Vertices) -> None:  # noqa: ANN401
    _many(_position)(value, counter)
    if len(value) < 2:
        raise _InvalidError("line_short", got=len(value))


def _ring(value: Any, counter: _Vertices) -> None:  # noqa: ANN401
    _many(_position)(value, counter)
    if len(value) < 4:
        raise _InvalidError("ring_short", got=len(value))
    if value[0] != value[-1]:
        raise _InvalidError("ring_open", got=f"{shown(value[0])} … {shown(value[-1])}")


_Check = Callable[[Any, _Vertices], None]


def _many(check: _Check) -> _Check:
    """Check of a list whose every member passes `check`."""

    def checked(value: Any, counter: _Vertices) -> None:  # noqa: ANN401
        if not isinstance(value, list):
            raise _InvalidError("geojson_coordinates", got=shown(value), wanted="a list of positions")
        for member in value:
            check(member, counter)

    return checked


_SHAPES: Final[Mapping[object, _Check]] = {
    "Point": _position,
    "MultiPoint": _many(_position),
    "LineString": _line,
    "MultiLineString": _many(_line),
    "Polygon": _many(_ring),
    "MultiPolygon": _many(_many(_ring)),
    "GeometryCollection": lambda _value, _counter: None,
}


def _name(feature: object) -> str:
    """Text that tells which feature it is: its first short text property."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    values = properties.values() if isinstance(properties, dict) else ()
    return next((shown(value) for value in values if isinstance(value, str) and value.strip()), "")
