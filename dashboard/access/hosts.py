"""From where a request may come: the names this server answers to, and what "this machine" means while it is open."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from dashboard.access.settings import LOOPBACK, Access

_FORWARDED: Final = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def host_of(address: str) -> str:
    """The name in `name:port`, without the port; small letters, IPv6 without brackets."""
    return (urlsplit(f"//{address}").hostname or "").rstrip(".") if address else ""


def is_answered(headers: Headers, given: Access) -> bool:
    """Whether the server answers to the name it was called by: a foreign name that leads here is refused."""
    try:
        return host_of(headers.get("host", "")) in LOOPBACK.union(given.hosts)
    except ValueError:
        return False


def is_this_machine(scope: Scope, headers: Headers) -> bool:
    """Whether a request comes from a browser on this very machine, and from no proxy that stands on it.

    A proxy betrays itself by the headers it adds, by HTTP/1.0, or by the name that the browser's own headers carry.
    """
    client = scope.get("client")
    if client is None or host_of_peer(client[0]) not in LOOPBACK:
        return False
    if scope.get("http_version") == "1.0" or any(name in headers for name in _FORWARDED):
        return False
    try:
        named = [
            urlsplit(headers[name]).hostname for name in ("origin", "referer") if headers.get(name, "null") != "null"
        ]
        return host_of(headers.get("host", "")) in LOOPBACK and all(host in LOOPBACK for host in named)
    except ValueError:
        return False


def host_of_peer(address: str) -> str:
    """The address of the other end; IPv4 written as IPv6 is IPv4."""
    return address.removeprefix("::ffff:")


def is_own_origin(scope: Scope, headers: Headers, *, behind_tls: bool) -> bool:
    """Whether what changes something, or opens a socket, was sent by a page of this server."""
    if scope["type"] == "http" and scope["method"] in _SAFE:
        return True
    origin = headers.get("origin")
    if origin is None:  # no browser leaves it out here but for the oldest, which say where they come from
        return headers.get("sec-fetch-site", "same-origin") == "same-origin"
    schemes = {"https"} if behind_tls else {"http", "https"}
    parts = urlsplit(origin)
    return parts.scheme in schemes and parts.netloc == headers.get("host", "")


def peer(scope: Scope, headers: Headers, *, behind_tls: bool) -> str:
    """The address to log: of the other end, or what our own proxy says of it."""
    client = host_of_peer((scope.get("client") or ("", 0))[0])
    if behind_tls and client in LOOPBACK and (told := headers.get("x-forwarded-for")):
        return told.rpartition(",")[2].strip()[:60]
    return client
