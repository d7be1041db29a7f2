"""What was corrected between two editions, so that a slide shown earlier can be held against what is known now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from geodata.edition import Edition
from geodata.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One figure that differs: of a district's events of a count group, or the category of a mahalla (0 for none)."""

    kind: str
    place: str
    group: str = ""
    before: int
    after: int


def corrections(earlier: Edition, later: Edition, period: Period, decision: date) -> tuple[Correction, ...]:
    """What differs in the events of a period and in the categories in force on a day; districts first, then mahallas.

    Groups, districts and mahallas that only one of the editions has are counted as 0 in the other.
    """
    if earlier.id == later.id:
        return ()
    return (*_counts(earlier, later, period), *_categories(earlier, later, decision))


def _counts(earlier: Edition, later: Edition, period: Period) -> Iterator[Correction]:
    for group in dict.fromkeys((*earlier.groups(), *later.groups())):
        before, after = (_totals(edition, group, period) for edition in (earlier, later))
        for place in sorted(before.keys() | after.keys()):
            was, now = before.get(place, 0), after.get(place, 0)
            if was != now:
                yield Correction(kind="count", place=place, group=group, before=was, after=now)


def _totals(edition: Edition, group: str, period: Period) -> dict[str, int]:
    if group not in edition.groups():
        return {}
    table = edition.by_district(group, start=period.start, end=period.end)
    return {str(code): int(total) for code, total in table["total"].items()}


def _categories(earlier: Edition, later: Edition, decision: date) -> Iterator[Correction]:
    before, after = (_by_code(edition, decision) for edition in (earlier, later))
    for place in sorted(before.keys() | after.keys()):
        was, now = before.get(place, 0), after.get(place, 0)
        if was != now:
            yield Correction(kind="category", place=place, before=was, after=now)


def _by_code(edition: Edition, decision: date) -> dict[str, int]:
    values = np.asarray(edition.category_at(decision).values, dtype=int).tolist()
    return dict(zip(edition.mahallas["code"].astype(str), values, strict=True))
