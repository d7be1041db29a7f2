"""Serving: `serve`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.commands import USABLE, Commands
from dashboard.commands.publishing import build_demo
from geodata.errors import OptionError

if TYPE_CHECKING:
    from geodata.store import Store


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    serve = commands.add("serve", _serve, "Serve the map; with no edition the demonstration is built first.")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument(
        "--settings", type=Path, metavar="FILE", help="settings (default: settings.toml in the data folder)"
    )


def _serve(options: argparse.Namespace) -> int:
    from dashboard import server  # Streamlit is slow to import, and only serving needs it
    from dashboard.access import settings
    from geodata.edition import editions, sweep
    from geodata.store import Store

    if options.settings is not None:
        os.environ[settings.FILE_VARIABLE] = str(options.settings.absolute())
    store = Store(options.data)
    sweep(store)
    store.upgrade()
    if options.host not in settings.LOOPBACK:
        _require_sign_in(store, options.host)
    if not editions(store):
        print("No edition yet: building the demonstration.", flush=True)
        build_demo(store, seed=2025)
    server.serve(options.data, host=options.host, port=options.port)
    return USABLE


def _require_sign_in(store: Store, host: str) -> None:
    """OptionError where the map would be seen from elsewhere before anybody has to sign in."""
    from dashboard.access import settings
    from geodata.register import accounts

    if settings.read(store.path).provider is None:
        if not store.has_register:
            raise OptionError("sign_in_missing", got=host)
        with store.register.reading() as session:
            if not accounts.has_any(session):
                raise OptionError("sign_in_missing", got=host)
    os.environ[settings.REQUIRED_VARIABLE] = "1"
    os.environ[settings.HOST_VARIABLE] = host
