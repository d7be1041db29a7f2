"""Where this process finds its data: set once by the command line, read by the server and the pages."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
_DATA_VARIABLE: Final = "MAHALLA_DATA"


def shared(*name: str) -> Path:
    """A file that is no part of a package: in the source tree, or where the wheel's data files went."""
    in_tree = ROOT.joinpath(*name)
    return in_tree if in_tree.exists() else Path(sys.prefix).joinpath("share", "mahalla", *name[-1:])


CONFIG: Final = shared(".streamlit", "config.toml")


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
