"""A new rule by which reviews are held, and the end of one: they change by order, so they are records too."""

from __future__ import annotations

from typing import cast

import streamlit as st
from sqlalchemy.orm import Session

from dashboard import editing
from dashboard.answers import Answers
from geodata.register.checks import LEVELS
from geodata.register.records import Act, Kept
from geodata.register.reviews import EVERY, REVIEW_RULES, Every, ReviewRule
from geodata.register.snapshot import holding


def new(answers: Answers) -> None:
    """How often, before whom, by which order, from when."""
    words = answers.words
    held = [kept.what for kept in holding(answers.kept.posts.values(), answers.day)]
    # Reviews are held before high posts: these come first.
    posts = sorted(held, key=lambda post: (-LEVELS.index(post.level), answers.named(post)))
    with st.form("review", border=False):
        every = st.segmented_control(
            words("review_rule.every"),
            list(EVERY),
            default=EVERY[0],
            format_func=lambda name: words(f"reviews.{name}"),
            required=True,
        )
        before = st.selectbox(
            words("review_rule.before"), [post.key for post in posts], format_func=answers.post, filter_mode=None
        )
        order = st.text_input(words("edit.order"))
        since = st.text_input(words("edit.since"), editing.written(answers.day), placeholder=editing.DAY)
        sent = st.form_submit_button(words("edit.save"), type="primary")
    if not sent:
        return

    def write(session: Session, act: Act) -> None:
        rule = ReviewRule(
            key=REVIEW_RULES.free_key(session, "review"),
            every=cast("Every", str(every)),
            before=str(before or ""),
            order=editing.given(words("edit.order"), order),
            since=editing.day_of(since),
        )
        REVIEW_RULES.add(session, rule, act)

    editing.save(words, write)


def end(answers: Answers) -> None:
    """Reviews that are held no more; those whose period ends from that day on are not due."""
    held = holding(answers.kept.reviews, answers.day)
    editing.end_one(
        answers.words, REVIEW_RULES, held, on=answers.day, name="review", label=lambda kept: name(answers, kept)
    )


def name(answers: Answers, kept: Kept[ReviewRule]) -> str:
    """“every month · Minister of Internal Affairs”."""
    return f"{answers.words(f'reviews.{kept.what.every}')} · {answers.post(kept.what.before)}"
