"""Bodies and posts as data, how many of a post are filled where, and who sits in the mahalla seven or a working group.

A post is an office, never a person; the name of whoever holds it is the operator's data and may stay empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from geodata.register import checks
from geodata.register.records import Book, Record

SEVEN: Final = "mahalla_seven"
WORKING_GROUP: Final = "working_group"
"""Groups of posts whose composition is kept; an operator may add others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body of state or an institution; `source` says where its name is from."""

    key: str
    name_uz_latn: str
    name_uz_cyrl: str = ""
    name_ru: str = ""
    name_en: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        checks.key("key", self.key)
        checks.given(name_uz_latn=self.name_uz_latn)
        checks.texts(uz_cyrl=self.name_uz_cyrl, ru=self.name_ru, en=self.name_en, source=self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """An office of a body, at the level it answers for, from the day `since`.

    `group` is the group it belongs to by office ("" for none) and `number` its place there; `created` says that the
    post or unit was newly created and its staffing is followed.
    """

    key: str
    body: str
    level: str
    name_uz_latn: str
    name_uz_cyrl: str = ""
    name_ru: str = ""
    name_en: str = ""
    group: str = ""
    number: int | None = None
    created: bool = False
    since: date
    source: str = ""

    def __post_init__(self) -> None:
        checks.key("key", self.key)
        checks.key("body", self.body)
        checks.one_of("level", self.level, checks.LEVELS)
        checks.given(name_uz_latn=self.name_uz_latn)
        checks.texts(uz_cyrl=self.name_uz_cyrl, ru=self.name_ru, en=self.name_en, source=self.source)
        checks.at_least("number", self.number, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """How many of a post are planned and filled in a place, as of a day; `order` is what planned them."""

    post: str
    place: str
    as_of: date
    planned: int
    filled: int
    order: str = ""

    def __post_init__(self) -> None:
        checks.key("post", self.post)
        checks.place("place", self.place)
        checks.at_least("planned", self.planned, 0)
        checks.at_least("filled", self.filled, 0)
        checks.texts(order=self.order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A post's seat in a group in a place, taken from the day `since`; `holder` is a name, if the operator keeps it."""

    group: str
    place: str
    post: str
    holder: str = ""
    order: str = ""
    since: date

    def __post_init__(self) -> None:
        checks.key("group", self.group)
        checks.place("place", self.place)
        checks.key("post", self.post)
        checks.texts(holder=self.holder, order=self.order)


class BodyRow(Record):
    """Table of `Body`."""

    __tablename__ = "body"

    key: Mapped[str] = mapped_column(unique=True)
    name_uz_latn: Mapped[str]
    name_uz_cyrl: Mapped[str]
    name_ru: Mapped[str]
    name_en: Mapped[str]
    source: Mapped[str]


class PostRow(Record):
    """Table of `Post`."""

    __tablename__ = "post"

    key: Mapped[str] = mapped_column(unique=True)
    body: Mapped[str] = mapped_column(ForeignKey("body.key"))
    level: Mapped[str]
    name_uz_latn: Mapped[str]
    name_uz_cyrl: Mapped[str]
    name_ru: Mapped[str]
    name_en: Mapped[str]
    group: Mapped[str]
    number: Mapped[int | None]
    created: Mapped[bool]
    since: Mapped[date]
    source: Mapped[str]


class StaffingRow(Record):
    """Table of `Staffing`."""

    __tablename__ = "staffing"
    __table_args__ = (Index("ix_staffing_post_place", "post", "place"),)

    post: Mapped[str] = mapped_column(ForeignKey("post.key"))
    place: Mapped[str]
    as_of: Mapped[date]
    planned: Mapped[int]
    filled: Mapped[int]
    order: Mapped[str]


class SeatRow(Record):
    """Table of `Seat`."""

    __tablename__ = "seat"
    __table_args__ = (Index("ix_seat_place", "place"),)

    group: Mapped[str]
    place: Mapped[str]
    post: Mapped[str] = mapped_column(ForeignKey("post.key"))
    holder: Mapped[str]
    order: Mapped[str]
    since: Mapped[date]


BODIES: Final = Book(Body, BodyRow, fixed=("key",))
POSTS: Final = Book(Post, PostRow, fixed=("key",))
STAFFING: Final = Book(Staffing, StaffingRow)
SEATS: Final = Book(Seat, SeatRow)
