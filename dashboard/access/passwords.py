"""Local accounts: one-time first passwords, argon2, and locks that grow with every failure."""

from __future__ import annotations

import secrets
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from geodata.errors import AccessError, OptionError, StoreError
from geodata.periods import day_of
from geodata.register import Act, Register, accounts, audit, sessions
from geodata.register.accounts import ACCOUNTS, Account, AccountRow, Credential
from geodata.register.sessions import stamp

SHORTEST: Final = 12
LONGEST: Final = 256
FREE_TRIES: Final = 4
"""Failures in a row before the first lock."""

LONGEST_LOCK_S: Final = 900
ONE_TIME_LIVES: Final = timedelta(days=3)
_WALKS: Final = (
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p1q2w3e4r",
    "q1w2e3r4t5y6u7i8o9p0q1w2e3r4",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "йцукенгшщзхъфывапролджэячсмитьбю",
)
_EXPECTED: Final = frozenset(
    {
        *("password", "administrator", "admin", "mahalla", "qashqadaryo", "kashkadarya", "uzbekistan", "oʻzbekiston"),
        *("parol", "пароль", "администратор", "маҳалла", "қашқадарё", "ўзбекистон"),
    }
)
"""What is tried first here: walks over the keys, and these words with figures or signs around them."""

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another

_HASHER: Final = PasswordHasher()
_TWO_AT_A_TIME: Final = threading.BoundedSemaphore(2)
"""A hash takes 64 MiB: a crowd of wrong passwords must not take the memory of the server."""


def add(register: Register, account: Account, act: Act) -> str:
    """A new account; its one-time password ("" where a provider proves it). StoreError if the key is taken."""
    with register.writing() as session:
        if accounts.find(session, account.key) is not None:
            raise StoreError("account_known", got=account.key)
        ACCOUNTS.add(session, account, act)
        if account.origin != "local":
            return ""
        password = one_time()
        session.add(_credential(account.key, password, act.at, first=True))
        return password


def renew(register: Register, key: str, act: Act) -> str:
    """A one-time password for an account, which also lifts its lock and ends its sessions."""
    password = one_time()
    with register.writing() as session:
        accounts.named(session, key)
        session.merge(_credential(key, password, act.at, first=True))
        sessions.end_all(session, key, why="password", now=act.at)
        audit.append(session, who=act.who, action="password account", details={"account": key}, at=act.at)
    return password


def change(register: Register, key: str, old: str, new: str, *, now: datetime, keep: int | None = None) -> None:
    """A person's own new password; ends every other session. AccessError or OptionError where it is not taken."""
    check(register, key, old, now=now)
    accept(new, key=key, old=old)
    hashed = _hash(new)
    with register.writing() as session:
        made = Credential(account=key, hash=hashed, one_time=False, made_at=stamp(now), failures=0, locked_until=None)
        session.merge(made)
        sessions.end_all(session, key, why="password", now=now, but=keep)
        audit.append(session, who=key, action="password account", details={"account": key}, at=now)


def accept(password: str, *, key: str, old: str = "") -> None:
    """OptionError for a password that is too short or too easy to guess; what signs it has is nobody's business."""
    if len(password) < SHORTEST or len(password) > LONGEST:
        raise OptionError("password_short", got=len(password), wanted=SHORTEST)
    plain = password.lower()
    bare = plain.strip("0123456789!@#$%.*_- ")
    walked = any(plain in walk or (bare and bare in walk) for walk in _WALKS)
    if plain == old.lower() or key in plain or len(set(plain)) < SHORTEST // 2 or walked or bare in _EXPECTED:
        raise OptionError("password_weak")


def check(register: Register, key: str, password: str, *, now: datetime) -> Account:
    """The account, if the password is its own and it may sign in now; AccessError says only that it is not so.

    A try counts before it is checked, so that many at once cannot outrun the lock.
    """
    with register.writing() as session:
        held = accounts.find(session, key) if accounts.is_key(key) else None
        credential = session.get(Credential, key) if held is not None and held.closed_on is None else None
        stored = _try(credential, now) if credential is not None else ""
    if not _is_right(stored or _decoy(), password) or not stored or held is None:
        raise AccessError("sign_in_wrong")
    with register.writing() as session:
        credential = session.get(Credential, key)
        if credential is not None:
            credential.failures, credential.locked_until = 0, None
    return held.what


def _try(credential: Credential, now: datetime) -> str:
    """Count a try; the hash to check against, "" where the account is locked or its one-time password too old."""
    if credential.locked_until is not None and stamp(now) < credential.locked_until:
        return ""
    if credential.one_time and now > datetime.fromisoformat(credential.made_at) + ONE_TIME_LIVES:
        return ""
    credential.failures += 1
    beyond = credential.failures - FREE_TRIES
    if beyond > 0:
        credential.locked_until = stamp(now + timedelta(seconds=min(LONGEST_LOCK_S, 15 * 2 ** (beyond - 1))))
    return credential.hash


def one_time() -> str:
    """A password to be read out once: 16 letters and digits, 79 random bits."""
    letters = [secrets.choice(_LETTERS) for _ in range(16)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, 16, 4))


def disable(register: Register, key: str, *, why: str, act: Act) -> None:
    """An account that lets nobody in any more; its sessions end. StoreError for the last administrator."""
    with register.writing() as session:
        kept = accounts.named(session, key)
        _not_the_last(session, kept.what)
        if kept.closed_on is None:
            ACCOUNTS.close(session, kept, on=day_of(act.at), why=why, act=act)
        sessions.end_all(session, key, why="disabled", now=act.at)


def enable(register: Register, key: str, *, why: str, act: Act) -> None:
    """An account that lets somebody in again."""
    with register.writing() as session:
        kept = accounts.named(session, key)
        if kept.closed_on is not None:
            ACCOUNTS.reopen(session, kept, why=why, act=act)


def assign(register: Register, key: str, role: str, areas: tuple[str, ...] | None, act: Act) -> Account:
    """The account with another role or area (None: the one it has); it holds from the next click on."""
    with register.writing() as session:
        kept = accounts.named(session, key)
        account = replace(kept.what, role=role, areas=kept.what.areas if areas is None else areas)
        if role != "administrator" or account.areas:
            _not_the_last(session, kept.what)
        ACCOUNTS.change(session, kept, account, act)
    return account


def _not_the_last(session: Session, account: Account) -> None:
    if account.role != "administrator" or account.areas:
        return
    others = ACCOUNTS.find(session, AccountRow.role == "administrator", AccountRow.closed_on.is_(None))
    if not any(kept.what.key != account.key and not kept.what.areas for kept in others):
        raise StoreError("account_last", got=account.key)


def _credential(key: str, password: str, at: datetime, *, first: bool) -> Credential:
    return Credential(
        account=key, hash=_hash(password), one_time=first, made_at=stamp(at), failures=0, locked_until=None
    )


def _hash(password: str) -> str:
    with _TWO_AT_A_TIME:
        return _HASHER.hash(password)


def _is_right(stored: str, password: str) -> bool:
    try:
        with _TWO_AT_A_TIME:
            return _HASHER.verify(stored, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _decoy() -> str:
    """A hash that nothing fits: a name nobody has takes as long to refuse as a wrong password."""
    return _HASHER.hash(secrets.token_hex(16))
