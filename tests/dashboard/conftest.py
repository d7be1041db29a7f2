"""The demonstration with its records, copied so that acts of one test do not reach another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.demo import register
from geodata.edition import open_edition
from geodata.store import Store


@pytest.fixture(scope="session")
def recorded(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration's edition and records; read only by agreement."""
    folder = tmp_path_factory.mktemp("recorded") / "data"
    shutil.copytree(demo_folder, folder)
    store = Store(folder)
    register.fill(store.register, open_edition(store), seed=2025)
    return folder


@pytest.fixture
def staged(recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The records as the data folder of this process, to be written to."""
    from dashboard import data
    from dashboard.stage import routes

    folder = tmp_path / "data"
    shutil.copytree(recorded, folder)
    monkeypatch.setenv("MAHALLA_DATA", str(folder))
    data.forget()
    routes._broadcaster.cache_clear()
    yield folder
    data.forget()
    routes._broadcaster.cache_clear()
