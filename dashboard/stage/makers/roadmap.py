"""Road maps: what was promised, what is done, what is overdue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from dashboard import data
from dashboard.roadmaps import levels
from dashboard.stage.makers import places
from dashboard.stage.scene import Figure, Parts, Row, Setting
from geodata.register import progress
from geodata.register.progress import Progress
from geodata.register.roadmap import Item
from geodata.register.standing import in_force
from layers import classes, palette
from layers.paint import ClassRow, Picture
from layers.theme import DARK

MANY = (2, 3, 4)
"""Limits between the classes of overdue items of a mahalla; none overdue is a class of its own."""


def make(setting: Setting) -> Parts:
    """Items, done, overdue; the districts or mahallas with most overdue items."""
    words, day = setting.words, setting.asked.day
    held = items(setting)
    whole = progress.progress(held, day)
    return Parts(
        title=setting.title,
        subtitle=f"{words('stage.kind.roadmap')} · {words('stage.as_of', date=words.date(setting.asked.day))}",
        figures=(
            Figure(
                label=words("stage.items"),
                figure=words.number(whole.items),
                note=levels(words, (item.level for item in held)),
            ),
            _done(setting, whole),
            Figure(
                label=words("stage.overdue"),
                figure=words.number(whole.overdue),
                aside=_share(setting, whole.overdue, whole.items),
                tone="rise" if whole.overdue else "neutral",
            ),
        )
        if held
        else (Figure(label=words("stage.items"), figure="—", note=words("stage.no_roadmap")),),
        rows=_rows(setting, held),
        rows_title=words("stage.most_overdue"),
        picture=_picture(setting, held),
        empty=words("stage.none_overdue" if held else "stage.no_roadmap"),
    )


def items(setting: Setting) -> list[Item]:
    """The items in force on the day: of the place, of its districts and of their mahallas; for the whole all of them.

    The same ones as on the page Responsibility.
    """
    held = [kept.what for kept in in_force(setting.records.items, setting.asked.day)]
    own = places.codes(setting)
    return [item for item in held if item.place in own] if setting.asked.place else held


def progress_figure(setting: Setting) -> Figure:
    """The road map of the place in one number: the share done, with what is overdue below it."""
    words, whole = setting.words, progress.progress(items(setting), setting.asked.day)
    if not whole.items:
        return Figure(label=words("stage.roadmap_done"), figure="—", note=words("stage.no_roadmap"))
    return Figure(
        label=words("stage.roadmap_done"),
        figure=words.percent(whole.share, 0),
        aside=words.counted("stage.of_items", whole.items),
        note=words("stage.overdue_of", n=words.number(whole.overdue)),
        tone="rise" if whole.overdue else "accent",
    )


def _done(setting: Setting, whole: Progress) -> Figure:
    return Figure(
        label=setting.words("stage.fulfilled"),
        figure=setting.words.number(whole.fulfilled),
        aside=_share(setting, whole.fulfilled, whole.items),
        tone="accent",
    )


def _share(setting: Setting, part: int, whole: int) -> str:
    return setting.words.percent(part / whole) if whole else ""


def _by_place(setting: Setting, held: Iterable[Item]) -> dict[str, Progress]:
    if setting.one_district:
        return progress.by_place(held, setting.asked.day)
    return progress.by_district(held, data.homes(setting.edition.id), setting.asked.day)


def _rows(setting: Setting, held: Iterable[Item]) -> tuple[Row, ...]:
    words = setting.words
    found = sorted(_by_place(setting, held).items(), key=lambda pair: (-pair[1].overdue, pair[0]))
    return tuple(
        Row(
            name=setting.words("stage.own_roadmap") if code == setting.asked.place else setting.place_name(code),
            note=f"/ {words.number(one.items)}",
            figure=words.number(one.overdue),
            tone="rise",
        )
        for code, one in found
        if one.overdue
    )


def _picture(setting: Setting, held: Iterable[Item]) -> Picture:
    """The overdue items of each mahalla that has a road map."""
    words, found = setting.words, progress.by_place(held, setting.asked.day)
    codes = setting.edition.mahallas["code"].astype(str)
    late = np.array([found[code].overdue if code in found else -1 for code in codes])
    colours = (palette.settled(dark=True), *palette.sequential(len(MANY) + 1, hue="teal", dark=True))
    labels = classes.labels(MANY, words.number, zero=True, whole=True)
    rows = [ClassRow(colour=DARK.land, label=words("answers.no_road_map"))]
    rows += [ClassRow(colour=colour, label=label) for colour, label in zip(colours, labels, strict=False)]
    return replace(
        setting.painted("category"),
        key=f"roadmap-{setting.edition.id}-{setting.asked.place or 'region'}-{setting.asked.day}",
        codes=np.where(late < 0, 0, np.searchsorted(MANY, late, side="right") + 1 + (late > 0)).astype(np.int8),
        rows=rows,
        title=words("stage.overdue"),
        unit=words("stage.overdue_unit"),
        period="",
        unstable=None,
        note="",
    )
