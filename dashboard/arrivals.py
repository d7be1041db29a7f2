"""Editions published elsewhere, brought from the object store beside the serving: nobody who looks at a page waits."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from typing import Final

from geodata.edition import editions
from geodata.errors import StoreError
from geodata.findings import Finding
from geodata.store import Store

LOOK_EVERY_S: Final = 0.5
ASK_EVERY_S: Final = 30.0
"""How often the register is asked for a newer edition, and the store whether it still has the current one."""

_LOG: Final = logging.getLogger(__name__)


async def keep(store: Store) -> None:
    """Look twice a second until cancelled; nothing where no object store is named."""
    asked = time.monotonic()
    while store.remote is not None:
        await asyncio.sleep(LOOK_EVERY_S)
        ask = time.monotonic() - asked >= ASK_EVERY_S
        asked = time.monotonic() if ask else asked
        await asyncio.to_thread(look, store, ask=ask)


def look(store: Store, *, ask: bool = False) -> None:
    """Bring the current edition if it is not here; with `ask` also look whether the store has it and answers.

    What goes wrong is told to the log once, and stays for `/health` and the pages in `store.remote.trouble`.
    """
    remote = store.remote
    if remote is None:
        return
    before, began = remote.trouble, time.monotonic()
    with contextlib.suppress(StoreError):  # `remote.trouble` says what; of a register that is lost the pages tell
        current = next((info for info in editions(store) if info.current), None)
        if current is not None and store.lacks(current.folder):
            store.edition_folder(current.folder, current.manifest)
            _LOG.warning("edition %s came from the object store in %.1f s", current.id, time.monotonic() - began)
        elif current is not None and ask:
            remote.look(current.folder, current.manifest)
    _say(before, remote.trouble)


def _say(before: Finding | None, now: Finding | None) -> None:
    """A line in the log where something has changed."""
    if now is not None and now != before:
        _LOG.warning("object store: %s", now.message)
    elif now is None and before is not None:
        _LOG.warning("the object store answers again")
