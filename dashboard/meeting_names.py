"""What a meeting is called in each language: by its review and period, unless the operator gave it a name."""

from __future__ import annotations

from dashboard.language import Words
from geodata.periods import Period
from geodata.register.meetings import Meeting


def name(words: Words, meeting: Meeting) -> str:
    """The operator's words as they are; else “Monthly review · February 2025”."""
    if meeting.title:
        return words.known("record", meeting.title)
    period = Period.parse(meeting.review_period)
    return f"{words(f'review_name.{period.kind}')} · {words.period(period)}"
