"""The polygons and values of an edition as the other pages take them: the very shapes that our own map draws."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from dashboard.view import DEFAULT_GROUP
from geodata.analysis import indicators
from geodata.analysis.counting import default_period
from geodata.analysis.indicators import Query
from geodata.edition import Edition, open_edition
from geodata.mercator import to_degrees
from geodata.store import Store

SHOWN: Final = ("rate", "count", "difference", "category")
"""The indicators that are chosen one after the other. Four, because Streamlit keeps a message for two runs and sends a
reference instead of it: with two indicators in turn no picture would be sent at all."""

_DEGREES: Final = 5
"""Decimals of longitude and latitude: about a metre, so the other pages do not send more than they need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is measured on: `polygons` with `vertices` in all; `positions` are those of SHOWN in our own select box."""

    edition: str
    polygons: int
    vertices: int
    positions: tuple[int, ...]


def write(data: Path, folder: Path) -> Given:
    """Write shapes.geojson and values.json of the current edition into `folder`."""
    edition = open_edition(Store(data))
    shapes = _polygons(edition)
    features = [_feature(str(code), shape) for code, shape in shapes.items()]
    (folder / "shapes.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")), encoding="utf-8"
    )
    (folder / "values.json").write_text(json.dumps(_values(edition, list(shapes))), encoding="utf-8")
    offered = [entry.key for entry in indicators.available(edition)]
    return Given(
        edition=edition.id,
        polygons=len(shapes),
        vertices=int(sum(shapely.get_num_coordinates(shape) for shape in shapes.values())),
        positions=tuple(offered.index(key) for key in SHOWN),
    )


def _polygons(edition: Edition) -> dict[str, shapely.Geometry]:
    """Polygons in EPSG:4326 by code, made from the arcs of the web geometry file."""
    document = json.loads(gzip.decompress(edition.web_files["geometry"].read_bytes()))
    (x0, y0), unit = document["origin"], document["unit"]
    arcs = [np.cumsum(np.reshape(arc, (-1, 2)), axis=0) for arc in document["arcs"]]

    def ring(refs: list[int]) -> shapely.Geometry:
        parts = [arcs[ref] if ref >= 0 else arcs[~ref][::-1] for ref in refs]
        grid = np.concatenate([parts[0][:1], *(part[1:] for part in parts)])
        lon, lat = to_degrees(np.stack([x0 + unit * grid[:, 0], y0 - unit * grid[:, 1]], axis=1))
        return shapely.linearrings(np.round(np.stack([lon, lat], axis=1), _DEGREES))

    return {
        code: _polygon([ring(refs) for refs in rings])
        for code, rings in zip(document["codes"], document["mahallas"], strict=True)
        if rings
    }


def _polygon(rings: list[shapely.Geometry]) -> shapely.Geometry:
    """One polygon or several; shells and holes run in opposite directions, the largest ring is a shell."""
    turns = shapely.is_ccw(rings)
    shell_turn = turns[int(np.argmax(shapely.area(shapely.polygons(rings))))]
    shells = [one for one, turn in zip(rings, turns, strict=True) if turn == shell_turn]
    holes = [one for one, turn in zip(rings, turns, strict=True) if turn != shell_turn]
    inside = [[hole for hole in holes if shapely.polygons(shell).covers(hole)] for shell in shells]
    parts = [shapely.polygons(shell, within or None) for shell, within in zip(shells, inside, strict=True)]
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def _feature(code: str, shape: shapely.Geometry) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": code,
        "properties": {"code": code},
        "geometry": json.loads(shapely.to_geojson(shape)),
    }


def _values(edition: Edition, codes: list[str]) -> dict[str, list[Any]]:
    """The figures of each indicator as our region page shows them when it opens; None is no data."""
    days = edition.category_days()
    period = default_period(edition, DEFAULT_GROUP)
    query = Query(group=DEFAULT_GROUP, types=(), period=period, decision=days[-1])
    where = {str(code): position for position, code in enumerate(edition.mahallas["code"])}
    positions = [where[code] for code in codes]
    figures = {key: indicators.INDICATORS[key].compute(edition, query).figures[positions] for key in SHOWN}
    return {"code": codes} | {
        key: [None if np.isnan(value) else round(float(value), 2) for value in values]
        for key, values in figures.items()
    }
