"""Serving: `serve`."""

from __future__ import annotations

import argparse
from typing import Final

from dashboard.commands.commands import USABLE, Commands
from dashboard.commands.publishing import build_demo
from geodata.errors import OptionError

_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    serve = commands.add("serve", _serve, "Serve the map; with no edition the demonstration is built first.")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8501)


def _serve(options: argparse.Namespace) -> int:
    from dashboard import server  # Streamlit is slow to import, and only serving needs it
    from geodata.edition import editions, sweep
    from geodata.store import Store

    if options.host not in _LOOPBACK:
        raise OptionError("not_loopback", got=options.host, wanted=" / ".join(_LOOPBACK))
    store = Store(options.data)
    sweep(store)
    store.upgrade()
    if not editions(store):
        print("No edition yet: building the demonstration.", flush=True)
        build_demo(store, seed=2025)
    server.serve(options.data, host=options.host, port=options.port)
    return USABLE
