"""How much may be asked in a minute: few tries to sign in from one address, many requests of somebody who is let in.

Each process counts for itself, in memory: what it holds back is a crowd and a machine that guesses, not a person.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

TRIES: Final = 60
"""Of one address to sign in: a whole office may come at eight o'clock, a machine may not guess."""

REQUESTS: Final = 6000
"""Of one session: a first visit fetches some hundred files, and a wall turns every few seconds."""

_MINUTE_S: Final = 60.0
_KNOWN: Final = 20_000


class Crowd:
    """Counts by key; what is used up comes back evenly within a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def admits(self, key: str, most: int) -> bool:
        """Whether one more is within `most` a minute; it is counted if so."""
        now = self._clock()
        with self._lock:
            at, left = self._left.pop(key, (now, float(most)))
            left = min(float(most), left + (now - at) * most / _MINUTE_S)
            admitted = left >= 1.0
            self._left[key] = (now, left - 1.0 if admitted else left)
            while len(self._left) > _KNOWN:
                self._left.popitem(last=False)
        return admitted
