"""A page whose server fell goes on at another one, or at the same one started anew.

The browser opens another socket by itself and keeps what it shows, but the new server has never run the page for it and
would drop its next click without a word. Streamlit's page asks for a whole run on such a socket if it holds anything
that is to be run again by the clock. So every page holds one such thing, which is empty and whose time never comes. And
a click that is there before that run has ended waits for its end: until then the server knows no part of the page.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from typing import Final

import streamlit as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

NEVER: Final = timedelta(days=20)
"""As far as a browser's clock can be set: 2^31 milliseconds are 24.8 days."""

WAITS_S: Final = 30.0
"""How long a click waits at most for the first run of its page."""

_END_BYTES: Final = 1000
"""Of the message that a run has ended at most; those that carry parts of a page need not be looked into."""


@st.fragment(run_every=NEVER)
def at_any_server() -> None:
    """Let this page be run whole whenever its socket is opened again."""


class Resuming:
    """The middleware that makes what is clicked on a new socket wait for the first whole run of the page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a request, or a socket with its first run watched."""
        if scope["type"] == "websocket":
            first = _FirstRun(receive, send)
            await self._app(scope, first.receive, first.send)
        else:
            await self._app(scope, receive, send)


class _FirstRun:
    """What goes over a socket, until the first whole run that was asked for has ended; then all passes."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._asked = False
        self._ended = asyncio.Event()

    async def receive(self) -> Message:
        """The next message from the browser."""
        message = await self._receive()
        if not self._ended.is_set() and (asked := _run_asked(message)) is not None:
            if self._asked:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._ended.wait(), WAITS_S)
                self._ended.set()
            self._asked = self._asked or asked == ""
        return message

    async def send(self, message: Message) -> None:
        """A message to the browser."""
        await self._send(message)
        if not self._ended.is_set() and _is_end(message):
            self._ended.set()


def _run_asked(message: Message) -> str | None:
    """The fragment that the browser asks to be run, "" for the whole page; None where it asks for no run."""
    said = BackMsg()
    with contextlib.suppress(Exception):  # what is no message of Streamlit's is refused by Streamlit
        said.ParseFromString(message.get("bytes") or b"")
    return said.rerun_script.fragment_id if said.WhichOneof("type") == "rerun_script" else None


def _is_end(message: Message) -> bool:
    """Whether a run has ended, and is not begun anew by itself."""
    body = message.get("bytes") or b""
    if not 0 < len(body) <= _END_BYTES:
        return False
    said = ForwardMsg.FromString(body)
    early = said.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return said.WhichOneof("type") == "script_finished" and not early
