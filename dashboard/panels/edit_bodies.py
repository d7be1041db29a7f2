"""A new body, the end of one, and the end of a post."""

from __future__ import annotations

from datetime import date

import streamlit as st
from sqlalchemy.orm import Session

from dashboard import editing
from dashboard.answers import Answers
from dashboard.panels.edit_rules import names_of
from geodata.errors import StoreError
from geodata.register.posts import BODIES, POSTS, Body
from geodata.register.records import Act, Kept
from geodata.register.snapshot import holding


def new(answers: Answers) -> None:
    """A body of state or an institution that posts can belong to."""
    words = answers.words
    with st.form("body", border=False):
        names = names_of(answers)
        source = st.text_input(words("edit.order"))
        sent = st.form_submit_button(words("edit.save"), type="primary")
    if not sent:
        return

    def write(session: Session, act: Act) -> None:
        key = BODIES.free_key(session, "body")
        BODIES.add(session, Body(key=key, source=source.strip(), **editing.named(words, names)), act)

    editing.save(words, write)


def end(answers: Answers) -> None:
    """A body that is no more; it must have no posts from that day."""

    def unused(kept: Kept[Body], on: date) -> None:
        """StoreError while a post still belongs to it."""
        posts = [post for post in answers.kept.posts.values() if post.what.body == kept.what.key and post.holds(on)]
        if posts:
            raise StoreError("body_has_posts", name=answers.named(kept.what), got=answers.named(posts[0].what))

    held = sorted(holding(answers.kept.bodies.values(), answers.day), key=lambda kept: answers.named(kept.what))
    editing.end_one(
        answers.words,
        BODIES,
        held,
        on=answers.day,
        name="body",
        label=lambda kept: answers.named(kept.what),
        check=unused,
    )


def end_post(answers: Answers) -> None:
    """A post that is no more; what was assigned to it stays on record until it is ended by itself."""
    held = sorted(holding(answers.kept.posts.values(), answers.day), key=lambda kept: answers.named(kept.what))
    editing.end_one(
        answers.words, POSTS, held, on=answers.day, name="post", label=lambda kept: answers.named(kept.what)
    )
