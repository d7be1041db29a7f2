"""A visitor without a browser: one session of Streamlit over its WebSocket, in the messages of its own client.

It keeps what a browser keeps of a page: the widgets with their values, the address, and the messages it may be sent as
references. What a browser would then draw is left out, so hundreds of them fit beside the server they visit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from bench.servers import HOST

_MOST_BYTES: Final = 64 * 2**20
_EARLY: Final = ForwardMsg.FINISHED_EARLY_FOR_RERUN
_FAILED: Final = "exception"


class VisitError(Exception):
    """The server answered with an error, or ended the visit."""


@dataclass(slots=True, kw_only=True)
class Widget:
    """A widget as the page shows it; `fragment` is "" for one that the whole page follows."""

    id: str
    options: tuple[str, ...]
    value: tuple[str, ...]
    fragment: str
    kind: str


@dataclass(slots=True)
class Visitor:
    """An open session; `bytes` counts what came, unpacked."""

    port: int
    socket: ClientConnection
    query: str = ""
    page: str = ""
    bytes: int = 0
    pages: dict[str, str] = field(default_factory=dict)
    widgets: dict[str, Widget] = field(default_factory=dict)
    _kept: dict[str, ForwardMsg] = field(default_factory=dict)

    @classmethod
    async def enter(cls, port: int) -> Self:
        """Connect; nothing runs before a page is opened."""
        address = f"ws://{HOST}:{port}/_stcore/stream"
        origin: Any = f"http://{HOST}:{port}"
        return cls(port, await connect(address, subprotocols=[_PROTOCOL], origin=origin, max_size=_MOST_BYTES))

    async def leave(self) -> None:
        """Disconnect."""
        await self.socket.close()

    async def open(self, page: str, query: str = "") -> float:
        """Open a page by its address, as the first of a visit; seconds until its script has finished."""
        self.query = query
        return await self._rerun(page_name=page)

    async def go(self, page: str) -> float:
        """Follow the bar to another page; seconds until its script has finished."""
        self.page = self.pages[page]
        return await self._rerun()

    async def choose(self, key: str, value: tuple[str, ...]) -> float:
        """Choose in the widget with a key; seconds until what follows it has been drawn."""
        widget = self.widgets[key]
        widget.value = value
        return await self._rerun(fragment=widget.fragment)

    async def _rerun(self, *, page_name: str = "", fragment: str = "") -> float:
        back = BackMsg()
        asked = back.rerun_script
        asked.query_string, asked.page_name, asked.page_script_hash = self.query, page_name, self.page
        asked.fragment_id = fragment
        asked.widget_states.widgets.extend(_state(widget) for widget in self.widgets.values())
        asked.cached_message_hashes.extend(self._kept)
        context = asked.context_info
        context.timezone, context.timezone_offset, context.locale = "Asia/Samarkand", -300, "uz-Latn"
        context.url, context.color_scheme = f"http://{HOST}:{self.port}/", "light"
        begun = time.perf_counter()
        await self.socket.send(back.SerializeToString())
        await self._finished(whole=not fragment)
        return time.perf_counter() - begun

    async def _finished(self, *, whole: bool) -> None:
        """Take in messages until the run has ended, a run that gave way to another not counted."""
        shown: dict[str, Widget] = {}
        while True:
            raw = await self.socket.recv()
            assert isinstance(raw, bytes)  # Streamlit sends no text
            self.bytes += len(raw)
            message = self._known(ForwardMsg.FromString(raw))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.page = message.new_session.page_script_hash
                shown = {}
            elif kind == "navigation":
                self.pages = {one.url_pathname: one.page_script_hash for one in message.navigation.app_pages}
                self.page = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "delta":
                self._saw(message, shown)
            elif kind == "script_finished" and message.script_finished != _EARLY:
                break
        self.widgets = shown if whole else self.widgets | shown

    def _known(self, message: ForwardMsg) -> ForwardMsg:
        """The message that is meant: one kept from before where the server sends but its hash."""
        if message.WhichOneof("type") == "ref_hash":
            meant = ForwardMsg()
            meant.CopyFrom(self._kept[message.ref_hash])
            meant.metadata.CopyFrom(message.metadata)
            return meant
        if message.metadata.cacheable:
            self._kept[message.hash] = message
        return message

    def _saw(self, message: ForwardMsg, shown: dict[str, Widget]) -> None:
        delta = message.delta
        if delta.WhichOneof("type") != "new_element":
            return
        kind = str(delta.new_element.WhichOneof("type"))
        if kind == _FAILED:
            raise VisitError(delta.new_element.exception.message)
        if kind in _READ:
            found = _READ[kind](delta.new_element, delta.fragment_id)
            before = self.widgets.get(_key(found.id))
            element = getattr(delta.new_element, kind)
            if before is not None and before.id == found.id and not element.set_value:
                found.value = before.value
            shown[_key(found.id)] = found


_PROTOCOL: Final[Any] = "streamlit"


def _key(widget: str) -> str:
    """The key that the page gave a widget: what its id has after the hash."""
    return widget.split("-", 2)[-1]


def _selectbox(element: Element, fragment: str) -> Widget:
    box = element.selectbox
    options = tuple(box.options)
    now = box.raw_value if box.set_value else options[box.default] if box.HasField("default") else ""
    return Widget(id=box.id, options=options, value=(now,) if now else (), fragment=fragment, kind="selectbox")


def _multiselect(element: Element, fragment: str) -> Widget:
    box = element.multiselect
    options = tuple(box.options)
    now = tuple(box.raw_values) if box.set_value else tuple(options[at] for at in box.default)
    return Widget(id=box.id, options=options, value=now, fragment=fragment, kind="multiselect")


_READ: Final[Mapping[str, Callable[[Element, str], Widget]]] = MappingProxyType(
    {"selectbox": _selectbox, "multiselect": _multiselect}
)


def _state(widget: Widget) -> WidgetState:
    state = WidgetState(id=widget.id)
    if widget.kind == "multiselect":
        state.string_array_value.data.extend(widget.value)
    elif widget.value:
        state.string_value = widget.value[0]
    return state
