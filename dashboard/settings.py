"""Where this process finds its data: set once by the command line, read by the server and the pages."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
_IN_TREE: Final = ROOT / ".streamlit" / "config.toml"
CONFIG: Final = _IN_TREE if _IN_TREE.exists() else Path(sys.prefix) / "share" / "mahalla" / "config.toml"
"""Beside the packages in a source tree; where a wheel was installed, where its data files went."""
TIME_ZONE: Final = "Asia/Samarkand"
_DATA_VARIABLE: Final = "MAHALLA_DATA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`data` is the folder with staging, editions and register."""

    data: Path

    def export(self) -> None:
        """Hand the settings to the pages, which Streamlit runs as scripts of their own."""
        os.environ[_DATA_VARIABLE] = str(self.data)


def current() -> Settings:
    """The settings of this process; the folder `data` beside the working directory unless told otherwise."""
    return Settings(data=Path(os.environ.get(_DATA_VARIABLE, "data")).absolute())
