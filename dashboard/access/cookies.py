"""The cookies of access: out of reach of scripts, sent to this server alone, by HTTPS alone where there is any."""

from __future__ import annotations

from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

SESSION: Final = "mahalla-session"
FORM: Final = "mahalla-form"
"""A secret that a form repeats: a form on a foreign page cannot know it."""

PROVIDER: Final = "mahalla-provider"
SCREEN: Final = "mahalla-screen"
LANGUAGE: Final = "mahalla-language"


def name(plain: str, *, behind_tls: bool) -> str:
    """The name of a cookie; with the prefix, a browser takes it only over HTTPS and from this very host."""
    return f"__Host-{plain}" if behind_tls else plain


def get(request: HTTPConnection, plain: str, *, behind_tls: bool) -> str:
    """The value of a cookie, "" where there is none."""
    return request.cookies.get(name(plain, behind_tls=behind_tls), "")


def put(answer: Response, plain: str, value: str, *, behind_tls: bool, lives_s: int | None = None) -> None:
    """Set a cookie; it goes with the browser's window unless it `lives_s` seconds."""
    answer.set_cookie(
        name(plain, behind_tls=behind_tls),
        value,
        max_age=lives_s,
        path="/",
        secure=behind_tls,
        httponly=True,
        samesite="lax",
    )


def drop(answer: Response, plain: str, *, behind_tls: bool) -> None:
    """Take a cookie away."""
    answer.delete_cookie(name(plain, behind_tls=behind_tls), path="/", secure=behind_tls, httponly=True, samesite="lax")
