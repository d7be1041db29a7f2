"""One process, one port: Streamlit's application with our own routes beside it, warm before the port opens."""

from __future__ import annotations

import asyncio
import gc
import sys
import tomllib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any, Final

import streamlit as st
from starlette.middleware import Middleware

from dashboard import arrivals, errors, frontend, listening, loading, resuming, routes, settings, warming
from dashboard.access import signin
from dashboard.access.door import door
from dashboard.access.gate import Gate
from dashboard.document import Document

COLLECT_EVERY_S: Final = 60.0
TURN_S: Final = 0.0005
"""How long a thread may compute while another waits to: a run gives way at each of some hundred calculations and would
wait 5 ms, Python's own turn, each time the warm-up, an export or another reader computes beside it."""

_SCRIPT: Final = Path(__file__).with_name("app.py")


def application() -> st.App:
    """The ASGI application of the settings in force."""
    return st.App(
        _SCRIPT,
        routes=[*signin.all_routes(), *routes.all_routes()],
        middleware=[
            Middleware(Gate),
            Middleware(Document),
            Middleware(frontend.Frontend),
            Middleware(resuming.Resuming),
        ],
        lifespan=_lifespan,
        on_script_error=errors.failed,
    )


def serve(folder: Path, *, host: str, port: int) -> None:
    """Serve the data folder until stopped; the address is printed once pages come at full speed."""
    settings.Settings(data=folder.absolute()).export()
    config = read_config(settings.CONFIG)
    options = config | {
        "server.allowedHosts": [*config["server.allowedHosts"], *door().settings.access.hosts],
        "server.address": host,
        "server.port": port,
        "logger.hideWelcomeMessage": True,
    }
    application().run(config=options)


def read_config(path: Path) -> dict[str, Any]:
    """The settings of a Streamlit config file with dotted names, as `App.run` takes them."""
    with path.open("rb") as file:
        return _dotted(tomllib.load(file))


def _dotted(tree: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        flat |= _dotted(value, f"{prefix}{key}.") if isinstance(value, Mapping) else {f"{prefix}{key}": value}
    return flat


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Open the edition, draw what the first page needs, and set what is loaded aside from the garbage collector.

    A full collection after each script run cost 53 ms of a 55 ms rerun; frozen at start and collected once a minute
    it costs nothing that a viewer sees.
    """
    await asyncio.to_thread(_load)
    _set_aside()
    sys.setswitchinterval(TURN_S)
    listening.send_at_once()
    address = f"http://{st.get_option('server.address')}:{st.get_option('server.port')}"
    print(f"The mahalla map: {address}", flush=True)  # the one line a terminal shows
    stop = Event()
    works = (_collect_now_and_then(), door().tidy(), _warm_later(stop), arrivals.keep(door().store))
    tasks = [asyncio.create_task(work) for work in works]
    yield {}
    stop.set()
    for task in tasks:
        task.cancel()
    await asyncio.to_thread(door().write)


def _load() -> None:
    """What the first run of a page would otherwise wait for: the libraries of its parts, and what it shows."""
    loading.everything()
    frontend.warm()
    arrivals.look(door().store)
    warming.first()


async def _warm_later(stop: Event) -> None:
    """Go on computing beside the serving, then set that aside too."""
    await asyncio.to_thread(warming.later, stop)
    await asyncio.to_thread(_set_aside)


def _set_aside() -> None:
    gc.collect()
    gc.freeze()


async def _collect_now_and_then() -> None:
    while True:
        await asyncio.sleep(COLLECT_EVERY_S)
        await asyncio.to_thread(gc.collect)
