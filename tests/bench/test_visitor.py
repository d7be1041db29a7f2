"""What a visitor without a browser keeps of a page."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.visitor import VisitError, Visitor
from tests.loops import finish


class Server:
    """A socket that says what it was given, and keeps nothing of what it hears."""

    def __init__(self, *said: ForwardMsg) -> None:
        self.said = [message.SerializeToString() for message in said]

    async def send(self, _message: bytes) -> None:
        pass

    async def recv(self) -> bytes:
        return self.said.pop(0)


def box(value: str = "") -> ForwardMsg:
    message = ForwardMsg(hash="h1")
    message.metadata.cacheable = True
    selectbox = message.delta.new_element.selectbox
    selectbox.id, selectbox.default = "$$ID-00ff-period", 0
    selectbox.options.extend(["2024", "2023"])
    if value:
        selectbox.set_value, selectbox.raw_value = True, value
    return message


def visitor(*said: ForwardMsg) -> Visitor:
    socket: Any = Server(*said)
    return Visitor(8501, socket)


END = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)


async def opened(one: Visitor) -> Visitor:
    await one.open("")
    return one


def test_it_knows_a_widget_by_its_key_and_shows_the_default():
    one = finish(opened(visitor(box(), END)))
    assert one.widgets["period"].value == ("2024",)
    assert one.widgets["period"].options == ("2024", "2023")


def test_a_reference_means_the_message_sent_before():
    async def twice() -> Visitor:
        one = visitor(box("2023"), END, ForwardMsg(ref_hash="h1"), END)
        await one.open("")
        await one.open("")
        return one

    assert finish(twice()).widgets["period"].value == ("2023",)


def test_a_run_that_gave_way_is_not_the_end():
    early = ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN)
    assert finish(opened(visitor(early, box(), END))).widgets


def test_an_error_on_the_page_ends_the_visit():
    failed = ForwardMsg()
    failed.delta.new_element.exception.message = "wrong"
    with pytest.raises(VisitError, match="wrong"):
        finish(opened(visitor(failed, END)))
