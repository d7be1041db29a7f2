"""A data folder with one small edition, which the pages look at."""

from __future__ import annotations

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
