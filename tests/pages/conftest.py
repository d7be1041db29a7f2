"""Data folders for the pages to look at: one small edition, or a copy of the demonstration."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import data
from geodata.edition import publish
from geodata.store import Store
from tests.geodata import made


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    made.fill(Store(tmp_path))
    publish(Store(tmp_path), who="tester")
    monkeypatch.setenv("MAHALLA_DATA", str(tmp_path))
    data.forget()
    yield Store(tmp_path)
    data.forget()


@pytest.fixture
def own(demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the demonstration that a test may write into, or damage."""
    folder = tmp_path / "own"
    shutil.copytree(demo_folder, folder)
    monkeypatch.setenv("MAHALLA_DATA", str(folder))
    data.forget()
    yield folder
    data.forget()
