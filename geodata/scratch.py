"""Folders of one process in the temporary folder: gone when they are left, and swept when their process was killed.

Whoever makes one holds a lock on the folder itself, which the system lets go of with the process. A folder that can be
locked therefore belongs to nobody any more.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

PREFIX: Final = "mahalla-"
"""Of every such folder; after it stands what it is for."""

_YOUNGEST_S: Final = 60.0
"""A folder made a moment ago may not be locked yet."""


@contextmanager
def folder(purpose: str) -> Iterator[Path]:
    """A new folder that others on this machine cannot open; removed at the end."""
    made = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{purpose}-"))
    try:
        handle = _held(made)
        try:
            yield made
        finally:
            os.close(handle)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def sweep(purposes: tuple[str, ...] = ("packs", "read", "backup", "verify"), *, now: float | None = None) -> list[Path]:
    """Removes what processes of this user left that were killed; which folders these were."""
    moment = time.time() if now is None else now
    there = Path(tempfile.gettempdir())
    found = [path for purpose in purposes for path in there.glob(f"{PREFIX}{purpose}-*")]
    return [path for path in sorted(found) if _swept(path, moment)]


def _swept(path: Path, now: float) -> bool:
    with suppress(OSError):  # gone meanwhile, held by a process that lives, or somebody else's
        seen = path.lstat()
        ours = stat.S_ISDIR(seen.st_mode) and seen.st_uid == os.geteuid()
        if not ours or now - seen.st_mtime < _YOUNGEST_S:
            return False
        handle = _held(path)
        try:
            shutil.rmtree(path, ignore_errors=True)
        finally:
            os.close(handle)
        return True
    return False


def _held(path: Path) -> int:
    """The lock of a folder, held until it is closed; BlockingIOError where another process holds it."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle
