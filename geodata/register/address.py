"""Where the register of a data folder is: the file `register.sqlite` in it, or what its `settings.toml` names.

database = "postgresql://mahalla@/mahalla?host=/run/postgresql"
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from geodata.errors import StoreError

SETTINGS: Final = "settings.toml"
SECTIONS: Final = ("access", "provider", "log", "wall")
"""What else the file may hold: sections that the server alone reads."""

FILE: Final = "register.sqlite"
_WANTED: Final = "postgresql://USER@HOST/DATABASE"


def database_of(folder: Path) -> URL | None:
    """The address of the PostgreSQL database that the folder's settings name, None without settings.

    StoreError for settings that cannot be read, or that name anything else. The setting lies with the data so that no
    command can write to another register than the server does.
    """
    path = folder / SETTINGS
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreError("settings_unreadable", where=str(path), got=str(error)) from error
    if unknown := sorted(settings.keys() - {"database", *SECTIONS}):
        raise StoreError("settings_unreadable", where=str(path), got=", ".join(unknown))
    return _postgresql(settings["database"], path) if "database" in settings else None


def _postgresql(address: object, path: Path) -> URL:
    try:
        url = make_url(str(address))
    except (ArgumentError, ValueError) as error:
        # The text itself may hold a password.
        raise StoreError("database_address", where=str(path), got="-", wanted=_WANTED) from error
    if url.get_backend_name() != "postgresql":
        raise StoreError("database_address", where=str(path), got=url.get_backend_name(), wanted=_WANTED)
    return url.set(drivername="postgresql+psycopg")
