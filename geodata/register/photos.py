"""Photographs of model sites: which file shows which site, before or after, with its caption and day.

The files lie beside the register (`geodata.photos`); who added or withdrew one, and when, stands in the audit trail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import inspect
from sqlalchemy.orm import Mapped, Session, mapped_column

from geodata.register import checks
from geodata.register.records import Book, Kept, Record

STAGES: Final = ("before", "after")
LONGEST_CAPTION: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePhoto:
    """A photograph of a site by the site's key; `stage` is one of `STAGES`, or "" where it is neither."""

    site: str
    file: str
    stage: str = ""
    caption: str = ""
    taken: date | None = None

    def __post_init__(self) -> None:
        checks.given(site=self.site, file=self.file)
        checks.one_of("stage", self.stage, ("", *STAGES))
        checks.short(LONGEST_CAPTION, site=self.site, caption=self.caption)


class SitePhotoRow(Record):
    """Table of photographs."""

    __tablename__ = "site_photo"

    site: Mapped[str] = mapped_column(index=True)
    file: Mapped[str]
    stage: Mapped[str]
    caption: Mapped[str]
    taken: Mapped[date | None]


PHOTOS: Final = Book(SitePhoto, SitePhotoRow)


def on_show(session: Session) -> tuple[Kept[SitePhoto], ...]:
    """The photographs that were not withdrawn, in the order in which they came; none in a register of an old layout."""
    if not inspect(session.connection()).has_table(SitePhotoRow.__tablename__):
        return ()
    return PHOTOS.find(session, SitePhotoRow.closed_on.is_(None))
