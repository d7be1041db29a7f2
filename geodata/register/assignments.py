"""Who answers for a mahalla: dated rules, assignments under them, the line mahalla – district – region, and gaps.

The rules change every year, so they are records like any other; nothing here knows a year, a body or a post.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from geodata.register import checks
from geodata.register.records import Book, Kept, Keys, Record

if TYPE_CHECKING:
    from geodata.edition import Edition

ON_THE_LINE: Final = ("mahalla", "district", "region")
"""The line of personal responsibility, from the nearest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of assignment: whom `order` makes answer for which places, from the day `since`.

    `posts` are keys of posts. A rule with `years_from` is about mahallas that have been red for that many years or
    more, up to `years_to` (None: without end); without `years_from` it is applied by hand to places of `level`.
    """

    key: str
    level: str = "mahalla"
    name_uz_latn: str
    name_uz_cyrl: str = ""
    name_ru: str = ""
    name_en: str = ""
    order: str
    posts: tuple[str, ...]
    years_from: int | None = 1
    years_to: int | None = None
    since: date
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        checks.key("key", self.key)
        checks.one_of("level", self.level, checks.LEVELS)
        checks.given(name_uz_latn=self.name_uz_latn, order=self.order)
        checks.texts(uz_cyrl=self.name_uz_cyrl, ru=self.name_ru, en=self.name_en, source=self.source, note=self.note)
        for post in self.posts:
            checks.key("posts", post)
        checks.at_least("years_from", self.years_from, 1)
        checks.at_least("years_to", self.years_to, self.years_from or 1)

    def covers(self, years: int) -> bool:
        """Whether it is about a mahalla that has been red for `years` years."""
        if self.years_from is None or self.level != "mahalla":
            return False
        return self.years_from <= years and (self.years_to is None or years <= self.years_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A post that answers for a place under a rule, from the day `since`.

    `place` is the code of a mahalla, a district or the region, which `level` tells; `holder` is a name, if the operator
    keeps it.
    """

    place: str
    level: str = "mahalla"
    body: str
    post: str
    holder: str = ""
    rule: str
    order: str = ""
    since: date
    note: str = ""

    def __post_init__(self) -> None:
        checks.place("place", self.place)
        checks.one_of("level", self.level, checks.LEVELS)
        for name in ("body", "post", "rule"):
            checks.key(name, getattr(self, name))
        checks.texts(holder=self.holder, order=self.order, note=self.note)


class RuleRow(Record):
    """Table of `Rule`."""

    __tablename__ = "assignment_rule"

    key: Mapped[str] = mapped_column(unique=True)
    level: Mapped[str]
    name_uz_latn: Mapped[str]
    name_uz_cyrl: Mapped[str]
    name_ru: Mapped[str]
    name_en: Mapped[str]
    order: Mapped[str]
    posts: Mapped[tuple[str, ...]] = mapped_column(Keys)
    years_from: Mapped[int | None]
    years_to: Mapped[int | None]
    since: Mapped[date]
    source: Mapped[str]
    note: Mapped[str]


class AssignmentRow(Record):
    """Table of `Assignment`."""

    __tablename__ = "assignment"
    __table_args__ = (Index("ix_assignment_place", "place"),)

    place: Mapped[str]
    level: Mapped[str]
    body: Mapped[str] = mapped_column(ForeignKey("body.key"))
    post: Mapped[str] = mapped_column(ForeignKey("post.key"))
    holder: Mapped[str]
    rule: Mapped[str] = mapped_column(ForeignKey("assignment_rule.key"))
    order: Mapped[str]
    since: Mapped[date]
    note: Mapped[str]


RULES: Final = Book(Rule, RuleRow, fixed=("key",))
ASSIGNMENTS: Final = Book(Assignment, AssignmentRow)


@dataclass(frozen=True, slots=True)
class Line:
    """The codes of a mahalla, its district and its region."""

    mahalla: str
    district: str
    region: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A red mahalla for which nobody answers: its code, years in red, and the keys of the rules that cover it."""

    mahalla: str
    years: int
    rules: tuple[str, ...]


def red_of(edition: Edition, day: date) -> dict[str, int]:
    """The codes of the mahallas that are red on a day by the edition, each with its years in red."""
    years = edition.years_in_red(day)
    codes = edition.mahallas["code"].to_numpy()
    return {str(codes[at]): int(years[at]) for at in np.flatnonzero(years)}


def gaps_by(
    in_force: Sequence[Rule], assignments: Iterable[Kept[Assignment]], red: Mapping[str, int]
) -> tuple[Gap, ...]:
    """The red mahallas (code: years in red) for which nobody answers under these rules by these assignments.

    All are of one day. A mahalla that no rule covers is among them: nobody answers for it either.
    """
    held: dict[str, set[str]] = {}
    for kept in assignments:
        if kept.what.level == "mahalla":
            held.setdefault(kept.what.place, set()).add(kept.what.rule)
    gaps = []
    for mahalla, years in sorted(red.items()):
        rules = tuple(rule.key for rule in in_force if rule.covers(years))
        if not held.get(mahalla, set()) & set(rules):
            gaps.append(Gap(mahalla, years, rules))
    return tuple(gaps)
