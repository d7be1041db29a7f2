"""A register copied whole into another one, of either database: for backups, and for moving to PostgreSQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, func, insert, select, text
from sqlalchemy.orm import Session

from geodata.errors import StoreError
from geodata.register import audit, replay
from geodata.register.database import Register
from geodata.register.models import AuditEntry, Base

_ROWS: Final = 1000


def snapshot(register: Register, path: Path) -> None:
    """One state of the register as an SQLite file at `path`, while others read and write; StoreError if rows are lost.

    A register in a file is copied by SQLite's own online backup, page by page; one in PostgreSQL row by row.
    """
    try:
        _copy(register, path)
    except sqlite3.Error as error:  # our own register's are told by itself
        raise StoreError("store_write", where=str(path.parent), folder=path.parent, got=str(error)) from error


def _copy(register: Register, path: Path) -> None:
    """As `snapshot`; sqlite3.Error where the copy cannot be written."""
    if register.is_file:
        with register.reading() as session, closing(sqlite3.connect(path)) as target:
            raw = session.connection().connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)  # noqa: S101  what SQLAlchemy's driver for a file is
            raw.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, without its log beside it
        return
    register.upgrade()
    load(register, Register(URL.create("sqlite", database=str(path)), shown=path.name))
    with closing(sqlite3.connect(path)) as target:
        target.execute("PRAGMA journal_mode = DELETE")


def load(source: Register, target: Register) -> None:
    """Every row of `source` in the empty register `target`, in one transaction; StoreError if it is not empty."""
    target.upgrade()
    with source.reading() as there, target.writing() as here:
        if here.scalar(select(func.count()).select_from(AuditEntry)):
            raise StoreError("database_occupied", where=target.shown, got=target.shown)
        connection = here.connection()
        for table in Base.metadata.sorted_tables:
            result = there.execute(select(table)).mappings()
            while rows := result.fetchmany(_ROWS):
                connection.execute(insert(table), [dict(row) for row in rows])
        _restart_counters(connection)
        _compare(there, here)


def _compare(there: Session, here: Session) -> None:
    """Raise StoreError unless the copy has every row: the trail plays to the records, and the counts are the same."""
    for table in Base.metadata.sorted_tables:
        counted = select(func.count()).select_from(table)
        if here.scalar(counted) != there.scalar(counted):
            raise StoreError("copy_differs", name=table.name)
    if differing := replay.differing(here):
        raise StoreError("copy_differs", name=differing[0][0])
    if audit.first_broken(here) is not None:
        raise StoreError("copy_differs", name=AuditEntry.__tablename__)


def _restart_counters(connection: Connection) -> None:
    """PostgreSQL counts numbers of rows apart from the rows: go on after the highest."""
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        for column in table.primary_key.columns:
            sequence = connection.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
            ).scalar()
            highest = connection.execute(select(func.max(column))).scalar()
            if sequence and highest:
                connection.execute(
                    text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest}
                )
