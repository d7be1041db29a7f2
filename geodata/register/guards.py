"""What the database itself refuses, on SQLite and PostgreSQL: removing a record, changing what is fixed.

Used by the migrations alone; a trigger can be taken away by whoever owns the database, which the trail then shows.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION register_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%: %', TG_TABLE_NAME, TG_ARGV[0]; END $$
"""
_KEPT: Final = "nothing is deleted, only closed"
_APPENDED: Final = "append only"


def never_deleted(connection: Connection, table: str) -> None:
    """Rows of `table` cannot be removed."""
    _refuse(connection, table, "DELETE", f"{table}_no_delete", _KEPT)
    _never_emptied(connection, table)


def append_only(connection: Connection, table: str) -> None:
    """Rows of `table` can be neither removed nor changed."""
    _refuse(connection, table, "UPDATE", f"{table}_no_update", _APPENDED)
    _refuse(connection, table, "DELETE", f"{table}_no_delete", _APPENDED)
    _never_emptied(connection, table)


def fixed_once_given(connection: Connection, table: str, column: str) -> None:
    """A value of `column` stays as it is once there is one."""
    name, said = f"{table}_{column}_fixed", f"{column} is fixed"
    if connection.dialect.name == "sqlite":
        when = f"OLD.{column} IS NOT NULL AND NEW.{column} IS NOT OLD.{column}"
    else:
        when = f"(OLD.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})"
    _refuse(connection, table, f"UPDATE OF {column}", name, said, when)


def _refuse(connection: Connection, table: str, event: str, name: str, said: str, when: str | None = None) -> None:
    condition = f"WHEN {when}" if when else ""
    if connection.dialect.name == "sqlite":
        body = f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        connection.execute(text(f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} {condition} {body}"))
        return
    connection.execute(text(_FUNCTION))
    function = f"FOR EACH ROW {condition} EXECUTE FUNCTION register_refuse('{said}')"
    connection.execute(text(f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} {function}"))


def _never_emptied(connection: Connection, table: str) -> None:
    if connection.dialect.name == "postgresql":  # SQLite has no TRUNCATE
        function = f"FOR EACH STATEMENT EXECUTE FUNCTION register_refuse('{_KEPT}')"
        connection.execute(text(f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} {function}"))
