"""The bodies in force on the day, and what can be changed of them and of posts."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import editing, grid, layout, markup
from dashboard.answers import Answers
from dashboard.export import records
from dashboard.panels import edit_bodies, edit_rules
from geodata.register.snapshot import holding

_DIALOGS = {
    "body": edit_bodies.new,
    "end_body": edit_bodies.end,
    "post": edit_rules.post,
    "end_post": edit_bodies.end_post,
}


def show(answers: Answers) -> None:
    """Each body with its posts."""
    words = answers.words
    if not answers.kept.posts:
        return
    posts = holding(answers.kept.posts.values(), answers.day)
    bodies = sorted(holding(answers.kept.bodies.values(), answers.day), key=lambda kept: answers.named(kept.what))
    own = [[answers.named(post.what) for post in posts if post.what.body == kept.what.key] for kept in bodies]
    table = pd.DataFrame(
        {
            words("answers.body"): [answers.named(kept.what) for kept in bodies],
            words("rules.posts"): [", ".join(sorted(names)) for names in own],
            words("about.sources"): [words.known("status", kept.what.source) for kept in bodies],
        }
    )
    with layout.card("bodies"):
        with layout.bar("records-bodies"):
            markup.show(
                "title.html", text=words("bodies.title"), note=words("answers.as_of", date=words.date(answers.day))
            )
            for name, body in _DIALOGS.items():
                if editing.may_everywhere() and st.button(words(f"bodies.{name}"), key=f"edit-{name}"):
                    editing.dialog(words(f"bodies.{name}"), edit_rules.opened(body, answers))
            records.downloads(answers, table, "bodies")
        grid.show("bodies", table, words=words, label=words("bodies.title"), look=grid.Look(rows=6))
