"""The coloured bar that writes out how every total adds up."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import data, markup
from dashboard.view import View
from geodata.join import Reconciliation

PARTS = ("mapped", "district_only", "unmatched", "outside")


def show(view: View) -> None:
    """The events of the group and period: mapped + district only + unmatched + outside = all."""
    if not view.edition.groups():
        return
    figures = data.total(view.edition.id, view.query)
    markup.show("reconciliation.html", **terms(view, figures), title=view.words("reconciliation.title"))


def terms(view: View, figures: Reconciliation) -> dict[str, object]:
    """A reconciliation as its template takes it: the total and its parts with their shares."""
    words = view.words
    parts = [
        {
            "name": words(f"reconciliation.{part}"),
            "figure": words.number(getattr(figures, part)),
            "share": 100 * getattr(figures, part) / figures.rows if figures.rows else 0,
            "part": part,
        }
        for part in PARTS
    ]
    return {"total": words.number(figures.rows), "parts": parts}


def by_district(view: View, districts: Sequence[str]) -> None:
    """The events of some districts: on the map, and known by their district only."""
    words = view.words
    if not view.edition.groups():
        return
    found = data.by_district(view.edition.id, view.query)
    rows = found[found.index.isin(districts)]
    lines = [
        {
            "name": view.district_name(code),
            "total": words.number(total),
            "parts": [
                (words("reconciliation.mapped"), words.number(mapped)),
                (words("reconciliation.district_only"), words.number(alone)),
            ],
        }
        for code, mapped, alone, total in zip(
            rows.index, rows["mapped"], rows["district_only"], rows["total"], strict=True
        )
    ]
    markup.show("recon_district.html", title=words("reconciliation.title"), lines=lines)
