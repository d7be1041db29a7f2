"""What we write into a page's document, since Streamlit's has no place for it: our script, our styles.

The script watches the session, says the page's words to those who hear it, lets links follow what has been chosen,
and turns from page to page. The style sheet lies in the body: there it comes after the rules that Streamlit adds to
the head, as it must.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import early, markup
from dashboard.topbar import PAGES
from layers import assets

_PARTS: Final = ("watch", "spoken", "closing", "links", "pages", "paper")
SCRIPT: Final = b"\n".join((Path(__file__).parent / "scripts" / f"{name}.js").read_bytes() for name in _PARTS)
ADDRESS: Final = assets.address("page.js", SCRIPT)
SHEET: Final = markup.sheet().encode()
SHEET_ADDRESS: Final = assets.address("page.css", SHEET)
FILES: Final[Mapping[str, bytes]] = {ADDRESS: SCRIPT, SHEET_ADDRESS: SHEET, early.SCRIPT_ADDRESS: early.SCRIPT}
"""What the tags below name."""

_SCRIPT_TAG: Final = f'<head><script src="{ADDRESS}"></script>'.encode()
"""First and not deferred: it runs before Streamlit's own scripts, to which it says where the server is."""

_EARLY_TAG: Final = f'<script type="module" src="{early.SCRIPT_ADDRESS}"></script>'.encode()
_SHEET_TAG: Final = f'<body><link rel="stylesheet" href="{SHEET_ADDRESS}">'.encode()
_FOREIGN_FONT: Final = re.compile(rb'<link\s+rel="preload"[^>]*/SourceSans[^>]*>')
"""Streamlit asks for its own font before anything else; ours is another."""

_ROOT: Final = b'<div id="root">'
"""What only Streamlit's document has, which answers at any address; pages of our own need the script alone."""

_PAGES: Final = frozenset({"", *PAGES})

_NOT_PASSED_ON: Final = (b"if-none-match", b"if-modified-since", b"accept-encoding")
"""A document that a browser kept from before has no such script: it is sent whole, and plain, to be written in."""

_OTHERS: Final = ("/component/", "/sign-in", "/sign-out", "/static/", "/_stcore/", "/media/")


class Document:
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
        body = _written(self._body)
        there = MutableHeaders(scope=start)
        there["content-length"] = str(len(body))
        for name in ("etag", "last-modified", "accept-ranges"):
            del there[name]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def is_page(path: str) -> bool:
    """Whether one of the pages stands at a path."""
    return path.strip("/") in _PAGES


def _written(body: bytes) -> bytes:
    body = body.replace(b"<head>", _SCRIPT_TAG, 1)
    if _ROOT not in body:
        return body
    return _FOREIGN_FONT.sub(_EARLY_TAG, body, 1).replace(b"<body>", _SHEET_TAG, 1)


def _is_document(message: Message) -> bool:
    there = MutableHeaders(scope=message)
    return message["status"] == 200 and there.get("content-type", "").startswith("text/html")
