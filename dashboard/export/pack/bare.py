"""Slides of an edition that lacks something: what is there and what must still be imported, the units as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from dashboard.export.pack import parts
from dashboard.export.pack.blocks import (
    BOTTOM,
    MARGIN,
    MUTED,
    PAGE,
    TOP,
    Block,
    Cell,
    Column,
    Map,
    Slide,
    Text,
    fitted,
)
from dashboard.export.pack.facts import Facts
from layers.printed.canvas import Box

WIDE: Final = PAGE.width - 2 * MARGIN

_HELD: Final[Mapping[str, Callable[[Facts], int]]] = MappingProxyType(
    {
        "boundaries": lambda facts: int(facts.view.edition.mahallas["has_shape"].sum()),
        "population": lambda facts: int(facts.view.edition.mahallas["residents"].notna().sum()),
        "categories": lambda facts: len(facts.view.edition.category_days()),
        "incidents": lambda facts: len(facts.view.edition.groups()),
        "sites": lambda facts: len(facts.view.edition.sites),
        "records": lambda facts: int(not facts.records.is_empty),
    }
)
"""What a pack tells of, and how much of it there is; 0: nothing was imported or entered."""


def missing(facts: Facts) -> tuple[str, ...]:
    """The kinds of which there is nothing."""
    return tuple(kind for kind, count in _HELD.items() if not count(facts))


def lacks(facts: Facts) -> Slide | None:
    """What stands in this pack and what does not, and why; None where nothing is missing."""
    words, gone = facts.words, missing(facts)
    if not gone:
        return None
    columns = (
        Column(title=words("pack.bare.what"), share=2.2),
        Column(title=words("pack.bare.held"), share=1.5),
        Column(title=words("pack.bare.needed_for"), share=4.6, lines=2),
    )
    rows = [
        (
            Cell(text=words(f"pack.bare.{kind}"), bold=True),
            Cell(text=words("pack.bare.none"), colour=parts.LATE, bold=True)
            if kind in gone
            else Cell(text=words("pack.bare.there")),
            Cell(text=words(f"pack.bare.for_{kind}"), colour=MUTED),
        )
        for kind in _HELD
    ]
    made = fitted(Box(MARGIN, TOP, WIDE, 260), columns, rows, (13.0, 12.0, 11.0))
    told = parts.note(Box(MARGIN, made.bottom + 16, WIDE, 46), words("pack.bare.zero"))
    return Slide(title=words("pack.bare.title"), blocks=(made, *told))


def units(facts: Facts) -> Slide:
    """The units on the map, each with its mahallas, residents and land: what stands in place of the categories."""
    words, districts = facts.words, facts.view.edition.districts
    known = {name: districts[name].to_numpy(np.float64) for name in ("n_mahallas", "population", "area_km2")}
    columns = (
        Column(title=words("pack.overview.unit"), share=2.6),
        Column(title=words("pack.column.mahallas"), share=1.2, align="right"),
        Column(title=words("pack.column.residents"), share=1.5, align="right"),
        Column(title=words("unit.km2"), share=1.6, align="right"),
    )
    rows: list[tuple[Cell, ...]] = []
    for unit in facts.units:
        count, people, land = (float(figures[list(unit.districts)].sum()) for figures in known.values())
        rows.append(
            (
                Cell(text=unit.name, bold=True),
                Cell(text=words.number(count)),
                Cell(text=facts.number(people)),
                Cell(text=facts.number(land, 1)),
            )
        )
    if facts.is_country:
        every = (float(figures.sum()) for figures in known.values())
        told = (facts.name, *(facts.number(total, at // 2) for at, total in enumerate(every)))
        rows.append(tuple(Cell(text=text, bold=True) for text in told))
    blocks: list[Block] = list(parts.tiles(facts, Box(MARGIN, TOP, WIDE, 60)))
    box = Box(MARGIN, TOP + 70, 520, BOTTOM - TOP - 70)
    blocks.append(Map(box=box, picture=facts.picture(facts.telling), alt=words("map.map")))
    made = fitted(Box(box.right + 20, TOP + 74, WIDE - 540, BOTTOM - TOP - 74), columns, rows, (11.5, 11.0, 10.0, 9.0))
    blocks.append(made)
    if np.isnan(known["population"]).all():
        place = Box(made.x, made.bottom + 6, sum(made.widths), 14)
        blocks.append(Text.wrapped(place, words("pack.bare.no_residents"), size=9.5, colour=MUTED))
    return Slide(title=words("pack.bare.units"), line=words("card.no_category"), blocks=tuple(blocks))
