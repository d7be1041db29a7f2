"""By which decision the categories are in force: its day, its order and its author, as far as they are known."""

from __future__ import annotations

from dashboard.view import View


def line(view: View) -> str:
    """The decision in one line; that there is none, otherwise."""
    words, category = view.words, view.edition.category_at(view.query.decision)
    if category.decided is None:
        return words("card.no_category")
    told = [words("card.decided", date=words.date(category.decided))]
    told += [words.known("status", one) for one in (category.order, category.author) if one]
    return " · ".join(told)
