"""The slides about the region: cover, categories, change, months and groups, ranking, long red, sites."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard import data, meeting_names
from dashboard.export.pack import parts
from dashboard.export.pack.blocks import (
    BOTTOM,
    COLOURS,
    MARGIN,
    MUTED,
    PAGE,
    TOP,
    Block,
    Cell,
    Column,
    Map,
    Months,
    Slide,
    Text,
    fitted,
    table,
)
from dashboard.export.pack.facts import Facts
from dashboard.export.pack.room import wrapped
from dashboard.panels import decided, trend
from dashboard.panels.sites import KINDS, stages
from layers.printed.canvas import Box

WIDE = PAGE.width - 2 * MARGIN
HEIGHT = BOTTOM - TOP
LONG = 3
"""Years in red from which the order of 2026 names other posts than the rule for all."""


def cover(facts: Facts) -> Slide:
    """What this is, of which place, meeting, period and edition."""
    view, words = facts.view, facts.words
    region = view.edition.region.names.pick(view.language)
    meeting = facts.records.meeting
    about = [words.period(view.query.period)] if view.edition.groups() else []
    about.append(words("pack.as_of", date=words.date(facts.records.on)))
    lines = [f"{meeting_names.name(words, meeting)} · {words.date(meeting.day)}"] if meeting else []
    told = [part for line in lines + about for part in wrapped(line, 13, 340)]
    blocks: list[Block] = []
    shown = facts.picture(facts.telling, sites="none")
    blocks.append(Map(box=Box(400, 0, 560, 540), picture=shown, alt=words("map.map"), legend=False, letters=9))
    blocks += [
        Text.wrapped(Box(54, 270, 350, 52), region, size=19, bold=True, colour="#1d4ed8"),
        Text(box=Box(54, 330, 350, 90), lines=tuple(told), size=13, colour=MUTED),
    ]
    return Slide(title=words("pack.headline"), blocks=tuple(blocks), cover=True)


def category(facts: Facts) -> Slide:
    """Headline figures, the map of categories and the districts or regions by them."""
    words = facts.words
    blocks: list[Block] = list(parts.tiles(facts, Box(MARGIN, TOP, WIDE, 60)))
    box = Box(MARGIN, TOP + 70, 560, HEIGHT - 70)
    shown = facts.picture("category", sites="none" if facts.is_country else "opened")  # there they cover what is red
    blocks.append(Map(box=box, picture=shown, alt=words("map.map")))
    side = Box(box.right + 20, TOP + 92, WIDE - 580, HEIGHT - 92)
    blocks.append(
        Text(box=Box(side.x, TOP + 74, side.width, 18), lines=(words("pack.overview.units"),), size=12, bold=True)
    )
    blocks.append(parts.mix(facts, side))
    return Slide(title=words("pack.slide.category"), line=decided.line(facts.view), blocks=tuple(blocks))


def change(facts: Facts) -> Slide:
    """Where it changed: the map of what is beyond chance, and every district or region with its verdict."""
    words, shown = facts.words, facts.picture("difference", sites="none")
    blocks: list[Block] = [
        Map(box=Box(MARGIN, TOP, 420, HEIGHT), picture=shown, alt=words("indicator.difference")),
        parts.changes(facts, Box(MARGIN + 432, TOP, WIDE - 432, HEIGHT)),
    ]
    return Slide(title=words("pack.slide.change"), line=_counted(facts), blocks=tuple(blocks))


def groups(facts: Facts) -> Slide:
    """Twelve months beside those of the year before, and every count group by itself."""
    view, words = facts.view, facts.words
    drawn = months(facts, Box(MARGIN, TOP, 410, HEIGHT))
    columns = (
        Column(title=words("pack.column.group"), share=2.3, lines=3 if facts.is_country else 2),  # figures are wide
        Column(title=words.period(view.query.period.year_before()), share=0.9, align="right"),
        Column(title=words.period(view.query.period), share=0.9, align="right"),
        Column(title=words("pack.column.verdict"), share=3.2, lines=2),
    )
    rows = []
    for group in view.edition.groups():
        query = replace(view.query, group=group, types=())
        found = data.compared_together(view.edition.id, query)
        rows.append(
            (
                Cell(text=words.known("group", group), bold=True),
                Cell(text=facts.number(found.before.count[0]), colour=MUTED),
                Cell(text=facts.number(found.after.count[0])),
                Cell(text=facts.change(found)),
            )
        )
    box = Box(MARGIN + 430, TOP, WIDE - 430, HEIGHT)
    made = fitted(box, columns, rows, (12.0, 11.0, 10.0))
    below = Box(box.x, made.bottom + 14, box.width, 58)
    told = parts.note(below, words("pack.method.count"))
    return Slide(title=words("pack.slide.groups"), line=_counted(facts), blocks=(drawn, made, *told))


def months(facts: Facts, box: Box, districts: tuple[str, ...] = ()) -> Months:
    """The twelve months that end with the period."""
    words, (now, before, firsts) = facts.words, trend.counts(facts.view, districts=districts)
    spans = trend.spans(firsts)
    return Months(
        box=box,
        names=tuple(words.month(first.month, short=True)[:3] for first in firsts),
        now=tuple(None if np.isnan(count) else float(count) for count in now),
        before=tuple(None if np.isnan(count) else float(count) for count in before),
        labels=spans,
        alt=words("trend.title"),
    )


def ranking(facts: Facts) -> Slide:
    """Every district, or region of a country, in one table."""
    words, quiet = facts.words, facts.records.is_empty
    order = sorted(facts.units, key=lambda unit: (-unit.mix[3], -unit.mix[2], -float(np.nan_to_num(unit.rate))))
    columns = (
        Column(title="№", share=0.5, align="right"),
        Column(title=words("pack.overview.unit"), share=2.4),
        Column(title=words("pack.column.mahallas"), share=1.0, align="right"),
        *(Column(title=words(f"category.{name}"), share=0.85, align="right") for name in ("red", "yellow", "green")),
        Column(title=words.period(facts.view.query.period), share=1.0, align="right"),
        Column(title=words("pack.column.rate"), share=1.15, align="right"),
        Column(title=words("pack.column.verdict"), share=4.0, lines=2),
        Column(title=words("pack.column.overdue"), share=1.1, align="right"),
        Column(title=words("pack.column.open"), share=0.95, align="right"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(text=words.number(place), colour=MUTED),
            Cell(text=unit.name, bold=True),
            Cell(text=words.number(sum(unit.mix))),
            Cell(text=facts.of_category(unit.mix[3]), bold=True),
            Cell(text=facts.of_category(unit.mix[2])),
            Cell(text=facts.of_category(unit.mix[1])),
            Cell(text=facts.number(unit.count)),
            Cell(text=facts.number(unit.rate, 1)),
            Cell(text=unit.change),
            Cell(text="—" if quiet else words.number(unit.late)),
            Cell(text="—" if quiet else words.number(unit.open_)),
        )
        for place, unit in enumerate(order, start=1)
    ]
    rows.append(_together(facts))
    made = fitted(Box(MARGIN, TOP, WIDE, HEIGHT), columns, rows, (11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5))
    return Slide(
        title=words("pack.slide.ranking"), line=f"{words('ranking.by_red')} · {_counted(facts)}", blocks=(made,)
    )


def _together(facts: Facts) -> tuple[Cell, ...]:
    """The last line of the ranking: the region as a whole."""
    words, records = facts.words, facts.records
    mix = [int(facts.mix[code].sum()) for code in range(4)]
    told = [
        "",
        facts.name,
        words.number(sum(mix)),
        *(words.number(mix[code]) if facts.has_categories else "—" for code in (3, 2, 1)),
        facts.number(float(facts.together.after.count[0])),
        facts.number(facts.rate_together, 1),
        facts.change(facts.together),
        *("—" if records.is_empty else words.number(len(some)) for some in (records.late, records.open_)),
    ]
    return tuple(Cell(text=text, bold=True) for text in told)


def long_red(facts: Facts) -> Slide:
    """The mahallas red for three years and more, the longest first."""
    words, found = facts.words, facts.red[facts.red["years"] >= LONG]
    half = (WIDE - 24) / 2
    columns = (
        Column(title=words("table.name"), share=3.2),
        Column(title=words("pack.column.years"), share=0.6, align="right"),
        Column(title=words("pack.column.events"), share=0.9, align="right"),
        Column(title=words("pack.column.post"), share=3.0, lines=2),
    )
    rows = [red_row(facts, at, with_district=True) for at in found.index]
    first = table(Box(MARGIN, TOP, half, HEIGHT - 16), columns, rows, size=9.6)
    rest = rows[len(first.rows) :]
    blocks: list[Block] = [first]
    if rest:
        blocks.append(table(Box(MARGIN + half + 24, TOP, half, HEIGHT - 16), columns, rest, size=9.6))
        left = len(rest) - len(blocks[-1].rows)  # type: ignore[union-attr]  # a table
        if left:
            told = words("pack.rows_more", n=words.number(left))
            blocks.append(Text.wrapped(Box(MARGIN, BOTTOM - 13, WIDE, 13), told, size=9.5, colour=MUTED))
    if not rows:
        blocks = list(parts.note(Box(MARGIN, TOP, WIDE, 44), words("pack.no_red")))
    return Slide(title=words("pack.slide.long_red"), line=decided.line(facts.view), blocks=tuple(blocks))


def red_row(facts: Facts, at: int, *, with_district: bool) -> tuple[Cell, ...]:
    """A red mahalla: name, years, events, post."""
    words, edition = facts.words, facts.view.edition
    years, count = (float(facts.red[name].loc[at]) for name in ("years", "count"))
    code = str(edition.mahallas["code"].iloc[at])
    name = facts.place(code) if with_district else facts.view.mahalla_name(at)
    post = facts.records.assigned.get(code, "")
    if facts.records.is_empty:
        told = Cell(text="—", colour=MUTED)
    else:
        told = Cell(text=post) if post else Cell(text=words("pack.unassigned"), colour=parts.LATE, bold=True)
    return (
        Cell(text=name, bold=True, dot=COLOURS["red"]),
        Cell(text=words.number(years)),
        Cell(text=facts.number(count)),
        told,
    )


def sites(facts: Facts) -> Slide:
    """The model sites on the map, and how many of each kind are how far in each district or region."""
    words = facts.words
    found, states = data.sites(facts.view.edition.id), stages(facts.view)
    columns = (
        Column(title=words("pack.overview.unit"), share=2.2),
        *(Column(title=words(f"site.{state}"), share=1.25, align="right") for state in states),
        *(Column(title=words(f"site_kind.{kind}"), share=1.3, align="right") for kind in KINDS),
    )
    parts_of = [(unit.name, found[found["district_pos"].isin(unit.districts)]) for unit in facts.units]
    parts_of += [(facts.name, found)] if facts.is_country else []
    rows = []
    for at, (name, own) in enumerate(parts_of):
        counts = [int((own["state"] == state).sum()) for state in states]
        counts += [int((own["kind"] == kind).sum()) for kind in KINDS]
        last = at == len(facts.units)
        cells = [Cell(text=words.number(count), bold=last or number == 0) for number, count in enumerate(counts)]
        rows.append((Cell(text=name, bold=True), *cells))
    base = facts.picture(facts.telling, sites="all")
    blocks: list[Block] = [
        Map(box=Box(MARGIN, TOP, 470, HEIGHT), picture=base, alt=words("site.all")),
        fitted(Box(MARGIN + 486, TOP, WIDE - 486, HEIGHT), columns, rows, (11.0, 10.5, 10.0, 9.0)),
    ]
    if not len(found):
        blocks = list(parts.note(Box(MARGIN, TOP, WIDE, 44), words("stage.no_sites")))
    return Slide(title=words("pack.slide.sites"), blocks=tuple(blocks))


def _counted(facts: Facts) -> str:
    words, query = facts.words, facts.view.query
    return f"{words.known('group', query.group)} · {words.period(query.period)}"
