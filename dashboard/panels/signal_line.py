"""The signals in a line, for the other pages: how many there are, or what the one of a mahalla says."""

from __future__ import annotations

from urllib.parse import urlencode

from dashboard import markup, signal_words, signals
from dashboard.signals import RAISED, Signals
from dashboard.state import Field
from dashboard.view import View


def show(view: View) -> None:
    """How many signals the newest month has, with a link to them; nothing where the view is of another time."""
    found = signals.newest_here(view)
    if found is None:
        return
    words = view.words
    counts = {"alert": "alerts", "watch": "watches", "clearing": "clearings"}
    markup.show(
        "signal_line.html",
        title=words("signal.title"),
        note=signal_words.span(found, found.choice.span),
        parts=[
            {"state": state, "text": words.counted(f"signal.{counts[state]}", found.count(state))}
            for state in RAISED
            if found.count(state) or state != "clearing"
        ],
        link=_link(found, None),
        page=words("signal.page"),
    )


def of_mahalla(view: View, position: int) -> None:
    """What the newest signals say of one mahalla."""
    found = signals.newest_here(view)
    if found is None:
        return
    now = found.state(position)
    markup.show(
        "signal_said.html",
        title=view.words("signal.title"),
        state=now,
        word=view.words(f"signal_state.{now}"),
        sentence=signal_words.sentence(found, position),
        link=_link(found, position),
        page=view.words("signal.page"),
    )


def _link(found: Signals, position: int | None) -> str:
    kept = found.view.address.link()
    kept.pop(Field.MAHALLA, None)
    if position is not None:
        kept[Field.MAHALLA] = found.code(position)
    return f"/signals?{urlencode(kept)}"
