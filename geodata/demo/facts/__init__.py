"""The carried facts the demonstration stands on: units, mahalla names, the schematic, the types (see SOURCES.txt)."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from geodata.demo.plane import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A district or a city of the region; `residents` on 1 January 2025, `lon` and `lat` of its centre (EPSG:4326)."""

    code: str
    kind: str
    name: str
    name_uz_cyrl: str
    name_ru: str
    lon: float
    lat: float
    residents: int
    residents_status: str
    row: Mapping[str, str]

    @property
    def short(self) -> str:
        """The name without `tumani` or `shahri`, as people say and write it."""
        return self.name.rsplit(" ", 1)[0]

    @property
    def label(self) -> str:
        """The name as the schematic writes it: `Qarshi district`, `Qarshi city`."""
        return f"{self.short} {self.kind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mahalla:
    """A mahalla of the register; `code` is the classifier's (8 digits), empty for the few it does not have."""

    code: str
    unit: str
    name: str
    name_uz_cyrl: str
    name_ru: str
    kind: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchematicLine:
    """A hand-drawn border: `between` names the units on its two sides, `points` (n, 2) are degrees."""

    between: tuple[str, ...]
    points: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything carried; `types` leads from a count group to its types and their weights.

    `model_sites` are the known ones: code of the mahalla, kind of site, status.
    """

    units: tuple[Unit, ...]
    mahallas: tuple[Mahalla, ...]
    lines: tuple[SchematicLine, ...]
    types: Mapping[str, Mapping[str, float]]
    model_sites: tuple[tuple[str, str, str], ...]

    def of_unit(self, code: str) -> list[int]:
        """The positions of a unit's mahallas."""
        return [place for place, mahalla in enumerate(self.mahallas) if mahalla.unit == code]


def _rows(name: str) -> list[dict[str, str]]:
    text = (files(__name__) / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _unit(row: dict[str, str]) -> Unit:
    return Unit(
        code=row["code"],
        kind=row["kind"],
        name=row["name_uz_latn"],
        name_uz_cyrl=row["name_uz_cyrl"],
        name_ru=row["name_ru"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        residents=round(float(row["population_2025_k"]) * 1000),
        residents_status=row["population_status"],
        row=row,
    )


def _mahalla(row: dict[str, str]) -> Mahalla:
    return Mahalla(
        code=row["code"],
        unit=row["district_soato"],
        name=row["name_uz_latn"],
        name_uz_cyrl=row["name_uz_cyrl"],
        name_ru=row["name_ru"],
        kind=row["kind"],
        status=row["status"],
    )


def _lines() -> tuple[SchematicLine, ...]:
    text = (files(__name__) / "schematic_districts.json").read_text(encoding="utf-8")
    return tuple(
        SchematicLine(between=tuple(line["between"].split(" | ")), points=np.array(line["points"], dtype=float))
        for line in json.loads(text)["lines"]
    )


@cache
def load() -> Facts:
    """The facts as they lie in the package."""
    types: dict[str, dict[str, float]] = {}
    for row in _rows("crime_types.csv"):
        types.setdefault(row["group"], {})[row["key"]] = float(row["demonstration_weight"])
    return Facts(
        units=tuple(map(_unit, _rows("districts.csv"))),
        mahallas=tuple(map(_mahalla, _rows("mahallas.csv"))),
        lines=_lines(),
        types=types,
        model_sites=tuple((row["code"], row["kind"], row["status"]) for row in _rows("model_sites.csv")),
    )
