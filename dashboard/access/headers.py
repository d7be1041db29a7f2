"""What a browser is told to refuse: nothing from elsewhere, nothing framed by others, nothing guessed.

`connect-src 'self'` holds everywhere: no script of ours or of a library can send anything off this server. The frame of
the map runs scripts that its component writes, so it alone may evaluate them, and it alone may be framed, by our page.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import streamlit

_SHARED: Final = (
    "default-src 'none'; connect-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'self'; "
    "form-action 'self'; manifest-src 'self'; font-src 'self' data:; style-src 'self' 'unsafe-inline'"
)
_INLINE: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def _hashes() -> str:
    """The hashes of the scripts that stand in Streamlit's own document: they may run, any other inline one may not."""
    document = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    found = [hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(document)]
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in found)


APP: Final = (
    f"{_SHARED}; script-src 'self' blob: {_hashes()}; worker-src 'self' blob:; img-src 'self' data: blob:; "
    "media-src 'self' blob:; frame-src 'self'"
)
FRAME: Final = f"{_SHARED}; script-src 'self' 'unsafe-inline' 'unsafe-eval' data:; img-src 'self' data: blob:"
PLAIN: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Of the sign-in pages, which are our own to the last letter."""

_ALWAYS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()",
    ),
)


def policy(path: str) -> str:
    """The content policy of what lies at a path."""
    if path.startswith(("/sign-in", "/sign-out")):
        return PLAIN
    return FRAME if path.startswith("/component/") else APP


def added(path: str, present: Iterable[bytes], *, behind_tls: bool) -> list[tuple[bytes, bytes]]:
    """The headers that an answer for this path lacks."""
    have = {name.lower() for name in present}
    wanted = [*_ALWAYS, ("Content-Security-Policy", policy(path))]
    if path.startswith(("/sign-in", "/sign-out")):
        wanted.append(("Cache-Control", "no-store"))
    if behind_tls:
        wanted.append(("Strict-Transport-Security", "max-age=31536000"))
    return [(name.lower().encode(), value.encode()) for name, value in wanted if name.lower().encode() not in have]


def secured(present: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with every cookie sent by HTTPS alone: Streamlit's own does not know of the proxy."""
    return [
        (name, value + b"; Secure" if name.lower() == b"set-cookie" and b"; secure" not in value.lower() else value)
        for name, value in present
    ]
