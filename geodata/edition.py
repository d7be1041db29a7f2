"""Editions: publish what lies in staging, open what was published, verify that nothing was changed since.

An edition is a folder that is never changed. `Edition` reads it piece by piece when asked; it can be shared between
threads, and what it hands out must not be changed either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from geodata.editions import manifest as manifests
from geodata.editions import publishing
from geodata.editions.build import Progress
from geodata.editions.categories import Categories
from geodata.editions.manifest import FileInfo, Manifest, Source
from geodata.editions.opened import GROUPS, Edition
from geodata.editions.upkeep import folder_name, sweep, verify
from geodata.errors import NoEditionError
from geodata.join import PlaceOptions
from geodata.register import CurrentEdition, PublishedEdition
from geodata.store import Store

__all__ = [
    "GROUPS",
    "Categories",
    "Edition",
    "EditionInfo",
    "FileInfo",
    "Manifest",
    "Source",
    "editions",
    "open_edition",
    "publish",
    "sweep",
    "verify",
]


@dataclass(frozen=True, slots=True)
class EditionInfo:
    """One line of the list of editions; `published_at` is UTC, `manifest` the hash its manifest must have."""

    number: int
    id: str
    manifest: str
    published_at: datetime
    who: str
    current: bool

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return folder_name(self.number, self.id.partition("-")[2])


def publish(
    store: Store,
    *,
    who: str,
    note: str = "",
    progress: Progress | None = None,
    options: PlaceOptions | None = None,
) -> Edition:
    """Makes an edition of what lies in staging, makes it current and opens it.

    `progress` is called with a share from 0 to 1 and the key of the step. PublishError when staging does not make an
    edition, StoreError when the folder cannot be written; in either case the edition that was current stays so.
    """
    number = publishing.publish(store, who=who, note=note, progress=progress, options=options)
    return open_edition(store, number)


def open_edition(store: Store, number: int | None = None) -> Edition:
    """The current edition, or the one with this number; NoEditionError if there is none."""
    known = {info.number: info for info in editions(store)}
    if not known:
        raise NoEditionError("no_edition", where=str(store.path), folder=store.path)
    wanted = next((info.number for info in known.values() if info.current), max(known)) if number is None else number
    if wanted not in known:
        raise NoEditionError("edition_missing", where=str(store.path), got=wanted, wanted=", ".join(map(str, known)))
    path = store.edition_folder(known[wanted].folder, known[wanted].manifest)
    return Edition(path, manifests.read(path))


def editions(store: Store) -> list[EditionInfo]:
    """All published editions in the order of their numbers; empty if nothing was published."""
    if not store.has_register:
        return []
    with store.register.reading() as session:
        current = session.scalars(select(CurrentEdition.number)).first()
        rows = session.scalars(select(PublishedEdition).order_by(PublishedEdition.number)).all()
        return [
            EditionInfo(
                number=row.number,
                id=f"{row.number}-{row.content[:8]}",
                manifest=row.manifest,
                published_at=datetime.fromisoformat(row.published_at),
                who=row.who,
                current=row.number == current,
            )
            for row in rows
        ]
