"""The door: who is let in. Sessions are read from the register and remembered for a few seconds, never longer.

Everything here is asked without an area: the door reads accounts and sessions, which no area may.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from dashboard import settings
from dashboard.access import settings as access_settings
from dashboard.access.crowd import Crowd
from dashboard.access.people import Person
from dashboard.access.roles import Role
from dashboard.access.settings import AccessSettings
from dashboard.access.trail import Trail
from geodata.errors import GeodataError, StoreError
from geodata.register import Kept, accounts, sessions
from geodata.register.access_log import Event
from geodata.register.accounts import Account
from geodata.register.sessions import Held
from geodata.store import Store

REMEMBERED_S: Final = 5.0
MOST_REMEMBERED: Final = 20_000
"""Sessions by token and by number: 5,000 who follow a meeting, twice over."""

USED_EVERY_S: Final = 60.0
TIDY_EVERY_S: Final = 1.0

_LOG = logging.getLogger(__name__)


class Door:
    """The door of one data folder."""

    def __init__(self, folder: Path, given: AccessSettings) -> None:
        self.store = Store(folder)
        self.settings = given
        self.trail = Trail(self.store.register, given.log)
        self.crowd = Crowd()
        self._known: dict[str | int, tuple[float, Person | None]] = {}
        self._used: dict[int, float] = {}
        self._to_write: set[int] = set()
        self._lock = threading.Lock()
        self._open_until = 0.0
        self._closed = given.provider is not None or bool(os.environ.get(access_settings.REQUIRED_VARIABLE))

    @property
    def is_open(self) -> bool:
        """Whether nobody has to sign in: no account and no provider was ever set up. Asked once a second.

        While the register cannot be read, what it said last holds; StoreError where it never said anything.
        """
        if not self._closed and time.monotonic() >= self._open_until:
            try:
                self._closed = self._has_accounts()
            except StoreError:
                if not self._open_until:
                    raise
            self._open_until = time.monotonic() + TIDY_EVERY_S
        return not self._closed

    def is_at_hand(self, token: str) -> bool:
        """Whether it is known without asking the register who holds this token, or that nobody has to sign in."""
        now = time.monotonic()
        if not self._closed:
            return now < self._open_until
        with self._lock:
            return not token or now - self._known.get(sessions.hash_of(token), (-REMEMBERED_S, None))[0] < REMEMBERED_S

    def _has_accounts(self) -> bool:
        if not self.store.has_register:
            return False
        with self.store.register.reading() as session:
            return accounts.has_any(session)

    def by_token(self, token: str) -> Person | None:
        """Who holds this token, as the register says now or said a few seconds ago; None for nobody."""
        return self._remembered(sessions.hash_of(token), lambda session: sessions.find(session, token))

    def by_number(self, number: int) -> Person | None:
        """Whose session has this number; None if it has ended."""
        return self._remembered(number, lambda session: sessions.by_number(session, number))

    def by_numbers(self, numbers: Collection[int]) -> dict[int, Person]:
        """Whose sessions have these numbers, as the register says now; those that have ended are missing."""
        with self.store.register.reading() as session:
            return _people(session, sessions.by_numbers(session, numbers))

    def forget(self) -> None:
        """Ask the register anew, after something was changed here."""
        with self._lock:
            self._known.clear()

    def used(self, number: int) -> None:
        """Note that somebody did something in a session; written once a minute."""
        now = time.monotonic()
        with self._lock:
            if now - self._used.get(number, -USED_EVERY_S) >= USED_EVERY_S:
                self._used[number] = now
                self._to_write.add(number)

    def note(self, who: str, action: str, **details: object) -> None:
        """Tell the log of access."""
        self.trail.note(Event(at=datetime.now(UTC), who=who, action=action, details=details))

    async def tidy(self) -> None:
        """Write the log and the use of sessions, once a second until cancelled."""
        while True:
            await asyncio.sleep(TIDY_EVERY_S)
            await asyncio.to_thread(self.write)

    def write(self) -> None:
        """Write what waits: the log, and which sessions were used."""
        self.trail.flush()
        with self._lock:
            numbers, self._to_write = self._to_write, set()
        if not numbers:
            return
        try:
            with self.store.register.writing() as session:
                for number in numbers:
                    sessions.touch(session, number, datetime.now(UTC))
        except GeodataError:
            _LOG.exception("the use of sessions could not be written")

    def _remembered(self, key: str | int, look: Callable[[Session], Held | None]) -> Person | None:
        now = time.monotonic()
        with self._lock:
            at, person = self._known.get(key, (-REMEMBERED_S, None))
            if now - at < REMEMBERED_S:
                return person
        with self.store.register.reading() as session:
            held = look(session)
            person = _people(session, [held]).get(held.id) if held is not None else None
        with self._lock:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = (now, person)
        return person


def _people(session: Session, several: Iterable[Held]) -> dict[int, Person]:
    """Whose sessions these are by number, of those that live and whose account still lets somebody in."""
    living = [held for held in several if held.lives(datetime.now(UTC))]
    keys = {held.account for held in living if held.kind != "wall"}
    known, to_change = accounts.several(session, keys), accounts.to_change(session, keys)
    found = {held.id: _person(held, known.get(held.account), to_change=held.account in to_change) for held in living}
    return {number: person for number, person in found.items() if person is not None}


def _person(held: Held, kept: Kept[Account] | None, *, to_change: bool) -> Person | None:
    if held.kind == "wall":
        return Person(key=held.account, name=held.account, role=Role.WALL, session=held.id)
    if kept is None or kept.closed_on is not None:
        return None
    return Person(
        key=kept.what.key,
        name=kept.what.name,
        role=Role(kept.what.role),
        area=kept.what.areas,
        session=held.id,
        must_change=to_change and kept.what.origin == "local",
    )


@lru_cache(maxsize=1)
def door() -> Door:
    """The door of this process."""
    folder = settings.current().data
    return Door(folder, access_settings.read(folder))
