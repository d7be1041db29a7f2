"""The rows that did not match, each with its reason, and their download."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import layout, markup
from dashboard.export import tables
from dashboard.export.downloads import XLSX, about
from dashboard.view import View

SHOWN = 200


def show(view: View) -> None:
    """Choose a table, see its rows by reason, take them all away."""
    words, edition = view.words, view.edition
    kinds = [kind for kind in edition.reconciliation if len(edition.rejected(kind))]
    if not kinds:
        return
    with layout.card("rejected"):
        markup.show("title.html", text=words("data.rejected"), note=words("data.rejected_note"))
        with layout.bar("rejected"):
            kind = st.selectbox(
                words("data.table"),
                kinds,
                format_func=lambda name: words.known("kind", name),
                key="rejected-kind",
                filter_mode=None,
                label_visibility="collapsed",
            )
            rows = readable(view, edition.rejected(str(kind)))
            _downloads(view, str(kind), rows)
        markup.show("reasons.html", reasons=_reasons(view, str(kind)))
        st.dataframe(rows.head(SHOWN).astype("string").fillna(""), hide_index=True, width="stretch", height=330)
        if len(rows) > SHOWN:
            st.caption(words("data.first_rows", n=words.number(SHOWN), total=words.number(len(rows))))


def readable(view: View, rejected: pd.DataFrame) -> pd.DataFrame:
    """The rows with the reason as a sentence in front; columns that are empty throughout are left out."""
    reason = [view.words.known("reason", str(code)) for code in rejected["reason"]]
    rest = rejected.drop(columns=["reason"]).dropna(axis="columns", how="all")
    for column in rest.select_dtypes("datetime").columns:
        rest[column] = rest[column].dt.date
    return pd.concat([pd.Series(reason, index=rejected.index, name=view.words("data.reason")), rest], axis="columns")


def _reasons(view: View, kind: str) -> list[tuple[str, str]]:
    found = view.edition.rejected(kind)["reason"].value_counts()
    return [(view.words.number(int(n)), view.words.known("reason", str(code))) for code, n in found.items()]


def _downloads(view: View, kind: str, rows: pd.DataFrame) -> None:
    name = f"{kind}-not-matched-edition-{view.edition.id}"
    facts = about(view)
    for label, ending, media_type, make in (
        ("XLSX", "xlsx", XLSX, tables.to_xlsx),
        ("CSV", "csv", "text/csv", tables.to_csv),
    ):
        st.download_button(
            label,
            lambda make=make: make(rows, facts),  # type: ignore[misc]  # bound now, called when the button is pressed
            file_name=f"{name}.{ending}",
            mime=media_type,
            key=f"rejected-{ending}",
            on_click="ignore",
        )
