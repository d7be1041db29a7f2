"""Connections to the register: short transactions, written whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import quote

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geodata.errors import StoreError
from geodata.register import address, areas, migrations
from geodata.register.models import PublishedEdition
from geodata.register.records import RecordSession

READER_WAITS_MS: Final = 5_000
"""A reader never waits for a writer; what it can meet is a lock that does not go away."""

WRITER_WAITS_MS: Final = 15_000
"""Writers take turns."""

_NO_INDEX: Final = frozenset({"SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_SHMOPEN", "SQLITE_IOERR_SHMMAP"})
"""What SQLite says where it cannot make the file of the index beside its log."""

_LOCK: Final = 1_710_832
"""Number of the advisory lock under which a PostgreSQL register is brought to a new layout; any number would do."""


class Register:
    """The register at a database address; it is brought to this program's layout when something is first written.

    `shown` names it in messages; `writable` is false where a file can be read alone.
    """

    def __init__(self, url: str | URL, *, shown: str, writable: bool = True) -> None:
        self._engine, self._writing_engine = _engine(url), _engine(url, writes=True)
        self._ready = False
        self.shown = shown
        self.writable = writable
        self.places: Callable[[], Collection[str] | None] = _everything
        """Asked at each transaction: the codes of the places it may read and write, None for all of them."""

    @classmethod
    def of_folder(cls, folder: Path) -> Self:
        """The register of a data folder: in the database its settings name, otherwise in a file of its own."""
        url = address.database_of(folder)
        return cls.in_folder(folder) if url is None else cls(url, shown=address.shown(url))

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """The SQLite register of a data folder; opened for reading alone where the folder cannot be written."""
        path = folder.resolve() / address.FILE
        if os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK)):
            return cls(URL.create("sqlite", database=str(path)), shown=str(path))
        # Nobody can be writing what lies on a read-only medium, and SQLite's log files cannot be made beside it.
        unlogged = {} if path.with_name(path.name + "-wal").exists() else {"immutable": "1"}
        query = {"mode": "ro", "uri": "true", **unlogged}
        return cls(
            URL.create("sqlite", database=f"file:{quote(str(path))}", query=query), shown=str(path), writable=False
        )

    @property
    def is_file(self) -> bool:
        """Whether it is a file, and not a database of a server."""
        return self._engine.dialect.name == "sqlite"

    def layouts(self) -> tuple[str | None, str]:
        """The layout it has, None for one from before layouts were numbered, and the layout this program needs."""
        with self._translated(), self._engine.connect() as connection:
            return migrations.layout(connection), migrations.LAYOUTS[-1]

    def weakness(self) -> str:
        """Why areas are not held by the database as well, see `areas.weakness`."""
        with self._translated(), self._engine.connect() as connection:
            return areas.weakness(connection)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the register; StoreError if it cannot be read."""
        # One state throughout: SQLite gives it by itself, PostgreSQL would show what others commit meanwhile.
        level = {"isolation_level": "REPEATABLE READ"} if self._engine.dialect.name == "postgresql" else {}
        with self._translated(), RecordSession(self._engine.execution_options(**level)) as session:
            areas.begin(session, self.places())
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session committed whole at the end, rolled back on any error; one writer at a time."""
        self.upgrade()
        with self._writer() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("LOCK TABLE audit IN EXCLUSIVE MODE"))
            with RecordSession(bind=connection, join_transaction_mode="rollback_only") as session:
                areas.begin(session, self.places())
                yield session
                session.flush()

    def is_made(self) -> bool:
        """Whether its tables are there; a process killed at the very first write leaves none."""
        with self._translated(), self._engine.connect() as connection:
            return inspect(connection).has_table(PublishedEdition.__tablename__)

    def upgrade(self) -> None:
        """Brings the register to this program's layout, whole or not at all; StoreError if a later program made it.

        Nothing happens where it cannot be written: editions can be read from an older layout.
        """
        if self._ready or not self.writable:
            return
        with self._writer() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
            areas.open_all(connection)
            migrations.upgrade(connection)
            areas.grant_what_is_missing(connection)
        self._ready = True

    @contextmanager
    def _writer(self) -> Iterator[Connection]:
        """A connection in a transaction that writes."""
        with (
            self._translated(),
            self._writing_engine.connect() as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise StoreError("register_failed", where=self.shown, folder=self.shown, got=str(error.orig)) from error


def _everything() -> None:
    """No area: every place."""


def _engine(url: str | URL, *, writes: bool = False) -> Engine:
    """An engine without a pool: every transaction is short, and a fork or a thread can inherit nothing."""
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)  # they may hold what a password hashes to
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", partial(_connect_sqlite, writes=writes))
        event.listen(engine, "begin", _begin_to_write if writes else _begin_to_read)
    return engine


def _connect_sqlite(dialect: Dialect, _record: object, at: list[Any], named: dict[str, Any], *, writes: bool) -> Any:  # noqa: ANN401  the driver's own connection
    """A connection; on a full disk, which has no room for the index of SQLite's log, one that needs none."""
    connection: Any = dialect.connect(*at, **named)
    try:
        _prepare_sqlite(connection)
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorname not in _NO_INDEX:
            raise
    else:
        return connection
    path = Path(at[0])
    log = path.with_name(f"{path.name}-wal")
    if not writes and not (log.exists() and log.stat().st_size):  # as on a read-only medium: nobody can write it now
        connection = dialect.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", **{**named, "uri": True})
        _prepare_sqlite(connection, logs=False)
        return connection
    connection = dialect.connect(*at, **named)
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # its index is in memory then; others wait
    _prepare_sqlite(connection)
    return connection


def _prepare_sqlite(connection: Any, *, logs: bool = True) -> None:  # noqa: ANN401
    connection.isolation_level = None  # the driver would begin transactions by itself, and too late
    cursor = connection.cursor()
    # With recursive triggers the one that refuses DELETE also sees the deletion in INSERT OR REPLACE.
    for pragma in (
        f"busy_timeout = {READER_WAITS_MS}",
        "foreign_keys = ON",
        "synchronous = FULL",
        "recursive_triggers = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    if logs and not cursor.execute("PRAGMA query_only").fetchone()[0] and _writable(cursor):
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _writable(cursor: Any) -> bool:  # noqa: ANN401
    path = cursor.execute("PRAGMA database_list").fetchone()[2]
    return bool(path) and os.access(Path(path).parent, os.W_OK) and os.access(path, os.W_OK)


def _begin_to_read(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_to_write(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {WRITER_WAITS_MS}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
