"""What is clicked on a new socket waits until the server knows the page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard import resuming
from dashboard.resuming import Resuming
from tests.loops import finish


def asks(fragment: str = "") -> bytes:
    message = BackMsg()
    message.rerun_script.fragment_id = fragment
    return bytes(message.SerializeToString())


def ended(status: int) -> bytes:
    return bytes(ForwardMsg(script_finished=status).SerializeToString())


WHOLE, CLICK = asks(), asks("the indicator")
DONE, EARLY = ended(ForwardMsg.FINISHED_SUCCESSFULLY), ended(ForwardMsg.FINISHED_EARLY_FOR_RERUN)
PART = bytes(ForwardMsg(session_status_changed={"run_on_save": True}).SerializeToString())


def come(
    sent: list[bytes], answer: Callable[[int, Callable[[bytes], Awaitable[None]]], Awaitable[None]]
) -> list[bytes]:
    """What of `sent` reaches the server at once, `answer` being called with the number of each that came."""
    came: list[bytes] = []

    async def server(_scope, receive, send):
        while len(came) < len(sent):
            came.append((await receive())["bytes"])
            await answer(len(came), lambda body: send({"type": "websocket.send", "bytes": body}))

    async def run() -> None:
        waiting = iter(sent)

        async def receive():
            return {"type": "websocket.receive", "bytes": next(waiting)}

        async def send(_message):
            pass

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(resuming, "WAITS_S", 3600.0)
            task = asyncio.ensure_future(Resuming(server)({"type": "websocket"}, receive, send))
            for _ in range(100):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    finish(run())
    return came


def test_a_click_waits_for_the_first_run_of_the_page():
    async def runs_on(number, send):
        await send(PART)
        await send(EARLY)  # begun anew by the page itself

    assert come([WHOLE, CLICK], runs_on) == [WHOLE]

    async def ends(number, send):
        await runs_on(number, send)
        await send(DONE)

    assert come([WHOLE, CLICK, CLICK], ends) == [WHOLE, CLICK, CLICK]


def test_what_asks_for_no_run_passes():
    async def runs_on(number, send):
        pass

    other = bytes(BackMsg(clear_cache=True).SerializeToString())
    assert come([WHOLE, other, b"no message"], runs_on) == [WHOLE, other, b"no message"]


def test_where_no_whole_run_was_asked_for_nothing_waits():
    async def runs_on(number, send):
        pass

    assert come([CLICK, CLICK], runs_on) == [CLICK, CLICK]


def test_after_the_first_run_nothing_waits():
    async def first_ends(number, send):
        if number == 1:
            await send(DONE)

    assert come([WHOLE, WHOLE, CLICK], first_ends) == [WHOLE, WHOLE, CLICK]


def test_a_run_that_does_not_end_holds_nobody_for_good(monkeypatch):
    async def received():
        return {"type": "websocket.receive", "bytes": WHOLE}

    async def server(_scope, receive, send):
        for _ in range(3):
            await receive()

    monkeypatch.setattr(resuming, "WAITS_S", 0.0)
    finish(Resuming(server)({"type": "websocket"}, received, received))
