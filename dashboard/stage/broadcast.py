"""One look at the register for everybody: what is on the stage, told to every screen that listens.

A screen keeps one connection open and is told of a change (server-sent events); nothing is asked between changes, so
that thousands cost no more than one. The same bytes go to all screens of a kind and language.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, TypeVar

from dashboard import data
from dashboard.access import acting, settings
from dashboard.language import Language, Words
from dashboard.stage import desk as desks
from dashboard.stage import message
from dashboard.stage.desk import Desk
from dashboard.stage.message import Maker, Message
from dashboard.stage.rotation import NothingToRotateError
from geodata.errors import GeodataError, NoEditionError

LOOK_EVERY_S: Final = 0.2
BEAT_S: Final = {"wall": 2.0, "follow": 10.0}
"""How often a screen hears that all is well; it waits two and a half times as long before it says that it does not."""

_LOG: Final = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Channel:
    """The screens of one kind and language: what they show, and what wakes them."""

    screen: str
    language: Language
    said: Message | None = None
    beaten_at: float = 0.0
    turned: asyncio.Event = field(default_factory=asyncio.Event)
    listeners: int = 0

    def wake(self) -> None:
        """Whoever waits goes on; whoever comes later waits for the next time."""
        woken, self.turned = self.turned, asyncio.Event()
        woken.set()


class Broadcaster:
    """What is on the stage of this process's data folder, looked at while anybody listens, else when asked."""

    def __init__(self) -> None:
        self._maker = Maker(old_after_days=settings.read(data.store().path).wall.old_after_days)
        self._desk: Desk | None = None
        self._looked_at = 0.0
        self._looking = asyncio.Lock()
        self._making = asyncio.Lock()
        self._made: dict[tuple[str, Language], tuple[float, Message]] = {}
        self._channels: dict[tuple[str, Language], Channel] = {}
        self._watch: asyncio.Task[None] | None = None
        self.leaving = False

    async def desk(self) -> Desk:
        """What the register said at most `LOOK_EVERY_S` ago; what it said last while it cannot be read."""
        clock = asyncio.get_running_loop().time
        async with self._looking:
            if self._desk is None or clock() - self._looked_at >= LOOK_EVERY_S:
                try:
                    self._desk = await _as_process(desks.read, self._desk)
                except GeodataError as error:
                    _LOG.warning("the stage cannot be read: %s", error)
                    self._desk = self._desk or Desk()
                self._looked_at = clock()
            return self._desk

    async def now(self, screen: str, language: Language) -> Message:
        """What a screen shows, made at most `LOOK_EVERY_S` ago for whoever asked then."""
        clock, key = asyncio.get_running_loop().time, (screen, language)
        at, said = self._made.get(key, (0.0, None))
        if said is not None and clock() - at < LOOK_EVERY_S:
            return said
        async with self._making:
            at, said = self._made.get(key, (0.0, None))
            if said is None or clock() - at >= LOOK_EVERY_S:
                begun = clock()
                said = await _as_process(self._make, await self.desk(), screen, language)
                self._made[key] = (begun, said)
            return said

    async def turn(self, index: int, language: Language) -> Message:
        """One turn of the rotation, for a screen that is looked through."""
        desk = desks.rotating(await self.desk())
        return await _as_process(_made, language, self._maker.turn, desk, index, language, datetime.now(UTC))

    def _make(self, desk: Desk, screen: str, language: Language) -> Message:
        return _made(language, self._maker.now, desk, screen, language, datetime.now(UTC))

    async def listen(self, screen: str, language: Language) -> Channel:
        """The channel of a screen, which is looked after from now on."""
        channel = self._channels.setdefault((screen, language), Channel(screen, language))
        if channel.said is None or not channel.listeners:
            channel.said = await self.now(screen, language)
        channel.listeners += 1
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._look())
        return channel

    async def _look(self) -> None:
        """While anybody listens: what has changed is told, and now and then that nothing has."""
        clock = asyncio.get_running_loop().time
        while not self.leaving and any(channel.listeners for channel in self._channels.values()):
            for channel in [one for one in self._channels.values() if one.listeners]:
                try:
                    said = await self.now(channel.screen, channel.language)
                except Exception:  # noqa: BLE001  a scene that cannot be made must not end the others
                    _LOG.exception("a scene could not be made")
                    continue
                if channel.said is None or said.tag != channel.said.tag:
                    channel.said = said
                elif clock() - channel.beaten_at < BEAT_S[channel.screen]:
                    continue
                channel.beaten_at = clock()
                channel.wake()
            await asyncio.sleep(LOOK_EVERY_S)
            self.leaving = _server_is_leaving()
        for channel in self._channels.values():
            channel.wake()

    async def close(self) -> None:
        """No more: every screen is let go."""
        self.leaving = True
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch


def _made(language: Language, make: Callable[..., Message], *given: object) -> Message:
    """The message, or the one that says that there is nothing to show."""
    try:
        return make(*given)
    except (NoEditionError, NothingToRotateError):
        return message.nothing(Words(language))


async def _as_process(do: Callable[..., T], *given: object) -> T:
    """In a thread, as the program: what is made is for every screen, not as whoever happened to ask may see it."""

    def done() -> T:
        token = acting.asking.set(acting.PROCESS)
        try:
            return do(*given)
        finally:
            acting.asking.reset(token)

    return await asyncio.to_thread(done)


def _server_is_leaving() -> bool:
    """Whether uvicorn was told to end: it waits for open connections first, and ours never end by themselves."""
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    return bool(getattr(server, "should_exit", False))
