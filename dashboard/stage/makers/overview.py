"""A district, or a region of a country, as it stands on the wall: red mahallas, incidents with chance, road map."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.stage.makers import category, change, places, roadmap
from dashboard.stage.scene import Figure, Parts, Row, Setting


def make(setting: Setting) -> Parts:
    """Red mahallas of how many, events of the period with their change, road map done and overdue; the red by name."""
    words, query = setting.words, setting.query
    red = category.figures(setting)[0]
    found = change.compared(setting)
    after = found.after.count[0]
    title = f"{words.known('group', query.group)} · {words.period(query.period)}"
    label = words("stage.events", period=words.period(query.period))
    note = words("change.no_data" if np.isnan(after) else "change.not_comparable")
    events = Figure(label=label, figure="—" if np.isnan(after) else words.number(after), note=note)
    if found.known[0]:
        verdict = change.changed(words, found)
        events = replace(
            verdict, label=label, figure=words.number(after), aside=f"{verdict.figure} {verdict.aside}".strip()
        )
    return Parts(
        title=setting.title,
        subtitle=title,
        figures=(red, events, roadmap.progress_figure(setting)),
        rows=_rows(setting),
        rows_title=words("stage.red_mahallas"),
        picture=category.painted(setting, sites="opened"),
        empty=words("stage.none_red" if setting.edition.category_days() else "stage.no_category"),
    )


def _rows(setting: Setting) -> tuple[Row, ...]:
    """The red mahallas of a district; of a region its districts."""
    if not setting.one_district:
        return category.parts(setting)
    return tuple(replace(row, note="") for row in places.red_rows(setting))
