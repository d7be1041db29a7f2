"""Staging: what was imported and waits for the next edition, one table an import, with what is known of it beside.

    FOLDER/ <kind>[-level]/NNNN-<sha8>.parquet and .json, <kind>/unread/NNNN-<sha8>.parquet

Nothing here knows the register, which says whether an import counts; `Store` writes both.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal, Protocol

import geopandas as gpd
import pandas as pd

from geodata.editions.columns import texts
from geodata.editions.files import replacing, write_bytes
from geodata.errors import StoreError
from geodata.findings import Finding

Mark = Literal["real", "demonstration"]

ACCUMULATING: Final = frozenset({"incidents", "categories", "population", "indicators"})
"""Kinds whose imports add up; of every other kind the newest import is the whole truth."""


UNREAD: Final = "unread"
"""The folder, in that of a kind, with the rows that the reader left out: they count as unmatched."""

_SHAPED: Final = frozenset({"boundaries", "sites"})
"""Kinds whose tables have a geometry."""


class CheckedFile(Protocol):
    """What the store asks of a report on a file (`geodata.sources.Report`)."""

    @property
    def accepted(self) -> bool: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def sha256(self) -> str: ...  # noqa: D102
    @property
    def table(self) -> pd.DataFrame | None: ...  # noqa: D102
    @property
    def labels(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def warnings(self) -> tuple[Finding, ...]: ...  # noqa: D102
    @property
    def rejected(self) -> pd.DataFrame | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportEntry:
    """One import in staging. `key` is the kind, with the level of boundaries above the mahalla; `at` is UTC.

    `repeated` says that these very bytes were there already, so that nothing was stored.
    """

    number: int
    key: str
    kind: str
    level: str | None
    name: str
    sha256: str
    rows: int
    who: str
    at: datetime
    mark: Mark
    labels: Mapping[str, str]
    warnings: tuple[Mapping[str, str], ...]
    repeated: bool = False

    @property
    def stem(self) -> str:
        """The name of its files in staging, without the ending."""
        return f"{self.number:04d}-{self.sha256[:8]}"

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**asdict(self), "at": self.at.isoformat()}


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What is kept apart of a file: its key, the level of boundaries, and the table."""

    key: str
    level: str | None
    table: pd.DataFrame


def parts(report: CheckedFile) -> list[Part]:
    """The parts of an accepted report, the finest level of boundaries first."""
    assert report.table is not None  # noqa: S101  it was accepted
    if report.kind != "boundaries":
        return [Part(report.kind, None, report.table)]
    level = texts(report.table, "level")
    keys = {"mahalla": "boundaries", "district": "boundaries-district", "region": "boundaries-region"}
    held = [Part(key, name, report.table[level == name]) for name, key in keys.items()]
    return [part for part in held if len(part.table)]


def entries(folder: Path) -> list[ImportEntry]:
    """The imports in the order in which they came; StoreError for one that cannot be read."""
    return sorted(map(_entry, folder.glob("*/[0-9]*.json")), key=lambda entry: entry.number)


def table(folder: Path, entry: ImportEntry) -> pd.DataFrame:
    """The canonical table of an import; a GeoDataFrame where it has a geometry. StoreError if it cannot be read."""
    return _read(folder / entry.key / f"{entry.stem}.parquet", _reader(entry))


def unread(folder: Path, entry: ImportEntry) -> pd.DataFrame | None:
    """The rows of an import that the reader left out, as text, with `row` and `reason`; None if there are none.

    StoreError if they cannot be read.
    """
    path = folder / entry.key / UNREAD / f"{entry.stem}.parquet"
    return _read(path, pd.read_parquet) if path.exists() else None


def repeated(folder: Path, report: CheckedFile, part: Part, mark: Mark) -> ImportEntry | None:
    """The import that is this very file again; None for a new one.

    StoreError where the same bytes were read in another way before, and both would count.
    """
    same = [old for old in entries(folder) if old.key == part.key]
    if part.key not in ACCUMULATING:
        same = same[-1:]  # an older one may come back: what counts is the newest
    for old in same:
        if old.sha256 == report.sha256 and old.mark == mark:
            if _says(folder, old, part.table):
                return replace(old, repeated=True)
            if part.key in ACCUMULATING:  # both would count: rows without an id twice
                raise StoreError("read_otherwise", where=report.name, got=report.name, number=old.number)
    return None


def write(folder: Path, report: CheckedFile, part: Part, *, who: str, mark: Mark) -> ImportEntry:
    """A new import; what describes it is written last, since without it the tables count for nothing."""
    entry = ImportEntry(
        number=max((old.number for old in entries(folder)), default=0) + 1,
        key=part.key,
        kind=report.kind,
        level=part.level,
        name=report.name,
        sha256=report.sha256,
        rows=len(part.table),
        who=who,
        at=datetime.now(UTC),
        mark=mark,
        labels=dict(report.labels),
        warnings=tuple(finding.as_dict() for finding in report.warnings),
    )
    place = folder / part.key
    place.mkdir(parents=True, exist_ok=True)
    with replacing(place / f"{entry.stem}.parquet") as beside:
        part.table.to_parquet(beside, compression="zstd", index=False)
    if report.rejected is not None and len(report.rejected):
        (place / UNREAD).mkdir(exist_ok=True)
        with replacing(place / UNREAD / f"{entry.stem}.parquet") as beside:
            report.rejected.astype("string").to_parquet(beside, compression="zstd", index=False)
    write_bytes(description(folder, entry), json.dumps(entry.as_dict(), ensure_ascii=False, indent=1).encode())
    return entry


def remove(folder: Path, entry: ImportEntry) -> None:
    """Takes an import away, what describes it first."""
    place = folder / entry.key
    description(folder, entry).unlink()
    (place / f"{entry.stem}.parquet").unlink(missing_ok=True)
    (place / UNREAD / f"{entry.stem}.parquet").unlink(missing_ok=True)


def description(folder: Path, entry: ImportEntry) -> Path:
    """The file that describes an import, without which it is none."""
    return folder / entry.key / f"{entry.stem}.json"


def _says(folder: Path, entry: ImportEntry, held: pd.DataFrame) -> bool:
    """Whether an import holds this very table: a mapping, a layer or a CRS may read the same bytes otherwise."""
    memory = io.BytesIO()
    held.to_parquet(memory, index=False)
    memory.seek(0)
    return bool(table(folder, entry).equals(_reader(entry)(memory)))


def _reader(entry: ImportEntry) -> Callable[[Any], pd.DataFrame]:
    return gpd.read_parquet if entry.kind in _SHAPED else pd.read_parquet


def _read(path: Path, reader: Callable[[Any], pd.DataFrame]) -> pd.DataFrame:
    try:
        return reader(path)
    except (OSError, ValueError) as error:
        raise StoreError("staging_unreadable", where=str(path), got=path.name) from error


def _entry(path: Path) -> ImportEntry:
    try:
        values = json.loads(path.read_bytes())
        values["at"] = datetime.fromisoformat(values["at"])
        values["warnings"] = tuple(values["warnings"])
        return ImportEntry(**values)
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise StoreError("staging_unreadable", where=str(path), got=path.name) from error
