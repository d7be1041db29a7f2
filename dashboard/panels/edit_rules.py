"""A new rule of assignment, the end of one, and a new post: they change every year, so they are records too."""

from __future__ import annotations

import streamlit as st

from dashboard import editing
from dashboard.answers import Answers
from geodata.register.assignments import RULES, Rule
from geodata.register.posts import POSTS, Post
from geodata.register.snapshot import holding

_LEVELS = ("mahalla", "district", "region")


def rule(answers: Answers) -> None:
    """A rule about mahallas that have been red for some years, or one that is applied by hand."""
    words = answers.words
    posts = sorted((key for key, kept in answers.kept.posts.items() if kept.holds(answers.day)), key=answers.post)
    with st.form("rule", border=False):
        names = names_of(answers)
        order = st.text_input(words("edit.order"))
        chosen = st.multiselect(
            words("rules.posts"),
            posts,
            format_func=answers.post,
            placeholder=words("streamlit.choose"),
            filter_mode=None,
        )
        one, two, three = st.columns(3)
        first = one.text_input(words("rules.first"), "1")
        last = two.text_input(words("rules.last"))
        since = three.text_input(words("edit.since"), editing.written(answers.day), placeholder=editing.DAY)
        sent = st.form_submit_button(words("edit.save"), type="primary")
    if not sent:
        return
    editing.save(
        words,
        lambda session, act: RULES.add(
            session,
            Rule(
                key=RULES.free_key(session, "rule"),
                **editing.named(words, names),
                order=editing.given(words("edit.order"), order),
                posts=tuple(editing.given(words("rules.posts"), " ".join(chosen)).split()),
                years_from=editing.whole_of(first) if first.strip() else None,
                years_to=editing.whole_of(last) if last.strip() else None,
                since=editing.day_of(since),
            ),
            act,
        ),
    )


def end(answers: Answers) -> None:
    """A rule that no longer holds; its assignments no longer count from that day."""
    held = list(holding(answers.kept.rules, answers.day))
    editing.end_one(
        answers.words, RULES, held, on=answers.day, name="rule", label=lambda kept: answers.named(kept.what)
    )


def post(answers: Answers) -> None:
    """A post of a body; one newly created has its staffing followed."""
    words = answers.words
    bodies = {kept.what.key: answers.named(kept.what) for kept in holding(answers.kept.bodies.values(), answers.day)}
    with st.form("post", border=False):
        names = names_of(answers)
        one, two = st.columns(2)
        body = one.selectbox(words("answers.body"), list(bodies), format_func=bodies.__getitem__, filter_mode=None)
        level = two.selectbox(
            words("column.level"), _LEVELS, format_func=lambda name: words(f"chain.level_{name}"), filter_mode=None
        )
        since = st.text_input(words("edit.since"), editing.written(answers.day), placeholder=editing.DAY)
        created = st.checkbox(words("rules.created"))
        sent = st.form_submit_button(words("edit.save"), type="primary")
    if sent:
        editing.save(
            words,
            lambda session, act: POSTS.add(
                session,
                Post(
                    key=POSTS.free_key(session, "post"),
                    body=str(body),
                    level=str(level),
                    **editing.named(words, names),
                    created=created,
                    since=editing.day_of(since),
                ),
                act,
            ),
        )


def names_of(answers: Answers) -> dict[str, str]:
    """A box for the name in each language; what is left empty is told in Uzbek, Latin."""
    words = answers.words
    return {form: st.text_input(words(f"rules.name_{form}")) for form in ("uz_latn", "uz_cyrl", "ru", "en")}
