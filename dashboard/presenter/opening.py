"""Choosing and opening a meeting, ending it, and adding one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import numpy as np
import streamlit as st

from dashboard import country, data, layout, markup, meeting_names, state
from dashboard.presenter import acts
from dashboard.presenter.seen import Seen
from dashboard.stage.scene import title
from geodata.editions.categories import RED
from geodata.register.meetings import Meeting
from geodata.register.reviews import Due
from geodata.register.standing import next_reviews

SUBJECT: Final = "Qizil toifadagi mahallalarda amalga oshirilgan ishlar"
"""What districts speak about, in the words of the records: each screen has them in its own language."""


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
            format_func=lambda number: _named(seen, known[number]),
            key="meeting-choice",
            filter_mode=None,
            label_visibility="collapsed",
        )
        again = known[chosen].held
        st.button(
            words("selector.open_again" if again else "selector.open"),
            type="secondary" if again else "primary",
            key="meeting-open",
            on_click=acts.open_meeting,
            args=(chosen, seen.current.number),
        )
    with st.popover(words("selector.new"), key="meeting-new"):
        _new(seen)


def _named(seen: Seen, meeting: Meeting) -> str:
    """“28.02.2025 · Monthly review · February 2025 · held”; of a country also a single region."""
    words, about = seen.words, country.about(seen.current, meeting.place)
    place = [title(seen.current, words.language, about)] if about else []
    held = [words("selector.held")] if meeting.held else []
    return " · ".join([words.date(meeting.day), meeting_names.name(words, meeting), *place, *held])


def _new(seen: Seen) -> None:
    """One of the reviews that are due next, named by itself, or another meeting with a name of the operator's."""
    words, today = seen.words, seen.desk.day(seen.current, datetime.now(UTC))
    due = next_reviews(data.records(data.written()), today)
    chosen = st.selectbox(
        words("selector.which"),
        [*range(len(due)), None],
        format_func=lambda at: words("selector.any_other") if at is None else _due(seen, due[at]),
        key="meeting-which",
        filter_mode=None,
    )
    title = ""
    if chosen is None:
        title = st.text_input(words("selector.title"), words("selector.new_title"), key="meeting-title").strip()
    region = _about(seen)
    planned = None
    if chosen is not None:
        review = due[chosen]
        planned = Meeting(
            level="region",
            place=region,
            day=review.day,
            chair=review.before,
            review=review.rule,
            review_period=review.period,
        )
    elif title:
        planned = Meeting(level="region", place=region, day=today, title=title)
    st.button(
        words("selector.create"),
        key="meeting-create",
        on_click=_create,
        args=(seen, planned),
        disabled=planned is None,
    )


def _about(seen: Seen) -> str:
    """What a new meeting is about: the whole, or of a country one of its regions."""
    edition, words = seen.current, seen.words
    if not country.is_one(edition):
        return edition.region.code
    chosen = st.selectbox(
        words("country.about"),
        [edition.region.code, *country.regions(edition)],
        format_func=lambda code: title(edition, words.language, code),
        key="meeting-about",
    )
    return str(chosen)


def _due(seen: Seen, review: Due) -> str:
    """“28.02.2025 · Monthly review · February 2025 · Minister of Internal Affairs”."""
    named = Meeting(level="region", place="-", day=review.day, review=review.rule, review_period=review.period)
    before = seen.setting().post_name(review.before)
    return f"{seen.words.date(review.day)} · {meeting_names.name(seen.words, named)} · {before}"


def _create(seen: Seen, planned: Meeting) -> None:
    """The districts, or regions of a country, with most red mahallas speak first."""
    edition = seen.current
    days = edition.category_days()
    home = edition.mahallas["district"].astype(str)
    red = edition.category_at(days[-1]).values == RED if days else np.zeros(len(home), bool)
    many = home[red].value_counts()
    regions = country.regions(edition)

    def first(code: str) -> tuple[int, str]:
        own = regions.get(code, (code,)) if country.is_one(edition) else (code,)
        return -int(many.reindex(own, fill_value=0).sum()), code

    number = acts.create(planned, sorted(country.speaking(edition, planned.place), key=first), SUBJECT)
    state.shown("meeting-choice", number)
