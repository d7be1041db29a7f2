"""A register on each of the two databases; the tests of the register run on both."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from itertools import count

import pytest
from sqlalchemy import create_engine, make_url, text

from geodata.register import Act, Register
from tests.geodata.register import postgresql

_numbers = count(1)


@pytest.fixture(scope="session")
def server():
    """The address of a PostgreSQL server, with a place for the name of a database."""
    programs, user = postgresql.programs(), postgresql.unprivileged()
    if programs is None:
        pytest.skip("PostgreSQL is not installed; tests/geodata/register/install_postgresql.sh does so")
    if user is None:
        pytest.skip("PostgreSQL does not run as root, and there is no user to run it as")
    with postgresql.running(programs, user) as address:
        yield address


def database(server, template):
    """The address of a new database, a copy of `template`."""
    name = f"test_{next(_numbers)}"
    with create_engine(server.format(database="postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    return server.format(database=name)


ROLES = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mahalla') THEN CREATE ROLE mahalla LOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mahalla_area') THEN CREATE ROLE mahalla_area NOLOGIN; END IF;
  GRANT mahalla_area TO mahalla;
END $$
"""


def plainly_owned(server):
    """The address of an empty database as an administrator makes it: its user owns it and may make no roles."""
    url = make_url(database(server, "template0"))
    keeper = create_engine(url, isolation_level="AUTOCOMMIT")
    with keeper.connect() as connection:
        for said in (ROLES, f"ALTER DATABASE {url.database} OWNER TO mahalla", "ALTER SCHEMA public OWNER TO mahalla"):
            connection.execute(text(said))
    keeper.dispose()
    return url.set(username="mahalla")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'register.sqlite'}"
    return database(request.getfixturevalue("server"), "template0")


@pytest.fixture(scope="session")
def made_file(tmp_path_factory):
    """An SQLite register without records."""
    path = tmp_path_factory.mktemp("made") / "register.sqlite"
    Register(make_url(f"sqlite:///{path}"), shown="made").upgrade()
    return path


@pytest.fixture(scope="session")
def made_database(server):
    """The name of a PostgreSQL register without records."""
    url = make_url(database(server, "template0"))
    Register(url, shown="made").upgrade()
    return url.database


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The address of a register without records, which was made once and is copied."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("made_file"), tmp_path / "register.sqlite")
        return f"sqlite:///{tmp_path / 'register.sqlite'}"
    return database(request.getfixturevalue("server"), request.getfixturevalue("made_database"))


@pytest.fixture
def register(url):
    """A register without records."""
    return Register(make_url(url), shown="register")


@pytest.fixture
def act():
    """What everything in these tests is done as."""
    return Act("steward", datetime(2025, 2, 3, 9, 30, tzinfo=UTC))
