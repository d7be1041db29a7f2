"""The layouts of the register, oldest first, and the way from one to the next: one script a step in `versions`."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import Connection, inspect, text

from geodata.errors import StoreError

LAYOUTS: Final = ("0001", "0002", "0003", "0005", "0006", "0008")
"""Every layout this program knows; the last is the one it needs. A new script in `versions` adds its number here."""


_ONE_AT_A_TIME: Final = Lock()
"""Alembic's scripts find their connection in a variable of the module, which threads share."""


def layout(connection: Connection) -> str | None:
    """The layout the database has; None for an empty one, or one from before layouts were numbered."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def upgrade(connection: Connection, *, to: str = LAYOUTS[-1]) -> None:
    """Takes the database up to the layout `to` within the caller's transaction, so that it has the old one or the new.

    StoreError for a layout of a later program.
    """
    found = layout(connection)
    if found == to:
        return
    if found is not None and found not in LAYOUTS:
        raise StoreError("register_newer", got=found, wanted=LAYOUTS[-1])
    # Imported only here: most starts find the layout they need.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        command.upgrade(config, to)
