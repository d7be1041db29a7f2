"""The speakers in their order, and what brings up the next one; everything by key as well."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboard import layout, markup
from dashboard.presenter import acts
from dashboard.presenter.seen import Seen

MINUTES = (3, 5, 7, 10, 15)


def show(seen: Seen) -> None:
    """Previous and next, the time, and a button a speaker; the one who speaks is marked."""
    agenda = seen.desk.agenda
    if agenda is None:
        return
    words, desk = seen.words, seen.desk
    setting = seen.setting()
    with layout.card("queue"):
        markup.show("title.html", text=words("selector.queue"), note=f"{_number(seen)}/{len(agenda.items)}")
        with layout.bar("turns"):
            st.button(
                words("selector.previous"),
                key="turn-back",
                shortcut="Left",
                on_click=acts.move,  # type: ignore[arg-type]  # what it gives back is asked for elsewhere
                args=(-1, desk.pulse.newest),
            )
            st.button(
                words("selector.next"),
                key="turn-on",
                shortcut="Right",
                type="primary",
                on_click=acts.move,  # type: ignore[arg-type]  # what it gives back is asked for elsewhere
                args=(1, desk.pulse.newest),
            )
        with layout.bar("time"):
            minutes = st.selectbox(
                words("selector.minutes"),
                MINUTES,
                index=MINUTES.index(desk.cue.seconds // 60) if desk.cue.seconds // 60 in MINUTES else 2,
                key="turn-minutes",
                filter_mode=None,
            )
            st.button(words("selector.restart"), key="turn-restart", on_click=acts.restart, args=(minutes * 60,))
        with layout.bar("speakers"):
            _speaker(seen, None, words("selector.opening"), "")
            for kept in agenda.items:
                item = kept.what
                name = setting.district_name(item.place) if item.place else setting.said(item.subject)
                post = setting.post_name(item.speaker) if item.speaker else ""
                _speaker(seen, kept.id, f"{item.number}. {name}", post)
        markup.show("note.html", text=words("selector.keys"))


def _speaker(seen: Seen, item: int | None, name: str, post: str) -> None:
    on = seen.desk.cue.item == item
    kind: Literal["primary", "secondary"] = "primary" if on else "secondary"
    label = f"**{markup.plain(name)}**" + (f"  \n{markup.plain(post)}" if post else "")
    st.button(label, key=f"speak-{item or 0}-{'on' if on else 'off'}", type=kind, on_click=acts.speak, args=(item,))


def _number(seen: Seen) -> int:
    points = seen.desk.agenda.items if seen.desk.agenda else ()
    return next((at for at, kept in enumerate(points, start=1) if kept.id == seen.desk.cue.item), 0)
