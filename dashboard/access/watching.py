"""The script that watches the session, written into every page of Streamlit: its document has no place for one."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SCRIPT: Final = b'<script src="/sign-in/files/watch.js" defer></script></head>'
_PLACE: Final = b"</head>"
_CONDITIONS: Final = (b"if-none-match", b"if-modified-since")
_OTHERS: Final = ("/component/", "/sign-in", "/sign-out", "/static/", "/_stcore/", "/media/")


class Watching:
    """The middleware that adds the script to a page's document."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with the script if the answer is a page."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(_OTHERS):
            await self._app(scope, receive, send)
        else:
            # A document kept by a browser from before has no such script: it is sent whole, never "not modified".
            scope["headers"] = [pair for pair in scope["headers"] if pair[0].lower() not in _CONDITIONS]
            await self._app(scope, receive, _Rewriting(send))


class _Rewriting:
    """Passes an answer on; holds a page's document back until it is whole."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_document(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = self._body.replace(_PLACE, _SCRIPT, 1)
        there = MutableHeaders(scope=start)
        there["content-length"] = str(len(body))
        for name in ("etag", "last-modified", "accept-ranges"):
            del there[name]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_document(message: Message) -> bool:
    there = MutableHeaders(scope=message)
    plain = "content-encoding" not in there
    return message["status"] == 200 and plain and there.get("content-type", "").startswith("text/html")
