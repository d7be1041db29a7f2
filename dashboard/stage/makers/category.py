"""The categories: how many mahallas are red, yellow and green, and where the red ones are."""

from __future__ import annotations

from dataclasses import replace

from dashboard.panels.headline import COLOURS
from dashboard.stage.makers import places
from dashboard.stage.scene import Figure, Parts, Row, Setting
from geodata.editions.categories import RED
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
        rows=places.red_rows(setting) if setting.one_district else parts(setting),
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


def parts(setting: Setting) -> tuple[Row, ...]:
    """The districts of the place, or the regions of a country, with most red mahallas first."""
    words, red = setting.words, setting.edition.category_at(setting.query.decision).values == RED
    counted = [(name, int((red & own).sum()), int(own.sum())) for name, own in places.parts(setting)]
    return tuple(
        Row(name=name, note=f"/ {words.number(every)}", figure=words.number(found), tone="red")
        for name, found, every in sorted(counted, key=lambda one: -one[1])
        if found
    )
