"""The change on the same period a year before, and whether it is more than chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard import country, data
from dashboard.language import Words
from dashboard.panels import change as sentences
from dashboard.stage.makers import places
from dashboard.stage.scene import Figure, Parts, Row, Setting
from geodata.analysis.change import compare
from geodata.analysis.indicators import covered


def make(setting: Setting) -> Parts:
    """Both counts and the change between them; the districts or mahallas that changed more than chance gives."""
    words, query = setting.words, setting.query
    title = f"{words.known('group', query.group)} · {words.period(query.period)}"
    known = None not in counts(setting)
    rows = () if not known else _mahallas(setting) if setting.one_district else _districts(setting)
    return Parts(
        title=setting.title,
        subtitle=f"{words('stage.kind.change')} · {title}" if setting.edition.groups() else words("stage.kind.change"),
        figures=figures(setting),
        rows=rows,
        rows_title=words("stage.beyond_chance") if known else "",
        picture=setting.painted("difference") if known else setting.quiet("change"),
        empty=words("stage.all_within" if known else "change.not_comparable"),
    )


def figures(setting: Setting) -> tuple[Figure, ...]:
    """The period, the same period a year before, and the change with its chance."""
    words, query = setting.words, setting.query
    before, after = counts(setting)
    if before is None or after is None:
        figure = "—" if after is None else words.number(after)
        note = words("change.no_data" if after is None else "change.not_comparable")
        return (Figure(label=words.period(query.period), figure=figure, note=note),)
    return (
        Figure(label=words.period(query.period), figure=words.number(after), aside=words("unit.events")),
        Figure(label=words.period(query.period.year_before()), figure=words.number(before), aside=words("unit.events")),
        changed(words, before, after),
    )


def changed(words: Words, before: int, after: int) -> Figure:
    """The change as one number, with its interval and its verdict below; in events where these are few."""
    if before == after == 0:
        return Figure(label=words("stage.kind.change"), figure="0", note=words("change.none"))
    found = compare(before, after)
    verdict = words("change.beyond" if found.beyond_chance else "change.within")
    tone = "neutral" if not found.beyond_chance else "rise" if after > before else "fall"
    if before < sentences.FEW:
        return Figure(
            label=words("stage.kind.change"), figure=words.signed(after - before) or "0", note=verdict, tone=tone
        )
    low, high = (words.signed(100 * (bound - 1)) for bound in (found.low, found.high))
    return Figure(
        label=words("stage.kind.change"),
        figure=words.signed_percent(found.ratio - 1),
        aside=f"({low}…{high}\N{NO-BREAK SPACE}%)",
        note=verdict,
        tone=tone,
    )


def counts(setting: Setting) -> tuple[int | None, int | None]:
    """Events a year before and in the period, those known by their district only included; None: no data."""
    found: list[int | None] = []
    for period in (setting.query.period.year_before(), setting.query.period):
        if not covered(setting.edition, setting.query.group, period):
            found.append(None)
            continue
        table = data.by_district(setting.edition.id, replace(setting.query, period=period))
        chosen = table[table.index.isin(setting.districts)] if setting.asked.place else table
        found.append(int(chosen["total"].sum()))
    return found[0], found[1]


def _districts(setting: Setting) -> tuple[Row, ...]:
    """The districts beyond chance, of a country its regions; the largest rise first, then the largest fall."""
    edition, language = setting.edition, setting.words.language
    if country.is_one(edition):
        table = data.ranked_regions(edition.id, "difference", setting.query)
        names = [data.region_name(code, language) for code in data.regions(edition.id)]
    else:
        table = data.ranked(edition.id, "difference", setting.query)
        names = [setting.district_name(code) for code in edition.districts["code"].astype(str)]
    found = table[table["beyond_chance"]]
    rows = [
        (float(after - before), _row(setting.words, names[int(at)], before, after))
        for at, before, after in zip(found.index, found["before"], found["count"], strict=True)
    ]
    return tuple(row for _, row in sorted(rows, key=lambda one: _weight(one[0])))


def _weight(difference: float) -> tuple[bool, float]:
    """For sorting: rises before falls, and the largest of each first."""
    return difference < 0, -abs(difference)


def _mahallas(setting: Setting) -> tuple[Row, ...]:
    """The mahallas of the district beyond chance, the largest rise first, then the largest fall."""
    values = data.values(setting.edition.id, "difference", setting.query)
    within = np.zeros(len(values.figures), bool) if values.within_chance is None else values.within_chance
    found = np.flatnonzero(places.chosen(setting) & ~within & ~np.isnan(values.figures))
    after = data.values(setting.edition.id, "count", setting.query).figures
    codes = setting.edition.mahallas["code"].astype(str).to_numpy()
    order = sorted(found, key=lambda at: _weight(float(values.figures[at])))
    return tuple(
        _row(setting.words, setting.place_name(codes[at]), after[at] - values.figures[at], after[at]) for at in order
    )


def _row(words: Words, name: str, before: float, after: float) -> Row:
    return Row(
        name=name,
        note=f"{words.number(before)} → {words.number(after)}",
        figure=words.signed(after - before),
        tone="rise" if after > before else "fall",
    )
