"""How many of a post are filled, who sits in a group, and a measure taken toward a post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from sqlalchemy.orm import Session

from dashboard import country, editing
from dashboard.answers import Answers
from geodata.register.decisions import MEASURES, Measure
from geodata.register.posts import SEATS, STAFFING, Seat, Staffing
from geodata.register.records import Act, Kept


def staffing(answers: Answers, keys: Sequence[str], figures: Mapping[tuple[str, str], Kept[Staffing]]) -> None:
    """A new figure of a day; the figures of earlier days stay."""
    words = answers.words
    post = _post(answers, keys, "staffing-post")
    place = _place(answers, "staffing-place")
    was = figures.get((post, place))
    with st.form(f"staffing-{post}-{place}", border=False):
        one, two, three = st.columns(3)
        planned = one.text_input(words("posts.planned"), str(was.what.planned) if was else "")
        filled = two.text_input(words("posts.filled"), str(was.what.filled) if was else "")
        as_of = three.text_input(words("posts.as_of"), editing.written(answers.day), placeholder=editing.DAY)
        order = st.text_input(words("edit.order"), was.what.order if was else "")
        sent = st.form_submit_button(words("edit.save"), type="primary")
    if not sent:
        return

    def write(session: Session, act: Act) -> None:
        figure = Staffing(
            post=post,
            place=place,
            as_of=editing.day_of(as_of),
            planned=editing.whole_of(planned),
            filled=editing.whole_of(filled),
            order=order.strip(),
        )
        if was is not None and was.what.as_of == figure.as_of:
            STAFFING.change(session, was, figure, act)
        else:
            STAFFING.add(session, figure, act)

    editing.save(words, write)


def measure(answers: Answers) -> None:
    """A measure: toward which post, in which place, on which day, why."""
    words = answers.words
    keys = [key for key, kept in answers.kept.posts.items() if kept.holds(answers.day)]
    post = _post(answers, sorted(keys, key=answers.post), "measure-post")
    place = _place(answers, "measure-place")
    with st.form("measure", border=False):
        day = st.text_input(words("column.date"), editing.written(answers.day), placeholder=editing.DAY)
        text = st.text_input(words("posts.measure"))
        reason = st.text_input(words("data.reason"))
        order = st.text_input(words("edit.order"))
        sent = st.form_submit_button(words("edit.save"), type="primary")
    if sent:
        editing.save(
            words,
            lambda session, act: MEASURES.add(
                session,
                Measure(
                    post=post,
                    place=place,
                    day=editing.day_of(day),
                    measure=editing.given(words("posts.measure"), text),
                    reason=editing.given(words("data.reason"), reason),
                    order=order.strip(),
                ),
                act,
            ),
        )


def seat(answers: Answers, group: str, place: str, taken: Sequence[Kept[Seat]]) -> None:
    """A post takes its seat in a group, or leaves it."""
    words = answers.words
    doing = editing.choose(words, "seat", ("take", "leave") if taken else ("take",))
    held = {kept.what.post: kept for kept in taken}
    free = [key for key, kept in answers.kept.posts.items() if kept.holds(answers.day) and key not in held]
    free.sort(key=lambda key: (answers.kept.posts[key].what.group != group, answers.post(key)))
    post = _post(answers, free if doing == "take" else list(held), f"seat-{doing}")
    with st.form(f"seat-{doing}", border=False):
        day = st.text_input(
            words("edit.since" if doing == "take" else "edit.ends"),
            editing.written(answers.day),
            placeholder=editing.DAY,
        )
        text = st.text_input(words("edit.order" if doing == "take" else "edit.why"))
        sent = st.form_submit_button(words("edit.save"), type="primary")
    if not sent:
        return

    def write(session: Session, act: Act) -> None:
        if doing == "take":
            made = Seat(group=group, place=place, post=post, order=text.strip(), since=editing.day_of(day))
            SEATS.add(session, made, act)
        else:
            why = editing.given(words("edit.why"), text)
            SEATS.close(session, held[post], on=editing.day_of(day), why=why, act=act)

    editing.save(words, write)


def _post(answers: Answers, keys: Sequence[str], key: str) -> str:
    label = answers.words("answers.post")
    return str(st.selectbox(label, list(keys), format_func=answers.post, key=key, filter_mode=None))


def _place(answers: Answers, key: str) -> str:
    edition = answers.view.edition
    places = [edition.region.code, *edition.districts["code"]]
    label, many = answers.words("posts.place"), country.is_one(edition)
    if many:
        places[1:] = [place for code, own in country.regions(edition).items() for place in (code, *own)]
    return str(
        st.selectbox(label, places, format_func=answers.place, key=key, filter_mode="contains" if many else None)
    )
