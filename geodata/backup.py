"""Backups: a data folder packed into one file while it is being served, and unpacked into a new folder.

The register is a snapshot of one moment, whatever database it is in. Nothing in a backup is encrypted.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from sqlalchemy import select

from geodata import packed, photos, scratch
from geodata.edition import editions, verify
from geodata.editions.files import flush, replacing, sha256_of, writing
from geodata.errors import StoreError
from geodata.findings import Finding
from geodata.machine import named
from geodata.register import AuditEntry, Register, address, audit, transfer
from geodata.store import Store

ACTION: Final = "backup"
"""What the audit trail calls a backup."""

SETTINGS_BACK: Final = "settings.restored.toml"
"""As what the settings that were packed come back."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What was packed or restored: the file or folder, how many files, their bytes, and what `verify` found."""

    path: Path
    files: int
    size: int
    findings: tuple[Finding, ...]


def make(store: Store, target: Path, *, who: str) -> Backup:
    """Packs the data folder into the new file `target` while it is being served; writers wait meanwhile.

    What `verify` finds is told and packed all the same: a damaged edition must not keep the register from its backup.
    Editions and photographs that are in an object store alone are brought first. StoreError if the file exists or
    cannot be written.
    """
    if os.path.lexists(target):
        raise StoreError("backup_exists", where=str(target), got=target.name)
    if not store.has_register:
        raise StoreError("no_edition", where=str(store.path), folder=store.path)
    for info in editions(store):
        with contextlib.suppress(StoreError):  # `verify` says which could not be brought
            store.edition_folder(info.folder, info.manifest)
    with contextlib.suppress(StoreError):  # a photograph that cannot be brought is on the server that took it
        photos.bring_all(store)
    with writing(Path(gettempdir())), scratch.folder("backup") as made, writing(target.parent):
        snapshot = made / address.FILE
        with store.lock(), replacing(target) as beside:
            transfer.snapshot(store.register, snapshot)
            files = {address.FILE: snapshot, **dict(packed.files_of(store.path))}
            os.close(os.open(beside, os.O_CREAT | os.O_WRONLY, 0o600))
            size = packed.pack(files, beside, who)
            packed.unpack(beside, None)  # what was written is what was meant
    findings = (*verify(store), *_noted(store, target, len(files), who))
    return Backup(target, len(files), size, findings)


def _noted(store: Store, target: Path, files: int, who: str) -> list[Finding]:
    """Writes a backup into the audit trail; where that cannot be written, as on a full disk, it is told instead."""
    told = {"name": named(target.name), "sha256": sha256_of(target), "files": files}
    try:
        with store.register.writing() as session:
            audit.append(session, who=who, action=ACTION, details=told, at=datetime.now(UTC))
    except StoreError as error:
        return [Finding("backup_unnoted", str(target), {"got": error.finding.values.get("got", error)})]
    return []


def restore(source: Path, folder: Path) -> Backup:
    """Unpacks a backup into a folder that is new or holds settings alone; each file must be as it was packed.

    Where the folder's settings name a PostgreSQL database the register goes there; it must be empty. The settings that
    were packed come back under another name, so that a copy does not write where the original does.
    """
    packed.look(source)
    occupied = [path.name for path in folder.iterdir() if path.name != address.SETTINGS] if folder.is_dir() else []
    if occupied or (folder.exists() and not folder.is_dir()):
        raise StoreError("restore_occupied", where=str(folder), got=folder)
    beside = folder.with_name(f".{folder.name}-restoring")
    with writing(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(mode=0o700)
        try:
            listed = packed.unpack(source, beside)
            _into_database(beside, folder)
            _settle(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    found = tuple(verify(Store(folder)))
    return Backup(folder, len(listed), sum(size for _, size in listed.values()), found)


def last(store: Store) -> datetime | None:
    """When the last backup was taken, None if none ever was."""
    if not store.has_register:
        return None
    wanted = select(AuditEntry.at).where(AuditEntry.action == ACTION).order_by(AuditEntry.seq.desc()).limit(1)
    with store.register.reading() as session:
        at = session.scalars(wanted).first()
    return None if at is None else datetime.fromisoformat(at)


def _into_database(beside: Path, folder: Path) -> None:
    """Puts the packed settings aside, and moves the register into the database that the folder's own settings name."""
    if (beside / address.SETTINGS).exists():
        (beside / address.SETTINGS).rename(beside / SETTINGS_BACK)
    if address.database_of(folder) is None:
        return
    source = Register.in_folder(beside)
    source.upgrade()
    transfer.load(source, Register.of_folder(folder))
    for path in beside.glob(f"{address.FILE}*"):
        path.unlink()


def _settle(beside: Path, folder: Path) -> None:
    """Puts the restored files into place."""
    for path in sorted(beside.rglob("*"), reverse=True):
        if path.is_dir():
            flush(path)
    if not folder.exists():
        beside.rename(folder)
        flush(folder.parent)
        return
    for path in beside.iterdir():
        path.rename(folder / path.name)
    flush(folder)
