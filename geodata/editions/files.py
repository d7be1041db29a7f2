"""Files written so that a power cut leaves the old or the new, never half: write, flush to disk, rename."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geodata.errors import GeodataError, StoreError


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flush(path: Path) -> None:
    """Returns when the file or folder is on the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_bytes(path: Path, content: bytes) -> None:
    """Writes `content` beside `path`, flushes it and renames it into place."""
    with replacing(path) as beside:
        beside.write_bytes(content)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; flushed and renamed into place afterwards, removed if anything fails."""
    beside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        yield beside
        flush(beside)
        beside.replace(path)
        flush(path.parent)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turns what the operating system says (read-only, disk full, no such folder) into a StoreError naming `folder`."""
    try:
        yield
    except GeodataError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError("store_write", where=str(folder), folder=folder, got=reason) from error
