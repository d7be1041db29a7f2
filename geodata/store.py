"""The data folder: what was imported waits in staging, what was published stands in editions, the register says which.

    DATA/ staging/<kind>[-level]/NNNN-<sha8>.parquet and .json, editions/NNNN-<hash8>/, register.sqlite, .lock

An import counts once its .json is in place and the audit trail knows it, in this order.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Final, get_args

import pandas as pd
from sqlalchemy.orm import Session

from geodata import staging
from geodata.editions.files import writing
from geodata.errors import OptionError, StoreError
from geodata.register import Register, address, audit
from geodata.remote import Remote
from geodata.sources.report import KINDS
from geodata.staging import CheckedFile, ImportEntry, Mark, Part

_BRINGING: Final = ".bringing.lock"


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
            entries = [self._add(report, part, who, mark) for part in staging.parts(report)]
        return entries[0]

    def imports(self) -> list[ImportEntry]:
        """What lies in staging, in the order in which it came."""
        return staging.entries(self.staging)

    def table(self, entry: ImportEntry) -> pd.DataFrame:
        """The canonical table of an import, see `staging.table`."""
        return staging.table(self.staging, entry)

    def unread(self, entry: ImportEntry) -> pd.DataFrame | None:
        """The rows of an import that the reader left out, see `staging.unread`."""
        return staging.unread(self.staging, entry)

    def withdraw(self, entry: ImportEntry, *, who: str) -> None:
        """Takes an import out of staging again; editions already published keep it. StoreError if it is not there."""
        described = staging.description(self.staging, entry)
        with self.lock(), writing(self.path):
            if not described.exists():
                raise StoreError("import_missing", where=str(described), got=entry.number)
            self._record("withdraw", entry, who)  # the import ends here; files the trail does not know are swept
            staging.remove(self.staging, entry)

    def _add(self, report: CheckedFile, part: Part, who: str, mark: Mark) -> ImportEntry:
        if again := staging.repeated(self.staging, report, part, mark):
            return again
        entry = staging.write(self.staging, report, part, who=who, mark=mark)
        try:
            self._record("import", entry, who)
        except StoreError:
            staging.description(self.staging, entry).unlink()  # what the audit trail does not know was not imported
            raise
        return entry

    def _record(self, action: str, entry: ImportEntry, who: str) -> None:
        told = {"number": entry.number, "kind": entry.key, "name": entry.name, "sha256": entry.sha256}
        with self.register.writing() as session:
            if action == "import" and (elsewhere := self.misplaced(session)):
                raise StoreError("imports_elsewhere", where=str(self.path), got=elsewhere)
            audit.append(session, who=who, action=action, details=told, at=datetime.now(UTC))


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
