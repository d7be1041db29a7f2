"""Editions at an object store: put there whole before one counts, brought from there whole before one is read.

    s3://BUCKET/PREFIX/NNNN-<hash8>/<every file of the edition>, and last manifest-<hash8>.json
    s3://BUCKET/PREFIX/photos/<hash>.jpg

What an object must hash to says the manifest, what the manifest must hash to says the register: nothing is believed
because the store says so. An object is never changed; two servers that publish at once write to different names.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

from geodata import object_client
from geodata.apart import Apart, Objects
from geodata.editions import manifest as manifests
from geodata.editions.files import flush, sha256_of, write_bytes, writing
from geodata.editions.manifest import FileInfo
from geodata.errors import StoreError
from geodata.findings import Finding
from geodata.register import address

AGAIN_AFTER_S: Final = 10.0
"""How long a failure is remembered, so that nobody who asks waits for the same silence again."""

BRINGING: Final = ".bringing-"
"""Prefix of folders that no reader looks at: editions on their way."""

PHOTOS: Final = "photos"
_LONGEST_PHOTO: Final = 64 << 20
_BLOCK: Final = 1 << 20
_LONGEST_MANIFEST: Final = 256 << 20
_SAID: Final = re.compile(r"AWS Error (\w+)")


class Remote:
    """An object store address. `shown` names it in messages, `place` is bucket and prefix in `files`.

    `trouble` is what went wrong when it was asked last, None if nothing did.
    """

    def __init__(self, shown: str, place: str, files: Objects, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.shown = shown
        self.trouble: Finding | None = None
        self._place, self._files, self._clock = place, files, clock
        self._failed: dict[str, tuple[float, Finding]] = {}

    @classmethod
    def of_folder(cls, folder: Path) -> Self | None:
        """What the settings of a data folder name, None where they name none; StoreError if it cannot be asked."""
        place = address.editions_of(folder)
        if place is None:
            return None
        return cls(f"s3://{place} at {object_client.endpoint()}", place, Apart())

    def has(self, name: str, manifest: str) -> bool:
        """Whether an edition with this manifest was put there whole; StoreError if the store does not answer."""
        with self._noted(name), self._asked():
            return bool(self._files.get_file_info(self._path(name, _manifest(manifest))).is_file)

    def look(self, name: str, manifest: str) -> None:
        """StoreError if it lacks an edition, or does not answer."""
        there = self.has(name, manifest)
        with self._noted(name):
            if not there:
                raise self._damaged(name, manifests.NAME)

    def push(self, folder: Path, name: str) -> None:
        """Puts the edition in `folder` there under `name`, its manifest last; StoreError if damaged or not taken."""
        described = manifests.read(folder).files
        if manifests.inventory(folder) != described:
            raise StoreError("edition_unreadable", where=str(folder), got=name)
        with self._noted(name):
            for file in described:
                self._put(folder / file, self._path(name, file))
            self._put(folder / manifests.NAME, self._path(name, _manifest(sha256_of(folder / manifests.NAME))))

    def bring(self, name: str, manifest: str, editions: Path) -> None:
        """Brings an edition into the folder `editions` and renames it into place; StoreError as `fetch`, or disk full.

        The caller holds the lock of those who bring. What failed is not tried again for `AGAIN_AFTER_S`.
        """
        if (editions / name).exists():
            return  # somebody else was faster
        self._refuse_again(name)
        with self._noted(name), writing(editions):
            for left in editions.glob(f"{BRINGING}*"):
                shutil.rmtree(left)
            beside = editions / f"{BRINGING}{secrets.token_hex(6)}"
            beside.mkdir(parents=True)
            try:
                self.fetch(name, manifest, beside)
                beside.rename(editions / name)
                flush(editions)
            finally:
                shutil.rmtree(beside, ignore_errors=True)

    def put_photo(self, path: Path) -> None:
        """Puts a photograph there under its own name, which is its hash; StoreError if it is not taken."""
        with self._noted(path.name):
            self._put(path, self._path(PHOTOS, path.name))

    def bring_photo(self, name: str, folder: Path) -> None:
        """Brings the photograph `name` into `folder`; StoreError if it is gone or changed, or the store away.

        What failed is not tried again for `AGAIN_AFTER_S`.
        """
        self._refuse_again(name)
        with self._noted(name), writing(folder):
            content = b"".join(self._blocks(PHOTOS, name, _LONGEST_PHOTO))
            if hashlib.sha256(content).hexdigest()[: len(Path(name).stem)] != Path(name).stem:
                raise self._damaged(PHOTOS, name)
            folder.mkdir(parents=True, exist_ok=True)
            write_bytes(folder / name, content)

    def fetch(self, name: str, manifest: str, folder: Path) -> None:
        """Writes an edition into `folder`, flushed to the disk; StoreError unless every byte is as it was published."""
        content = b"".join(self._blocks(name, _manifest(manifest), _LONGEST_MANIFEST))
        if hashlib.sha256(content).hexdigest() != manifest:
            raise self._damaged(name, manifests.NAME)
        write_bytes(folder / manifests.NAME, content)
        for file, wanted in manifests.read(folder).files.items():
            self._get(name, file, folder / file, wanted)
        for path in [*folder.rglob("*"), folder]:
            if path.is_dir():
                flush(path)

    def _get(self, name: str, file: str, target: Path, wanted: FileInfo) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with target.open("wb") as written:
            for block in self._blocks(name, file, wanted.size):
                digest.update(block)
                written.write(block)
            written.flush()
            os.fsync(written.fileno())
        if digest.hexdigest() != wanted.sha256:
            raise self._damaged(name, file)

    def _blocks(self, name: str, file: str, most: int) -> Iterator[bytes]:
        """The content of an object, at most `most` bytes of it and one more block."""
        try:
            with self._asked(), self._files.open_input_stream(self._path(name, file)) as stream:
                while most >= 0 and (block := stream.read(_BLOCK)):
                    most -= len(block)
                    yield block
        except FileNotFoundError as error:
            raise self._damaged(name, file) from error

    def _put(self, source: Path, path: str) -> None:
        with source.open("rb") as read, self._asked(), self._files.open_output_stream(path) as stream:
            while block := read.read(_BLOCK):
                stream.write(block)

    def _path(self, name: str, file: str) -> str:
        return f"{self._place}/{name}/{file}"

    def _damaged(self, name: str, file: str) -> StoreError:
        return StoreError("object_damaged", where=self.shown, got=name, name=file)

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """Turns what the client says into a StoreError; its own words may hold addresses, so the kind alone is told."""
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as error:
            kind = _SAID.search(str(error))
            got = kind[1] if kind else type(error).__name__
            raise StoreError("store_away", where=self.shown, got=got) from error

    @contextmanager
    def _noted(self, name: str) -> Iterator[None]:
        """Remembers whether it went well."""
        try:
            yield
        except StoreError as error:
            self.trouble = error.finding
            self._failed[name] = (self._clock() + AGAIN_AFTER_S, error.finding)
            raise
        self.trouble = None
        self._failed.pop(name, None)

    def _refuse_again(self, name: str) -> None:
        until, found = self._failed.get(name, (0.0, None))
        if found is not None and self._clock() < until:
            raise StoreError(found.code, where=found.where, **found.values)


def _manifest(digest: str) -> str:
    return f"manifest-{digest[:8]}.json"
