"""Road maps of the region, its districts and cities and the mahallas: items with a plan, a due date, what is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from geodata.errors import OptionError
from geodata.periods import Period
from geodata.register import checks
from geodata.register.records import Book, Kept, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a place's road map of a quarter ("2025-Q1") or a month ("2025-01").

    `planned` and `done` are quantities in `unit`. `post` is the key of a post, or words where the file that brought it
    names one that the register does not know; `evidence` says or names what proves it; `source` is that file.
    """

    place: str
    level: str
    period: str
    item: str
    unit: str = ""
    planned: float
    done: float = 0.0
    due: date
    post: str = ""
    evidence: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        checks.place("place", self.place)
        checks.one_of("level", self.level, checks.LEVELS)
        checks.given(item=self.item)
        checks.short(300, item=self.item)
        checks.short(100, unit=self.unit)
        checks.texts(post=self.post, evidence=self.evidence, source=self.source)
        checks.at_least("planned", self.planned, 0)
        checks.at_least("done", self.done, 0)
        if Period.parse(self.period).kind not in {"quarter", "month"}:
            raise OptionError("option", name="period", got=self.period, wanted="a quarter or a month: 2025-Q1, 2025-01")

    @property
    def fulfilled(self) -> bool:
        """Whether what is done reaches the plan."""
        return self.done >= self.planned

    @property
    def share(self) -> float:
        """What is done as a part of the plan, at most 1; 1 where nothing is planned."""
        return 1.0 if self.fulfilled else self.done / self.planned

    def is_overdue(self, on: date) -> bool:
        """Whether the due date has passed on that day and the plan is not reached."""
        return self.due < on and not self.fulfilled


class ItemRow(Record):
    """Table of `Item`; one item stands once in a place's road map of a period."""

    __tablename__ = "roadmap_item"
    __table_args__ = (
        Index(
            "uq_roadmap_item",
            "place",
            "period",
            "item",
            "unit",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

    place: Mapped[str]
    level: Mapped[str]
    period: Mapped[str] = mapped_column(index=True)
    item: Mapped[str]
    unit: Mapped[str]
    planned: Mapped[float]
    done: Mapped[float]
    due: Mapped[date]
    post: Mapped[str]
    evidence: Mapped[str]
    source: Mapped[str]


ITEMS: Final = Book(Item, ItemRow)


def items(
    session: Session, *, within: Period | None = None, places: Iterable[str] | None = None
) -> tuple[Kept[Item], ...]:
    """The items that are not closed: of road maps whose quarter or month lies `within` a period, of these places."""
    where = [ItemRow.closed_on.is_(None)]
    if places is not None:
        where.append(ItemRow.place.in_(sorted(set(places))))
    found = ITEMS.find(session, *where)
    if within is None:
        return found
    held = {key: Period.parse(key) for key in {kept.what.period for kept in found}}
    inside = {key for key, period in held.items() if within.start <= period.start and period.end <= within.end}
    return tuple(kept for kept in found if kept.what.period in inside)
