"""The buttons under which a table and its layer are taken away; a file is made when its button is pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from dashboard.access import acting
from dashboard.access.roles import May
from dashboard.export import layers, tables
from dashboard.view import View

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(view: View, table: pd.DataFrame, districts: tuple[str, ...]) -> None:
    """XLSX, CSV, GeoJSON and GeoPackage of the rows shown, for a role that may take them away."""
    if not acting.may(May.EXPORT):
        return
    facts = about(view)
    name = "-".join(("mahallas", *districts, view.query.period.key.replace("..", "-"), "edition", view.edition.id))

    formats: Mapping[str, tuple[str, str, Callable[[], bytes]]] = {
        "XLSX": ("xlsx", XLSX, lambda: tables.to_xlsx(table, facts)),
        "CSV": ("csv", "text/csv", lambda: tables.to_csv(table, facts)),
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
    for label, (ending, media_type, make) in formats.items():
        st.download_button(
            label,
            noted(make, f"{name}.{ending}"),
            file_name=f"{name}.{ending}",
            mime=media_type,
            key=f"download-{ending}",
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


def about(view: View) -> dict[str, str]:
    """What a file is: edition, period, count group, sources, and that it is a demonstration where it is."""
    words, edition = view.words, view.edition
    facts = {
        words("about.territory"): edition.region.names.pick(view.language),
        words("about.edition"): f"{edition.id} · {words.moment(edition.manifest.published_at)}",
        words("about.counted"): f"{words.known('group', view.query.group)} · {words.period(view.query.period)}",
        words("about.sources"): ", ".join(sorted({source.name for source in edition.manifest.sources})),
    }
    if edition.manifest.demonstration:
        facts[words("about.data")] = f"{words('app.demonstration')}. {words('freshness.demonstration')}"
    return facts
