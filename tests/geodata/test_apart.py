"""A client in a process of its own: it answers as the client itself does, and is ended when a step takes too long."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator

import pytest

from geodata.apart import BLOCK, Apart
from geodata.errors import StoreError
from geodata.remote import Remote

LOCAL = """
import sys, threading
from multiprocessing.connection import Connection
from pyarrow.fs import LocalFileSystem
from geodata.apart import answer

class Files(LocalFileSystem):
    def open_output_stream(self, path):
        if path.endswith("refused"):
            raise OSError("AWS Error ACCESS_DENIED during PutObject")
        return super().open_output_stream(path)

    def open_input_stream(self, path):
        if path.endswith("silent"):
            threading.Event().wait()
        return super().open_input_stream(path)

answer(Connection(int(sys.argv[1])), Files())
"""


@pytest.fixture
def apart():
    return Apart((sys.executable, "-c", LOCAL))


def put(apart, path, *blocks):
    with apart.open_output_stream(str(path)) as stream:
        for block in blocks:
            stream.write(block)


def got(apart, path):
    with apart.open_input_stream(str(path)) as stream:
        return b"".join(iter(lambda: stream.read(BLOCK), b""))


def test_what_is_put_there_comes_back_from_one_process(apart, tmp_path):
    content = bytes(range(256)) * 8192  # two blocks
    put(apart, tmp_path / "one", content[:BLOCK], content[BLOCK:])
    assert (tmp_path / "one").read_bytes() == content
    assert got(apart, tmp_path / "one") == content
    assert apart.get_file_info(str(tmp_path / "one")).is_file
    assert not apart.get_file_info(str(tmp_path / "two")).is_file
    with pytest.raises(FileNotFoundError):
        got(apart, tmp_path / "two")
    assert len(apart._idle) == 1


def test_what_is_left_half_read_does_not_answer_the_next_question(apart, tmp_path):
    (tmp_path / "one").write_bytes(b"1" * 3 * BLOCK)
    (tmp_path / "two").write_bytes(b"2")
    with apart.open_input_stream(str(tmp_path / "one")) as stream:
        stream.read(BLOCK)
    assert got(apart, tmp_path / "two") == b"2"


def test_what_the_store_says_is_said_and_the_next_question_is_answered(apart, tmp_path):
    with pytest.raises(OSError, match="ACCESS_DENIED"):
        put(apart, tmp_path / "refused", b"1", b"2")
    put(apart, tmp_path / "one", b"1")
    assert got(apart, tmp_path / "one") == b"1"


def test_an_object_that_was_not_finished_is_not_there_as_if_it_were(apart, tmp_path):
    def cut():
        yield b"1"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put(apart, tmp_path / "one", *cut())
    assert apart._idle == []


def test_a_step_that_takes_too_long_ends_its_process(tmp_path):
    apart = Apart((sys.executable, "-c", LOCAL), reads_within_s=0.5)
    with pytest.raises(OSError, match="TOO_SLOW"):
        got(apart, tmp_path / "silent")
    assert apart._idle == []


@pytest.fixture
def dripping(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An object store that has whatever is asked for, and sends five bytes of it a second."""
    ended = threading.Event()
    server = socket.create_server(("127.0.0.1", 0))

    def serve(client: socket.socket) -> None:
        head = b"HTTP/1.1 206 Partial Content\r\nContent-Length: 1048576\r\nContent-Range: bytes 0-1048575/1048576\r\n"
        with client:
            client.recv(65536)
            client.sendall(head + b"Last-Modified: Wed, 01 Jan 2025 00:00:00 GMT\r\n\r\n")
            try:
                while not ended.wait(0.2):
                    client.sendall(b"x")
            except OSError:
                pass

    def accept() -> None:
        while True:
            try:
                threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
            except OSError:
                return

    threading.Thread(target=accept, daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.getsockname()[1]}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "made-up")
    yield
    ended.set()
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def test_a_store_that_sends_a_byte_now_and_then_is_not_waited_for(dripping, tmp_path):
    remote = Remote("s3://slow", "bucket", Apart(reads_within_s=3))
    with pytest.raises(StoreError, match="TOO_SLOW"):
        remote.bring("0001-12345678", "0" * 64, tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert remote.trouble is not None
