"""The only caches: plain and bounded, of this process, not Streamlit's.

Everything is keyed by an edition's id and an edition never changes, so nothing here goes stale. Our routes and the
warm-up use them too, outside any script run, and what they hold is shared and never changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, Final, TypeVar

EDITIONS: Final = 4
AREAS: Final = 24
"""Editions held open, those of areas among them, which share what the whole has read."""

_made: Final[list[_lru_cache_wrapper[Any]]] = []


T = TypeVar("T")


def kept(most: int) -> Callable[[Callable[..., T]], _lru_cache_wrapper[T]]:
    """Keep the answers of a function, `most` of them."""

    def keep(function: Callable[..., T]) -> _lru_cache_wrapper[T]:
        cache = lru_cache(maxsize=most)(function)
        _made.append(cache)
        return cache

    return keep


def forget() -> None:
    """Empty them all."""
    for cache in _made:
        cache.cache_clear()
