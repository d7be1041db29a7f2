"""The manifest: what an edition is made of, by whom and when, and what each of its files must hash to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from geodata.editions.files import sha256_of
from geodata.errors import StoreError
from geodata.findings import Finding
from geodata.territory import Place

SCHEMA: Final = 1
"""Version of the layout of an edition's folder; a reader refuses a later one."""

NAME: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Source:
    """One imported file that the edition was made from."""

    number: int
    kind: str
    level: str | None
    name: str
    sha256: str
    rows: int
    mark: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FileInfo:
    """The hash and the size in bytes of one file of the edition."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an edition says about itself. `tables` has the counts of each kind, `content` the hash of all files."""

    schema: int
    number: int
    content: str
    published_at: datetime
    who: str
    note: str
    demonstration: bool
    schematic: bool
    region: Place
    sources: tuple[Source, ...]
    tables: Mapping[str, Mapping[str, int]]
    reconciliation: Mapping[str, Mapping[str, Any]]
    indicator_labels: Mapping[str, str]
    findings: tuple[Finding, ...]
    files: Mapping[str, FileInfo]
    web_files: Mapping[str, str]
    audit_head: str
    options: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """The manifest as UTF-8 JSON; `read` makes the same manifest of it."""
        values = asdict(self) | {
            "published_at": self.published_at.isoformat(),
            "region": self.region.as_dict(),
            "sources": [asdict(source) | {"at": source.at.isoformat()} for source in self.sources],
            "findings": [{"code": f.code, "where": f.where, "values": dict(f.values)} for f in self.findings],
        }
        return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True).encode()


def read(folder: Path) -> Manifest:
    """The manifest of an edition's folder; StoreError if it is unreadable or of a later schema."""
    path = folder / NAME
    try:
        values = json.loads(path.read_bytes())
        if values["schema"] > SCHEMA:
            raise StoreError("schema_unknown", where=str(path), got=values["schema"], wanted=SCHEMA)
        values["published_at"] = datetime.fromisoformat(values["published_at"])
        values["region"] = Place.from_dict(values["region"])
        values["sources"] = tuple(
            Source(**(source | {"at": datetime.fromisoformat(source["at"])})) for source in values["sources"]
        )
        values["findings"] = tuple(Finding(f["code"], f["where"], f["values"]) for f in values["findings"])
        values["files"] = {name: FileInfo(**info) for name, info in values["files"].items()}
        return Manifest(**values)
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise StoreError("edition_unreadable", where=str(path), got=folder.name) from error


def content_of(files: Mapping[str, FileInfo]) -> str:
    """The hash of all files of an edition: of their names and hashes, in order of name."""
    listed = "".join(f"{name} {files[name].sha256}\n" for name in sorted(files))
    return hashlib.sha256(listed.encode()).hexdigest()


def inventory(folder: Path) -> dict[str, FileInfo]:
    """The files below `folder` but for the manifest, by their path in it, in order of name."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return {path.relative_to(folder).as_posix(): FileInfo(sha256_of(path), path.stat().st_size) for path in found}
