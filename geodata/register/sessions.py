"""Sessions of people and walls: only the hash of a token is stored; a session ends, is never removed.

Times are UTC in ISO form with a fixed number of digits, so that they can be compared as texts.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Integer, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from geodata.errors import StoreError
from geodata.register.models import Base
from geodata.register.records import batched


class SessionRow(Base):
    """Table of sessions. `until` is the last moment whatever happens, `idle_s` how long it lives without use."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    account: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[str] = mapped_column(String(40))
    seen_at: Mapped[str] = mapped_column(String(40))
    until: Mapped[str] = mapped_column(String(40))
    idle_s: Mapped[int]
    ended_at: Mapped[str | None] = mapped_column(String(40))
    ended_why: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(60))
    browser: Mapped[str] = mapped_column(String(200))


class WallRow(Base):
    """Table of screens that ask to be let in: a short code to read off, the hash of what the screen itself keeps."""

    __tablename__ = "wall"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    secret: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str] = mapped_column(String(12))
    made_at: Mapped[str] = mapped_column(String(40))
    until: Mapped[str] = mapped_column(String(40))
    name: Mapped[str | None] = mapped_column(String(200))
    approved_by: Mapped[str | None] = mapped_column(String(200))
    session: Mapped[int | None] = mapped_column(Integer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a session lives: without use, and at most."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A session as it stands. `account` of a wall is its name."""

    id: int
    account: str
    kind: str
    made_at: str
    seen_at: str
    until: str
    ended_at: str | None
    ended_why: str | None
    address: str
    browser: str
    idle_s: int

    def lives(self, now: datetime) -> bool:
        """Whether it still lets somebody in."""
        if self.ended_at is not None or stamp(now) >= self.until:
            return False
        return now < datetime.fromisoformat(self.seen_at) + timedelta(seconds=self.idle_s)


def stamp(at: datetime) -> str:
    """A moment as the tables have it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def new_token() -> str:
    """A secret of 256 random bits, for a cookie."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is stored of a secret: it is random, so a plain SHA-256 cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(
    session: Session, account: str, *, kind: str, limits: Limits, now: datetime, address: str = "", browser: str = ""
) -> tuple[int, str]:
    """A new session; its number, and the token that only the browser keeps."""
    token = new_token()
    row = SessionRow(
        token=hash_of(token),
        account=account,
        kind=kind,
        made_at=stamp(now),
        seen_at=stamp(now),
        until=stamp(now + limits.longest),
        idle_s=int(limits.idle.total_seconds()),
        address=address[:60],
        browser=browser[:200],
    )
    session.add(row)
    session.flush()
    return row.id, token


def find(session: Session, token: str) -> Held | None:
    """The session of a token, whether it lives or not."""
    row = session.scalars(select(SessionRow).where(SessionRow.token == hash_of(token))).first()
    return None if row is None else _held(row)


def by_number(session: Session, number: int) -> Held | None:
    """The session with this number, whether it lives or not."""
    row = session.get(SessionRow, number)
    return None if row is None else _held(row)


def by_numbers(session: Session, numbers: Collection[int]) -> tuple[Held, ...]:
    """The sessions with these numbers, whether they live or not."""
    found: list[Held] = []
    for some in batched(numbers):
        found += (_held(row) for row in session.scalars(select(SessionRow).where(SessionRow.id.in_(some))))
    return tuple(found)


def living(session: Session, now: datetime) -> tuple[Held, ...]:
    """The sessions that let somebody in at `now`, the newest first."""
    wanted = select(SessionRow).where(SessionRow.ended_at.is_(None), SessionRow.until > stamp(now))
    found = (_held(row) for row in session.scalars(wanted.order_by(SessionRow.id.desc())))
    return tuple(held for held in found if held.lives(now))


def touch(session: Session, number: int, now: datetime) -> None:
    """Note that a session was used."""
    session.execute(update(SessionRow).where(SessionRow.id == number).values(seen_at=stamp(now)))


def end(session: Session, number: int, *, why: str, now: datetime) -> None:
    """End one session; StoreError if there is none with this number."""
    row = session.get(SessionRow, number)
    if row is None:
        raise StoreError("session_missing", got=number)
    if row.ended_at is None:
        row.ended_at, row.ended_why = stamp(now), why


def end_all(session: Session, account: str, *, why: str, now: datetime, but: int | None = None) -> int:
    """End every session of an account, or all but one; how many were ended."""
    wanted = select(SessionRow).where(SessionRow.account == account, SessionRow.ended_at.is_(None))
    rows = [row for row in session.scalars(wanted) if row.id != but]
    for row in rows:
        row.ended_at, row.ended_why = stamp(now), why
    return len(rows)


def ask(session: Session, *, code: str, now: datetime, lives: timedelta) -> str:
    """A screen asks to be let in under a code; the secret it has to keep."""
    secret = new_token()
    session.add(WallRow(secret=hash_of(secret), code=code, made_at=stamp(now), until=stamp(now + lives)))
    return secret


def asking(session: Session, now: datetime) -> tuple[WallRow, ...]:
    """The screens that wait to be let in, the newest first."""
    wanted = select(WallRow).where(WallRow.session.is_(None), WallRow.until > stamp(now))
    return tuple(session.scalars(wanted.order_by(WallRow.id.desc())))


def by_secret(session: Session, secret: str) -> WallRow | None:
    """The request of the screen that keeps this secret."""
    return session.scalars(select(WallRow).where(WallRow.secret == hash_of(secret))).first()


def approve(session: Session, code: str, *, name: str, who: str, now: datetime) -> None:
    """Let the screen with this code in, under a name; StoreError if no screen shows it now."""
    waiting = [row for row in asking(session, now) if row.code == code]
    if len(waiting) != 1:
        raise StoreError("wall_code", got=code)
    waiting[0].name, waiting[0].approved_by = name, who


def _held(row: SessionRow) -> Held:
    return Held(**{name: getattr(row, name) for name in Held.__slots__})
