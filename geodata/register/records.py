"""Records that people keep: added, changed and closed through a book, each change with its entry in the audit trail.

Nothing is deleted. A record holds from its first day, where it has one, to the day before `closed_on`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar

from sqlalchemy import ColumnElement, Date, Dialect, Integer, Text, event, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from geodata.errors import StoreError
from geodata.register import audit, checks
from geodata.register.models import Base

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
K = TypeVar("K")
_MOST_ASKED: Final = 500
_BY_BOOK: Final = "written by a book"


class Record(Base):
    """What every table of records has: its number, and the first day on which the record no longer holds, and why."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    closed_on: Mapped[date | None] = mapped_column(Date)
    closed_why: Mapped[str | None] = mapped_column(Text)


class Keys(TypeDecorator[tuple[str, ...]]):
    """Several keys in one column, parted by blanks."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The keys as one text."""
        return None if value is None else " ".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002
        """The keys again."""
        return None if value is None else tuple(value.split())


class RecordSession(Session):
    """A session that lets nothing but a book write records, so that no change can miss the audit trail."""


@event.listens_for(RecordSession, "before_flush")
def _refuse_unaudited(session: Session, _context: object, _instances: object) -> None:
    if any(isinstance(row, Record) for row in session.deleted):
        raise RuntimeError("a record is closed, never deleted")
    if session.info.get(_BY_BOOK):
        return
    if any(isinstance(row, Record) and session.is_modified(row) for row in (*session.new, *session.dirty)):
        raise RuntimeError("a record is written through its book alone, which tells the audit trail")


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, and when (with a time zone)."""

    who: str
    at: datetime

    def __post_init__(self) -> None:
        checks.given(who=self.who)

    @classmethod
    def now(cls, who: str) -> Self:
        """An act of this moment."""
        return cls(who, datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A record as it stands in the register: its number, what it says, and since when it no longer holds."""

    id: int
    what: T
    closed_on: date | None = None
    closed_why: str | None = None

    def holds(self, day: date) -> bool:
        """Whether it has not been closed on or before `day`."""
        return self.closed_on is None or day < self.closed_on


class Book(Generic[T]):
    """The records of one kind: `value` is the dataclass that goes in and out, `row` the table with the same fields.

    `fixed` are fields that stay as they are once they have a value.
    """

    def __init__(self, value: type[T], row: type[Record], *, fixed: Sequence[str] = ()) -> None:
        self._value = value
        self._row = row
        self._names = tuple(field.name for field in fields(value))
        self._fixed = tuple(fixed)

    @property
    def name(self) -> str:
        """The name of the table."""
        return str(self._row.__tablename__)

    def add(self, session: Session, value: T, act: Act, *, until: date | None = None) -> Kept[T]:
        """A new record that holds, or holds up to the day before `until`."""
        return self.add_all(session, [value], act, until=until)[0]

    def add_all(
        self, session: Session, values: Iterable[T], act: Act, *, until: date | None = None
    ) -> tuple[Kept[T], ...]:
        """Several new records, in one go."""
        rows = [self._row(**self._said(value), closed_on=until) for value in values]
        with _writing(session):
            session.add_all(rows)
            session.flush()
        self._tell(session, "add", [(row, None, self._state(row)) for row in rows], act)
        return tuple(map(self._kept, rows))

    def change(self, session: Session, was: Kept[T], to: T, act: Act) -> Kept[T]:
        """The record as `to` has it; StoreError if it is closed, or no longer as the caller saw it."""
        return self.change_all(session, [(was, to)], act)[0]

    def change_all(self, session: Session, pairs: Iterable[tuple[Kept[T], T]], act: Act) -> tuple[Kept[T], ...]:
        """Several changes in one go; a pair that changes nothing is not written."""
        told, rows = [], []
        for was, to in pairs:
            row = self._unchanged(session, was)
            if row.closed_on is not None:
                raise StoreError("record_closed", name=self.name, got=was.id)
            before, after = self._said(was.what), self._said(to)
            changed = [name for name in self._names if before[name] != after[name]]
            if broken := [name for name in changed if name in self._fixed and before[name] is not None]:
                raise StoreError("record_fixed", name=broken[0], got=before[broken[0]])
            rows.append(row)
            if changed:
                told.append((row, {n: before[n] for n in changed}, {n: after[n] for n in changed}))
        self._write(session, "change", told, act)
        return tuple(map(self._kept, rows))

    def close(self, session: Session, was: Kept[T], *, on: date, why: str, act: Act) -> Kept[T]:
        """The record closed: it no longer holds from the day `on`; a mistake is closed on its first day."""
        checks.given(why=why)
        return self._end(session, "close", was, on, why, act)

    def reopen(self, session: Session, was: Kept[T], *, why: str, act: Act) -> Kept[T]:
        """The record holding again, as if it had not been closed; the trail keeps both."""
        checks.given(why=why)
        return self._end(session, f"reopen: {why}", was, None, None, act)

    def get(self, session: Session, key: int) -> Kept[T]:
        """The record with this number; StoreError if there is none."""
        return self._kept(self._found(session, key))

    def find(self, session: Session, *where: ColumnElement[bool], on: date | None = None) -> tuple[Kept[T], ...]:
        """The records for which all of `where` is true, by number; given a day `on`, those that hold on it."""
        wanted = select(self._row).where(*where).order_by(self._row.id)
        if on is not None:
            wanted = wanted.where(or_(self._row.closed_on.is_(None), self._row.closed_on > on))
            if "since" in self._names:
                wanted = wanted.where(self._row.__table__.c.since <= on)
        return tuple(map(self._kept, session.scalars(wanted)))

    def free_key(self, session: Session, prefix: str) -> str:
        """A key that no record has, `prefix` and a number, for one without a word of its own.

        To be asked in the transaction that uses it: there is one writer at a time, so two that begin from the same
        page get different keys. Only of books whose records have a key.
        """
        taken = set(session.scalars(select(self._row.__table__.c.key)))
        number = len(taken) + 1
        while f"{prefix}_{number}" in taken:
            number += 1
        return f"{prefix}_{number}"

    def _end(self, session: Session, action: str, was: Kept[T], on: date | None, why: str | None, act: Act) -> Kept[T]:
        row = self._unchanged(session, was)
        before = {"closed_on": row.closed_on, "closed_why": row.closed_why}
        self._write(session, action, [(row, before, {"closed_on": on, "closed_why": why})], act)
        return self._kept(row)

    def _write(self, session: Session, action: str, changes: Sequence[_Change], act: Act) -> None:
        with _writing(session):
            for row, _before, after in changes:
                for name, value in after.items():
                    setattr(row, name, value)
            session.flush()
        self._tell(session, action, changes, act)

    def _tell(self, session: Session, action: str, changes: Sequence[_Change], act: Act) -> None:
        kind, _, why = action.partition(": ")
        details = [
            {"table": self.name, "id": row.id, "before": before, "after": after} | ({"why": why} if why else {})
            for row, before, after in changes
        ]
        audit.append_all(session, details, who=act.who, action=f"{kind} {self.name}", at=act.at)

    def _found(self, session: Session, key: int) -> Record:
        row = session.get(self._row, key)
        if row is None:
            raise StoreError("record_missing", name=self.name, got=key)
        return row

    def _unchanged(self, session: Session, was: Kept[T]) -> Record:
        row = self._found(session, was.id)
        if self._kept(row) != was:
            raise StoreError("record_changed", name=self.name, got=was.id)
        return row

    def _said(self, value: T) -> dict[str, Any]:
        return {name: getattr(value, name) for name in self._names}

    def _state(self, row: Record) -> dict[str, Any]:
        return {name: getattr(row, name) for name in (*self._names, "closed_on", "closed_why")}

    def _kept(self, row: Record) -> Kept[T]:
        said = {name: getattr(row, name) for name in self._names}
        return Kept(row.id, self._value(**said), row.closed_on, row.closed_why)


_Change = tuple[Record, Mapping[str, Any] | None, Mapping[str, Any]]


def batched(values: Iterable[K]) -> Iterator[list[K]]:
    """So many at a time as every database takes in one question."""
    left = list(values)
    for at in range(0, len(left), _MOST_ASKED):
        yield left[at : at + _MOST_ASKED]


@contextmanager
def _writing(session: Session) -> Iterator[None]:
    session.info[_BY_BOOK] = True
    try:
        yield
    finally:
        session.info[_BY_BOOK] = False
