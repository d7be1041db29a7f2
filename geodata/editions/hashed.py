"""Whether an edition's files are as they were published: hashed once for each state of them, never once a second."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Final

from geodata.editions import manifest as manifests
from geodata.editions.files import sha256_of
from geodata.editions.manifest import Manifest

State = tuple[tuple[str, int, int, int], ...]
"""Of every file its name, bytes, time of change in nanoseconds and inode: what is written anew has another one."""

_MOST: Final = 512
_found: Final[dict[tuple[Path, str], tuple[State, bool]]] = {}
_LOCK: Final = threading.Lock()


def state_of(folder: Path) -> State:
    """The state of the files below a folder; OSError where it is gone."""
    told = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                told += [(f"{entry.name}/{name}", *rest) for name, *rest in state_of(Path(entry.path))]
                continue
            seen = entry.stat()
            told.append((entry.name, seen.st_size, seen.st_mtime_ns, seen.st_ino))
    return tuple(sorted(told))  # type: ignore[arg-type]


def known(folder: Path, digest: str) -> bool | None:
    """Whether an edition with this hash of its manifest was whole when its files were as they are; None: not asked."""
    held = _found.get((folder, digest))
    return held[1] if held and held[0] == state_of(folder) else None


def as_published(folder: Path, digest: str, described: Manifest) -> bool:
    """Whether the manifest hashes to `digest` and every file to what it says; OSError where the folder is gone."""
    if (found := known(folder, digest)) is not None:
        return found
    with _LOCK:  # who asks meanwhile waits for the answer, since of a country it is a fifth of a gigabyte
        if (found := known(folder, digest)) is not None:
            return found
        state = state_of(folder)  # before the reading: what is written meanwhile is another state
        found = _hashes(folder, digest, described)
        if len(_found) >= _MOST:
            _found.clear()
        _found[folder, digest] = (state, found)
    return found


def _hashes(folder: Path, digest: str, described: Manifest) -> bool:
    try:
        return (
            sha256_of(folder / manifests.NAME) == digest
            and all(sha256_of(folder / name) == file.sha256 for name, file in described.files.items())
            and manifests.content_of(described.files) == described.content
        )
    except FileNotFoundError:  # anything else, as too many open files, says nothing of the edition
        return False
