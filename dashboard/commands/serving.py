"""Serving: `serve`."""

from __future__ import annotations

import argparse
import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.commands.commands import USABLE, Commands
from dashboard.commands.publishing import build_demo
from geodata.errors import OptionError

if TYPE_CHECKING:
    from geodata.store import Store


FIRST: Final = ".first.lock"
"""Held while the demonstration of an empty folder is built, beside the lock that each writing of it takes."""


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    serve = commands.add(
        "serve", _serve, "Serve the map; with no edition the demonstration is built first.", begins=True
    )
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument(
        "--settings", type=Path, metavar="FILE", help="settings (default: settings.toml in the data folder)"
    )


def _serve(options: argparse.Namespace) -> int:
    from dashboard import server  # Streamlit is slow to import, and only serving needs it
    from dashboard.access import settings
    from geodata import scratch
    from geodata.edition import editions, sweep
    from geodata.store import Store

    if options.settings is not None:
        os.environ[settings.FILE_VARIABLE] = str(options.settings.absolute())
    store = Store(options.data)
    sweep(store)
    scratch.sweep()
    store.upgrade()
    _ = store.remote  # an object store without keys is told now, not when an edition is to come from it
    seen_as = _seen_from_elsewhere(store, options.host)
    if _is_open(store):
        if seen_as:
            raise OptionError("sign_in_missing", got=seen_as)
        print("Nobody has an account: open on this machine only; what comes through a proxy is refused.", flush=True)
    if seen_as:
        os.environ[settings.REQUIRED_VARIABLE] = "1"
    if options.host not in settings.LOOPBACK:
        os.environ[settings.HOST_VARIABLE] = options.host
    if not editions(store):
        with store.lock(file=FIRST):  # of several servers that start together one builds it
            if not editions(store):
                print("No edition yet: building the demonstration.", flush=True)
                build_demo(store, seed=2025)
    with contextlib.suppress(KeyboardInterrupt):  # as a server is ended by hand
        server.serve(options.data, host=options.host, port=options.port)
    return USABLE


def _seen_from_elsewhere(store: Store, host: str) -> str:
    """The address under which others see the map; "" where it is this machine's own and no proxy is set up."""
    from dashboard.access import settings

    given = settings.read(store.path).access
    if given.behind_tls or given.hosts:
        return ("https://" if given.behind_tls else "http://") + (given.hosts[0] if given.hosts else "…")
    return "" if host in settings.LOOPBACK else host


def _is_open(store: Store) -> bool:
    """Whether nobody has to sign in yet: no provider is set up and nobody was ever given an account."""
    from dashboard.access import settings
    from geodata.register import accounts

    if settings.read(store.path).provider is not None:
        return False
    if not store.has_register:
        return True
    with store.register.reading() as session:
        return not accounts.has_any(session)
