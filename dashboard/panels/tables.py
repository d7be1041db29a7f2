"""What each table of the edition held, and how its rows add up."""

from __future__ import annotations

import pandas as pd

from dashboard import errors, grid, layout, markup
from dashboard.export.downloads import about, offer, sheets
from dashboard.panels.reconciliation import PARTS, terms
from dashboard.view import View
from geodata.findings import Finding


def show(view: View) -> None:
    """A line for each table, then the sources the edition was made from."""
    words, edition = view.words, view.edition
    with layout.card("tables"):
        with layout.bar("records-tables"):
            markup.show(
                "title.html",
                text=words("data.tables"),
                note=f"{edition.region.names.pick(view.language)} · {_edition(view)}",
            )
            _offer(view, _totals(view), "reconciliation")
        lines = [
            terms(view, figures) | {"title": words.known("kind", kind)}
            for kind, figures in edition.reconciliation.items()
        ]
        markup.show("tables.html", lines=lines, legend=[(part, words(f"reconciliation.{part}")) for part in PARTS])
        markup.show("reasons.html", reasons=_notes(view))
    with layout.card("sources"):
        with layout.bar("records-sources"):
            note = words.counted("table.rows", len(edition.manifest.sources))
            markup.show("title.html", text=words("data.sources"), note=note)
            _offer(view, _sources(view), "sources")
        came = grid.Ranked(order=[int(source.at.timestamp()) for source in edition.manifest.sources])
        grid.show(
            f"sources-{edition.number}",
            _sources(view),
            words=words,
            label=words("data.sources"),
            look=grid.Look(ranked={words("data.imported"): came}, as_written=frozenset({words("data.file")})),
        )


def _offer(view: View, table: pd.DataFrame, what: str) -> None:
    offer(sheets(lambda: table, about(view, whole=True), view.words), f"{what}-edition-{view.edition.id}", key=what)


def _totals(view: View) -> pd.DataFrame:
    """A row for each table: how many rows it held, and what became of them."""
    words = view.words
    return pd.DataFrame(
        [
            {
                words("data.table"): words.known("kind", kind),
                words("reconciliation.total"): found.rows,
                **{words(f"reconciliation.{part}"): int(getattr(found, part)) for part in PARTS},
            }
            for kind, found in view.edition.reconciliation.items()
        ]
    )


def _notes(view: View) -> list[tuple[str, str]]:
    """What was noticed while the tables were joined: contradictions by table, and what concerns the territory."""
    words, edition = view.words, view.edition
    notes = [
        (words.number(count), f"{words.known('kind', kind)}: {errors.sentence(words, Finding(code))}")
        for kind in edition.reconciliation
        for code, count in edition.warnings(kind).items()
    ]
    return notes + [("", errors.sentence(words, finding)) for finding in edition.manifest.findings]


def _edition(view: View) -> str:
    published = view.words.moment(view.edition.manifest.published_at)
    return view.words("app.edition", number=view.edition.number, date=published)


def _sources(view: View) -> pd.DataFrame:
    words = view.words
    return pd.DataFrame(
        [
            {
                words("data.file"): source.name,
                words("data.kind"): words.known("kind", source.kind),
                words("data.rows"): source.rows,
                words("data.imported"): words.moment(source.at),
                words("data.who"): words.known("who", source.who),
                words("data.mark"): words(f"data.mark_{source.mark}"),
                "SHA-256": source.sha256[:12],
            }
            for source in view.edition.manifest.sources
        ]
    )
