"""Who holds something open: sockets, and answers that tell of changes. One look at the register asks for all of them.

Asked one by one, five thousand who follow a meeting signed in would be five hundred questions a second.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping
from typing import Final, Protocol

from starlette.concurrency import run_in_threadpool

from dashboard.access.people import Person

ASKED_EVERY_S: Final = 10.0
_LOG: Final = logging.getLogger(__name__)


class Keeper(Protocol):
    """What knows who people are."""

    def by_numbers(self, numbers: Collection[int]) -> Mapping[int, Person]:
        """Whose sessions have these numbers, as the register says now; those that have ended are missing."""
        ...


class Roll:
    """Those who are there, of one event loop; each learns when session, role or area are no longer what they were."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self._here: dict[asyncio.Future[None], Person] = {}
        self._asking: asyncio.Task[None] | None = None

    async def until_changed(self, person: Person) -> None:
        """Wait until this person is no longer let in as before, or nobody can tell."""
        changed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._here[changed] = person
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        try:
            await changed
        finally:
            del self._here[changed]

    async def _ask(self) -> None:
        while self._here:
            await asyncio.sleep(ASKED_EVERY_S)
            asked = dict(self._here)
            numbers = {person.session for person in asked.values() if person.session is not None}
            try:
                known = await run_in_threadpool(self.keeper.by_numbers, numbers)
            except Exception:  # noqa: BLE001  whoever cannot be known is not let in, whatever the reason
                _LOG.exception("who is there cannot be known, so nobody stays")
                known = {}
            for changed, person in asked.items():
                if not changed.done() and known.get(person.session or 0) != person:
                    changed.set_result(None)
