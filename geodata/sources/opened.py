"""What a file holds once it is opened, before anyone asks what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geodata.sources.sniff import Form

Geometry = Mapping[str, Any]  # as in GeoJSON


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of GeoJSON or KML, its geometry checked; None for an empty one."""

    properties: Mapping[str, Any]
    geometry: Geometry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One of three: `features`, or `sheet` (rows of cells, headings among them), or a `path` for a library to read.

    `crs` is "EPSG:n" where the file or its form tells one; `from_1904` says that a workbook numbers its days from 1904.
    """

    form: Form
    features: Sequence[Feature] | None = None
    sheet: Sequence[Sequence[object]] | None = None
    path: Path | None = None
    crs: str | None = None
    from_1904: bool = False
