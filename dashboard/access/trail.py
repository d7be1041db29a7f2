"""The log of access while the server runs: noted at once, written a second later in one go, and off the machine.

What is seen must not wait for a write, so events gather in memory; a process that is killed loses at most the last
second of them. What cannot be written is kept and tried again.
"""

from __future__ import annotations

import json
import logging
import logging.handlers
import threading
from collections.abc import Sequence
from typing import Final

from dashboard.access.settings import Log
from geodata.errors import GeodataError
from geodata.register import AccessEntry, Register, access_log
from geodata.register.access_log import Event

MOST_WAITING: Final = 100_000

_LOG = logging.getLogger(__name__)


class Trail:
    """Events on their way into the register."""

    def __init__(self, register: Register, target: Log) -> None:
        self._register = register
        self._waiting: list[Event] = []
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._outside = _outside(target)
        self._failing = False

    def note(self, event: Event) -> None:
        """Keep an event for the next writing; the oldest give way where nothing could be written for long."""
        with self._lock:
            self._waiting.append(event)
            if len(self._waiting) > MOST_WAITING:
                del self._waiting[: len(self._waiting) - MOST_WAITING]

    def flush(self) -> None:
        """Write what waits; where that fails it goes on waiting, and the server's log says so."""
        with self._writing:
            with self._lock:
                events, self._waiting = self._waiting, []
            if not events:
                return
            try:
                with self._register.writing() as session:
                    lines = [_line(entry) for entry in access_log.append(session, events)]
            except GeodataError as error:
                if not self._failing:  # it is tried every second
                    _LOG.error("the log of access cannot be written: %s", error)
                self._failing = True
                with self._lock:
                    self._waiting[:0] = events
                return
            if self._failing:
                _LOG.warning("the log of access is written again")
            self._failing = False
            self._send(lines)

    def _send(self, lines: Sequence[str]) -> None:
        for handler in self._outside:
            for line in lines:
                handler.handle(logging.LogRecord("mahalla", logging.INFO, "", 0, line, None, None))


def _line(entry: AccessEntry) -> str:
    """An entry as one line of JSON, with its hash: a register put back to an older state then shows."""
    told = {name: getattr(entry, name) for name in ("seq", "at", "who", "action", "hash")}
    return json.dumps(told | {"details": json.loads(entry.details)}, ensure_ascii=False)


def _outside(target: Log) -> list[logging.Handler]:
    handlers: list[logging.Handler] = []
    if target.file:
        handlers.append(logging.handlers.WatchedFileHandler(target.file, encoding="utf-8", delay=True))
    if target.syslog:
        host, _, port = target.syslog.rpartition(":")
        handlers.append(
            logging.handlers.SysLogHandler((host, int(port)), facility=logging.handlers.SysLogHandler.LOG_AUTH)
        )
    return handlers
