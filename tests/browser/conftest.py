"""The product served as a user starts it, and a real Chromium in front of it."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from bench.deadline import Deadline
from dashboard.settings import ROOT
from tests.chromium import PATIENCE_MS

STARTS_WITHIN_S = 180  # as `deploy/fleet.py` gives its servers: beside other work a start takes several times as long
ENDS_WITHIN_S = 60

_PORTS = iter(range(20_000 + os.getpid() * 32 % 10_000, 32_000))  # runs beside one another begin elsewhere


def free_port() -> int:
    """A port that nobody listens at, given once in a run.

    Below those that the system takes for whoever asks for any (32768 and up): a server that listens half a minute later
    finds it still free.
    """
    for port in _PORTS:
        with socket.socket() as listener, contextlib.suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")


def answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    """Whether the address answers in time, while its process lives."""
    limit = Deadline(STARTS_WITHIN_S)
    while process.poll() is None and not limit.is_over:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            try:
                process.wait(0.25)
            except subprocess.TimeoutExpired:
                continue
    return False


@dataclass(frozen=True, slots=True)
class Server:
    """One that answers."""

    address: str
    process: subprocess.Popen[bytes]


@contextlib.contextmanager
def served(folder: Path, port: int) -> Iterator[Server]:
    """A data folder served from here until the end of the block, whatever happens in it."""
    command = [sys.executable, "-m", "dashboard.cli", "serve", "--data", str(folder), "--port", str(port)]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        try:
            if not answers(f"http://127.0.0.1:{port}/health", process):
                log.seek(0)
                pytest.fail(log.read())
            yield Server(f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()
            process.wait(ENDS_WITHIN_S)


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a data folder until the module is through; its address."""
    with contextlib.ExitStack() as running:
        yield lambda folder: running.enter_context(served(folder, free_port())).address


@pytest.fixture(scope="package")
def site(demo_folder: Path) -> Iterator[str]:
    """The address of the demonstration."""
    with served(demo_folder, free_port()) as server:
        yield server.address


@dataclass(frozen=True, slots=True)
class Written:
    """The demonstration that may be written to."""

    address: str
    folder: Path


@pytest.fixture(scope="package")
def written(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    """One for all tests that record something; each records of something else."""
    folder = tmp_path_factory.mktemp("written") / "data"
    shutil.copytree(demo_folder, folder)
    with served(folder, free_port()) as server:
        yield Written(server.address, folder)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    # `wait_for_function` evaluates a text in the page, which our policy forbids; the policy is tried in test_access.
    made = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="en-GB", bypass_csp=True)
    made.set_default_timeout(PATIENCE_MS)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
