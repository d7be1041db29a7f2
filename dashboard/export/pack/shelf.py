"""Which of the packs that a server made stay: the newest, and each that somebody has on the screen or takes away."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import Final

KEPT: Final = 8
"""Packs that stay until the server ends, used or not."""

USED_WITHIN_S: Final = 3600.0
"""A pack shown or taken away within an hour stays beside them."""

MOST: Final = 40
"""However many are used, no more stay: some hundreds of megabytes."""


def use(pack: Path) -> None:
    """Notes that a pack is on somebody's screen, or being taken away."""
    with contextlib.suppress(OSError):
        os.utime(pack)


def tidy(folder: Path, *, now: float) -> None:
    """Removes the packs in `folder` that are neither new nor in use at `now`, seconds since 1970."""
    known = sorted(((path.stat().st_mtime, path) for path in folder.iterdir()), reverse=True)
    for at, (used, pack) in enumerate(known):
        if at >= MOST or (at >= KEPT and now - used > USED_WITHIN_S):
            shutil.rmtree(pack, ignore_errors=True)
