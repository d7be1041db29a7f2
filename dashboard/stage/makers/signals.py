"""Early signals: where more happened than the mahalla's own past and the month would give."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from dashboard.stage import signalled
from dashboard.stage.makers import places
from dashboard.stage.scene import Figure, Parts, Row, Setting
from layers import palette
from layers.paint import ClassRow, Picture

_ORDER: Final = ("alert", "watch", "clearing", "normal", "too_few")


def make(setting: Setting) -> Parts:
    """How many mahallas are raised and watched, of how many that could be judged; the raised ones by name."""
    words, query = setting.words, setting.query
    found = signalled.find(setting.edition, query.group) if setting.edition.groups() else None
    if found is None:
        return _unknown(setting)
    states = found.mahallas["state"].to_numpy()
    inside = states[places.chosen(setting)]
    judged = int((inside != "too_few").sum())
    when = words.period(found.choice.step)
    return Parts(
        title=setting.title,
        subtitle=" · ".join((words("stage.kind.signals"), words.known("group", query.group), when)),
        figures=(
            _figure(setting, "alert", inside),
            _figure(setting, "watch", inside),
            Figure(
                label=words("stage.judged"),
                figure=words.number(judged),
                aside=words("stage.out_of", n=words.number(len(inside))),
            ),
        ),
        rows=_rows(setting, found.mahallas),
        rows_title=words("stage.raised"),
        picture=_picture(setting, states),
        empty=words("stage.none_raised"),
    )


def _unknown(setting: Setting) -> Parts:
    """Data too short to judge by: no signal is not the same as none raised."""
    words = setting.words
    return Parts(
        title=setting.title,
        subtitle=words("stage.kind.signals"),
        figures=(Figure(label=words("stage.kind.signals"), figure="—", note=words("stage.no_signals")),),
        rows=(),
        rows_title="",
        picture=setting.quiet("signals"),
        empty=words("stage.no_signals"),
    )


def _figure(setting: Setting, state: str, states: np.ndarray) -> Figure:
    return Figure(
        label=setting.words(f"stage.signal.{state}"),
        figure=setting.words.number(int((states == state).sum())),
        note=setting.words(f"stage.signal_note.{state}"),
        tone="signal" if state == "alert" else "",
    )


def _rows(setting: Setting, table: pd.DataFrame) -> tuple[Row, ...]:
    """The raised and the watched, the least probable first."""
    words, mahallas = setting.words, setting.edition.mahallas
    told = table[table["state"].isin(["alert", "watch"]).to_numpy() & places.chosen(setting)]
    rows = []
    for at in told.sort_values("combined_probability").index:
        code, home = str(mahallas["code"].iloc[at]), str(mahallas["district"].iloc[at])
        line = table.loc[at]
        place = "" if setting.one_district else f"{setting.district_name(home)} · "
        expected = words.number(float(line["window_expected"]), 1)
        rows.append(
            Row(
                name=setting.place_name(code),
                note=place + words("stage.usual", n=expected),
                figure=words.number(float(line["window_observed"])),
                tone="signal",
            )
        )
    return tuple(rows)


def _picture(setting: Setting, states: np.ndarray) -> Picture:
    colours = palette.signal(dark=True)
    rows = [
        ClassRow(colour=colours[state], label=setting.words(f"stage.signal.{state}"), ringed=state == "alert")
        for state in _ORDER
    ]
    codes = np.array([_ORDER.index(state) for state in states], dtype=np.int8)
    return replace(
        setting.painted("category"),
        key=f"signals-{setting.edition.id}-{setting.asked.place or 'region'}-{setting.query.group}",
        codes=codes,
        rows=rows,
        title=setting.words("stage.kind.signals"),
        unit="",
        period="",
        unstable=None,
        note="",
    )
