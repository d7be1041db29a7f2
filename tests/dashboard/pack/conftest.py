"""One pack of the demonstration with a filled register, in Cyrillic, made once for all tests of this folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboard import data, view
from dashboard.export.pack import make, records
from dashboard.export.pack.facts import Facts
from dashboard.language import Language
from dashboard.state import Address
from geodata.demo.register import fill
from geodata.edition import open_edition
from geodata.store import Store

ON = date(2025, 2, 28)


@pytest.fixture(scope="module")
def filled(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the demonstration whose register holds its records, as the data folder of this process."""
    folder = tmp_path_factory.mktemp("filled") / "data"
    shutil.copytree(demo_folder, folder)
    store = Store(folder)
    fill(store.register, open_edition(store), seed=2025)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAHALLA_DATA", str(folder))
        data.forget()
        yield folder
    data.forget()


@pytest.fixture(scope="module")
def seen(filled: Path) -> view.View:
    return view.of(data.edition(), Address(values={}), Language.UZ_CYRL)


@pytest.fixture(scope="module")
def facts(seen: view.View) -> Facts:
    return Facts(seen, records.read(data.store(), seen, on=ON, meeting=1))


@pytest.fixture(scope="module")
def told() -> list[tuple[float, str]]:
    """What the pack told about its progress."""
    return []


@pytest.fixture(scope="module")
def pack(seen: view.View, told: list[tuple[float, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packs")
    return make.make(
        data.store(), seen, folder, on=ON, meeting=1, progress=lambda share, step: told.append((share, step))
    )
