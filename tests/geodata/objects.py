"""An object store in a folder, for tests: what is kept in it can be spoiled, and it can stop answering."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pyarrow.fs import LocalFileSystem

from geodata.remote import Remote
from geodata.store import Store


class Objects(LocalFileSystem):
    """Folders as an object store has them: there once something is in them. With `silent` it does not answer."""

    silent = False
    written: list[str]

    def _asked(self) -> None:
        if self.silent:
            raise OSError("When reading key 'secret': AWS Error NETWORK_CONNECTION during HeadObject operation")

    def open_output_stream(self, path, *arguments, **options):
        self._asked()
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.written.append(Path(path).name)
        return super().open_output_stream(path, *arguments, **options)

    def open_input_stream(self, path, *arguments, **options):
        self._asked()
        return super().open_input_stream(path, *arguments, **options)

    def get_file_info(self, paths_or_selector):
        self._asked()
        return super().get_file_info(paths_or_selector)


@dataclass
class Shelf:
    """The folder with the objects, its client, and a clock that goes when told."""

    path: Path
    files: Objects = field(default_factory=Objects)
    now: float = 0.0

    def __post_init__(self) -> None:
        self.files.written = []

    def given_to(self, store: Store) -> Store:
        store.remote = Remote("s3://editions", str(self.path), self.files, clock=lambda: self.now)
        return store

    def object(self, ending: str) -> Path:
        return next(self.path.rglob(f"*{ending}"))
