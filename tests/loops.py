"""Coroutines run to their end whatever ran before: a browser test leaves an event loop in its thread."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def finish(coroutine: Coroutine[Any, Any, T]) -> T:
    """What the coroutine gives, run in a thread of its own that sees the context of this one."""
    context = contextvars.copy_context()
    with ThreadPoolExecutor(1) as own:
        return own.submit(context.run, asyncio.run, coroutine).result()
