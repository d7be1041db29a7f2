"""What day it is: one clock for every page, which tests set."""

from __future__ import annotations

from datetime import UTC, date, datetime

from dashboard.state import Address, Field, is_of_our_time
from geodata.demo.day import OWN_DAY
from geodata.edition import Edition
from geodata.periods import day_of


def now() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


def today() -> date:
    """The date of this moment in the region."""
    return day_of(now())


def as_of(address: Address, edition: Edition) -> date:
    """The day of which a page tells: that of the address, else the demonstration's own day, else today."""
    return read(address.get(Field.DAY) or "") or (OWN_DAY if edition.manifest.demonstration else today())


def read(text: str) -> date | None:
    """A day written as 31.01.2025 or 2025-01-31; None for anything else."""
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            found = datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        return found if is_of_our_time(found) else None
    return None
