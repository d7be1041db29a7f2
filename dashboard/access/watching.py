"""The scripts that watch the session and say the page's words to those who hear it, written into every page.

Streamlit's document has no place for one.
"""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SCRIPT: Final = (
    b'<script src="/sign-in/files/watch.js"></script><script src="/sign-in/files/spoken.js" defer></script></head>'
)
"""The first is not deferred: it runs before Streamlit's own scripts, to which it says where the server is."""

_PLACE: Final = b"</head>"
_NOT_PASSED_ON: Final = (b"if-none-match", b"if-modified-since", b"accept-encoding")
"""A document that a browser kept from before has no such script: it is sent whole, and plain, to be written in."""

_OTHERS: Final = ("/component/", "/sign-in", "/sign-out", "/static/", "/_stcore/", "/media/")


class Watching:
    """The middleware that adds the script to a page's document."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with the script if the answer is a page."""
        asked = scope["type"] == "http" and scope["method"] == "GET" and not scope["path"].startswith(_OTHERS)
        if not asked or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
        else:
            scope["headers"] = [pair for pair in scope["headers"] if pair[0].lower() not in _NOT_PASSED_ON]
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
    return message["status"] == 200 and there.get("content-type", "").startswith("text/html")
