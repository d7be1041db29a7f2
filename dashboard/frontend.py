"""Streamlit's own scripts: from memory, compressed, kept by the browser, the ones of our pages asked for early.

Streamlit reads each of some eighty files from the disk, sends it plain, and its page learns only from the first answer
over the WebSocket which further scripts the widgets need. Here they come compressed once, and the page's first answer
names them in its head (`Link`, RFC 8288), so they arrive while Streamlit starts; `foretold` adds what the map needs.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import document, early, foretold

FRAME: Final = "/component/streamlit_folium.st_folium/static/"
"""Where the scripts of the map's frame are asked for."""

FRAME_PAGE: Final = FRAME.removesuffix("static/") + "index.html"
"""The document of the map's frame: Streamlit asks whether it is there, then opens it, so it is kept for a minute."""

KEPT_FOR_GOOD: Final = "public, max-age=31536000, immutable"
KEPT_HEADERS: Final = MappingProxyType({"Cache-Control": KEPT_FOR_GOOD, "X-Content-Type-Options": "nosniff"})
KEPT_A_MINUTE: Final = "private, max-age=60"
_MEDIA_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file, plain and compressed; `gzipped` is empty where that would not make it smaller."""

    media_type: str
    body: bytes
    gzipped: bytes
    cache: str = KEPT_FOR_GOOD


@lru_cache(maxsize=1)
def _folders() -> Mapping[str, Path]:
    """Which folder an address stands for; the frame's package is found, not imported: it registers itself in a page."""
    found = find_spec("streamlit_folium")
    folders = {early.ADDRESS: early.FOLDER / "static"}
    if found is not None and found.submodule_search_locations:
        folders[FRAME] = Path(found.submodule_search_locations[0]) / "frontend" / "build" / "static"
    return folders


@lru_cache(maxsize=512)
def asset(address: str) -> Asset | None:
    """The file at an address of Streamlit's or the frame's scripts, read and compressed once; None for any other."""
    if address == FRAME_PAGE:
        return _frame_page()
    if address in document.FILES:
        return _compressed(_MEDIA_TYPES[Path(address).suffix], document.FILES[address])
    for start, folder in _folders().items():
        if address.startswith(start):
            return _read(folder, address.removeprefix(start))
    return None


def _read(folder: Path, name: str) -> Asset | None:
    path = (folder / name).resolve()
    media_type = _MEDIA_TYPES.get(path.suffix)
    if media_type is None or not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    body = path.read_bytes()
    if path.suffix == ".woff2":
        return Asset(media_type=media_type, body=body, gzipped=b"")
    return _compressed(media_type, body)


def _frame_page() -> Asset | None:
    folder = _folders().get(FRAME)
    if folder is None:
        return None
    body = (folder.parent / "index.html").read_bytes()
    return replace(_compressed("text/html; charset=utf-8", body), cache=KEPT_A_MINUTE)


def _compressed(media_type: str, body: bytes) -> Asset:
    return Asset(media_type=media_type, body=body, gzipped=gzip.compress(body, 6, mtime=0))


@lru_cache(maxsize=1)
def framed() -> tuple[str, ...]:
    """The addresses of the scripts of the map's frame."""
    folder = _folders().get(FRAME)
    return () if folder is None else tuple(f"{FRAME}js/{path.name}" for path in sorted(folder.glob("js/*.js")))


def frame_page(scope: Scope) -> str:
    """Where Streamlit's page asked for by `scope` will look for the document of the map's frame."""
    headers = Headers(scope=scope)
    page = f"{headers.get('x-forwarded-proto', scope.get('scheme', 'http'))}://{headers.get('host', '')}{scope['path']}"
    return f"{FRAME_PAGE}?streamlitUrl={quote(page, safe='')}"


def warm() -> None:
    """Read and compress what the first page asks for."""
    for name in (*early.named(), *early.scripts()):
        asset(f"{early.ADDRESS}js/{name}")
    for address in (*document.FILES, FRAME_PAGE, *framed()):
        asset(address)


class Frontend:
    """The middleware that answers for Streamlit's files and adds what will be needed to the head of a page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        ours = ((document.ADDRESS, "script"), (document.SHEET_ADDRESS, "style"))
        named = [f'<{address}>; rel="preload"; as="{kind}"' for address, kind in ours]
        named += [f'<{early.ADDRESS}js/{name}>; rel="modulepreload"' for name in early.scripts()]
        self._link = ", ".join(named)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
        elif found := asset(scope["path"]):
            await _answer(found, scope)(scope, receive, send)
        elif document.is_page(scope["path"]):
            await self._app(scope, receive, self._linking(scope, send))
        else:
            await self._app(scope, receive, send)

    def _linking(self, scope: Scope, send: Send) -> Send:
        async def linked(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message["headers"]):
                map_files = await run_in_threadpool(foretold.link, scope, (frame_page(scope), *framed()))
                MutableHeaders(scope=message).append("Link", f"{self._link}, {map_files}")
            await send(message)

        return linked


def _answer(found: Asset, scope: Scope) -> Response:
    headers = KEPT_HEADERS | {"Cache-Control": found.cache, "Vary": "Accept-Encoding"}
    if found.gzipped and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
        return Response(found.gzipped, headers=headers | {"Content-Encoding": "gzip"}, media_type=found.media_type)
    return Response(found.body, headers=headers, media_type=found.media_type)


def _is_page(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers)
