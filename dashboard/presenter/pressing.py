"""The word to the next speaker or back, by a request of its own: whichever server is left does it, and does it once."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.access import refusals
from dashboard.access.door import door
from dashboard.presenter import acts
from dashboard.presenter.seen import Seen
from geodata.errors import AccessError, GeodataError

STEPS: Final = {"next": 1, "back": -1}

_PRESSING: Final = st.components.v2.component(
    "mahalla-map.pressing",
    js=(Path(__file__).parents[1] / "scripts" / "pressing.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show(seen: Seen) -> None:
    """While a meeting is on: the keys and buttons of the next speaker and the one before are given by request."""
    if seen.desk.agenda is not None:
        with st.container(key="pressing"):
            _PRESSING(key="presses", data={"seen": seen.desk.pulse.newest}, on_answered_change=lambda: None)


def all_routes() -> list[BaseRoute]:
    """Where a press is sent: PUT, for it may be given again."""
    return [Route("/stage/word/{seen:int}/{way}", _word, methods=["PUT"])]


async def _word(request: Request) -> Response:
    """The entry of the trail under which the word went, null where it did not.

    403 for whoever leads no meetings, 503 where the register cannot be written just now.
    """
    step = STEPS.get(str(request.path_params["way"]))
    if step is None:
        return PlainTextResponse("not found", status_code=404)
    try:
        entry = await run_in_threadpool(acts.move, step, int(request.path_params["seen"]))
    except AccessError as error:
        return await run_in_threadpool(refusals.told, request, door(), error)
    except GeodataError:
        return await run_in_threadpool(refusals.answer, request, door(), "register")
    return JSONResponse({"entry": entry}, headers={"Cache-Control": "no-store"})
