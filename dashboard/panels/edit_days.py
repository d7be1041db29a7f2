"""The calendar of days that are not what their weekday says: a new one, another kind or name, one taken out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st
from sqlalchemy.orm import Session

from dashboard import editing
from dashboard.answers import Answers
from geodata.errors import StoreError
from geodata.register.records import Act, Kept
from geodata.register.reviews import DAY_KINDS, SPECIAL_DAYS, SpecialDay, SpecialDayRow

Days = Sequence[Kept[SpecialDay]]


def opened(body: Callable[[Answers, Days], None], answers: Answers, kept: Days) -> Callable[[], None]:
    """The body of a dialog."""
    return partial(body, answers, kept)


def new(answers: Answers, _kept: Days) -> None:
    """A day to be added."""
    words = answers.words
    with st.form("day-new", border=False):
        text = st.text_input(words("column.date"), placeholder=editing.DAY)
        kind = _kind(answers, DAY_KINDS[0])
        name = st.text_input(words("column.title"))
        source = st.text_input(words("edit.order"))
        sent = st.form_submit_button(words("edit.save"), type="primary")
    if not sent:
        return

    def write(session: Session, act: Act) -> None:
        day = editing.day_of(text)
        if SPECIAL_DAYS.find(session, SpecialDayRow.day == day, SpecialDayRow.closed_on.is_(None)):
            raise StoreError("day_known", got=f"{day:%d.%m.%Y}")
        SPECIAL_DAYS.add(session, SpecialDay(day=day, kind=kind, name=name.strip(), source=source.strip()), act)

    editing.save(words, write)


def change(answers: Answers, kept: Days) -> None:
    """A day to be changed or taken out."""
    words = answers.words
    doing = editing.choose(words, "day", ("change", "close"))
    held = {one.id: one for one in kept}
    number = st.selectbox(
        words("edit.which"),
        list(held),
        format_func=lambda key: f"{words.date(held[key].what.day)} · {answers.said(held[key].what.name)}".strip(" ·"),
        key="day-which",
        filter_mode=None,
    )
    one = held[int(number or next(iter(held)))]
    with st.form(f"day-{doing}-{one.id}", border=False):
        if doing == "close":
            why = st.text_input(words("edit.why"))
            sent = st.form_submit_button(words("edit.close"), type="primary")
        else:
            kind, name = _kind(answers, one.what.kind), st.text_input(words("column.title"), one.what.name)
            sent = st.form_submit_button(words("edit.save"), type="primary")
    if not sent:
        return
    if doing == "close":
        editing.save(
            words,
            lambda session, act: SPECIAL_DAYS.close(
                session, one, on=answers.day, why=editing.given(words("edit.why"), why), act=act
            ),
        )
    else:
        editing.save(
            words,
            lambda session, act: SPECIAL_DAYS.change(
                session, one, replace(one.what, kind=kind, name=name.strip()), act
            ),
        )


def _kind(answers: Answers, now: str) -> str:
    words = answers.words
    return str(
        st.segmented_control(
            words("reviews.kind"),
            list(DAY_KINDS),
            default=now,
            format_func=lambda name: words(f"reviews.{name}"),
            required=True,
        )
    )
