"""The slides at the end: early signals, decisions, sources with the reconciliation, methods."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.export.downloads import about
from dashboard.export.pack import parts
from dashboard.export.pack.blocks import (
    ACCENT,
    BOTTOM,
    INK,
    MARGIN,
    MUTED,
    PAGE,
    TOP,
    Block,
    Cell,
    Column,
    Panel,
    Slide,
    Table,
    Text,
    table,
)
from dashboard.export.pack.facts import Facts
from dashboard.export.pack.room import wrapped
from dashboard.panels.reconciliation import PARTS
from layers.printed.canvas import Box

WIDE = PAGE.width - 2 * MARGIN
HEIGHT = BOTTOM - TOP
METHODS = ("category", "count", "rate", "change", "no_data", "record", "post")
DECISION_SLIDES = 4
"""More pages of decisions than these nobody reads aloud; the rest stands in the workbook."""


def signals(facts: Facts) -> Slide | None:
    """The early signals of the last months of the period; None where they cannot be had."""
    found = facts.early
    if found is None:
        return None
    words, view = facts.words, facts.view
    columns = (
        Column(title=words("table.name"), share=3.4),
        Column(title=words("pack.column.state"), share=1.2),
        Column(title=words("pack.column.observed"), share=1.2, align="right"),
        Column(title=words("pack.column.expected"), share=1.2, align="right"),
        Column(title=words("pack.column.chance"), share=1.6, align="right"),
    )
    codes = view.edition.mahallas["code"]
    rows = [
        (
            Cell(text=facts.place(str(codes.iloc[one.mahalla])), bold=True),
            Cell(text=words(f"pack.state.{one.state}"), colour=ACCENT, bold=True),
            Cell(text=words.number(one.observed)),
            Cell(text=words.number(one.expected, 1)),
            Cell(text=_chance(facts, one.probability)),
        )
        for one in found.signals
    ]
    box = Box(MARGIN, TOP + 52, WIDE, HEIGHT - 84)
    blocks: list[Block] = list(parts.note(Box(MARGIN, TOP, WIDE, 42), words("pack.early_note")))
    span = words.period(found.period)
    blocks += (
        [table(box, columns, rows, size=12)]
        if rows
        else [Text.wrapped(box, words("pack.early_none", period=span), size=14)]
    )
    shown = sum(len(block.rows) for block in blocks if isinstance(block, Table))
    if rows[shown:]:
        told = words(
            "pack.and_more", n=words.number(len(rows) - shown), names=", ".join(row[0].text for row in rows[shown:])
        )
        blocks.append(Text.wrapped(Box(MARGIN, BOTTOM - 29, WIDE, 13), told, size=10, colour=MUTED))
    few = words("pack.early_few", n=words.number(found.too_few))
    blocks.append(Text.wrapped(Box(MARGIN, BOTTOM - 14, WIDE, 14), few, size=10, colour=MUTED))
    line = f"{words.known('group', view.query.group)} · {span}"
    return Slide(title=words("pack.slide.signals"), line=line, blocks=tuple(blocks))


def decisions(facts: Facts) -> Iterator[Slide]:
    """The decisions that are not done, the oldest due first, and behind them those that are."""
    words, records = facts.words, facts.records
    chosen = [*records.open_, *(one for one in records.decisions if one.is_done(records.on))]
    line = words("pack.as_of", date=words.date(records.on))
    if not chosen:
        nothing = parts.note(Box(MARGIN, TOP, WIDE, 44), words("pack.none"))
        yield Slide(title=words("pack.slide.decisions"), line=line, blocks=nothing)
        return
    done = 0
    for page in range(DECISION_SLIDES):
        made = parts.decisions(facts, Box(MARGIN, TOP, WIDE, HEIGHT - 18), chosen[done:])
        done += len(made.rows)
        blocks: list[Block] = [made]
        if page == DECISION_SLIDES - 1 and done < len(chosen):
            told = words("pack.rows_more", n=words.number(len(chosen) - done))
            blocks.append(Text.wrapped(Box(MARGIN, BOTTOM - 13, WIDE, 13), told, size=9.5, colour=MUTED))
        yield Slide(title=words("pack.slide.decisions"), line=line, blocks=tuple(blocks))
        if done >= len(chosen):
            return


def sources(facts: Facts) -> Slide:
    """How every total adds up, and the files the edition was made from."""
    words = facts.words
    adds = _totals(facts)
    below = adds.bottom + 34
    blocks: list[Block] = [
        Text(box=Box(MARGIN, TOP, WIDE, 16), lines=(words("reconciliation.title"),), size=12, bold=True),
        adds,
        Text(box=Box(MARGIN, below - 20, WIDE, 16), lines=(words("data.sources"),), size=12, bold=True),
        _files(facts, below),
    ]
    return Slide(
        title=words("pack.slide.sources"), line=" · ".join(list(about(facts.view).values())[:2]), blocks=tuple(blocks)
    )


def _totals(facts: Facts) -> Table:
    """How many rows of each kind of file there are, and how far they could be placed."""
    words = facts.words
    columns = (
        Column(title=words("pack.column.table"), share=2.6),
        Column(title=words("reconciliation.total"), share=1.1, align="right"),
        *(Column(title=words(f"reconciliation.{part}"), share=1.3, align="right") for part in PARTS),
    )
    rows = [
        (
            Cell(text=words.known("kind", kind), bold=True),
            Cell(text=words.number(figures.rows), bold=True),
            *(Cell(text=words.number(getattr(figures, part))) for part in PARTS),
        )
        for kind, figures in facts.view.edition.reconciliation.items()
    ]
    return table(Box(MARGIN, TOP + 20, WIDE, 150), columns, rows, size=10.5)


def _files(facts: Facts, top: float) -> Table:
    """The files the edition was made from."""
    words = facts.words
    columns = (
        Column(title=words("data.file"), share=3.4),
        Column(title=words("data.kind"), share=2.4),
        Column(title=words("data.rows"), share=1.0, align="right"),
        Column(title=words("data.mark"), share=2.0),
        Column(title="SHA-256", share=1.6),
    )
    rows = [
        (
            Cell(text=source.name, bold=True),
            Cell(text=words.known("kind", source.kind)),
            Cell(text=words.number(source.rows)),
            Cell(text=words(f"data.mark_{source.mark}")),
            Cell(text=source.sha256[:12], colour=MUTED),
        )
        for source in facts.view.edition.manifest.sources
    ]
    return table(Box(MARGIN, top, WIDE, BOTTOM - top), columns, rows, size=9.5)


def methods(facts: Facts) -> Slide:
    """How the figures are made and what must not be concluded, and what is fact and what synthetic."""
    words, y = facts.words, TOP
    blocks: list[Block] = []
    for key in METHODS:
        lines = tuple(wrapped(words(f"pack.method.{key}"), 13, WIDE - 20))
        height = 1.3 * 13 * len(lines)
        blocks.append(Panel(box=Box(MARGIN, y + 2, 4, height - 3), fill=ACCENT, edge=ACCENT))
        blocks.append(Text(box=Box(MARGIN + 16, y, WIDE - 20, height), lines=lines, size=13, colour=INK))
        y += height + 9
    if facts.view.edition.manifest.demonstration:
        said = tuple(wrapped(words("freshness.demonstration"), 12, WIDE - 28))
        box = Box(MARGIN, y + 8, WIDE, 40 + 1.3 * 12 * len(said))
        blocks.append(Panel(box=box, fill="#fff3e2", edge="#f0c48c"))
        blocks.append(
            Text(box=Box(box.x + 14, box.y + 10, box.width - 28, 16), lines=(words("pack.facts"),), size=12, bold=True)
        )
        blocks.append(Text(box=Box(box.x + 14, box.y + 28, box.width - 28, box.height - 34), lines=said, size=12))
    return Slide(title=words("pack.slide.methods"), blocks=tuple(blocks))


def _chance(facts: Facts, probability: float) -> str:
    """A probability in per cent; below the last place written it is said to be below."""
    least = 0.00001
    return f"< {facts.words.percent(least, 3)}" if probability < least else facts.words.percent(probability, 3)
