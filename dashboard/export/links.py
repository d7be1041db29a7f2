"""The links under which a map or a table is taken away.

The address carries the whole view, so the file shows what the page showed, whatever has been chosen since.
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
    told: str


def to(view: View, what: str, shown: Mapping[str, str | None] | None = None) -> list[Link]:
    """The links under which a map or a table of a view is taken away; `shown` is what a page shows besides its view."""
    forms = PICTURES if what == "map" else TABLES
    query = urlencode(_address(view) | {name: text for name, text in (shown or {}).items() if text})
    told = "take.map" if what == "map" else "take.table"
    return [
        Link(label=form.upper(), href=f"/take/{what}.{form}?{query}", told=view.words(told, form=form.upper()))
        for form in forms
    ]


def _address(view: View) -> dict[str, str]:
    """The view as the parameters of an address, with nothing left to be chosen later."""
    query = view.query
    values = {
        Field.LANGUAGE: view.language,
        Field.EDITION: view.edition.number,
        Field.INDICATOR: view.indicator.key,
        Field.GROUP: query.group if view.edition.groups() else "",
        Field.TYPE: ",".join(query.types),
        Field.PERIOD: query.period.key,
        Field.DECISION: query.decision.isoformat() if view.edition.category_days() else "",
        "dark": "1" if view.dark else "",
        Field.ROLE: view.address.get(Field.ROLE) or "",
    }
    return {str(name): str(value) for name, value in values.items() if value}
