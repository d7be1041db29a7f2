"""The speakers in their order, and what brings up the next one; everything by key as well."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboard import data, layout, markup, state
from dashboard.presenter import acts
from dashboard.presenter.seen import Seen
from geodata.register.meetings import Agenda

MINUTES = (3, 5, 7, 10, 15)


def show(seen: Seen) -> None:
    """Previous and next, the time, and the speakers; the one who speaks is marked."""
    agenda = seen.desk.agenda
    if agenda is None:
        return
    words = seen.words
    with layout.card("queue"):
        markup.show("title.html", text=words("selector.queue"), note=f"{_number(seen)}/{len(agenda.items)}")
        with layout.bar("turns"):
            _turn(seen, -1, key="turn-back", shortcut="Left")
            _turn(seen, 1, key="turn-on", shortcut="Right")
        with layout.bar("time"):
            _time(seen)
        with layout.bar("speakers"):
            if len(agenda.items) > data.MANY:
                _chosen(seen, agenda)
            else:
                _buttons(seen, agenda)
        markup.show("note.html", text=words("selector.keys"))


def _turn(seen: Seen, step: int, *, key: str, shortcut: str) -> None:
    st.button(
        seen.words("selector.next" if step > 0 else "selector.previous"),
        key=key,
        shortcut=shortcut,
        type="primary" if step > 0 else "secondary",
        on_click=acts.turn,
        args=(step, seen.desk.pulse.newest),
    )


def _time(seen: Seen) -> None:
    """How long a speaker has, and the time from the beginning."""
    words, now = seen.words, seen.desk.cue.seconds // 60
    minutes = st.selectbox(
        words("selector.minutes"),
        MINUTES,
        index=MINUTES.index(now) if now in MINUTES else 2,
        key="turn-minutes",
        filter_mode=None,
    )
    st.button(words("selector.restart"), key="turn-restart", on_click=acts.restart, args=(minutes * 60,))


def _named(seen: Seen, agenda: Agenda) -> dict[int | None, tuple[str, str]]:
    """Name and post of each speaker by the number of the point; the opening, which has none, first."""
    setting = seen.setting()
    named: dict[int | None, tuple[str, str]] = {None: (seen.words("selector.opening"), "")}
    for kept in agenda.items:
        item = kept.what
        name = setting.place_name(item.place) if item.place else setting.said(item.subject)
        named[kept.id] = f"{item.number}. {name}", setting.post_name(item.speaker) if item.speaker else ""
    return named


def _buttons(seen: Seen, agenda: Agenda) -> None:
    for item, (name, post) in _named(seen, agenda).items():
        on = seen.desk.cue.item == item
        kind: Literal["primary", "secondary"] = "primary" if on else "secondary"
        label = f"**{markup.plain(name)}**" + (f"  \n{markup.plain(post)}" if post else "")
        st.button(label, key=f"speak-{item or 0}-{'on' if on else 'off'}", type=kind, on_click=acts.speak, args=(item,))


def _chosen(seen: Seen, agenda: Agenda) -> None:
    """The speakers in one box: of a country they are more than buttons can be found among."""
    named = {item or 0: " · ".join(filter(None, told)) for item, told in _named(seen, agenda).items()}
    st.selectbox(
        seen.words("stage.speakers"),
        list(named),
        format_func=lambda item: named[item],
        key=state.shown("speak", seen.desk.cue.item or 0),
        on_change=lambda: acts.speak(state.value_of("speak") or None),
    )


def _number(seen: Seen) -> int:
    points = seen.desk.agenda.items if seen.desk.agenda else ()
    return next((at for at, kept in enumerate(points, start=1) if kept.id == seen.desk.cue.item), 0)
