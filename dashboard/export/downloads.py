"""The buttons under which a table and its layer are taken away; a file is made when its button is pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from dashboard.access import acting
from dashboard.access.roles import May
from dashboard.export import layers, tables
from dashboard.language import Words
from dashboard.view import View

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


Form = tuple[str, str, Callable[[], bytes]]
"""The ending of a file, its media type, and what makes it."""


def show(view: View, table: pd.DataFrame, districts: tuple[str, ...]) -> None:
    """XLSX, CSV, GeoJSON and GeoPackage of the rows shown."""
    facts = about(view)
    name = "-".join(("mahallas", *districts, view.query.period.key.replace("..", "-"), "edition", view.edition.id))
    drawn = {
        "GeoJSON": (
            "geojson",
            "application/geo+json",
            lambda: layers.to_geojson(layers.layer(view.edition, table, facts)),
        ),
        "GeoPackage": (
            "gpkg",
            "application/geopackage+sqlite3",
            lambda: layers.to_geopackage(layers.layer(view.edition, table, facts), "mahallas"),
        ),
    }
    offer({**sheets(lambda: table, facts, view.words), **drawn}, name, key="download")


def sheets(table: Callable[[], pd.DataFrame], facts: Mapping[str, str], words: Words) -> dict[str, Form]:
    """A table as XLSX and as CSV, days as the reader's language writes them."""
    return {
        "XLSX": ("xlsx", XLSX, lambda: workbook(words, table(), facts)),
        "CSV": ("csv", "text/csv", lambda: tables.to_csv(table(), facts, day=words.date)),
    }


def workbook(words: Words, table: pd.DataFrame, facts: Mapping[str, str]) -> bytes:
    """A table and what it is as a workbook in the reader's language."""
    names = (words("about.sheet"), words("about.notes"))
    return tables.to_xlsx(table, facts, day=words.day_format, names=names)


def offer(forms: Mapping[str, Form], name: str, *, key: str) -> None:
    """A button for each form of a file, for a role that may take it away; it is made when its button is pressed."""
    if not acting.may(May.EXPORT):
        return
    for label, (ending, media_type, make) in forms.items():
        st.download_button(
            label,
            noted(make, f"{name}.{ending}"),
            file_name=f"{name}.{ending}",
            mime=media_type,
            key=f"{key}-{ending}",
            on_click="ignore",
            width="content",
        )


def noted(make: Callable[[], bytes], name: str) -> Callable[[], bytes]:
    """The file when it is asked for, by whoever may take it away, which is logged."""

    def made() -> bytes:
        acting.who(May.EXPORT)
        acting.note("export", file=name)
        return make()

    return made


def about(view: View, *, whole: bool = False) -> dict[str, str]:
    """What a file is: edition, period, count group, sources, and that it is a demonstration where it is.

    With `whole` it holds what the edition holds, of every period and group, whatever the reader looks at.
    """
    words, edition = view.words, view.edition
    counted = f"{words.known('group', view.query.group)} · {words.period(view.query.period)}"
    facts = {
        words("about.territory"): edition.region.names.pick(view.language),
        words("about.edition"): f"{edition.id} · {words.moment(edition.manifest.published_at)}",
        words("about.counted"): words("about.whole") if whole else counted,
        words("about.sources"): ", ".join(sorted({source.name for source in edition.manifest.sources})),
    }
    if edition.manifest.demonstration:
        facts[words("about.data")] = f"{words('app.demonstration')}. {words('freshness.demonstration')}"
    return facts
