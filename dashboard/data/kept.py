"""The only caches: plain and bounded, of this process, not Streamlit's.

Everything is keyed by an edition's id and an edition never changes, so nothing here goes stale. Our routes and the
warm-up use them too, outside any script run, and what they hold is shared and never changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, update_wrapper
from threading import Lock
from typing import Any, Final, Generic, ParamSpec, TypeVar

EDITIONS: Final = 4
AREAS: Final = 24
"""Editions held open, those of areas among them, which share what the whole has read."""

P = ParamSpec("P")
T = TypeVar("T")


class Cache(Generic[P, T]):
    """The answers of a function, the last asked for; who asks for one that is being computed waits for that one.

    The warm-up and a visitor often want the same at the same time, and of a country it is seconds of work.
    """

    def __init__(self, function: Callable[P, T], most: int) -> None:
        self._function = function
        self._found = lru_cache(maxsize=most)(self._begin)
        self.cache_info, self.cache_clear = self._found.cache_info, self._found.cache_clear
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer; what the function raises is raised and not kept."""
        return self._found(*args, **kwargs).get()  # type: ignore[arg-type]  # arguments are hashable, or it raises

    def _begin(self, *args: P.args, **kwargs: P.kwargs) -> _Answer[T]:
        return _Answer(partial(self._function, *args, **kwargs))


class _Answer(Generic[T]):
    """One answer, computed by whoever asks first."""

    __slots__ = ("_found", "_lock", "_work")

    def __init__(self, work: Callable[[], T]) -> None:
        self._work: Callable[[], T] | None = work
        self._lock = Lock()

    def get(self) -> T:
        if self._work is not None:
            with self._lock:
                if self._work is not None:
                    self._found = self._work()
                    self._work = None
        return self._found


_made: Final[list[Cache[Any, Any]]] = []


def kept(most: int) -> Callable[[Callable[P, T]], Cache[P, T]]:
    """Keep the answers of a function, `most` of them."""

    def keep(function: Callable[P, T]) -> Cache[P, T]:
        cache = Cache(function, most)
        _made.append(cache)
        return cache

    return keep


def forget() -> None:
    """Empty them all."""
    for cache in _made:
        cache.cache_clear()
