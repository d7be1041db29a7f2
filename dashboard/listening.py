"""The sockets this process listens on, set so that answers leave at once."""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path


def send_at_once() -> int:
    """Set TCP_NODELAY on every TCP socket that listens; connections inherit it. The number of sockets set.

    Streamlit binds its socket without naming the protocol, so asyncio leaves Nagle's algorithm on, and every answer of
    two parts waits for the browser's delayed acknowledgement: 40 ms a request on Linux.
    """
    done = 0
    for number in _open_files():
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(number)) as found:
            if found.family in {socket.AF_INET, socket.AF_INET6} and _listens(found):
                found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                done += 1
    return done


def _listens(found: socket.socket) -> bool:
    return found.type == socket.SOCK_STREAM and bool(found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def _open_files() -> list[int]:
    """The numbers of the files this process has open; none where the system does not list them."""
    try:
        return [int(path.name) for path in Path("/proc/self/fd").iterdir()]
    except OSError:
        return []
