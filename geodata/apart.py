"""Asking an object store from a process of its own, which is ended when one step takes too long.

The client of the library has limits for silence alone: a store that sends a byte now and then meets none, and a thread
that waits for it cannot be ended, not even with the program. A process can.

    python -m geodata.apart HANDLE    answers on the socket HANDLE, until its other end is closed
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, Protocol

BLOCK: Final = 1 << 20
"""Bytes read or written in one step."""

_READS_WITHIN_S: Final = 60.0  # a block of an object, or whether there is one: 17 KB/s
_WRITES_WITHIN_S: Final = 240.0  # the client sends 10 MB at once: 44 KB/s
_MORE, _END, _NONE, _FAILED = b"+", b".", b"-", b"!"


class Objects(Protocol):
    """What is asked of an object store: three methods of `pyarrow.fs.FileSystem`."""

    def get_file_info(self, path: str, /) -> Any: ...  # noqa: ANN401, D102
    def open_input_stream(self, path: str, /) -> Any: ...  # noqa: ANN401, D102
    def open_output_stream(self, path: str, /) -> Any: ...  # noqa: ANN401, D102


class Apart:
    """An object store asked through processes that `command` starts; OSError as the client's own, or too slow."""

    def __init__(
        self,
        command: tuple[str, ...] = (sys.executable, "-P", "-m", "geodata.apart"),
        *,
        reads_within_s: float = _READS_WITHIN_S,
        writes_within_s: float = _WRITES_WITHIN_S,
    ) -> None:
        self._command = command
        self._reads, self._writes = reads_within_s, writes_within_s
        self._idle: list[_Process] = []
        self._lock = threading.Lock()
        weakref.finalize(self, _end_all, self._idle)

    def get_file_info(self, path: str) -> SimpleNamespace:
        """Whether an object is there, as `is_file`."""
        with self._asked("look", path) as process:
            return SimpleNamespace(is_file=process.heard(self._reads)[:1] == _END)

    @contextmanager
    def open_input_stream(self, path: str) -> Iterator[SimpleNamespace]:
        """The object, whose `read` gives the next block; FileNotFoundError from it where there is none."""
        ended = False

        def read(_size: int) -> bytes:
            nonlocal ended
            told = process.heard(self._reads)
            ended = told[:1] != _MORE
            if told[:1] == _NONE:
                raise FileNotFoundError(path)
            return told[1:]

        with self._asked("read", path) as process:
            yield SimpleNamespace(read=read)
            if not ended:
                process.end()

    @contextmanager
    def open_output_stream(self, path: str) -> Iterator[SimpleNamespace]:
        """A new object, whose `write` takes blocks; there once the context is left without an error."""

        def write(block: bytes) -> None:
            process.tell(block)
            process.heard(self._writes)

        with self._asked("write", path) as process:
            yield SimpleNamespace(write=write)
            write(b"")

    @contextmanager
    def _asked(self, act: str, path: str) -> Iterator[_Process]:
        """A process that has been asked; it is kept for the next question if it was answered to the end."""
        with self._lock:
            process = self._idle.pop() if self._idle else _Process(self._command)
        try:
            process.tell(json.dumps([act, path]).encode())
            yield process
        except FileNotFoundError:
            raise  # an answer as well
        except BaseException:
            process.end()
            raise
        finally:
            with self._lock:
                if process.lives and not self._idle:
                    self._idle.append(process)
                else:
                    process.end()


def _end_all(idle: list[_Process]) -> None:
    while idle:
        idle.pop().end()


class _Process:
    """A child, and our end of the socket to it."""

    def __init__(self, command: tuple[str, ...]) -> None:
        ours, theirs = socket.socketpair()
        package = str(Path(__file__).resolve().parents[1])
        with theirs:
            self._child = subprocess.Popen(
                [*command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": package},
                start_new_session=True,
            )
        self._connection = Connection(ours.detach())
        self.lives = True

    def tell(self, said: bytes) -> None:
        """Sends a question or a block; the child is always waiting for one then."""
        self._connection.send_bytes(said)

    def heard(self, within_s: float) -> bytes:
        """The answer; OSError where there is none in time, where the child is gone, or where the store failed."""
        if not self._connection.poll(within_s):
            raise OSError("AWS Error TOO_SLOW")
        try:
            told = self._connection.recv_bytes()
        except EOFError as error:
            raise OSError("AWS Error CLIENT_ENDED") from error
        if told[:1] == _FAILED:
            raise OSError(told[1:].decode(errors="replace"))
        return told

    def end(self) -> None:
        """Ends the child, whatever it is doing."""
        self.lives = False
        self._connection.close()
        self._child.kill()
        self._child.wait()


def answer(connection: Connection, files: Objects) -> None:
    """Answers questions until the other end is closed."""
    while True:
        try:
            act, path = json.loads(connection.recv_bytes())
            try:
                _ACTS[act](connection, files, path)
            except FileNotFoundError:
                connection.send_bytes(_NONE)
            except OSError as error:
                if connection.closed or isinstance(error, ConnectionError):
                    return
                connection.send_bytes(_FAILED + str(error).encode(errors="replace"))
        except (EOFError, ValueError, ConnectionError):  # closed, or a block of what was refused
            return


def _look(connection: Connection, files: Objects, path: str) -> None:
    connection.send_bytes(_END if files.get_file_info(path).is_file else _NONE)


def _read(connection: Connection, files: Objects, path: str) -> None:
    with files.open_input_stream(path) as stream:
        while block := stream.read(BLOCK):
            connection.send_bytes(_MORE + block)
    connection.send_bytes(_END)


def _write(connection: Connection, files: Objects, path: str) -> None:
    with files.open_output_stream(path) as stream:
        while block := connection.recv_bytes():
            stream.write(block)
            connection.send_bytes(_MORE)
    connection.send_bytes(_END)  # closed, and there


_ACTS: Final = {"look": _look, "read": _read, "write": _write}


if __name__ == "__main__":
    from geodata import object_client

    answer(Connection(int(sys.argv[1])), object_client.client())
