"""What the browser fetches beside Streamlit's pages: scripts and fonts, geometry, names, sites, photographs, health.

Addresses that carry a content hash are immutable and are cached for a year; everything here is read only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard import data, picture
from dashboard.access import acting, refusals
from dashboard.access.door import door
from dashboard.frontend import KEPT_FOR_GOOD, KEPT_HEADERS
from dashboard.presenter import pressing
from dashboard.stage import routes as stage
from geodata.errors import GeodataError
from layers import assets

_OWN: Final = KEPT_HEADERS | {"Cache-Control": KEPT_FOR_GOOD.replace("public", "private")}
"""Of what is behind the gate: the browser that asked may keep it, nothing in between."""

_FILES_AT_ONCE: Final = asyncio.Semaphore(2)
"""So many files to be taken away are made at a time; who asks for one more waits, and holds none of the threads in
which everything else is answered."""

_LONGEST_NAME: Final = 100
_FONTS: Final = Path(assets.__file__).parent / "assets" / "fonts"


def all_routes() -> list[BaseRoute]:
    """Our routes, in the order they are matched."""
    return [
        Route("/health", _health),
        Route("/region", _first_page),
        Route("/assets/fonts/{name}", _font),
        Route("/assets/{digest}/{name}", _asset),
        Route("/edition/{edition}/geometry/{name}", _geometry),
        Route("/edition/{edition}/figures", _figures),
        Route("/edition/{edition}/names/{language}/{digest}", _packed(data.names)),
        Route("/edition/{edition}/sites/{language}/{kind}/{stage}/{digest}", _packed(data.site_marks)),
        Route("/edition/{edition}/clusters/{digest}", _packed(data.clusters)),
        Route("/photo/{name}", _photo),
        Route("/take/{what}.{form}", _take),
        *stage.all_routes(),
        *pressing.all_routes(),
    ]


async def _health(_request: Request) -> Response:
    """200 with the edition's number once pages can be served; 503 while there is none.

    `store` says how the object store was found last, where there is one: "ok", or the code of what is wrong.
    """
    try:
        edition = await run_in_threadpool(data.edition)
    except GeodataError as error:
        return JSONResponse({"status": "no edition", "message": str(error)}, status_code=503)
    store = await run_in_threadpool(data.object_store)
    return JSONResponse({"status": "ok", "edition": edition.number, "id": edition.id} | store)


async def _first_page(request: Request) -> Response:
    """The region is the first page, which Streamlit knows by no other address than `/`."""
    return RedirectResponse(f"/?{request.url.query}" if request.url.query else "/")


async def _font(request: Request) -> Response:
    return _file(_FONTS, str(request.path_params["name"]), "font/woff2")


async def _asset(request: Request) -> Response:
    asset = assets.FILES.get(str(request.path_params["name"]))
    if asset is None or asset.url != request.url.path:
        return _missing()
    return Response(asset.gzipped, headers=KEPT_HEADERS | {"Content-Encoding": "gzip"}, media_type=asset.media_type)


async def _geometry(request: Request) -> Response:
    path = await run_in_threadpool(data.web_file, str(request.path_params["edition"]), str(request.path_params["name"]))
    if path is None:
        return _missing()
    if isinstance(path, bytes):
        return Response(path, headers=_OWN | {"Content-Encoding": "gzip"}, media_type="application/json")
    return FileResponse(path, headers=_OWN | {"Content-Encoding": "gzip"}, media_type="application/json")


async def _figures(request: Request) -> Response:
    """The figures of a picture, for a reader who points at the map."""
    edition, asked = str(request.path_params["edition"]), dict(request.query_params)
    try:
        packed = await run_in_threadpool(picture.figures, edition, asked)
    except GeodataError as error:  # another district in the address of one's own area
        return await run_in_threadpool(refusals.told, request, door(), error)
    if packed is None:
        return _missing()
    return PlainTextResponse(packed, headers=_OWN | {"Cache-Control": "private, max-age=86400"})


def _packed(make: Callable[..., data.Packed | None]) -> Callable[[Request], object]:
    """A route for a JSON text of an edition in a language, compressed once and kept."""

    async def answer(request: Request) -> Response:
        chosen = [str(text) for name, text in request.path_params.items() if name != "digest"]
        packed = await run_in_threadpool(make, *chosen)
        if packed is None:
            return _missing()
        return Response(packed.gzipped, headers=_OWN | {"Content-Encoding": "gzip"}, media_type="application/json")

    return answer


async def _photo(request: Request) -> Response:
    name = str(request.path_params["name"])
    try:
        found = await run_in_threadpool(data.photo, name)
    except GeodataError as error:  # the object store is away, or has it no more
        return PlainTextResponse(str(error), status_code=503)
    if found is None:
        acting.note("refused", reason="area", photo=name[:100])
        return _missing()
    return _file(data.photo_folder(), name, "image/jpeg")


async def _take(request: Request) -> Response:
    """A map or a table of a view as a file, made now."""
    from dashboard.export import take  # noqa: PLC0415  what draws still maps is a tenth of the start, and no page needs it

    what, form = (str(request.path_params[name]) for name in ("what", "form"))
    try:
        async with _FILES_AT_ONCE:
            made = await run_in_threadpool(take.file, what, form, dict(request.query_params))
    except GeodataError as error:
        return await run_in_threadpool(refusals.told, request, door(), error)
    if made is None:
        return await run_in_threadpool(refusals.answer, request, door(), "missing")
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
    return Response(made.content, headers=headers | {"X-Content-Type-Options": "nosniff"}, media_type=made.media_type)


def _file(folder: Path, name: str, media_type: str) -> Response:
    """A file that lies directly in a folder; anything else is missing."""
    if "/" in name or "\\" in name or name.startswith(".") or len(name) > _LONGEST_NAME:
        return _missing()
    path = folder / name
    if not path.is_file() or path.is_symlink():
        return _missing()
    return FileResponse(path, headers=_OWN, media_type=media_type)


def _missing() -> Response:
    return PlainTextResponse("not found", status_code=404)
