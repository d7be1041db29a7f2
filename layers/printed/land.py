"""The shapes that the browser draws, read for a still picture: the same file, the same borders."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

from geodata.codes import region_of
from geodata.mercator import from_degrees

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """Cells are mahallas; everything in grid units, y downwards; `unit_m` is a unit in metres on the ground.

    `boxes` are west, north, east, south; `labels` inner points with the distance to the edge, NaN without a shape.
    `lines` are the borders between mahallas of one district, each with the size of the smaller cell beside it,
    `between_lines` those between regions of a country, by the codes of their districts.
    """

    cells: tuple[Outline | None, ...]
    boxes: Floats
    labels: Floats
    home: NDArray[np.int64]
    codes: tuple[str, ...]
    districts: tuple[Outline | None, ...]
    district_codes: tuple[str, ...]
    district_boxes: Floats
    district_labels: Floats
    lines: tuple[Floats, ...]
    line_sizes: Floats
    line_boxes: Floats
    district_lines: tuple[Floats, ...]
    district_line_boxes: Floats
    between_lines: tuple[Floats, ...]
    region_lines: tuple[Floats, ...]
    region_line_boxes: Floats
    region: Outline
    origin: tuple[float, float]
    unit: float
    unit_m: float
    schematic: bool

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """A place in grid units."""
        ((x, y),) = from_degrees(np.array([[lon, lat]]))
        return float((x - self.origin[0]) / self.unit), float((self.origin[1] - y) / self.unit)

    def shaped(self, districts: Sequence[int]) -> list[int]:
        """Those of some districts that have a shape."""
        return [at for at in districts if self.districts[at] is not None]


def read(source: Path | bytes) -> Land:
    """The land of an edition's web geometry file, or of what stands in it."""
    packed = source if isinstance(source, bytes) else source.read_bytes()
    raw = json.loads(gzip.decompress(packed))
    arcs = [np.cumsum(np.array(arc, dtype=np.float64).reshape(-1, 2), axis=0) for arc in raw["arcs"]]
    labels = _labels(raw["label"])
    between, outer = raw["border"]["district"], raw["border"]["region"]
    inner, sizes = _inner(raw, labels, {_at(ref) for ref in (*between, *outer)})
    districts = [_outline(arcs, entry["rings"]) for entry in raw["districts"]]
    cells = tuple(_outline(arcs, rings) for rings in raw["mahallas"])
    south, north = (float(raw["bounds"][i][0]) for i in (0, 1))
    return Land(
        cells=cells,
        boxes=_boxes(cells),
        labels=labels,
        home=np.array(raw["district_of"], dtype=np.int64),
        codes=tuple(raw["codes"]),
        districts=tuple(districts),
        district_codes=tuple(str(entry["code"]) for entry in raw["districts"]),
        district_boxes=_boxes(districts),
        district_labels=_labels([entry["label"] for entry in raw["districts"]]),
        lines=tuple(arcs[at] for at in inner),
        line_sizes=sizes,
        line_boxes=_around(arcs[at] for at in inner),
        district_lines=tuple(arcs[_at(ref)] for ref in between),
        district_line_boxes=_around(arcs[_at(ref)] for ref in between),
        between_lines=tuple(arcs[at] for at in _between(raw["districts"])),
        region_lines=tuple(arcs[_at(ref)] for ref in outer),
        region_line_boxes=_around(arcs[_at(ref)] for ref in outer),
        region=Outline.make_compound_path(*[path for path in districts if path is not None]),
        origin=(float(raw["origin"][0]), float(raw["origin"][1])),
        unit=float(raw["unit"]),
        unit_m=float(raw["unit"]) * float(np.cos(np.radians((south + north) / 2))),
        schematic=bool(raw["schematic"]),
    )


def _at(ref: int) -> int:
    return ref if ref >= 0 else ~ref


def _between(districts: Sequence[dict[str, Any]]) -> list[int]:
    """The arcs between districts of two regions; none where a code does not tell its region."""
    if not all(region_of(str(entry["code"])) for entry in districts):
        return []
    owners: dict[int, set[str | None]] = {}
    for entry in districts:
        for at in (_at(ref) for ring in entry["rings"] or () for ref in ring):
            owners.setdefault(at, set()).add(region_of(str(entry["code"])))
    return [at for at, regions in owners.items() if len(regions) > 1]


def _outline(arcs: Sequence[Floats], rings: Iterable[Sequence[int]] | None) -> Outline | None:
    """Rings as one path; the last vertex of each closes it."""
    vertices, codes = [], []
    for ring in rings or ():
        parts = [arcs[ref] if ref >= 0 else arcs[~ref][::-1] for ref in ring]
        closed = np.concatenate([parts[0][:1], *(part[1:] for part in parts)])
        code = np.full(len(closed), Outline.LINETO, dtype=Outline.code_type)
        code[0], code[-1] = Outline.MOVETO, Outline.CLOSEPOLY
        vertices.append(closed)
        codes.append(code)
    return Outline(np.concatenate(vertices), np.concatenate(codes)) if vertices else None


def _labels(raw: Sequence[Sequence[float] | None]) -> Floats:
    return np.array([label or (np.nan,) * 3 for label in raw], dtype=np.float64).reshape(-1, 3)


def _boxes(outlines: Iterable[Outline | None]) -> Floats:
    known = [None if path is None else np.asarray(path.vertices) for path in outlines]
    boxes = [(np.nan,) * 4 if at is None else (*at.min(axis=0), *at.max(axis=0)) for at in known]
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _around(lines: Iterable[Floats]) -> Floats:
    """The boxes of some lines."""
    return np.array([(*line.min(axis=0), *line.max(axis=0)) for line in lines], dtype=np.float64).reshape(-1, 4)


def _inner(raw: dict[str, Any], labels: Floats, borders: set[int]) -> tuple[list[int], Floats]:
    """The arcs between mahallas of one district, and for each the size of the smaller cell beside it."""
    sizes: dict[int, float] = {}
    for at, rings in enumerate(raw["mahallas"]):
        for ref in (ref for ring in rings or () for ref in ring):
            sizes[_at(ref)] = min(sizes.get(_at(ref), np.inf), labels[at, 2])
    inner = [arc for arc in sorted(sizes) if arc not in borders]
    return inner, np.array([sizes[arc] for arc in inner], dtype=np.float64)
