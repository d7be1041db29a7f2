"""The change on the same period a year before, and whether it is more than chance."""

from __future__ import annotations

import numpy as np

from dashboard import country, data
from dashboard.language import Words
from dashboard.panels import change as sentences
from dashboard.stage.makers import places
from dashboard.stage.scene import Figure, Parts, Row, Setting
from geodata.analysis.change import compare
from geodata.analysis.comparison import Compared


def make(setting: Setting) -> Parts:
    """Both counts and the change between them; the districts or mahallas that changed more than chance gives."""
    words, query = setting.words, setting.query
    title = f"{words.known('group', query.group)} · {words.period(query.period)}"
    known = bool(compared(setting).known[0])
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
    words, period, found = setting.words, setting.query.period, compared(setting)
    before, after = found.before.count[0], found.after.count[0]
    if not found.known[0]:
        figure = "—" if np.isnan(after) else words.number(after)
        note = words("change.no_data" if np.isnan(after) else "change.not_comparable")
        return (Figure(label=words.period(period), figure=figure, note=note),)
    return (
        Figure(label=words.period(period), figure=words.number(after), aside=words("unit.events")),
        Figure(label=words.period(period.year_before()), figure=words.number(before), aside=words("unit.events")),
        changed(words, found),
    )


def changed(words: Words, found: Compared) -> Figure:
    """The change of the place as one number, with its interval and its verdict below; in events where these are few.

    Where the verdict depends on how events were dealt out over a change of units none is given, and no interval.
    """
    label, before, after = words("stage.kind.change"), int(found.before.count[0]), int(found.after.count[0])
    if before == after == 0:
        return Figure(label=label, figure="0", note=words("change.none"))
    events = words.signed(after - before) or "0"
    if found.untold[0]:
        return Figure(label=label, figure=events, note=words("verdict.untold"), tone="neutral")
    beyond = bool(found.beyond[0])
    verdict = [words("change.beyond" if beyond else "change.within")]
    verdict += [words("change.interpolated")] if found.interpolated[0] else []
    told = {"note": " · ".join(verdict), "tone": "neutral" if not beyond else "rise" if after > before else "fall"}
    if before < sentences.FEW:
        return Figure(label=label, figure=events, **told)
    change = compare(before, after)
    low, high = (words.signed(100 * (bound - 1)) for bound in (change.low, change.high))
    aside = f"({low}…{high}\N{NO-BREAK SPACE}%)"
    return Figure(label=label, figure=words.signed_percent(change.ratio - 1), aside=aside, **told)


def compared(setting: Setting) -> Compared:
    """The place, or the whole, against a year before, events known by their district only included."""
    return data.compared_together(setting.edition.id, setting.query, setting.districts)


def _districts(setting: Setting) -> tuple[Row, ...]:
    """The place's districts beyond chance, of a country its regions; the largest rise first, then the largest fall."""
    edition, language = setting.edition, setting.words.language
    if country.is_one(edition) and not setting.asked.place:
        table = data.ranked_regions(edition.id, "difference", setting.query)
        names = [data.region_name(code, language) for code in data.regions(edition.id)]
    else:
        codes = edition.districts["code"].astype(str)
        names = [setting.district_name(code) for code in codes]
        table = data.ranked(edition.id, "difference", setting.query)
        table = table[codes.isin(setting.districts or codes).to_numpy()]
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
