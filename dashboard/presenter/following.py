"""Keeps the presenter's page beside the stage: it shows what somebody else did, and keeps what is being typed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import errors
from dashboard.presenter.seen import Seen
from dashboard.stage import desk as desks
from dashboard.stage import rotation
from dashboard.stage.desk import Desk
from geodata.edition import Edition

LOOK_EVERY_S: Final = 1.0

_KEEPING: Final = st.components.v2.component(
    "mahalla-map.keeping",
    js=(Path(__file__).parents[1] / "scripts" / "keeping.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show(seen: Seen) -> None:
    """From now on: a note is kept while it is being written, and the page is drawn anew when the stage has moved."""
    _KEEPING(key="keeping")
    _follow(_stands(seen.desk, seen.edition), seen.edition)


@st.fragment(run_every=LOOK_EVERY_S)
def _follow(shown: tuple[object, ...], edition: Edition) -> None:
    with errors.told():
        if _stands(desks.read(), edition) != shown:
            st.rerun()


def _stands(desk: Desk, edition: Edition) -> tuple[object, ...]:
    """What a page must be drawn anew for: any act of anybody, another edition, another turn of the rotation."""
    order = rotation.order_of(desk.steps, edition, desk.region) if desk.agenda is None else ()
    turn = rotation.position(order, desk.cue, datetime.now(UTC)).index if order else None
    return desk.pulse, desk.current, turn
