"""A relay on loopback that counts what a server sends: the bytes as they travel, compressed and with their headers."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.servers import HOST

_CHUNK = 1 << 18


@dataclass(slots=True)
class Relay:
    """`port` is to be asked instead of the server's; `down` counts the bytes that came back so far."""

    port: int
    down: int = 0


@contextmanager
def relaying(port: int) -> Iterator[Relay]:
    """Relay to a server's port until the block ends."""
    with socket.create_server((HOST, 0)) as listener:
        relay = Relay(listener.getsockname()[1])
        threading.Thread(target=_accept, args=(listener, port, relay), daemon=True).start()
        try:
            yield relay
        finally:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, port: int, relay: Relay) -> None:
    with contextlib.suppress(OSError):
        while True:
            near, _ = listener.accept()
            far = socket.create_connection((HOST, port))
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=_pump, args=(near, far, None), daemon=True).start()
            threading.Thread(target=_pump, args=(far, near, relay), daemon=True).start()


def _pump(source: socket.socket, target: socket.socket, relay: Relay | None) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(_CHUNK):
            if relay is not None:
                relay.down += len(chunk)
            target.sendall(chunk)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
