"""A wall signs in by a code: the screen shows it, an administrator approves it, the screen is let in."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from dashboard.access import cookies, hosts
from dashboard.access.forms import Visit
from geodata.register import sessions

LIVES: Final = timedelta(minutes=15)
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
MOST_ASKING: Final = 20
"""Screens that may wait at once: whoever asks for codes in a row gets no more chances to guess one."""

PREFIX: Final = "wall:"


async def page(visit: Visit) -> Response:
    """The code of this screen; a screen that is let in already goes on to the wall."""
    token = visit.cookie(cookies.SESSION)
    if visit.door.is_open or (token and await run_in_threadpool(visit.door.by_token, token) is not None):
        return visit.go("/wall")
    code, secret = await run_in_threadpool(_code, visit)
    answer = visit.page("wall", code=code)
    if secret:
        visit.put(answer, cookies.SCREEN, secret, lives_s=int(LIVES.total_seconds()))
    return answer


def _code(visit: Visit) -> tuple[str, str]:
    """The code shown before, or a new one with its secret; "" where too many screens ask."""
    now, kept = datetime.now(UTC), visit.cookie(cookies.SCREEN)
    with visit.door.store.register.writing() as session:
        row = sessions.by_secret(session, kept) if kept else None
        if row is not None and row.session is None and row.until > sessions.stamp(now):
            return row.code, ""
        if len(sessions.asking(session, now)) >= MOST_ASKING:
            return "", ""
        code = "".join(secrets.choice(_LETTERS) for _ in range(8))
        return code, sessions.ask(session, code=code, now=now, lives=LIVES)


async def state(visit: Visit) -> Response:
    """Whether the screen has been let in; then it gets its session here."""
    token = await run_in_threadpool(_let_in, visit)
    if token is None:
        return JSONResponse({"state": "asking"})
    if token == "":
        return JSONResponse({"state": "over"})
    answer = JSONResponse({"state": "in"})
    visit.put(answer, cookies.SESSION, token, lives_s=int(visit.door.settings.access.wall.longest.total_seconds()))
    visit.drop(answer, cookies.SCREEN)
    return answer


def _let_in(visit: Visit) -> str | None:
    """The token of a screen that was approved; None while it waits, "" where its code is too old or was used."""
    now, secret = datetime.now(UTC), visit.cookie(cookies.SCREEN)
    with visit.door.store.register.reading() as session:
        row = sessions.by_secret(session, secret) if secret else None
        if row is None or row.session is not None or row.until <= sessions.stamp(now):
            return ""
        if row.approved_by is None:
            return None
    with visit.door.store.register.writing() as session:
        row = sessions.by_secret(session, secret)
        if row is None or row.session is not None:
            return ""
        name = f"{PREFIX}{row.name}"
        number, token = sessions.begin(
            session,
            name,
            kind="wall",
            limits=visit.door.settings.access.wall,
            now=now,
            address=hosts.peer(visit.request.scope, visit.request.headers, behind_tls=visit.behind_tls),
            browser=visit.request.headers.get("user-agent", ""),
        )
        row.session, approved = number, row.approved_by
    visit.door.note(name, "sign-in", session=number, approved_by=approved)
    return token
