"""Choosing and opening a meeting, ending it, and adding one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import streamlit as st

from dashboard import layout, markup, meeting_names, state
from dashboard.presenter import acts
from dashboard.presenter.seen import Seen
from dashboard.settings import TIME_ZONE


def show(seen: Seen) -> None:
    """The bar on top: the meeting that is on with its edition, or the one to be opened."""
    words = seen.words
    with layout.bar("meeting"):
        if seen.desk.agenda is None:
            _choose(seen)
        else:
            meeting = seen.desk.agenda.meeting.what
            frozen = words("selector.not_frozen")
            if meeting.edition is not None:
                frozen = words("selector.frozen", number=meeting.edition)
            markup.show(
                "selector/meeting.html",
                title=meeting_names.name(words, meeting),
                day=words.date(meeting.day),
                frozen=frozen,
            )
            st.button(words("selector.close"), key="meeting-close", on_click=acts.close_meeting, args=(seen.desk,))
        asked = f"lang={words.language}"
        markup.show(
            "selector/links.html",
            links=[
                (f"/wall?{asked}", words("selector.wall_link")),
                (f"/follow?{asked}", words("selector.follow_link")),
            ],
        )


def _choose(seen: Seen) -> None:
    words, known = seen.words, acts.meetings()
    if known:
        chosen = st.selectbox(
            words("selector.meeting"),
            list(known),
            format_func=lambda number: f"{words.date(known[number].day)} · {meeting_names.name(words, known[number])}",
            key="meeting-choice",
            filter_mode=None,
            label_visibility="collapsed",
        )
        st.button(
            words("selector.open"),
            type="primary",
            key="meeting-open",
            on_click=acts.open_meeting,
            args=(chosen, seen.current.number),
        )
    with st.popover(words("selector.new"), key="meeting-new"):
        title = st.text_input(words("selector.title"), words("selector.new_title"), key="meeting-title")
        st.button(
            words("selector.create"),
            key="meeting-create",
            on_click=_create,
            args=(seen, title),
            disabled=not title.strip(),
        )


def _create(seen: Seen, title: str) -> None:
    """A meeting of today; the districts with most red mahallas speak first."""
    edition = seen.current
    days = edition.category_days()
    codes = edition.districts["code"].astype(str).tolist()
    home = edition.mahallas["district_pos"].to_numpy()
    red = edition.category_at(days[-1]).values == 3 if days else np.zeros(len(home), bool)
    many = np.bincount(home[red], minlength=len(codes))
    order = [codes[at] for at in sorted(range(len(codes)), key=lambda at: (-many[at], codes[at]))]
    today = datetime.now(ZoneInfo(TIME_ZONE)).date()
    number = acts.create(title.strip(), today, edition.region.code, order, seen.words("selector.subject"))
    state.shown("meeting-choice", number)
