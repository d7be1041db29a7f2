"""What stands in the way of the newest edition, in one sentence on every page."""

from __future__ import annotations

from dashboard import data, errors, markup
from dashboard.language import Words


def show(words: Words) -> None:
    """A line under the bar; nothing where all is well."""
    sentences = [errors.sentence(words, finding) for finding in data.troubles()]
    if sentences:
        markup.show("troubles.html", sentences=sentences)
