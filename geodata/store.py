"""The data folder: what was imported waits in staging, what was published stands in editions, the register says which.

    DATA/ staging/<kind>[-level]/NNNN-<sha8>.parquet and .json, editions/NNNN-<hash8>/, register.sqlite, .lock

An import counts once its .json is in place and the audit trail knows it, in this order.
"""

from __future__ import annotations

import fcntl
import io
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, Protocol, get_args

import geopandas as gpd
import pandas as pd
from sqlalchemy.orm import Session

from geodata.editions.columns import texts
from geodata.editions.files import replacing, write_bytes, writing
from geodata.errors import OptionError, StoreError
from geodata.findings import Finding
from geodata.register import Register, address, audit
from geodata.remote import Remote
from geodata.sources.report import KINDS

_BRINGING: Final = ".bringing.lock"
Mark = Literal["real", "demonstration"]

ACCUMULATING: Final = frozenset({"incidents", "categories", "population", "indicators"})
"""Kinds whose imports add up; of every other kind the newest import is the whole truth."""


UNREAD: Final = "unread"
"""The folder, in that of a kind, with the rows that the reader left out: they count as unmatched."""


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


class Store:
    """A data folder. Making one writes nothing; folders and register appear with the first import."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._has_records = False  # once a register has this program's layout it keeps it

    @property
    def staging(self) -> Path:
        """Where imports wait."""
        return self.path / "staging"

    @property
    def editions(self) -> Path:
        """Where published editions stand."""
        return self.path / "editions"

    @cached_property
    def register(self) -> Register:
        """The register of this folder: a file in it, or the database its settings name."""
        return Register.of_folder(self.path)

    @cached_property
    def remote(self) -> Remote | None:
        """The object store that keeps the editions as well, None if the settings name none; StoreError without keys."""
        return Remote.of_folder(self.path)

    def lacks(self, edition: str) -> bool:
        """Whether an edition, by the name of its folder, has to come from the object store before it can be read."""
        return not (self.editions / edition).exists() and self.remote is not None

    def edition_folder(self, edition: str, manifest: str) -> Path:
        """The folder of a published edition, brought first where it is not here; StoreError if that fails."""
        if self.lacks(edition) and self.remote is not None:
            with self.lock(file=_BRINGING):
                self.remote.bring(edition, manifest, self.editions)
        return self.editions / edition

    def misplaced(self, session: Session) -> int:
        """How many imports lie in the data folder of another server, which alone can add to them and publish.

        Only where an object store is named can a register serve several folders.
        """
        if self.remote is None:
            return 0
        here = {(entry.number, entry.key, entry.sha256) for entry in self.imports()}
        return len(audit.imported(session) - here)

    @property
    def has_register(self) -> bool:
        """Whether anything was ever recorded here."""
        # Asking the register of a folder without one would make an empty file.
        elsewhere = address.database_of(self.path) is not None
        return (elsewhere or (self.path / address.FILE).exists()) and self.register.is_made()

    @property
    def has_records(self) -> bool:
        """Whether the register can be asked for records.

        One of an older layout, as a folder keeps that cannot be written, can be asked for its editions alone.
        """
        if not self._has_records:
            layouts = self.register.layouts() if self.has_register else (None, "")
            self._has_records = layouts[0] == layouts[1]
        return self._has_records

    def upgrade(self) -> None:
        """Brings a register that is there to the layout of this program; StoreError if a later program made it."""
        if self.has_register:
            self.register.upgrade()

    @contextmanager
    def lock(self, *, wait: bool = True, file: str = ".lock") -> Iterator[bool]:
        """Holds the folder against other writers, in this process or another; yields whether it was got.

        Another `file` is a lock of its own, for what is made of several writings.
        """
        with writing(self.path):
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = _opened(self.path / file)
        try:
            yield _flock(handle, wait=wait)
        finally:
            os.close(handle)

    def add(self, report: CheckedFile, *, who: str, mark: Mark = "real") -> ImportEntry:
        """Puts a checked file into staging; StoreError if it was refused or cannot be written.

        Boundaries of several levels are kept apart; the entry of the finest level comes back.
        """
        if mark not in get_args(Mark):
            raise OptionError("option", name="mark", got=mark, wanted="real or demonstration")
        if report.kind not in KINDS:
            raise StoreError("unknown_kind", where=report.name, got=report.kind, wanted=", ".join(KINDS))
        if not report.accepted or report.table is None:
            raise StoreError("not_accepted", where=report.name, got=report.name)
        with self.lock(), writing(self.path):
            entries = [self._add(report, key, level, table, who, mark) for key, level, table in _levels(report)]
        return entries[0]

    def imports(self) -> list[ImportEntry]:
        """What lies in staging, in the order in which it came."""
        found = [_read_entry(path) for path in self.staging.glob("*/[0-9]*.json")]
        return sorted(found, key=lambda entry: entry.number)

    def table(self, entry: ImportEntry) -> pd.DataFrame:
        """The canonical table of an import; a GeoDataFrame where it has a geometry. StoreError if it cannot be read."""
        path = self.staging / entry.key / f"{entry.stem}.parquet"
        try:
            return gpd.read_parquet(path) if entry.kind in {"boundaries", "sites"} else pd.read_parquet(path)
        except (OSError, ValueError) as error:
            raise StoreError("staging_unreadable", where=str(path), got=path.name) from error

    def _says(self, entry: ImportEntry, table: pd.DataFrame) -> bool:
        """Whether an import holds this very table: a mapping, a layer or a CRS may read the same bytes otherwise."""
        memory = io.BytesIO()
        table.to_parquet(memory, index=False)
        memory.seek(0)
        read = gpd.read_parquet if entry.kind in {"boundaries", "sites"} else pd.read_parquet
        return bool(self.table(entry).equals(read(memory)))

    def unread(self, entry: ImportEntry) -> pd.DataFrame | None:
        """The rows of an import that the reader left out, as text, with `row` and `reason`; None if there are none."""
        path = self.staging / entry.key / UNREAD / f"{entry.stem}.parquet"
        return pd.read_parquet(path) if path.exists() else None

    def withdraw(self, entry: ImportEntry, *, who: str) -> None:
        """Takes an import out of staging again; editions already published keep it. StoreError if it is not there."""
        described = self.staging / entry.key / f"{entry.stem}.json"
        with self.lock(), writing(self.path):
            if not described.exists():
                raise StoreError("import_missing", where=str(described), got=entry.number)
            self._record("withdraw", entry, who)  # the import ends here; files the trail does not know are swept
            described.unlink()
            described.with_suffix(".parquet").unlink(missing_ok=True)
            (described.parent / UNREAD / f"{entry.stem}.parquet").unlink(missing_ok=True)

    def _add(
        self, report: CheckedFile, key: str, level: str | None, table: pd.DataFrame, who: str, mark: Mark
    ) -> ImportEntry:
        before = self.imports()
        same = [old for old in before if old.key == key]
        if key not in ACCUMULATING:
            same = same[-1:]  # an older one may come back: what counts is the newest
        for old in same:
            if old.sha256 == report.sha256 and old.mark == mark:
                if self._says(old, table):
                    return replace(old, repeated=True)
                if key in ACCUMULATING:  # both would count: rows without an id twice
                    raise StoreError("read_otherwise", where=report.name, got=report.name, number=old.number)
        entry = ImportEntry(
            number=max((old.number for old in before), default=0) + 1,
            key=key,
            kind=report.kind,
            level=level,
            name=report.name,
            sha256=report.sha256,
            rows=len(table),
            who=who,
            at=datetime.now(UTC),
            mark=mark,
            labels=dict(report.labels),
            warnings=tuple(finding.as_dict() for finding in report.warnings),
        )
        folder = self.staging / key
        folder.mkdir(parents=True, exist_ok=True)
        with replacing(folder / f"{entry.stem}.parquet") as beside:
            table.to_parquet(beside, compression="zstd", index=False)
        if report.rejected is not None and len(report.rejected):
            (folder / UNREAD).mkdir(exist_ok=True)
            with replacing(folder / UNREAD / f"{entry.stem}.parquet") as beside:
                report.rejected.astype("string").to_parquet(beside, compression="zstd", index=False)
        described = folder / f"{entry.stem}.json"
        write_bytes(described, json.dumps(entry.as_dict(), ensure_ascii=False, indent=1).encode())
        try:
            self._record("import", entry, who)
        except StoreError:
            described.unlink()  # what the audit trail does not know was not imported
            raise
        return entry

    def _record(self, action: str, entry: ImportEntry, who: str) -> None:
        told = {"number": entry.number, "kind": entry.key, "name": entry.name, "sha256": entry.sha256}
        with self.register.writing() as session:
            if action == "import" and (elsewhere := self.misplaced(session)):
                raise StoreError("imports_elsewhere", where=str(self.path), got=elsewhere)
            audit.append(session, who=who, action=action, details=told, at=datetime.now(UTC))


def _levels(report: CheckedFile) -> list[tuple[str, str | None, pd.DataFrame]]:
    """The parts of a report that are kept apart: (key, level, table), the finest level of boundaries first."""
    assert report.table is not None  # noqa: S101  `add` has asked
    if report.kind != "boundaries":
        return [(report.kind, None, report.table)]
    level = texts(report.table, "level")
    keys = {"mahalla": "boundaries", "district": "boundaries-district", "region": "boundaries-region"}
    held = [(key, name, report.table[level == name]) for name, key in keys.items()]
    return [(key, name, table) for key, name, table in held if len(table)]


def _read_entry(path: Path) -> ImportEntry:
    try:
        values = json.loads(path.read_bytes())
        values["at"] = datetime.fromisoformat(values["at"])
        values["warnings"] = tuple(values["warnings"])
        return ImportEntry(**values)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError("staging_unreadable", where=str(path), got=path.name) from error


def _opened(path: Path) -> int:
    """A handle on the file of a lock; to read is enough, so that a folder that is read-only can be packed."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        with suppress(OSError):
            return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        raise


def _flock(handle: int, *, wait: bool) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
