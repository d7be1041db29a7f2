"""The folder of an edition: what it says of itself, and its tables one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pandas as pd
import pyarrow as pa

from geodata.editions.columns import with_none
from geodata.editions.manifest import Manifest
from geodata.errors import StoreError
from geodata.territory import Place

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Folder:
    """A folder with the manifest that was read from it."""

    path: Path
    manifest: Manifest

    @property
    def number(self) -> int:
        """The number of the edition, from 1."""
        return self.manifest.number

    @property
    def id(self) -> str:
        """Number and hash, as in "12-ab34cd56": the key of everything cached from this edition."""
        return f"{self.number}-{self.manifest.content[:8]}"

    @property
    def region(self) -> Place:
        """The region with its names."""
        return self.manifest.region

    @property
    def schematic(self) -> bool:
        """Whether no boundaries were imported, so that the map is a grid of squares."""
        return self.manifest.schematic

    @property
    def indicator_labels(self) -> dict[str, str]:
        """The label of each indicator, as its file gave it."""
        return dict(self.manifest.indicator_labels)

    @property
    def web_files(self) -> dict[str, Path]:
        """Ready gzip files by name; their own names are hashes of their content."""
        return {name: self.path / "web" / file for name, file in self.manifest.web_files.items()}

    def _table(self, name: str, otherwise: pd.DataFrame) -> pd.DataFrame:
        path = self.path / f"{name}.parquet"
        return with_none(read(path, pd.read_parquet)) if path.exists() else otherwise


def read(path: Path, reader: Callable[[Path], T]) -> T:
    """What a reader makes of a file of the edition; StoreError if the file is gone or is no longer what it was."""
    try:
        return reader(path)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise StoreError("edition_unreadable", where=str(path), got=path.parent.name) from error
