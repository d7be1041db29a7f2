"""Which signals are shown: of which month, in which state, acknowledged or not."""

from __future__ import annotations

import streamlit as st

from dashboard import controls, state
from dashboard.signals import ANSWERED, RAISED, Signals
from dashboard.state import Field
from dashboard.view import View
from geodata.analysis import month_signals


def month(view: View, found: Signals | None) -> None:
    """The month judged; another one becomes the period of the address."""
    choices = {one.key: one for one in month_signals.months(view.edition, view.query.group)}
    if choices:
        st.selectbox(
            view.words("signal.month"),
            list(choices),
            format_func=lambda key: view.words.period(choices[key]),
            key=state.shown("signal-month", found.choice.month.key if found else None),
            on_change=state.writes(Field.PERIOD, "signal-month"),
            filter_mode=None,
        )


def state_of(view: View) -> None:
    """All states that are listed, or one."""
    controls.choice(view, Field.SIGNAL, view.words("signal.state"), RAISED, "signal_state")


def answered(view: View) -> None:
    """Those that somebody has acknowledged, those that nobody has, or both."""
    controls.choice(view, Field.ANSWERED, view.words("signal.answered"), ANSWERED, "signal_answered")
