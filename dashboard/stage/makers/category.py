"""The categories: how many mahallas are red, yellow and green, and where the red ones are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.panels.headline import COLOURS
from dashboard.stage.makers import places
from dashboard.stage.scene import Figure, Parts, Row, Setting
from layers.paint import Picture


def make(setting: Setting) -> Parts:
    """Three numbers, one a category; the districts with most red mahallas, or a district's red mahallas."""
    words, edition = setting.words, setting.edition
    known = bool(edition.category_days())
    since = words.date(setting.query.decision) if known else words("change.no_data")
    return Parts(
        title=setting.title,
        subtitle=f"{words('stage.kind.category')} · {since}",
        figures=figures(setting),
        rows=places.red_rows(setting) if setting.asked.place else _districts(setting),
        rows_title=words("stage.red_mahallas"),
        picture=painted(setting),
        empty=words("stage.none_red" if known else "stage.no_category"),
    )


def painted(setting: Setting, *, sites: str = "none") -> Picture:
    """The categories on the map; no colours where nothing was decided."""
    known = bool(setting.edition.category_days())
    return replace(setting.painted("category", sites=sites), unit="") if known else setting.quiet("map", sites=sites)


def figures(setting: Setting) -> tuple[Figure, ...]:
    """How many mahallas of each category, the gravest first; their number alone where nothing was decided."""
    words, values = setting.words, setting.edition.category_at(setting.query.decision).values[places.chosen(setting)]
    if not setting.edition.category_days():
        note = words("stage.no_category")
        return (Figure(label=words("table.mahallas"), figure=words.number(len(values)), note=note),)
    found = []
    for code, name in COLOURS:
        count = int((values == code).sum())
        share = words.percent(count / len(values)) if len(values) else ""
        aside = words("stage.of", n=words.number(len(values)), share=share) if name == "red" else share
        found.append(Figure(label=words(f"category.{name}_long"), figure=words.number(count), aside=aside, tone=name))
    return tuple(found)


def _districts(setting: Setting) -> tuple[Row, ...]:
    edition, words = setting.edition, setting.words
    red = edition.category_at(setting.query.decision).values == places.RED
    home = edition.mahallas["district_pos"].to_numpy()
    n = len(edition.districts)
    found, every = np.bincount(home[red], minlength=n), np.bincount(home, minlength=n)
    return tuple(
        Row(
            name=setting.district_name(str(edition.districts["code"].iloc[at])),
            note=f"/ {words.number(int(every[at]))}",
            figure=words.number(int(found[at])),
            tone="red",
        )
        for at in sorted(range(n), key=lambda at: (-found[at], at))
        if found[at]
    )
