"""The day of the demonstration: its records are of the first months of 2025, so that is its “today”."""

from __future__ import annotations

from datetime import date
from typing import Final

OWN_DAY: Final = date(2025, 2, 21)
"""A week before the meeting of 28 February that its records lead up to: some of it is overdue by then."""
