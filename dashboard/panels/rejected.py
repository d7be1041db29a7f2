"""The rows that did not match, each with its reason, and their download."""

from __future__ import annotations

import streamlit as st

from dashboard import grid, layout, markup, rejections
from dashboard.export.downloads import about, offer, sheets
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
            kind = str(
                st.selectbox(
                    words("data.table"),
                    kinds,
                    format_func=lambda name: words.known("kind", name),
                    key="rejected-kind",
                    filter_mode=None,
                    label_visibility="collapsed",
                )
            )
            name = f"{kind}-not-matched-edition-{edition.id}"
            offer(sheets(lambda: rejections.whole(view, kind), about(view, whole=True), words), name, key="rejected")
        markup.show("reasons.html", reasons=_reasons(view, kind))
        grid.show(
            f"rejected-{edition.number}-{kind}",
            rejections.shown(view, kind, SHOWN),
            words=words,
            label=words("data.rejected"),
            look=grid.Look(as_written=frozenset(rejections.heading(words, name) for name in rejections.AS_WRITTEN)),
        )
        total = len(edition.rejected(kind))
        if total > SHOWN:
            st.caption(words("data.first_rows", n=words.number(SHOWN), total=words.number(total)))


def _reasons(view: View, kind: str) -> list[tuple[str, str]]:
    found = view.edition.rejected(kind)["reason"].value_counts()
    return [(view.words.number(int(n)), view.words.known("reason", str(code))) for code, n in found.items()]
