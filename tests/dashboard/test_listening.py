from __future__ import annotations

import os
import socket
from pathlib import Path

from dashboard import listening


def test_connections_to_a_listening_socket_send_at_once():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        listening.send_at_once()
        with socket.create_connection(server.getsockname()), server.accept()[0] as connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_other_sockets_are_left_alone():
    with socket.socket() as other:
        listening.send_at_once()
        assert not other.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_no_file_stays_open_that_was_not_before():
    reading, writing = os.pipe()
    with os.fdopen(reading), os.fdopen(writing, "w"):
        before = set(Path("/proc/self/fd").iterdir())
        listening.send_at_once()
        after = set(Path("/proc/self/fd").iterdir())
    assert len(after) == len(before)
