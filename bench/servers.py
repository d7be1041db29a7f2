"""Servers on loopback, each started as its own process and ended in every case."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from bench.deadline import Deadline

ROOT: Final = Path(__file__).resolve().parents[1]
HOST: Final = "127.0.0.1"
_ASK_EVERY_S: Final = 0.02
_END_WITHIN_S: Final = 5.0


class ServerError(Exception):
    """A server that did not start; says what it wrote last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that answers; `start_s` is how long it took from the start of the process."""

    port: int
    start_s: float

    @property
    def url(self) -> str:
        """The address of its first page."""
        return f"http://{HOST}:{self.port}/"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def ours(data: Path, port: int, module: str = "dashboard.cli") -> list[str]:
    """The command that serves the product; `module` is its command line or what stands in for it."""
    return [sys.executable, "-m", module, "serve", "--data", str(data), "--host", HOST, "--port", str(port)]


def plain(page: Path, port: int) -> list[str]:
    """The command that serves one page with Streamlit as it comes."""
    flags = {
        "server.address": HOST,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    return [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(page),
        *(part for name, value in flags.items() for part in (f"--{name}", value)),
    ]


def run(command: Sequence[str], limit: Deadline) -> float:
    """Run a command to its end; its seconds. ServerError if it fails or takes too long."""
    begun = perf_counter()
    try:
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=limit.left_s)
    except subprocess.CalledProcessError as error:
        raise ServerError(_last_line(error.stderr)) from error
    except subprocess.TimeoutExpired as error:
        raise ServerError(f"not finished within {limit.seconds:.0f} s") from error
    return perf_counter() - begun


@contextmanager
def serving(
    command: Sequence[str], port: int, health: str, limit: Deadline, extra: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Start a server, wait until `health` answers 200, and end it when the block ends.

    It works in an empty folder, with that folder as its home: no settings of this project or of this machine reach it.
    """
    with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryFile("w+") as output:
        modules = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        environment = os.environ | {"PYTHONPATH": modules, "HOME": empty} | dict(extra or {})
        begun = perf_counter()
        process = subprocess.Popen(command, cwd=empty, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            while not answers(port, health):
                if _ended_within(process, _ASK_EVERY_S) or limit.is_over:
                    output.seek(0)
                    raise ServerError(f"did not start within {limit.seconds:.0f} s: {_last_line(output.read())}")
            yield Server(port=port, start_s=perf_counter() - begun)
        finally:
            _end(process)


def answers(port: int, path: str) -> bool:
    """Whether an address answers 200."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _ended_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    if not _ended_within(process, _END_WITHIN_S):
        process.kill()
        process.wait()


def _last_line(text: str) -> str:
    lines = [line.strip() for line in (text or "").splitlines() if line.strip()]
    return lines[-1] if lines else "it wrote nothing"
