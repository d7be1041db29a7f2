"""The slide of one district: its map, its figures with their chance, its red mahallas, what is overdue and open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from dashboard.export.pack import parts, region
from dashboard.export.pack.blocks import (
    BORDER,
    BOTTOM,
    INK,
    MARGIN,
    MUTED,
    PAGE,
    TOP,
    Block,
    Column,
    Map,
    Panel,
    Slide,
    Text,
    fitted,
    table,
)
from dashboard.export.pack.facts import Facts
from dashboard.export.pack.room import wrapped
from layers.printed.canvas import Box

LEFT = Box(MARGIN, TOP, 440, BOTTOM - TOP)
RIGHT = Box(LEFT.right + 16, TOP, PAGE.width - MARGIN - LEFT.right - 16, BOTTOM - TOP)
FOOT = 100.0
"""The height of the two boxes below: overdue items and open decisions."""
LISTED = 8.5
"""The letters in them."""


def slide(facts: Facts, code: str) -> Slide:
    """Everything about a district that a meeting asks for, on one slide."""
    view, words = facts.view, facts.words
    blocks: list[Block] = [
        Map(
            box=LEFT,
            picture=facts.picture(facts.telling, districts=(code,)),
            alt=f"{words('map.map')}: {view.district_full_name(code)}",
        )
    ]
    blocks += parts.tiles(facts, Box(RIGHT.x, TOP, RIGHT.width, 58), (code,), size=20)
    blocks += _red(facts, code, Box(RIGHT.x, TOP + 66, RIGHT.width, RIGHT.height - 66 - FOOT - 8))
    half = (RIGHT.width - 8) / 2
    blocks += _late(facts, code, Box(RIGHT.x, BOTTOM - FOOT, half, FOOT))
    blocks += _open(facts, code, Box(RIGHT.x + half + 8, BOTTOM - FOOT, half, FOOT))
    region_name = view.edition.region.names.pick(view.language)
    mahallas = sum(int(facts.mix[n][facts.codes.index(code)]) for n in range(4))
    line = f"{region_name} · {words.number(mahallas)} {words.counted('headline.mahallas', mahallas)}"
    return Slide(title=view.district_full_name(code), line=line, blocks=tuple(blocks))


def _red(facts: Facts, code: str, box: Box) -> Iterator[Block]:
    """Its red mahallas with their posts; those that find no row are named below."""
    words, found = facts.words, facts.red[facts.red["district"] == code]
    if not len(found):
        yield from parts.note(
            Box(box.x, box.y, box.width, 40), words("pack.no_red" if facts.has_categories else "card.no_category")
        )
        return
    columns = (
        Column(title=words("category.red_long"), share=2.3),
        Column(title=words("pack.column.years"), share=0.6, align="right"),
        Column(title=words("pack.column.events"), share=0.9, align="right"),
        Column(title=words("pack.column.post"), share=3.4, lines=2),
    )
    rows = [region.red_row(facts, at, with_district=False) for at in found.index]
    made = fitted(box, columns, rows, (12.0, 11.0, 10.0, 9.5, 9.0))
    if len(made.rows) < len(rows):
        single = [replace(column, lines=1) for column in columns]
        made = table(Box(box.x, box.y, box.width, box.height - 42), single, rows, size=9.0)
    yield made
    rest = found.index[len(made.rows) :]
    if len(rest):
        names = ", ".join(facts.view.mahalla_name(at) for at in rest)
        place = Box(box.x + 5, made.bottom + 4, box.width - 10, box.bottom - made.bottom - 4)
        told = words("pack.and_more", n=words.number(len(rest)), names=names)
        yield Text.wrapped(place, told, size=9, colour=MUTED)


def _late(facts: Facts, code: str, box: Box) -> Iterator[Block]:
    words, late = facts.words, facts.late(code)
    often = Counter(words.known("record", item.item) for item in late).most_common()
    told = [words("pack.longest", date=words.date(late[0].due))] if late else []
    told += [f"{words.number(n)} · {what}" for what, n in often]
    title = words("pack.overdue_of", n=_count(facts, len(late)))
    yield from _listed(box, title, told, late=bool(late))


def _open(facts: Facts, code: str, box: Box) -> Iterator[Block]:
    words, waiting = facts.words, facts.open_(code)
    told = [f"{words.date(one.due)} · {words.known('record', one.text)}" for one in waiting]
    overdue = any(one.is_overdue(facts.records.on) for one in waiting)
    yield from _listed(box, words("pack.open_of", n=_count(facts, len(waiting))), told, late=overdue)


def _count(facts: Facts, n: int) -> str:
    return "—" if facts.records.is_empty else facts.words.number(n)


def _listed(box: Box, title: str, lines: list[str], *, late: bool) -> Iterator[Block]:
    """A box with a heading and as many lines as it holds."""
    yield Panel(box=box, edge=BORDER, bar=parts.LATE if late else "")
    inner = Box(box.x + 12, box.y + 8, box.width - 20, box.height - 14)
    yield Text(
        box=Box(inner.x, inner.y, inner.width, 15),
        lines=(title,),
        size=11,
        bold=True,
        colour=parts.LATE if late else INK,
    )
    place = Box(inner.x, inner.y + 18, inner.width, inner.height - 18)
    shown: list[str] = []
    for line in lines:
        told = wrapped(line, LISTED, inner.width, most=2)
        if 1.3 * LISTED * (len(shown) + len(told)) > place.height:
            break
        shown += told
    if shown:
        yield Text(box=place, lines=tuple(shown), size=LISTED, colour=MUTED)
