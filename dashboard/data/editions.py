"""The data folder and its editions, as whoever asks may see them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from dashboard import settings
from dashboard.access import acting
from dashboard.access.door import door
from dashboard.data.kept import AREAS, EDITIONS, kept
from geodata.edition import Edition, EditionInfo, open_edition
from geodata.editions import hashed, served
from geodata.editions.area import AreaEdition, seen_by
from geodata.editions.manifest import Manifest
from geodata.editions.served import Served
from geodata.errors import NoEditionError, StoreError
from geodata.findings import Finding
from geodata.store import Store

_LONGEST_NUMBER: Final = 9
"""Digits of an edition's number: what an address says is longer than any."""


@kept(1)
def store() -> Store:
    """The data folder of this process; its register shows each reader the places of that reader's area alone."""
    found = Store(settings.current().data)
    found.register.places = _places
    return found


def _places() -> frozenset[str] | None:
    """The codes of the places that whoever asks may see; None for all of them."""
    if not acting.person().area:
        return None
    found = edition()
    return found.places if isinstance(found, AreaEdition) else frozenset()


def edition(number: int | None = None) -> Edition:
    """The edition of a number, or the one to show, as whoever asks may see it.

    NoEditionError where it does not exist, StoreError if it is damaged, AccessError where nothing in it is theirs.
    """
    area, whole = acting.person().area, _whole(number)
    return seen(whole, area) if area else whole


def current_id() -> str:
    """The id of the whole edition to show; NoEditionError where nothing has been published."""
    return _whole(None).id


def _whole(number: int | None) -> Edition:
    found = _standing(int(time.monotonic()))
    if number is None:
        return found.shown
    for info in found.listed:
        if info.number == number:
            return _open(info)
    return open_edition(door().store, number)  # raises, and says which editions there are


def seen(whole: Edition, area: tuple[str, ...]) -> Edition:
    """What districts by their codes see of an edition; AccessError where none of them is in it."""
    own = [code for code in whole.districts["code"] if code in area]
    if not own:
        acting.refuse("refused_area", got=", ".join(area))
    return _cut("-".join((whole.id, *own)))


@kept(AREAS)
def _cut(edition_id: str) -> Edition:
    """The edition of an area, whose id ends with the codes of its districts."""
    number, _, *area = edition_id.split("-")
    return seen_by(_whole(int(number)), area)


def manifest(info: EditionInfo) -> Manifest:
    """What a listed edition says of itself, as whoever asks may see it; StoreError if it is damaged or not here.

    Of large ones that are not on the screen the contents are not read, see `served.described`.
    """
    if info.current or acting.person().area:
        return edition(info.number).manifest
    folder = door().store.edition_folder(info.folder, info.manifest)
    try:
        return _described(info, hashed.state_of(folder))
    except OSError as error:
        raise StoreError("edition_unreadable", where=str(folder), got=folder.name) from error


@kept(2 * AREAS)
def _described(info: EditionInfo, _state: hashed.State) -> Manifest:
    return served.described(door().store, info)


def is_here(info: EditionInfo) -> bool:
    """Whether an edition can be opened at once; False where it is in the object store alone."""
    return not door().store.lacks(info.folder)


def object_store() -> dict[str, str]:
    """How the object store of the editions was found when it was asked last; empty where there is none."""
    remote = door().store.remote
    return {} if remote is None else {"store": remote.trouble.code if remote.trouble else "ok"}


def forget_shown() -> None:
    """Look at the folder as if for the first time."""
    _shown_last[0] = None


def forget_standing() -> None:
    """Look at the folder at once, where an edition was just published: otherwise a second may pass."""
    _standing.cache_clear()


def troubles() -> tuple[Finding, ...]:
    """What keeps the newest edition from the screen, or makes it doubtful; empty where all is well."""
    try:
        return _standing(int(time.monotonic())).troubles
    except StoreError:
        return ()  # the page itself says so


@kept(1)
def _standing(_second: int) -> Served:
    """What is shown, looked at once a second at most: a run asks several times."""
    found = served.find(door().store, _open, before=_shown_last[0], now=datetime.now(UTC))
    _shown_last[0] = found
    return found


_shown_last: Final[list[Served | None]] = [None]
"""What was shown last: it stays on the screen when the register or an edition can no longer be read."""


@kept(EDITIONS)
def _open(info: EditionInfo) -> Edition:
    return served.opened(door().store, info)


def by_id(edition_id: str) -> Edition | None:
    """The edition with this id; None if there is none. The gate has asked whether it is for whoever asks."""
    number, _, rest = edition_id.partition("-")
    try:
        whole = _whole(int(number)) if number.isdecimal() and len(number) <= _LONGEST_NUMBER else None
    except StoreError:
        return None
    if whole is None or "-".join(edition_id.split("-")[:2]) != whole.id:
        return None
    found = _cut(edition_id) if "-" in rest else whole
    return found if found.id == edition_id else None


def known(edition_id: str) -> Edition:
    """The edition with this id; NoEditionError if there is none."""
    found = by_id(edition_id)
    if found is None:
        raise NoEditionError("edition_missing", got=edition_id, wanted="-")
    return found


def web_file(edition_id: str, name: str) -> Path | bytes | None:
    """The ready-compressed file of an edition by its content-hashed name; of an area what is in it."""
    found = by_id(edition_id)
    if found is None:
        return None
    if isinstance(found, AreaEdition):
        return found.web_geometry[1] if found.web_geometry[0] == name else None
    return next((path for path in found.web_files.values() if path.name == name and path.is_file()), None)
