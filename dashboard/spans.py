"""Which period is counted: whole ones of the data, the year to date, or any months from one to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

import streamlit as st

from dashboard import data, state
from dashboard.state import Field
from dashboard.view import View
from geodata.analysis.counting import covered
from geodata.periods import Period

NINE: Final = 9
SPAN: Final = "span"
"""The choice of a period that opens the two ends of a free one."""


def choose(view: View) -> None:
    """The period: years, halves, quarters, months, the year to date, any months, and the one of the address."""
    if not view.edition.groups():
        return
    choices = {choice.key: choice for choice in offered(view)}
    choices.setdefault(view.query.period.key, view.query.period)
    st.selectbox(
        view.words("control.period"),
        [*choices, SPAN],
        format_func=lambda key: view.words("period.span") if key == SPAN else view.words.period(choices[key]),
        key=state.shown("period", view.query.period.key),
        on_change=_new_period(view.query.period),
        filter_mode=None,
    )
    if view.query.period.kind == "range":
        _span(view)


def _new_period(period: Period) -> Callable[[], None]:
    """The period chosen; where other months are wanted, the same days as a range, whose ends can then be moved."""

    def callback() -> None:
        chosen = state.value_of("period")
        state.put(Field.PERIOD, Period(period.start, period.end).key if chosen == SPAN else chosen)

    return callback


def _span(view: View) -> None:
    """The first and the last month of a free range: whole months, so that the same days of other years compare."""
    period, known = view.query.period, data.periods(view.edition.id, view.query.group)
    whole = {month.start.isoformat(): month for month in known if month.kind == "month"}
    months = {key: month for key, month in reversed(whole.items()) if not month.partial}
    if not months:
        return
    keys = list(months)
    shown = {"from": period.start.replace(day=1).isoformat(), "to": period.end.replace(day=1).isoformat()}
    for end, offered_keys in (
        ("from", [key for key in keys if key <= shown["to"]]),
        ("to", [key for key in keys if key >= shown["from"]]),
    ):
        st.selectbox(
            view.words(f"control.{end}"),
            offered_keys or keys,
            format_func=lambda key: view.words.period(months[key]),
            key=state.shown(f"span-{end}", shown[end] if shown[end] in (offered_keys or keys) else keys[-1]),
            on_change=_new_span(months, shown),
            filter_mode=None,
        )


def _new_span(months: Mapping[str, Period], shown: Mapping[str, str]) -> Callable[[], None]:
    def callback() -> None:
        first, last = (months[str(state.value_of(f"span-{end}") or shown[end])] for end in ("from", "to"))
        state.put(Field.PERIOD, Period(first.start, last.end).key)

    return callback


def offered(view: View) -> list[Period]:
    """The whole periods of the data, newest first in each kind, and the newest year up to its months, as reports go."""
    span = view.edition.coverage(view.query.group)
    if span is None:
        return []
    whole = [choice for choice in data.periods(view.edition.id, view.query.group) if not choice.partial]
    return [
        *(choice for choice in whole if choice.kind == "year"),
        *(year for year in to_date(*span) if covered(view.edition, view.query.group, year)),
        *(c for c in whole if c.kind != "year"),
    ]


def to_date(first: date, last: date) -> list[Period]:
    """The year to date: January to the last whole month of the newest year, and to September; and a year before.

    Three and six months are quarter and half; reports go on with nine.
    """
    year = Period.of("year", last.year)
    whole = [month for month in year.months() if first <= month.start and month.end <= last]
    ends = sorted({len(whole), NINE} - {0, 1, 3, 6, len(year.months())}, reverse=True)
    found = [
        Period(date(at, 1, 1), Period.of("month", at, months).end)
        for at in (last.year, last.year - 1)
        for months in ends
    ]
    return [one for one in found if first <= one.start and one.end <= last]
