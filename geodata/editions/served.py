"""Which edition is shown, and what stands in the way of the current one: what was served last stays on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from geodata.edition import EditionInfo, editions
from geodata.editions import hashed
from geodata.editions import manifest as manifests
from geodata.editions.files import sha256_of
from geodata.editions.manifest import Manifest
from geodata.editions.opened import Edition
from geodata.errors import NoEditionError, StoreError
from geodata.findings import Finding
from geodata.store import Store

AT_ONCE: Final = 16 << 20
"""Bytes of an edition that a list hashes: some hundredths of a second."""

_CLOCKS_DIFFER: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Served:
    """The editions published, the one that is shown, and what a reader has to know about that."""

    listed: tuple[EditionInfo, ...]
    shown: Edition
    troubles: tuple[Finding, ...] = ()


def opened(store: Store, info: EditionInfo) -> Edition:
    """A listed edition with every file as it was published; StoreError otherwise. The register is not asked."""
    folder = store.edition_folder(info.folder, info.manifest)
    edition = Edition(folder, manifests.read(folder))
    try:
        same = hashed.as_published(folder, info.manifest, edition.manifest)
    except OSError:
        same = False
    if not same:
        raise StoreError("edition_unreadable", where=str(folder), got=folder.name)
    return edition


def described(store: Store, info: EditionInfo) -> Manifest:
    """The manifest of a listed edition that is here, for a list of many; StoreError if it is another or damaged.

    Files of up to `AT_ONCE` bytes together are hashed, once for each state of them. Of larger editions, as of a
    country, presence and size are looked at, and what was found when they were opened.
    """
    folder = store.edition_folder(info.folder, info.manifest)
    found = manifests.read(folder)
    try:
        if sum(file.size for file in found.files.values()) <= AT_ONCE:
            same: bool | None = hashed.as_published(folder, info.manifest, found)
        elif (same := hashed.known(folder, info.manifest)) is None:
            same = sha256_of(folder / manifests.NAME) == info.manifest and _as_large(folder, found)
    except OSError:
        same = False
    if not same:
        raise StoreError("edition_unreadable", where=str(folder), got=folder.name)
    return found


def find(store: Store, open_one: Callable[[EditionInfo], Edition], *, before: Served | None, now: datetime) -> Served:
    """The edition to show now. `before` is what was found last; NoEditionError or StoreError without anything to show.

    A register that cannot be read leaves the list as it was; an edition that is damaged, or has not come from the
    object store yet, gives way to the newest whole one that is here. Nothing is brought while somebody waits.
    """
    listed, troubles = _listed(store, before)
    current = next((info for info in listed if info.current), listed[-1])
    older = sorted((info for info in listed if info.number != current.number), key=lambda info: -info.number)
    here = [info for info in (current, *older) if not store.lacks(info.folder)]
    shown = next(filter(None, (_whole(info, open_one) for info in here)), None)
    alone, instead = _codes(store, current)
    if shown is None:
        if before is None:
            raise StoreError(alone, where=str(store.editions), got=current.number)
        shown = before.shown
        troubles.append(Finding(alone, "", {"got": current.number}))
    elif shown.number != current.number:
        troubles.append(Finding(instead, "", {"got": current.number, "wanted": shown.number}))
    newest = max(listed, key=lambda info: info.published_at)
    if newest.published_at > now + _CLOCKS_DIFFER:
        troubles.append(Finding("clock_back", "", {"got": newest.number}))
    return Served(listed, shown, tuple(troubles))


def _codes(store: Store, current: EditionInfo) -> tuple[str, str]:
    """What is said of a current edition that is not shown: where nothing else can be, and where another one is."""
    if not store.lacks(current.folder):
        return "edition_alone", "edition_fallback"
    return "edition_awaited", "edition_held" if store.remote is not None and store.remote.trouble else "edition_coming"


def _listed(store: Store, before: Served | None) -> tuple[tuple[EditionInfo, ...], list[Finding]]:
    try:
        listed = tuple(editions(store))
    except StoreError:
        if before is None:
            raise
        listed = ()
    if listed:
        return listed, []
    if before is None:
        raise NoEditionError("no_edition", where=str(store.path), folder=store.path)
    return before.listed, [Finding("register_lost")]


def _whole(info: EditionInfo, open_one: Callable[[EditionInfo], Edition]) -> Edition | None:
    """The edition, None if it is damaged; one that was opened before is hashed again only if a file was written."""
    try:
        edition = open_one(info)
        return edition if hashed.as_published(edition.path, info.manifest, edition.manifest) else None
    except (StoreError, OSError):
        return None


def _as_large(folder: Path, described: Manifest) -> bool:
    """Whether every file of an edition has the size it was published with; OSError if one is gone."""
    return all((folder / name).stat().st_size == file.size for name, file in described.files.items())
