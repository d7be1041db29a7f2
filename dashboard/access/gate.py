"""The gate in front of everything the server answers: pages, sockets, files, uploads, figures, our own routes.

Whoever has no session reaches sign-in and the health answer alone. A socket, and what tells a wall of changes, is asked
again and again while it is open: within 15 s after a session has ended, they are closed.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from typing import Final
from urllib.parse import parse_qs, quote
from weakref import WeakKeyDictionary

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.access import acting, cookies, crowd, headers, hosts, refusals
from dashboard.access.door import Door, door
from dashboard.access.people import Person
from dashboard.access.roles import May, Role
from dashboard.access.roll import Roll
from dashboard.state import Field
from geodata.errors import StoreError

_LOG: Final = logging.getLogger(__name__)
SIGN_IN: Final = "/sign-in"
_LOOKS: Final = "/sign-in/files/"
_TRIES: Final = re.compile(r"/sign-in(/(password|provider|back|wall))?")
_OPEN_TO_ALL: Final = re.compile(r"/health|/sign-in(/.*)?|/sign-out")
_EDITION: Final = re.compile(r"/edition/([^/]+)/")
_SCREEN: Final = re.compile(r"/(?:stage/(?:now|events)/)?(wall|follow)(?:/.*)?")
_STAGE: Final = "/stage/"
_EVENTS: Final = "/stage/events/"
_UPLOAD: Final = "/_stcore/upload_file"
_SIGNED_OUT: Final = 4401
"""Code of a socket closed because its session has ended."""

_END: Final[dict[str, Message]] = {
    "websocket": {"type": "websocket.close", "code": _SIGNED_OUT},
    "http": {"type": "http.response.body", "body": b"", "more_body": False},
}


class Gate:
    """The outermost middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or hand on as somebody."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        keeper = door() if door.cache_info().currsize else await run_in_threadpool(door)
        tls = keeper.settings.access.behind_tls
        dressed = _dressed(send, scope["path"], behind_tls=tls) if scope["type"] == "http" else send
        try:
            # A turn in a thread costs more than such an answer, and thousands ask at once.
            at_hand = keeper.is_at_hand(_token(keeper, scope))
            person, refusal = _judge(keeper, scope) if at_hand else await run_in_threadpool(_judge, keeper, scope)
        except StoreError as error:  # whoever cannot be known is not let in
            _LOG.error("nobody can be let in: %s", error)
            person, refusal = None, await run_in_threadpool(_refusal, keeper, scope, "register")
        if refusal is not None:
            await _refuse(scope, receive, dressed, refusal)
            return
        _name(scope, person)
        token = acting.asking.set(person)
        try:
            lasts = scope["type"] == "websocket" or scope["path"].startswith(_EVENTS)
            if lasts and person is not None and person.session is not None:
                await _watched(self._app, keeper, person, scope, receive, dressed)
            else:
                await self._app(scope, receive, dressed)
        finally:
            acting.asking.reset(token)


def _judge(keeper: Door, scope: Scope) -> tuple[Person | None, Response | None]:
    """Who asks, and the answer that refuses it."""
    asked = Headers(scope=scope)
    if scope["path"].startswith(_LOOKS):
        return None, None  # letters and colours of the pages that refuse
    if reason := _unfit(keeper, scope, asked):
        return None, _refusal(keeper, scope, reason)
    if keeper.is_open:
        return _unnamed(scope), None
    if _OPEN_TO_ALL.fullmatch(scope["path"]):
        return None, None  # the same answer for everybody; sign-in looks at the cookie itself
    token = _token(keeper, scope)
    return _admit(keeper, scope, asked, keeper.by_token(token) if token else None)


def _unfit(keeper: Door, scope: Scope, asked: Headers) -> str:
    """Why a request is answered to nobody, whoever it is; "" if nothing speaks against it."""
    given = keeper.settings.access
    if not hosts.is_answered(asked, given):
        return "name"
    if not hosts.is_own_origin(scope, asked, behind_tls=given.behind_tls):
        keeper.note("nobody", "refused", reason="origin", path=scope["path"], origin=asked.get("origin", "")[:200])
        return "origin"
    if keeper.is_open:
        return "" if hosts.is_this_machine(scope, asked) else "here"
    tries = _TRIES.fullmatch(scope["path"])
    return "crowd" if tries and not _within(keeper, f"try {_peer(keeper, scope)}", crowd.TRIES, scope) else ""


def _refusal(keeper: Door, scope: Scope, reason: str) -> Response:
    return Response() if scope["type"] == "websocket" else refusals.answer(Request(scope), keeper, reason)


def _token(keeper: Door, scope: Scope) -> str:
    """The session that the cookie names; "" without one."""
    return cookies.get(HTTPConnection(scope), cookies.SESSION, behind_tls=keeper.settings.access.behind_tls)


def _unnamed(scope: Scope) -> Person:
    """Whoever sits at this open machine, in the role that the address says."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get(Field.ROLE, [""])
    return acting.chosen(asked[0])


def _admit(keeper: Door, scope: Scope, asked: Headers, person: Person | None) -> tuple[Person | None, Response | None]:
    """Whoever is signed in and may have this; for anybody else the answer that refuses it."""
    if person is None or person.must_change:
        return None, _to_sign_in(scope, asked, must_change=person is not None)
    if not _within(keeper, f"session {person.session}", crowd.REQUESTS, scope):
        return None, _refusal(keeper, scope, "crowd")
    if reason := _beyond(person, scope):
        keeper.note(person.key, "refused", reason=reason, path=scope["path"], session=person.session)
        return None, _refusal(keeper, scope, "beyond")
    if scope["type"] == "http" and person.session is not None:
        keeper.used(person.session)
    return person, None


def _peer(keeper: Door, scope: Scope) -> str:
    """From which address a request comes."""
    return hosts.peer(scope, Headers(scope=scope), behind_tls=keeper.settings.access.behind_tls)


def _within(keeper: Door, key: str, most: int, scope: Scope) -> bool:
    """Whether so many may still come; the first one too many is logged."""
    if keeper.crowd.admits(key, most):
        return True
    if keeper.crowd.admits(f"told {key}", 1):
        keeper.note("nobody", "refused", reason="crowd", path=scope["path"], address=_peer(keeper, scope))
    return False


def _beyond(person: Person, scope: Scope) -> str:
    """Why somebody who is signed in may not have this all the same; "" if nothing speaks against it."""
    path = scope["path"]
    if found := _EDITION.match(path):
        asked = set(found[1].split("-")[2:])
        if person.area and not (asked and asked <= set(person.area)):
            return "area"
    if found := _SCREEN.fullmatch(path):
        return "" if person.opens(found[1]) else "page"
    if path.startswith(_STAGE) and not (person.opens("wall") or person.opens("follow")):
        return "page"
    if path.startswith(_UPLOAD) and not any(person.may(what) for what in (May.IMPORT, May.PHOTO, May.RECORD)):
        return "role"
    return ""


def _to_sign_in(scope: Scope, asked: Headers, *, must_change: bool) -> Response:
    """A page leads to sign-in and back; anything else is told that nobody is signed in."""
    is_page = scope["type"] == "http" and scope["method"] == "GET" and "text/html" in asked.get("accept", "")
    if not is_page:
        return RedirectResponse(f"{SIGN_IN}/password", 303) if must_change else PlainTextResponse("signed out\n", 401)
    query = scope["query_string"].decode("latin-1")
    if scope["path"] == "/wall" and not must_change:
        return RedirectResponse(f"{SIGN_IN}/wall" + (f"?{query}" if query else ""), 303)
    back = scope["path"] + (f"?{query}" if query else "")
    way = f"{SIGN_IN}/password" if must_change else SIGN_IN
    return RedirectResponse(f"{way}?next={quote(back, safe='')}", 303)


async def _refuse(scope: Scope, receive: Receive, send: Send, refusal: Response) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": _SIGNED_OUT})
    else:
        await refusal(scope, receive, send)


def _name(scope: Scope, person: Person | None) -> None:
    """Write into the head who asks; whatever came from outside under that name goes."""
    wanted = acting.HEADER.encode()
    scope["headers"] = [(name, value) for name, value in scope["headers"] if name.lower() != wanted]
    if person is not None and person.session is not None:
        scope["headers"].append((wanted, str(person.session).encode()))


def _dressed(send: Send, path: str, *, behind_tls: bool) -> Send:
    """Every answer with the headers that protect the browser."""

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = MutableHeaders(scope=message).raw
            there = headers.secured(there) if behind_tls else there
            message["headers"] = [*there, *headers.added(path, [name for name, _ in there], behind_tls=behind_tls)]
        await send(message)

    return dressed


_ROLLS: Final[WeakKeyDictionary[asyncio.AbstractEventLoop, Roll]] = WeakKeyDictionary()


def _roll(keeper: Door) -> Roll:
    """Who holds something open on this event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _ROLLS or _ROLLS[loop].keeper is not keeper:
        _ROLLS[loop] = Roll(keeper)
    return _ROLLS[loop]


async def _watched(app: ASGIApp, keeper: Door, person: Person, scope: Scope, receive: Receive, send: Send) -> None:
    """A socket, or an answer as long, that lives no longer than its session, role and area stay as they are."""
    assert person.session is not None  # noqa: S101  the caller has asked
    number = person.session

    async def received() -> Message:
        message = await receive()
        if message["type"] == "websocket.receive" and person.role is not Role.WALL:
            keeper.used(number)
        return message

    serving = asyncio.ensure_future(app(scope, received, send))
    watching = asyncio.ensure_future(_roll(keeper).until_changed(person))
    try:
        await asyncio.wait({serving, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not serving.done():
            with contextlib.suppress(RuntimeError, OSError):
                await send(_END[scope["type"]])
            serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving
    finally:
        watching.cancel()
        serving.cancel()
