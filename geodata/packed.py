"""The file of a backup: a tar with everything a data folder holds, and a list of it with the hash of each file.

backup.json, register.sqlite, staging/…, editions/NNNN-<hash8>/…, photos/…, settings.toml
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Final

from geodata.editions.files import flush, sha256_of
from geodata.errors import StoreError
from geodata.register import address

LAYOUT: Final = 1
_LIST: Final = "backup.json"
_FOLDERS: Final = ("staging", "editions", "photos")
_LONGEST_LIST: Final = 256 << 20
_BLOCK: Final = 1 << 20
_Hashed = tuple[str, int]
"""The hash of a file and its size in bytes."""


def look(source: Path) -> None:
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


def files_of(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of the data folder by their names in a backup; half-written ones and links are left out."""
    for part in _FOLDERS:
        for path in sorted((folder / part).rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not path.is_symlink() and not any(name.startswith(".") for name in inside.parts):
                yield inside.as_posix(), path
    if (folder / address.SETTINGS).is_file():
        yield address.SETTINGS, folder / address.SETTINGS


def pack(files: dict[str, Path], target: Path, who: str) -> int:
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


def unpack(source: Path, folder: Path | None) -> dict[str, _Hashed]:
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
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError, TypeError, RecursionError) as error:
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
