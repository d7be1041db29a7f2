"""The bodies in force on the day, and what can be changed of them and of posts."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import Answers
from dashboard.panels import edit_bodies, edit_rules, in_force
from dashboard.panels.in_force import Change
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
    changes = [Change(f"edit-{name}", words(f"bodies.{name}"), dialog) for name, dialog in _DIALOGS.items()]
    in_force.show(answers, "bodies", words("bodies.title"), table, changes)
