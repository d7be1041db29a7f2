"""A backup: one tar file with everything a data folder holds, and a list of it with the hash of each file.

    backup.json, register.sqlite, staging/…, editions/NNNN-<hash8>/…, photos/…, settings.toml

The register is a snapshot of one moment, whatever database it is in. Nothing in a backup is encrypted.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import stat
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import gettempdir
from typing import IO, Final

from sqlalchemy import select

from geodata import photos, scratch
from geodata.edition import editions, verify
from geodata.editions.files import flush, replacing, sha256_of, writing
from geodata.errors import StoreError
from geodata.findings import Finding
from geodata.machine import named
from geodata.register import AuditEntry, Register, address, audit, transfer
from geodata.store import Store

LAYOUT: Final = 1
ACTION: Final = "backup"
"""What the audit trail calls a backup."""

SETTINGS_BACK: Final = "settings.restored.toml"
"""As what the settings that were packed come back."""

_LIST: Final = "backup.json"
_FOLDERS: Final = ("staging", "editions", "photos")
_LONGEST_LIST: Final = 256 << 20
_BLOCK: Final = 1 << 20
_Hashed = tuple[str, int]
"""The hash of a file and its size in bytes."""


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
            files = {address.FILE: snapshot, **dict(_files_of(store.path))}
            os.close(os.open(beside, os.O_CREAT | os.O_WRONLY, 0o600))
            size = _pack(files, beside, who)
            _unpack(beside, None)  # what was written is what was meant
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
    _look(source)
    occupied = [path.name for path in folder.iterdir() if path.name != address.SETTINGS] if folder.is_dir() else []
    if occupied or (folder.exists() and not folder.is_dir()):
        raise StoreError("restore_occupied", where=str(folder), got=folder)
    beside = folder.with_name(f".{folder.name}-restoring")
    with writing(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(mode=0o700)
        try:
            listed = _unpack(source, beside)
            _into_database(beside, folder)
            _settle(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    found = tuple(verify(Store(folder)))
    return Backup(folder, len(listed), sum(size for _, size in listed.values()), found)


def _look(source: Path) -> None:
    """StoreError unless it is a file that can be opened; a pipe would hold us for ever."""
    try:
        handle = os.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        got = getattr(error, "strerror", None) or type(error).__name__
        raise StoreError("backup_unopened", where=str(source), got=got) from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise StoreError("backup_unopened", where=str(source), got="a folder, a pipe or a device")
    finally:
        os.close(handle)


def last(store: Store) -> datetime | None:
    """When the last backup was taken, None if none ever was."""
    if not store.has_register:
        return None
    wanted = select(AuditEntry.at).where(AuditEntry.action == ACTION).order_by(AuditEntry.seq.desc()).limit(1)
    with store.register.reading() as session:
        at = session.scalars(wanted).first()
    return None if at is None else datetime.fromisoformat(at)


def _files_of(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of the data folder by their names in a backup; half-written ones and links are left out."""
    for part in _FOLDERS:
        for path in sorted((folder / part).rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not path.is_symlink() and not any(name.startswith(".") for name in inside.parts):
                yield inside.as_posix(), path
    if (folder / address.SETTINGS).is_file():
        yield address.SETTINGS, folder / address.SETTINGS


def _pack(files: dict[str, Path], target: Path, who: str) -> int:
    """Writes the list and every file; the sum of their sizes in bytes."""
    listed = {name: (sha256_of(path), path.stat().st_size) for name, path in files.items()}
    about = {"layout": LAYOUT, "at": datetime.now(UTC).isoformat(), "who": who, "files": listed}
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as archive:
        content = json.dumps(about, indent=1).encode()  # in ASCII: a name of a file need not be text
        _add(archive, _LIST, content=content)
        for name, path in files.items():
            archive.add(path, name, recursive=False, filter=_anonymous)
    return sum(size for _, size in listed.values())


def _add(archive: tarfile.TarFile, name: str, *, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the names of users of this machine."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def _unpack(source: Path, folder: Path | None) -> dict[str, _Hashed]:
    """Every file that the list names, hashed, and written below `folder` if one is given; StoreError if one differs."""
    try:
        with tarfile.open(source, "r:") as archive:
            first = archive.next()
            if first is None or first.name != _LIST or first.size > _LONGEST_LIST:
                raise StoreError("backup_unreadable", where=str(source), got=source.name)
            about = json.loads(_content(archive, first).read())
            if about["layout"] > LAYOUT:
                raise StoreError("backup_newer", where=str(source), got=about["layout"], wanted=LAYOUT)
            listed: dict[str, _Hashed] = {name: (str(sha), int(size)) for name, (sha, size) in about["files"].items()}
            left = dict(listed)
            while (entry := archive.next()) is not None:
                wanted = left.pop(entry.name, None)
                if wanted is None or not entry.isreg() or not _is_ours(entry.name):
                    raise StoreError("backup_changed", where=str(source), got=entry.name)
                _copy(_content(archive, entry), None if folder is None else folder / entry.name, wanted)
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, OSError) and error.filename != str(source) and error.errno:
            raise  # the disk we write to, not the file we read
        raise StoreError("backup_unreadable", where=str(source), got=source.name) from error
    if left:
        raise StoreError("backup_changed", where=str(source), got=next(iter(left)))
    return listed


def _content(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(entry)
    if content is None:
        raise StoreError("backup_changed", got=entry.name)
    return content


def _is_ours(name: str) -> bool:
    """Whether a data folder holds files of such a name; one that climbs out of it never is."""
    parts = PurePosixPath(name).parts
    safe = not any(part in {"..", "/"} or part.startswith(".") or "\\" in part for part in parts)
    return safe and (parts[0] in _FOLDERS if len(parts) > 1 else name in {address.FILE, address.SETTINGS})


def _copy(content: IO[bytes], path: Path | None, wanted: _Hashed) -> None:
    """Reads what was packed to its end, writing it to `path` if one is given; StoreError unless it is as `wanted`."""
    digest, size = hashlib.sha256(), 0
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    with Path(path or os.devnull).open("wb") as file:
        while block := content.read(_BLOCK):
            digest.update(block)
            size += len(block)
            file.write(block)
    if (digest.hexdigest(), size) != wanted:
        raise StoreError("backup_changed", got=path.name if path else "-")
    if path is not None:
        flush(path)


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
