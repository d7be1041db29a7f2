"""Where register and editions of a data folder are: in it, or where else its `settings.toml` says.

database = "postgresql://mahalla@/mahalla?host=/run/postgresql"
editions = "s3://mahalla/editions"
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from geodata.errors import StoreError
from geodata.machine import small_text

SETTINGS: Final = "settings.toml"
KEYS: Final = ("database", "editions")
"""What the file may hold for every command."""

SECTIONS: Final = ("access", "provider", "log", "wall")
"""What else the file may hold: sections that the server alone reads."""

FILE: Final = "register.sqlite"
_WANTED: Final = "postgresql://USER@HOST/DATABASE"
OBJECTS: Final = "s3://BUCKET/PREFIX"
_PLACE: Final = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[A-Za-z0-9._-]+)*)/?")


def database_of(folder: Path) -> URL | None:
    """The address of the PostgreSQL database that the folder's settings name, None without settings.

    StoreError for settings that cannot be read, or that name anything else. The setting lies with the data so that no
    command can write to another register than the server does.
    """
    settings = _read(folder)
    return _postgresql(settings["database"], folder / SETTINGS) if "database" in settings else None


def shown(url: URL) -> str:
    """An address as it may be printed: without a password, wherever it stands in it."""
    hidden = {name: "***" for name in url.query if "password" in name.lower()}
    return url.update_query_dict(hidden).render_as_string(hide_password=True)


def editions_of(folder: Path) -> str | None:
    """Bucket and prefix of the object store that the folder's settings name for editions, None without.

    StoreError for settings that cannot be read, or that name anything else.
    """
    settings = _read(folder)
    if "editions" not in settings:
        return None
    found = _PLACE.fullmatch(str(settings["editions"]))
    if found is None:  # the text itself may hold a key
        raise StoreError("store_address", where=str(folder / SETTINGS), wanted=OBJECTS)
    return found[1]


def _read(folder: Path) -> dict[str, Any]:
    """What the folder's settings say; empty without any."""
    path = folder / SETTINGS
    try:
        settings = tomllib.loads(small_text(path))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise StoreError("settings_unreadable", where=str(path), got=str(error)) from error
    if unknown := sorted(settings.keys() - {*KEYS, *SECTIONS}):
        raise StoreError("settings_unreadable", where=str(path), got=", ".join(unknown))
    return settings


def _postgresql(address: object, path: Path) -> URL:
    try:
        url = make_url(str(address))
    except (ArgumentError, ValueError) as error:
        # The text itself may hold a password.
        raise StoreError("database_address", where=str(path), got="-", wanted=_WANTED) from error
    if url.get_backend_name() != "postgresql":
        raise StoreError("database_address", where=str(path), got=url.get_backend_name(), wanted=_WANTED)
    return url.set(drivername="postgresql+psycopg")
