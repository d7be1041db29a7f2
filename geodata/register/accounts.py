"""Who may sign in: accounts with their role and area, in a book like every record; passwords stand apart.

An account is never removed: disabling it closes its record, enabling it reopens it. What proves who somebody is (the
hash of a password, failures, locks) is no record, so that it never comes into the audit trail.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ForeignKey, Integer, String, Text, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from geodata.errors import OptionError, StoreError
from geodata.register import checks
from geodata.register.models import Base
from geodata.register.records import Book, Kept, Keys, Record, batched

ROLES: Final = ("commander", "analyst", "presenter", "steward", "administrator", "wall")
ORIGINS: Final = ("local", "oidc")
"""Where an account proves itself: by a password of ours, or with an OpenID Connect provider."""

_KEY: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{1,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may sign in. `areas` are district codes; none of them means the whole region."""

    key: str
    name: str
    role: str
    areas: tuple[str, ...] = ()
    origin: str = "local"

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise OptionError("account_name", got=self.key)
        checks.given(name=self.name)
        checks.short(200, name=self.name)
        checks.one_of("role", self.role, ROLES)
        checks.one_of("origin", self.origin, ORIGINS)


class AccountRow(Record):
    """Table of accounts."""

    __tablename__ = "account"

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    areas: Mapped[tuple[str, ...]] = mapped_column(Keys)
    origin: Mapped[str]


class Credential(Base):
    """The hash of a local account's password, and what was tried against it. Times are UTC in ISO form."""

    __tablename__ = "credential"

    account: Mapped[str] = mapped_column(ForeignKey("account.key"), primary_key=True)
    hash: Mapped[str] = mapped_column(Text)
    one_time: Mapped[bool]
    made_at: Mapped[str] = mapped_column(String(40))
    failures: Mapped[int] = mapped_column(Integer)
    locked_until: Mapped[str | None] = mapped_column(String(40))


ACCOUNTS: Final = Book(Account, AccountRow, fixed=("key",))


def is_key(text: str) -> bool:
    """Whether an account could be called so; nothing else is asked of the database, which may not take every sign."""
    return _KEY.fullmatch(text) is not None


def has_any(session: Session) -> bool:
    """Whether anybody was ever given an account; false in a register of an older layout."""
    if not inspect(session.connection()).has_table(AccountRow.__tablename__):
        return False
    return session.scalars(select(AccountRow.id).limit(1)).first() is not None


def find(session: Session, key: str) -> Kept[Account] | None:
    """The account with this key, enabled or not."""
    found = ACCOUNTS.find(session, AccountRow.key == key)
    return found[0] if found else None


def several(session: Session, keys: Collection[str]) -> dict[str, Kept[Account]]:
    """The accounts with these keys, enabled or not."""
    found = (kept for some in batched(keys) for kept in ACCOUNTS.find(session, AccountRow.key.in_(some)))
    return {kept.what.key: kept for kept in found}


def to_change(session: Session, keys: Collection[str]) -> frozenset[str]:
    """Those of these accounts whose password holds for one time."""
    asked = (select(Credential.account).where(Credential.account.in_(some)) for some in batched(keys))
    return frozenset(key for one in asked for key in session.scalars(one.where(Credential.one_time)))


def named(session: Session, key: str) -> Kept[Account]:
    """The account with this key; StoreError if there is none."""
    found = find(session, key)
    if found is None:
        raise StoreError("account_missing", got=key)
    return found
