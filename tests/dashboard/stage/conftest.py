"""The records of a meeting on either database: what a presenter does is the same on both."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from geodata.register import Register, address, transfer
from tests.geodata.register.conftest import database, plainly_owned, server  # noqa: F401  fixtures of the register

ON_BOTH = ("test_acts", "test_every_act")
"""The modules whose tests run on both."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Two of each test of an act."""
    if "staged" in metafunc.fixturenames and metafunc.module.__name__.rpartition(".")[2] in ON_BOTH:
        metafunc.parametrize("staged", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session")
def recorded_database(server: str, recorded: Path) -> str:  # noqa: F811
    """The name of a database with the demonstration's records, whose user is an ordinary one."""
    url = plainly_owned(server)
    transfer.load(Register.in_folder(recorded), Register(url, shown="recorded"))
    return str(url.database)


@pytest.fixture
def staged(
    request: pytest.FixtureRequest, recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The records as the data folder of this process, to be written to; in a file unless the test asks otherwise."""
    from dashboard import data
    from dashboard.stage import routes

    folder = tmp_path / "data"
    shutil.copytree(recorded, folder)
    if getattr(request, "param", "sqlite") == "postgresql":
        name = request.getfixturevalue("recorded_database")
        url = make_url(database(request.getfixturevalue("server"), name)).set(
            username="mahalla", drivername="postgresql"
        )
        (folder / address.SETTINGS).write_text(f'database = "{url.render_as_string()}"\n')
        (folder / address.FILE).unlink()
    monkeypatch.setenv("MAHALLA_DATA", str(folder))
    data.forget()
    routes._broadcaster.cache_clear()
    yield folder
    data.forget()
    routes._broadcaster.cache_clear()
