"""Signing in and out: local accounts, one-time passwords, and the end of a session."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard import errors
from dashboard.access import cookies, hosts, passwords, provider, screens
from dashboard.access.door import door
from dashboard.access.forms import Visit
from dashboard.access.people import Person
from geodata.errors import GeodataError
from geodata.register import accounts, sessions
from geodata.register.accounts import Account
from layers import assets

FAILS_IN_S: Final = 0.8
"""How long a sign-in that fails takes, whatever it was that did not fit: the time tells of no account."""

_HERE: Final = Path(__file__).parent
_FONTS: Final = Path(assets.__file__).parent / "assets" / "fonts"
_FILES: Final = {
    path.name: (path, media)
    for path, media in (
        (_HERE / "files" / "sign-in.css", "text/css; charset=utf-8"),
        (_HERE / "files" / "pattern.svg", "image/svg+xml"),
        (_HERE / "files" / "screen.js", "text/javascript; charset=utf-8"),
        *((path, "font/woff2") for path in sorted(_FONTS.glob("*.woff2"))),
    )
}


def all_routes() -> list[BaseRoute]:
    """The routes of access, in the order in which they are matched."""
    return [
        Route("/sign-in", _visited(_sign_in), methods=["GET", "POST"]),
        Route("/sign-in/password", _visited(_password), methods=["GET", "POST"]),
        Route("/sign-in/state", _visited(_state)),
        Route("/sign-in/files/{name}", _file),
        Route("/sign-in/provider", _visited(provider.leave)),
        Route("/sign-in/back", _visited(_back)),
        Route("/sign-in/wall", _visited(screens.page)),
        Route("/sign-in/wall/state", _visited(screens.state)),
        Route("/sign-out", _visited(_sign_out), methods=["GET", "POST"]),
    ]


def _visited(answer: Callable[[Visit], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    async def visited(request: Request) -> Response:
        return await answer(Visit(request, door()))

    return visited


async def _sign_in(visit: Visit) -> Response:
    """The form; with name and password sent, a session."""
    if visit.door.is_open or ((await _here(visit)) is not None and visit.request.method == "GET"):
        return visit.go(visit.back)
    if visit.request.method == "GET":
        return _form(visit)
    key, begun = "", time.monotonic()
    try:
        sent = await visit.form()
        key = sent.get("name", "").strip().lower()[:100]
        password, register = sent.get("password", ""), visit.door.store.register
        account = await run_in_threadpool(passwords.check, register, key, password, now=datetime.now(UTC))
    except GeodataError as error:
        who, typed = (key, {}) if accounts.is_key(key) else ("nobody", {"account": key} if key else {})
        visit.door.note(who, "sign-in failed", address=_address(visit), reason=error.finding.code, **typed)
        await asyncio.sleep(max(0.0, FAILS_IN_S - (time.monotonic() - begun)))
        return _form(visit, said=errors.sentence(visit.words, error.finding), name=key)
    return await begin(visit, account, visit.back)


def _form(visit: Visit, *, said: str = "", name: str = "") -> Response:
    given = visit.door.settings.provider
    return visit.page(
        "sign-in",
        status=401 if said else 200,
        said=said,
        name=name,
        label=given.label if given else "",
        next=visit.back,
    )


async def begin(visit: Visit, account: Account, back: str) -> Response:
    """A new session for an account: a new token each time, so that none known before can become one."""

    def write() -> tuple[int, str]:
        with visit.door.store.register.writing() as session:
            return sessions.begin(
                session,
                account.key,
                kind="person",
                limits=visit.door.settings.access.person,
                now=datetime.now(UTC),
                address=_address(visit),
                browser=visit.request.headers.get("user-agent", ""),
            )

    number, token = await run_in_threadpool(write)
    visit.door.note(account.key, "sign-in", session=number, address=_address(visit), role=account.role)
    answer = visit.go(back)
    visit.put(answer, cookies.SESSION, token)
    return answer


async def _password(visit: Visit) -> Response:
    """A person's own password in the place of the old one."""
    person = await _here(visit)
    if person is None:
        return visit.go("/sign-in")
    if visit.request.method == "GET":
        return _own(visit, person)
    try:
        sent = await visit.form()
        now, old, new = datetime.now(UTC), sent.get("old", ""), sent.get("new", "")
        register, keep = visit.door.store.register, person.session
        await run_in_threadpool(passwords.change, register, person.key, old, new, now=now, keep=keep)
    except GeodataError as error:
        return _own(visit, person, said=errors.sentence(visit.words, error.finding))
    visit.door.note(person.key, "password changed", session=person.session)
    visit.door.forget()
    return visit.go(visit.back)


def _own(visit: Visit, person: Person, *, said: str = "") -> Response:
    return visit.page(
        "password",
        status=400 if said else 200,
        said=said,
        name=person.key,
        first=person.must_change,
        shortest=passwords.SHORTEST,
        next=visit.back,
    )


async def _sign_out(visit: Visit) -> Response:
    """A question; answered, the end of the session, and within seconds of everything that hangs on it."""
    person = await _here(visit)
    if person is None or person.session is None:
        return visit.go("/")
    if visit.request.method == "GET":
        return visit.page("sign-out", name=person.name, own=not person.must_change)
    try:
        await visit.form()
    except GeodataError:
        return visit.go("/sign-out")
    number = person.session

    def write() -> None:
        with visit.door.store.register.writing() as session:
            sessions.end(session, number, why="signed out", now=datetime.now(UTC))

    await run_in_threadpool(write)
    visit.door.forget()
    visit.door.note(person.key, "sign-out", session=number)
    answer = visit.go("/sign-in")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'  # whoever comes to this machine next finds nothing kept
    visit.drop(answer, cookies.SESSION)
    return answer


async def _state(visit: Visit) -> Response:
    """Whether the session still lives; open tabs ask, so that what they show goes when it ends."""
    if visit.door.is_open or (await _here(visit)) is not None:
        return Response(status_code=204)
    return PlainTextResponse("signed out\n", 401)


async def _back(visit: Visit) -> Response:
    """From the provider, with or without somebody."""
    try:
        account, back = await provider.arrive(visit)
    except GeodataError as error:
        visit.door.note("nobody", "sign-in failed", address=_address(visit), reason=error.finding.code)
        return _form(visit, said=errors.sentence(visit.words, error.finding))
    answer = await begin(visit, account, back)
    visit.drop(answer, cookies.PROVIDER)
    return answer


async def _here(visit: Visit) -> Person | None:
    token = visit.cookie(cookies.SESSION)
    return await run_in_threadpool(visit.door.by_token, token) if token else None


def _address(visit: Visit) -> str:
    return hosts.peer(visit.request.scope, visit.request.headers, behind_tls=visit.behind_tls)


async def _file(request: Request) -> Response:
    found = _FILES.get(str(request.path_params["name"]))
    if found is None:
        return PlainTextResponse("not found", 404)
    return FileResponse(found[0], media_type=found[1], headers={"Cache-Control": "max-age=3600"})
