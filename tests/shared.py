"""Where the shared material lies that some tests compare against; those tests skip where it is absent."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_path(name: str) -> Path:
    """The path of a shared file beside the project; skips the calling test, saying so, where it is not there."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the shared material beside the project has no {name}")
    return path
