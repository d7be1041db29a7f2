"""Connections to the register: short transactions, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geodata.errors import StoreError
from geodata.register.models import Base, PublishedEdition

_GUARDS: Final = (
    "CREATE TRIGGER IF NOT EXISTS audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END",
)
"""The database itself refuses to change or remove an audit entry (in SQLite; PostgreSQL does so by its grants)."""


class Register:
    """The register at a database address; its tables are made when something is first written."""

    def __init__(self, url: str, *, shown: str) -> None:
        self._engine = _engine(url)
        self._shown = shown
        self._made = False

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """The SQLite register of a data folder; opened for reading alone where the folder cannot be written."""
        path = folder.resolve() / "register.sqlite"
        if os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK)):
            return cls(f"sqlite:///{path}", shown=str(path))
        # Nobody can be writing what lies on a read-only medium, and SQLite's log files cannot be made beside it.
        unlogged = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
        return cls(f"sqlite:///file:{path}?mode=ro{unlogged}&uri=true", shown=str(path))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the register; StoreError if it cannot be read."""
        with self._translated(), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session committed whole at the end, rolled back on any error; one writer at a time."""
        with self._translated():
            self._make()
            with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(text("LOCK TABLE audit IN EXCLUSIVE MODE"))
                with Session(bind=connection, join_transaction_mode="rollback_only") as session:
                    yield session
                    session.flush()

    def is_made(self) -> bool:
        """Whether its tables are there; a process killed at the very first write leaves none."""
        with self._translated(), self._engine.connect() as connection:
            return inspect(connection).has_table(PublishedEdition.__tablename__)

    def _make(self) -> None:
        if self._made:
            return
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            Base.metadata.create_all(connection)
            if connection.dialect.name == "sqlite":
                for guard in _GUARDS:
                    connection.execute(text(guard))
        self._made = True

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise StoreError("register_failed", where=self._shown, folder=self._shown, got=str(error.orig)) from error


def _engine(url: str) -> Engine:
    """An engine without a pool: every transaction is short, and a fork or a thread can inherit nothing."""
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's own connection
    connection.isolation_level = None  # the driver would begin transactions by itself, and too late
    cursor = connection.cursor()
    for pragma in ("busy_timeout = 15000", "foreign_keys = ON", "synchronous = FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    if not cursor.execute("PRAGMA query_only").fetchone()[0] and _writable(cursor):
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _writable(cursor: Any) -> bool:  # noqa: ANN401
    path = cursor.execute("PRAGMA database_list").fetchone()[2]
    return bool(path) and os.access(Path(path).parent, os.W_OK) and os.access(path, os.W_OK)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
