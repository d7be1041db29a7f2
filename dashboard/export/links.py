"""The links under which a map or a table is taken away.

The edition, the language and what a page shows besides its view stand in the address; what else was chosen is added
from the address bar when the link is used (`scripts/links.js`), so a link is right whatever has been chosen since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from dashboard.state import Field
from dashboard.view import View

PICTURES: Final = ("png", "svg")
TABLES: Final = ("xlsx", "csv")

FOLLOWED: Final = (Field.INDICATOR, Field.GROUP, Field.TYPE, Field.PERIOD, Field.DECISION, Field.ROLE)
"""What the address bar adds; what it does not name is what the edition gives."""

CHOSEN: Final = (
    *FOLLOWED,
    *(Field.DISTRICT, Field.MAHALLA, Field.DAY, Field.LAYER, Field.POST, Field.RULE, Field.ONLY),
    *(Field.SIGNAL, Field.ANSWERED, Field.KIND, Field.STATE),
)
"""The same for a map that shows something else than an indicator, and for the table beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as its template takes it."""

    label: str
    href: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Links that stand together, and the names of what they follow."""

    links: tuple[Link, ...]
    follow: str = " ".join(FOLLOWED)


def to(
    view: View, what: str, shown: Mapping[str, str | None] | None = None, *, follow: Sequence[str] = FOLLOWED
) -> Links:
    """The links under which a map or a table of a view is taken away; `shown` is what a page shows besides its view.

    `follow` are the parameters that the address bar adds.
    """
    fixed = {Field.LANGUAGE: view.language, Field.EDITION: view.edition.number, "dark": "1" if view.dark else ""}
    query = urlencode({str(name): text for name, text in {**fixed, **(shown or {})}.items() if text})
    told = "take.map" if what == "map" else "take.table"
    forms = PICTURES if what == "map" else TABLES
    return Links(
        links=tuple(
            Link(label=form.upper(), href=f"/take/{what}.{form}?{query}", told=view.words(told, form=form.upper()))
            for form in forms
        ),
        follow=" ".join(follow),
    )
