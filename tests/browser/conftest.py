"""The product served as a user starts it, and a real Chromium in front of it."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from dashboard.settings import ROOT


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    """Whether the address answers within a minute, while its process lives."""
    for _ in range(240):
        if process.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(url, timeout=5):
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            try:
                process.wait(0.25)
            except subprocess.TimeoutExpired:
                continue
    return False


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """Serves a data folder; its address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(folder: Path) -> str:
        port = free_port()
        log = (tmp_path_factory.mktemp("log") / "serve.log").open("wb")
        command = [sys.executable, "-m", "dashboard.cli", "serve", "--data", str(folder), "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        running.append(process)
        assert answers(f"http://127.0.0.1:{port}/health", process), Path(log.name).read_text()
        return f"http://127.0.0.1:{port}"

    yield start
    for process in running:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def site(serve: Callable[[Path], str], demo_folder: Path) -> str:
    """The address of the demonstration."""
    return serve(demo_folder)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    # `wait_for_function` evaluates a text in the page, which our policy forbids; the policy is tried in test_access.
    made = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="en-GB", bypass_csp=True)
    made.set_default_timeout(45_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
