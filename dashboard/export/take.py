"""Maps and tables taken away by a plain address (see `links`): made when asked for, never while a page is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pandas as pd

from dashboard import view as views
from dashboard.access import acting
from dashboard.access.roles import May
from dashboard.export import stills, tables
from dashboard.export.downloads import XLSX, about, workbook
from dashboard.export.links import PICTURES, TABLES
from dashboard.export.painted import MAPS
from dashboard.language import Language
from dashboard.panels import ranking, sites, trend
from dashboard.state import Address, Field
from dashboard.view import View
from layers.paint import SITES
from layers.printed import stillmap
from layers.printed.canvas import Canvas

MEDIA: Final[Mapping[str, str]] = MappingProxyType(
    {"png": "image/png", "svg": "image/svg+xml", "xlsx": XLSX, "csv": "text/csv; charset=utf-8"}
)
_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9._-]+")
"""An indicator of the operator is called as its column is; a header takes neither its letters nor its quotes."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file to be taken away."""

    name: str
    media_type: str
    content: bytes


def file(what: str, form: str, given: Mapping[str, str]) -> Taken | None:
    """The file of an address; None where there is no such map, table or form.

    NoEditionError for an unknown edition, AccessError for whoever may not have it; what is taken away is logged.
    """
    acting.who(May.EXPORT)
    address = Address(values=dict(given))
    language = address.one_of(Field.LANGUAGE, list(Language)) or Language.UZ_LATN
    offered = PICTURES if what == "map" else TABLES if what in _TABLES else ()
    if form not in offered:
        return None
    edition = views.edition_of(address)
    seen = views.of(edition, address, Language(language), dark=given.get("dark") == "1")
    content = _picture(_map(seen, given), form) if what == "map" else _table(seen, _TABLES[what](seen), form)
    of = given.get("shown", "") if what == "map" else ""
    name = f"{_name(seen, f'map-{of}' if of in MAPS else what)}.{form}"
    acting.note("export", file=name)
    return Taken(name, MEDIA[form], content)


def _name(view: View, what: str) -> str:
    parts = (what, view.indicator.key.replace(".", "-"), *view.districts, view.query.period.key.replace("..", "-"))
    return _NOT_IN_A_NAME.sub("-", "-".join((*parts, "edition", view.edition.id)))


def _map(view: View, given: Mapping[str, str]) -> Canvas:
    shown, painted = given.get("sites", ""), MAPS.get(given.get("shown", ""))
    return stills.sheet(
        view,
        districts=view.districts,
        sites=shown if shown in SITES else "opened",
        painted=painted(view) if painted else None,
        kind=view.address.one_of(Field.KIND, sites.KINDS),
        stage=view.address.one_of(Field.STATE, sites.STATES),
    )


def _picture(canvas: Canvas, form: str) -> bytes:
    return stillmap.to_png(canvas) if form == "png" else stillmap.to_svg(canvas)


def _table(view: View, table: pd.DataFrame, form: str) -> bytes:
    facts = about(view)
    if form == "xlsx":
        return workbook(view.words, table, facts)
    return tables.to_csv(table, facts, day=view.words.date)


def _trend(view: View) -> pd.DataFrame:
    return trend.table(view, mahalla=view.mahalla, districts=view.districts)


def _sites(view: View) -> pd.DataFrame:
    kind, stage = view.address.one_of(Field.KIND, sites.KINDS), view.address.one_of(Field.STATE, sites.STATES)
    return sites.rows(view, sites.chosen(view, kind=kind, stage=stage))


_TABLES: Final[Mapping[str, Callable[[View], pd.DataFrame]]] = MappingProxyType(
    {"ranking": ranking.table, "trend": _trend, "sites": _sites}
)
