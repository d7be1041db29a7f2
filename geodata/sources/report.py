"""What a caller asks of a file and what it gets: `ReadOptions` in, `Report` out. Light: imports no pandas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geodata.errors import OptionError
from geodata.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

KINDS: Final[tuple[str, ...]] = (
    "boundaries",
    "register",
    "districts",
    "population",
    "categories",
    "incidents",
    "sites",
    "indicators",
    "lineage",
)
RECORDS: Final[tuple[str, ...]] = ("roadmap", "holidays")
"""Kinds that are read the same way but go into the register, not into an edition."""

LEVELS: Final[tuple[str, ...]] = ("mahalla", "district", "region")
_EPSG: Final = re.compile(r"EPSG:\d{4,6}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read a file that does not tell everything itself.

    `mapping` is a TOML file (see `geodata.sources.mapping`); `crs` is "EPSG:n" for a file that names none; `level` is
    that of boundaries; `layer` names one of a GeoPackage with several, before what the mapping says; a polygon is
    repaired when that changes its area by less than `max_repair_m2`; gaps and overlaps up to `sliver_width_m` wide are
    closed; no date may lie after `today` (None: the clock).
    """

    mapping: Path | None = None
    crs: str | None = None
    level: str | None = None
    layer: str | None = None
    max_repair_m2: float = 100.0
    sliver_width_m: float = 2.0
    today: date | None = None

    def __post_init__(self) -> None:
        if self.crs is not None and not _EPSG.fullmatch(self.crs):
            raise OptionError("option", name="crs", got=self.crs, wanted="EPSG: and a number, such as EPSG:32642")
        if self.level is not None and self.level not in LEVELS:
            raise OptionError("option", name="level", got=self.level, wanted=", ".join(LEVELS))
        if not 0 <= self.max_repair_m2 <= 1e6:
            raise OptionError("option", name="max_repair_m2", got=self.max_repair_m2, wanted="0 to 1000000")
        if not 0 <= self.sliver_width_m <= 100:
            raise OptionError("option", name="sliver_width_m", got=self.sliver_width_m, wanted="0 to 100 metres")

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the child process."""
        plain = asdict(self)
        return {**plain, "mapping": str(self.mapping) if self.mapping else None, "today": _iso(self.today)}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> ReadOptions:
        """Inverse of `as_dict`."""
        mapping, today = plain["mapping"], plain["today"]
        return cls(
            **{
                **plain,
                "mapping": Path(mapping) if mapping else None,
                "today": date.fromisoformat(today) if today else None,
            }
        )


@dataclass(frozen=True, kw_only=True)
class Report:
    """The verdict on one file, and its rows as a canonical table if it is accepted.

    `rows` counts the rows of `table`; `labels` names its own columns as the file wrote them; `sha256` is of the file's
    bytes, `name` its name without a folder.
    """

    accepted: bool
    kind: str
    rows: int
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""
    name: str = ""
    stored: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @cached_property
    def table(self) -> pd.DataFrame | None:
        """The canonical table; a GeoDataFrame in EPSG:4326 for boundaries and sites; None when refused."""
        return self._load("table")

    @cached_property
    def rejected(self) -> pd.DataFrame | None:
        """The rows left out, as the file wrote them, with `row` and `reason` (a finding code); None without any."""
        return self._load("rejected")

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "accepted": self.accepted,
            "kind": self.kind,
            "rows": self.rows,
            "errors": [finding.as_dict() for finding in self.errors],
            "warnings": [finding.as_dict() for finding in self.warnings],
        }

    def _load(self, part: str) -> pd.DataFrame | None:
        # Imported here because a verdict alone, as on the command line, needs no pandas.
        loaded: pd.DataFrame | None = import_module("geodata.sources.stored").load(self.stored.get(part))
        return loaded


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
