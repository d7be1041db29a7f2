"""KML, read with a plain parser: no document type, no entity, no link is ever followed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from geodata.sources import limits
from geodata.sources.geojson import WGS84
from geodata.sources.notes import Notes, shown
from geodata.sources.opened import Feature, Opened
from geodata.sources.sniff import Form

_TEXTS: Final = frozenset({"name", "value", "SimpleData", "coordinates"})
_SHAPES: Final = {"Point": "Point", "LineString": "LineString", "LinearRing": "LineString"}
_LINKS: Final = frozenset({"NetworkLink", "Model", "GroundOverlay"})


class _DoctypeError(Exception):
    """The document has a document type, where entities could be declared."""


def read(content: bytes, notes: Notes) -> Opened:
    """Placemarks of a KML document as features in WGS 84; SourceError for a document that is broken or unsafe."""
    reader = _Reader(notes)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes it by position
    except _DoctypeError as error:
        raise notes.stop("kml_doctype") from error
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise notes.stop("xml_broken", got=shown(error, 80)) from error
    if reader.links:
        notes.warn("kml_links", count=reader.links)
    return Opened(form=Form.KML, features=reader.features, crs=WGS84)


@dataclass(slots=True)
class _Reader:
    """State of the parser: the path of elements, the placemark and the geometries being built."""

    notes: Notes
    features: list[Feature] = field(default_factory=list)
    links: int = 0
    path: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    key: str = ""
    properties: dict[str, str] | None = None
    shapes: list[dict[str, Any]] = field(default_factory=list)
    rings: list[list[list[float]]] = field(default_factory=list)
    vertices: int = 0

    def doctype(self, *_: object) -> None:
        """Refuse the document: KML needs no document type."""
        raise _DoctypeError

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        name = tag.rpartition(" ")[2]
        self.path.append(name)
        if len(self.path) > limits.DEPTH:
            raise self.notes.stop("too_deep", wanted=limits.DEPTH)
        self.texts.clear()
        if name == "Placemark":
            self.properties, self.shapes = {}, []
        elif name in {"Data", "SimpleData"}:
            self.key = attributes.get("name", "")
        elif name == "Polygon":
            self.rings = []
        elif name in _LINKS:
            self.links += 1

    def text(self, text: str) -> None:
        """Take text of the elements that matter."""
        if self.path and self.path[-1] in _TEXTS:
            self.texts.append(text)

    def end(self, tag: str) -> None:
        """End an element."""
        name = tag.rpartition(" ")[2]
        self.path.pop()
        text = "".join(self.texts).strip() if name in _TEXTS else ""
        if name == "coordinates":
            self._coordinates(text)
        elif name == "Polygon":
            self.shapes.append({"type": "Polygon", "coordinates": self.rings})
        elif name == "Placemark":
            self._placemark()
        elif self.properties is not None and text and (name != "name" or self.path[-1:] == ["Placemark"]):
            self.properties.setdefault("name" if name == "name" else self.key, text)

    def _coordinates(self, text: str) -> None:
        holder = self.path[-1] if self.path else ""
        positions = [self._position(each) for each in text.split()]
        if not positions:
            return
        if "Polygon" in self.path:
            if len(positions) < 4 or positions[0] != positions[-1]:
                code = "ring_short" if len(positions) < 4 else "ring_open"
                self.notes.error(code, at=self._place(), got=len(positions))
                return
            # The outer ring comes first, whatever the order in the file.
            self.rings.insert(0 if "outerBoundaryIs" in self.path else len(self.rings), positions)
        elif holder in _SHAPES:
            shape = _SHAPES[holder]
            self.shapes.append({"type": shape, "coordinates": positions[0] if shape == "Point" else positions})

    def _position(self, text: str) -> list[float]:
        self.vertices += 1
        if self.vertices > limits.VERTICES:
            raise self.notes.stop("too_many_vertices", wanted=limits.VERTICES)
        try:
            numbers = [float(each) for each in text.split(",") if each]
        except ValueError:
            numbers = []
        if len(numbers) < 2 or not all(map(math.isfinite, numbers)):
            raise self.notes.stop("geojson_coordinates", at=self._place(), got=shown(text), wanted="lon,lat")
        return numbers

    def _place(self) -> str:
        name = (self.properties or {}).get("name", "")
        return f"placemark {len(self.features) + 1}" + (f" ({shown(name)})" if name else "")

    def _placemark(self) -> None:
        geometry: dict[str, Any] | None = None
        if len(self.shapes) == 1:
            geometry = self.shapes[0]
        elif self.shapes:
            geometry = {"type": "GeometryCollection", "geometries": self.shapes}
        self.features.append(Feature(self.properties or {}, geometry))
        self.properties = None
        if len(self.features) > limits.ROWS:
            raise self.notes.stop("too_many_rows", got=len(self.features), wanted=limits.ROWS)
