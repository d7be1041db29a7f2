"""Parts that several slides share: tiles of headline figures, tables of districts and of decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from dashboard.export.pack.blocks import (
    BORDER,
    COLOURS,
    INK,
    MUTED,
    SOFT,
    Block,
    Cell,
    Column,
    Panel,
    Shares,
    Table,
    Text,
    fitted,
    table,
)
from dashboard.export.pack.facts import Facts
from dashboard.export.pack.room import width
from dashboard.panels.headline import COLOURS as CATEGORIES
from dashboard.panels.headline import tiles as tiles_of
from geodata.register.decisions import Decision
from layers.printed.canvas import Box

LATE = "#b45309"
"""The letters of what is overdue: the orange of warnings, not the red of a category."""


def tiles(facts: Facts, box: Box, districts: Sequence[str] = (), *, size: float = 24.0) -> Iterator[Block]:
    """The headline figures in a row; the last one, the incidents with their change, takes twice the room."""
    found = tiles_of(facts.view, districts, short=bool(districts))
    found = found[1:] if districts else found
    shares = [(2.8 if districts else 1.9) if tile.get("wide") else 1.0 for tile in found]
    if not districts:
        shares[0] = 1.45
    x = box.x
    for tile, share in zip(found, shares, strict=True):
        room = (box.width + 8) * share / sum(shares) - 8
        colour = COLOURS.get(str(tile["edge"]), "")
        yield Panel(box=Box(x, box.y, room, box.height), bar=colour)
        left, inner = x + 12, room - 18
        label = str(tile["label"]).split(" · ")[0] if districts else str(tile["label"])
        yield Text.fitted(Box(left, box.y + 7, inner, 12), label, (8.5, 8.0, 7.5, 7.0), colour=MUTED)
        figure = str(tile["figure"])
        yield Text(box=Box(left, box.y + 20, inner, 1.3 * size), lines=(figure,), size=size, bold=True)
        taken = width(figure, size, bold=True) + 8
        if tile.get("wide") or inner - taken > min(60.0, width(str(tile["note"]), 9)):
            place = Box(left + taken, box.y + 23, inner - taken, box.height - 25)
        else:
            place = Box(left, box.y + 22 + 1.2 * size, inner, box.height - 24 - 1.2 * size)
        if place.height >= 11:
            yield Text.fitted(place, str(tile["note"]), (9.0, 8.5, 8.0, 7.5, 7.0), colour=MUTED)
        x += room + 8


def mix(facts: Facts, box: Box) -> Shares:
    """The districts or regions by category, the one with most red mahallas on top."""
    rows = sorted(facts.units, key=lambda unit: (-unit.mix[3], -unit.mix[2]))
    words = facts.words
    return Shares(
        box=box,
        names=tuple(unit.name for unit in rows),
        parts=tuple(
            (words(f"category.{name}"), COLOURS[name], tuple(unit.mix[code] for unit in rows))
            for code, name in CATEGORIES
        ),
        alt=words("pack.overview.units"),
    )


def changes(facts: Facts, box: Box) -> Table:
    """The districts or regions by their events: this period, the one before, the change with its chance."""
    words, query = facts.words, facts.view.query
    columns = (
        Column(title=words("pack.overview.unit"), share=1.85, lines=2),
        Column(title=words.period(query.period.year_before()), share=1.1, align="right"),
        Column(title=words.period(query.period), share=1.1, align="right"),
        Column(title=words("pack.column.verdict"), share=4.3, lines=2),
    )
    rows = [
        (
            Cell(text=unit.name, bold=True),
            Cell(text=facts.number(unit.before), colour=MUTED),
            Cell(text=facts.number(unit.count)),
            Cell(text=unit.change),
        )
        for unit in sorted(facts.units, key=lambda unit: -float(np.nan_to_num(unit.count)))
    ]
    every = facts.together
    rows.append(
        (
            Cell(text=facts.name, bold=True),
            Cell(text=facts.number(every.before.count[0]), colour=MUTED, bold=True),
            Cell(text=facts.number(every.after.count[0]), bold=True),
            Cell(text=facts.change(every), bold=True),
        )
    )
    return fitted(box, columns, rows, (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5))


def decisions(facts: Facts, box: Box, chosen: Sequence[Decision]) -> Table:
    """Decisions with place, responsible post, due date and state."""
    words = facts.words
    columns = (
        Column(title=words("pack.column.due"), share=1.2),
        Column(title=words("pack.column.place"), share=2.3, lines=2),
        Column(title=words("pack.column.decision"), share=3.9, lines=2),
        Column(title=words("pack.column.answers"), share=2.6, lines=2),
        Column(title=words("pack.column.state"), share=1.5),
    )
    rows = []
    for one in chosen:
        state = facts.records.state(one)
        colour = LATE if state == "overdue" else INK
        rows.append(
            (
                Cell(text=words.date(one.due), bold=True, colour=colour),
                Cell(text=facts.place(one.place)),
                Cell(text=words.known("record", one.text)),
                Cell(text=facts.records.post(one.post), colour=MUTED),
                Cell(text=words(f"pack.state.{state}"), colour=colour),
            )
        )
    made = fitted(box, columns, rows, (12.0, 11.0))
    return made if len(made.rows) == len(rows) else table(box, columns, rows, size=10)


def note(box: Box, text: str) -> tuple[Block, Block]:
    """A quiet sentence on a soft ground, where there is nothing else to show."""
    return Panel(box=box, fill=SOFT, edge=BORDER), Text.wrapped(box.inset(12), text, size=12, colour=MUTED)
