"""Why something is refused: a page in the reader's language for whoever asked for a page, else one plain sentence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from dashboard import errors, markup
from dashboard.access import headers
from dashboard.access.door import Door
from dashboard.access.forms import Visit
from dashboard.language import Language, Words
from geodata.errors import AccessError, GeodataError

STATUS: Final[Mapping[str, int]] = MappingProxyType(
    {"name": 400, "crowd": 429, "here": 403, "beyond": 403, "origin": 403, "missing": 404, "register": 503}
)
"""Each reason with the status of its answer; the locale's section `refused` has a title and a sentence for it."""

_WAYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"beyond": ("map", "account"), "crowd": ("again",), "missing": ("map",), "origin": ("map",), "register": ("again",)}
)
_GOES: Final[Mapping[str, str]] = MappingProxyType({"map": "/", "account": "/sign-out"})


def page_asked(method: str, asked: Headers) -> bool:
    """Whether somebody reads the answer: a browser that goes to an address, and no script, picture or program."""
    return method in {"GET", "HEAD", "POST"} and "text/html" in asked.get("accept", "")


def answer(request: Request, door: Door, reason: str) -> Response:
    """The answer that refuses a request for one of the reasons of `STATUS`."""
    if not page_asked(request.method, request.headers):
        return PlainTextResponse(f"{Words(Language.EN)(f'refused.{reason}.lead')}\n", STATUS[reason])
    visit = Visit(request, door)
    return _page(visit, reason, visit.words(f"refused.{reason}.lead"))


def told(request: Request, door: Door, error: GeodataError) -> Response:
    """The answer to a request that cannot be fulfilled, which says what the error says."""
    reason = "beyond" if isinstance(error, AccessError) else "missing"
    if not page_asked(request.method, request.headers):
        return PlainTextResponse(str(error), STATUS[reason])
    visit = Visit(request, door)
    return _page(visit, reason, errors.sentence(visit.words, error.finding))


def _page(visit: Visit, reason: str, said: str) -> Response:
    words, here = visit.words, visit.request.url.path
    ways = [
        {"text": words(f"refused.to.{way}"), "url": visit.keeping(_GOES.get(way, here))}
        for way in _WAYS.get(reason, ())
        if not (way == "account" and visit.door.is_open)
    ]
    text = markup.render(
        "access/refused.html",
        words=words,
        language=visit.language,
        links=visit.links,
        title=words(f"refused.{reason}.title"),
        said=said,
        ways=ways,
        mark=words("app.demonstration") if _is_demonstration() else "",
    )
    sent = {"Content-Security-Policy": headers.PLAIN, "Cache-Control": "no-store"}
    return HTMLResponse(text, STATUS[reason], headers=sent)


def _is_demonstration() -> bool:
    """Whether what the map shows is made up; no where it cannot be known."""
    from dashboard import data  # noqa: PLC0415  it asks the door who looks

    try:
        return data.edition().manifest.demonstration
    except GeodataError:
        return False
