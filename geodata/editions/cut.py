"""The document that a browser draws, cut down to some mahallas: nothing of the others is left in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.mercator import to_degrees

Document = dict[str, Any]


def document(whole: Document, mahallas: NDArray[np.int64], districts: NDArray[np.int64]) -> Document:
    """The document with these mahallas and districts, by their positions in the whole and in that order."""
    cells = [whole["mahallas"][at] for at in mahallas]
    entries = [whole["districts"][at] for at in districts]
    used = sorted(
        {_arc(ref) for rings in (*filter(None, cells), *(e["rings"] for e in entries)) for r in rings for ref in r}
    )
    new = {arc: at for at, arc in enumerate(used)}
    home = {int(old): at for at, old in enumerate(districts)}
    border = [arc for arc in (*whole["border"]["district"], *whole["border"]["region"]) if arc in new]
    sides = Counter(_arc(ref) for entry in entries for ring in entry["rings"] for ref in ring)
    arcs = [whole["arcs"][arc] for arc in used]
    return {
        **{key: whole[key] for key in ("v", "origin", "unit", "schematic")},
        "arcs": arcs,
        "mahallas": [_renamed(rings, new) if rings else None for rings in cells],
        "border": {
            "district": sorted(new[arc] for arc in border if sides[arc] > 1),
            "region": sorted(new[arc] for arc in border if sides[arc] <= 1),
        },
        "label": [whole["label"][at] for at in mahallas],
        "districts": [entry | {"rings": _renamed(entry["rings"], new)} for entry in entries],
        "district_of": [home[whole["district_of"][at]] for at in mahallas],
        "codes": [whole["codes"][at] for at in mahallas],
        "bounds": _bounds(whole, arcs),
    }


def _arc(ref: int) -> int:
    return ref if ref >= 0 else ~ref


def _renamed(rings: Iterable[list[int]], new: dict[int, int]) -> list[list[int]]:
    return [[new[ref] if ref >= 0 else ~new[~ref] for ref in ring] for ring in rings]


def _bounds(whole: Document, arcs: list[list[int]]) -> list[list[float]]:
    """South-west and north-east corner in degrees, latitude first."""
    points = np.array([[x, y] for arc in arcs for x, y in zip(_whole(arc[0::2]), _whole(arc[1::2]), strict=True)])
    if not len(points):
        return list(whole["bounds"])
    (west, north), (east, south) = points.min(axis=0), points.max(axis=0)
    unit, (x0, y0) = whole["unit"], whole["origin"]
    corners = np.array([[x0 + unit * west, y0 - unit * south], [x0 + unit * east, y0 - unit * north]])
    lon, lat = to_degrees(corners)
    return [[round(float(lat[i]), 6), round(float(lon[i]), 6)] for i in range(2)]


def _whole(steps: list[int]) -> list[int]:
    return list(accumulate(steps))
