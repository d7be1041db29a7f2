"""The links under which a map or a table is taken away.

The edition, the language and what a page shows besides its view stand in the address; what else was chosen is added
from the address bar when the link is used (`scripts/links.js`), so a link is right whatever has been chosen since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from dashboard.state import Field
from dashboard.view import View

PICTURES: Final = ("png", "svg")
TABLES: Final = ("xlsx", "csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as its template takes it."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Links that stand together: what they are for, and whether they follow the place of the address bar too."""

    told: str
    links: tuple[Link, ...]
    placed: bool


def to(view: View, what: str, shown: Mapping[str, str | None] | None = None, *, placed: bool = False) -> Links:
    """The links under which a map or a table of a view is taken away; `shown` is what a page shows besides its view.

    `placed`: the district and the mahalla chosen are part of what is shown, so the address bar adds them as well.
    """
    fixed = {Field.LANGUAGE: view.language, Field.EDITION: view.edition.number, "dark": "1" if view.dark else ""}
    query = urlencode({str(name): text for name, text in {**fixed, **(shown or {})}.items() if text})
    forms = PICTURES if what == "map" else TABLES
    return Links(
        told=view.words("take.map" if what == "map" else "take.table"),
        links=tuple(Link(label=form.upper(), href=f"/take/{what}.{form}?{query}") for form in forms),
        placed=placed,
    )
