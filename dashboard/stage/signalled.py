"""Early signals as the stage tells them: those of the newest month, the same as on the page Signals."""

from __future__ import annotations

from dashboard import data
from geodata.analysis import kept_signals
from geodata.analysis.month_signals import MonthSignals
from geodata.edition import Edition


def find(edition: Edition, group: str) -> MonthSignals | None:
    """The signals of the last whole month of a count group; None where the data are too short for any."""
    choice = kept_signals.newest(edition, group)
    return None if choice is None else data.signals(edition.id, choice)
