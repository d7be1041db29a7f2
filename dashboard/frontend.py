"""Streamlit's own scripts: from memory, compressed, kept by the browser, the ones of our pages asked for early.

Streamlit reads each of some eighty files from the disk, sends it plain, and its page learns only from the first answer
over the WebSocket which further scripts the widgets need. Here they come compressed once, and the page's first answer
names them in its head (`Link`, RFC 8288), so they arrive while Streamlit starts.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDER: Final = Path(streamlit.__file__).parent / "static"
ADDRESS: Final = "/static/"
WIDGETS: Final = ("ComponentInstance", "Html", "Multiselect", "PageLink", "Selectbox", "TextInput")
"""The scripts that the first page's elements need, by the names that Streamlit gives them."""

KEPT_FOR_GOOD: Final = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
_MEDIA_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".woff2": "font/woff2",
}
_NOT_OURS: Final = ("/component/", "/sign-")
"""Frames of components and the pages of sign-in, which need none of these scripts."""

_IMPORT: Final = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')
_NAMED: Final = re.compile(r'"\./static/js/([\w.-]+\.js)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file, plain and compressed; `gzipped` is empty where that would not make it smaller."""

    media_type: str
    body: bytes
    gzipped: bytes


@lru_cache(maxsize=512)
def asset(name: str) -> Asset | None:
    """The file below Streamlit's folder `static/static`, read and compressed once; None where there is none such."""
    folder = FOLDER / "static"
    path = (folder / name).resolve()
    media_type = _MEDIA_TYPES.get(path.suffix)
    if media_type is None or not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    body = path.read_bytes()
    gzipped = b"" if path.suffix == ".woff2" else gzip.compress(body, 6, mtime=0)
    return Asset(media_type=media_type, body=body, gzipped=gzipped)


@lru_cache(maxsize=1)
def early() -> tuple[str, ...]:
    """The scripts that the first page needs beyond those its document names itself, each after what it imports."""
    scripts = FOLDER / "static" / "js"
    known = set(_NAMED.findall((FOLDER / "index.html").read_text(encoding="utf-8")))
    found: dict[str, None] = {}
    waiting = [path.name for name in WIDGETS for path in sorted(scripts.glob(f"{name}.*.js"))]
    while waiting:
        name = waiting.pop(0)
        if name in known or name in found:
            continue
        found[name] = None
        waiting += _IMPORT.findall((scripts / name).read_text(encoding="utf-8"))
    return tuple(found)


def warm() -> None:
    """Read and compress what the first page asks for."""
    document = (FOLDER / "index.html").read_text(encoding="utf-8")
    for name in (*_NAMED.findall(document), *early()):
        asset(f"js/{name}")


class Frontend:
    """The middleware that answers for Streamlit's files and adds the early scripts to the head of a page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._link = ", ".join(f'<{ADDRESS}js/{name}>; rel="modulepreload"' for name in early())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
        elif found := _asset_of(scope["path"]):
            await _answer(found, scope)(scope, receive, send)
        else:
            await self._app(scope, receive, send if scope["path"].startswith(_NOT_OURS) else self._linking(send))

    def _linking(self, send: Send) -> Send:
        async def linked(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message["headers"]):
                MutableHeaders(scope=message).append("Link", self._link)
            await send(message)

        return linked


def _asset_of(path: str) -> Asset | None:
    return asset(path.removeprefix(ADDRESS)) if path.startswith(ADDRESS) else None


def _answer(found: Asset, scope: Scope) -> Response:
    headers = KEPT_FOR_GOOD | {"Vary": "Accept-Encoding"}
    if found.gzipped and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
        return Response(found.gzipped, headers=headers | {"Content-Encoding": "gzip"}, media_type=found.media_type)
    return Response(found.body, headers=headers, media_type=found.media_type)


def _is_page(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers)
