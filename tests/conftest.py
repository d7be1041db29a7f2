"""The demonstration, published once for all tests, and the settings that make the pages read it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from geodata.demo.publish import publish_demo
from geodata.store import Store
from tests.chromium import browser  # noqa: F401  a fixture

# A busy machine makes no example wrong, and one state of the code has one verdict: the examples are the same in every
# run. With MAHALLA_SEARCH=1 they are others each time.
settings.register_profile(
    "steady",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="MAHALLA_SEARCH" not in os.environ,
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration as its only edition; read only by agreement."""
    folder = tmp_path_factory.mktemp("demonstration")
    publish_demo(Store(folder))
    return folder


@pytest.fixture
def demo(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The demonstration as the data folder of this process."""
    yield from _served(demo_folder, monkeypatch)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder in which nothing has been published."""
    yield from _served(tmp_path, monkeypatch)


def _served(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    from dashboard import data  # Streamlit is imported only where a test needs it

    monkeypatch.setenv("MAHALLA_DATA", str(folder))
    data.forget()
    yield folder
    data.forget()
