"""The addresses of the stage: the two pages, what they show now, the events that tell of a change."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from dashboard.access import acting
from dashboard.frontend import KEPT_HEADERS
from dashboard.language import Language, Words, from_header
from dashboard.markup import environment
from dashboard.stage import assets
from dashboard.stage.broadcast import BEAT_S, Broadcaster
from dashboard.stage.message import SCREENS, Message
from geodata.sites import NOT_STATED, STATES
from layers import assets as layer

_FRESH: Final = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
_PAGE: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
}
_RETRY_MS: Final = 1000


@lru_cache(maxsize=1)
def _broadcaster() -> Broadcaster:
    return Broadcaster()


def all_routes() -> list[BaseRoute]:
    """The routes of the stage."""
    return [
        Route("/wall", _page("wall")),
        Route("/follow", _page("follow")),
        Route("/stage/assets/{digest}/{name}", _asset),
        Route("/stage/now/{screen}/{language}", _now),
        Route("/stage/turn/{index}/{language}", _turn),
        Route("/stage/events/{screen}/{language}", Events()),
    ]


def _page(screen: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        """The page with what is on the stage already in it, so that it paints without asking again."""
        asked = request.query_params.get("lang")
        language = Language(asked) if asked in set(Language) else from_header(request.headers)
        acting.note("saw", page=screen)
        said = await _broadcaster().now(screen, language)
        given = {
            "screen": screen,
            "language": str(language),
            "build": assets.BUILD,
            "now": _ms(),
            "tag": said.tag,
            "packed": said.packed.decode(),
            "beat": BEAT_S[screen],
            "words": {str(one): _words(one) for one in Language},
        }
        page = environment().from_string(assets.PAGE)
        body = page.render(
            screen=f"{screen} preview" if "preview" in request.query_params else screen,
            language=language,
            title=Words(language)("stage.wall" if screen == "wall" else "stage.follow"),
            given=json.dumps(given, ensure_ascii=False, separators=(",", ":")),
            scripts=[layer.url("leaflet.js"), layer.url("map.js"), assets.FILES["stage.js"].url],
            styles=[layer.url("leaflet.css"), layer.url("map.css"), assets.FILES["stage.css"].url],
        )
        return Response(body, headers=_PAGE, media_type="text/html")

    return answer


def _words(language: Language) -> dict[str, str]:
    words = Words(language)
    found = {key.rpartition(".")[2]: text for key, text in words.section("stage.ui").items()}
    symbols = ("sites", "letter_street", "letter_entrance", "street", "entrance", *reversed(STATES), NOT_STATED)
    return found | {key: words(f"map.{key}") for key in symbols}


async def _asset(request: Request) -> Response:
    found = assets.FILES.get(str(request.path_params["name"]))
    if found is None or found.url != request.url.path:
        return PlainTextResponse("not found", status_code=404)
    return Response(found.gzipped, headers=KEPT_HEADERS | {"Content-Encoding": "gzip"}, media_type=found.media_type)


async def _now(request: Request) -> Response:
    """What is on the stage; 304 for a screen that has it."""
    screen, language = request.path_params["screen"], request.path_params["language"]
    if screen not in SCREENS or language not in set(Language):
        return PlainTextResponse("not found", status_code=404)
    said = await _broadcaster().now(screen, Language(language))
    return _answer(said, request)


async def _turn(request: Request) -> Response:
    language, index = request.path_params["language"], str(request.path_params["index"])
    if language not in set(Language) or not re.fullmatch(r"[0-9]{1,9}", index):
        return PlainTextResponse("not found", status_code=404)
    return _answer(await _broadcaster().turn(int(index), Language(language)), request)


def _answer(said: Message, request: Request) -> Response:
    headers = _FRESH | {"ETag": f'"{said.tag}"', "X-Now": str(_ms())}
    if request.headers.get("if-none-match") == f'"{said.tag}"':
        return Response(status_code=304, headers=headers)
    return Response(said.packed, headers=headers, media_type="text/plain; charset=us-ascii")


class Events:
    """One open answer a screen: what is shown, then every change, and a beat now and then."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell until the screen goes or the server ends."""
        request = Request(scope, receive)
        screen, language = request.path_params["screen"], request.path_params["language"]
        if screen not in SCREENS or language not in set(Language):
            await PlainTextResponse("not found", status_code=404)(scope, receive, send)
            return
        broadcaster = _broadcaster()
        channel = await broadcaster.listen(screen, Language(language))
        gone = asyncio.ensure_future(_gone(receive))
        try:
            headers = _FRESH | {"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}
            await send(
                {
                    "type": "http.response.start",
                    "status": 200,
                    "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
                }
            )
            has = request.headers.get("last-event-id", "")
            await _send(send, f"retry: {_RETRY_MS}\n\n".encode())
            while not (gone.done() or broadcaster.leaving):
                turned, said = channel.turned, channel.said
                news = said is not None and said.tag != has
                await _send(send, (_event(said) if said and news else b"") + _beat())
                has = said.tag if said else has
                await turned.wait()
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except OSError:
            pass  # the screen went while something was being sent to it
        finally:
            channel.listeners -= 1
            gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


def _event(said: Message) -> bytes:
    return b"id: " + said.tag.encode() + b"\nevent: scene\ndata: " + said.packed + b"\n\n"


def _beat() -> bytes:
    return f"event: beat\ndata: {_ms()}\n\n".encode()


def _ms() -> int:
    return time.time_ns() // 1_000_000
