"""Reading from an object store: whole, refused, broken off, and never waited for without end."""

from __future__ import annotations

import gzip
import itertools
import socket
import threading
from contextlib import closing

import pytest

from geodata import objects
from geodata.errors import StoreError
from geodata.objects import Getter, Unpacked


class Server:
    """Answers each connection with the next of some texts; where one is cut with … it falls silent."""

    def __init__(self, *answers: bytes) -> None:
        self.asked: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._answers, self._open = answers, []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def _serve(self) -> None:
        for answer in self._answers:
            line, _ = self._socket.accept()
            self.asked.append(line.recv(1 << 16))
            line.sendall(answer.removesuffix("…".encode()))
            if answer.endswith("…".encode()):
                self._open.append(line)
            else:
                line.close()

    def close(self) -> None:
        for line in (*self._open, self._socket):
            line.close()


@pytest.fixture
def serve():
    made = []

    def start(*answers):
        made.append(Server(*answers))
        return made[-1]

    yield start
    for server in made:
        server.close()


def getter(server, **given):
    return Getter(endpoint=server.endpoint, key="key-of-mine", secret="secret-of-mine", **given)  # noqa: S106


def body(content, length=None):
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (length or len(content)) + content


def whole(opened):
    with opened as stream:
        return b"".join(iter(lambda: stream.read(1 << 20), b""))


def test_an_object_comes_whole_and_is_asked_for_with_a_signature(serve):
    server = serve(body(b"x" * 300_000))
    assert whole(getter(server, token="lent").open("bucket/editions/0001-ab/cube.arrow")) == b"x" * 300_000  # noqa: S106
    (asked,) = server.asked
    assert asked.startswith(b"GET /bucket/editions/0001-ab/cube.arrow HTTP/1.1\r\n")
    assert b"x-amz-security-token: lent" in asked
    assert b"secret-of-mine" not in asked + repr(getter(server)).encode()


def test_one_that_is_not_there_and_one_that_is_refused(serve):
    with pytest.raises(FileNotFoundError):
        getter(serve(b"HTTP/1.1 404 Not Found\r\n\r\n")).open("bucket/a")
    refused = b"HTTP/1.1 403 Forbidden\r\n\r\n"
    with pytest.raises(OSError, match="ACCESS_DENIED"):
        getter(serve(refused, refused)).open("bucket/a")


def test_what_brought_no_answer_is_asked_once_more(serve):
    assert whole(getter(serve(b"", body(b"abc"))).open("bucket/a")) == b"abc"


def test_one_that_breaks_off_is_not_taken_for_whole(serve):
    with pytest.raises(OSError, match="NETWORK_CONNECTION"):
        whole(getter(serve(body(b"abc", 10))).open("bucket/a"))


def test_what_was_packed_at_putting_is_unpacked(serve):
    content = bytes(range(256)) * 40
    assert whole(Unpacked(getter(serve(body(gzip.compress(content)))).open("bucket/a.gz"))) == content
    with pytest.raises(OSError, match="NETWORK_CONNECTION"):
        whole(Unpacked(getter(serve(body(gzip.compress(content)[:-9]))).open("bucket/a.gz")))
    with pytest.raises(FileNotFoundError):  # as for one that is gone: `mahalla push` puts it there again
        whole(Unpacked(getter(serve(body(content))).open("bucket/a.gz")))


def test_a_store_that_gives_a_byte_a_second_is_given_up(serve):
    clock = itertools.count(step=20).__next__  # twenty seconds pass at each look
    with getter(serve(body(b"ab", 10) + "…".encode()), clock=clock).open("bucket/a") as stream:
        assert stream.read(1) == b"a"
        with pytest.raises(StoreError, match=r"gives too little: 2 bytes in 30 s, wanted at least 65,536"):
            stream.read(1)


def test_a_slow_line_that_gives_enough_is_waited_for(serve, monkeypatch):
    content = b"x" * 300
    monkeypatch.setattr(objects, "LEAST_BYTES", 1)
    clock = itertools.count(step=20).__next__
    with getter(serve(body(content)), clock=clock).open("bucket/a") as stream:
        assert b"".join(iter(lambda: stream.read(50), b"")) == content


@pytest.mark.parametrize("begun", ["", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-"])
def test_an_answer_that_never_begins_is_hung_up(serve, monkeypatch, begun):
    monkeypatch.setattr(objects, "WINDOW_S", 0.2)
    with closing(serve(f"{begun}…".encode())) as server, pytest.raises(StoreError, match="gives too little: 0 bytes"):
        getter(server).open("bucket/a")
