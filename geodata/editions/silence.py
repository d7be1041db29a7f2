"""Rows that seem not to have been sent: days without any in the whole territory, or in one district alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import pandas as pd

from geodata.cube import Cells, Cube
from geodata.editions.span import LEAST, Span, known_days, silences
from geodata.findings import Finding

_OF_A_DISTRICT: Final = 1e-6  # its silence is told, its figures stay: the district has to be asked


def noticed(cube: Cube, districts: pd.DataFrame, received: date) -> tuple[Finding, ...]:
    """What is to be told of all count groups together; `received` is when the newest file came.

    `districts` are those of the territory, in their order.
    """
    everywhere: dict[Span, list[str]] = {}
    alone: list[tuple[Span, str, str]] = []
    for group in sorted(cube.bounds):
        cells = cube.group_cells(group)
        missing, known = silences(cells.day), known_days(cells.day, received)
        for span in missing:
            everywhere.setdefault(span, []).append(group)
        if known is not None:
            alone += [(span, name, group) for name, span in _alone(cells, districts, known[1], missing)]
    found = [
        Finding("days_silent", "", {"group": ", ".join(groups), **_told(span)}) for span, groups in everywhere.items()
    ]
    if alone:
        span, name, group = max(alone, key=lambda one: _length(one[0]))
        found.append(Finding("district_silent", "", {"group": group, "count": len(alone), "name": name, **_told(span)}))
    return tuple(found)


def _alone(
    cells: Cells, districts: pd.DataFrame, until: date, everywhere: tuple[Span, ...]
) -> Iterator[tuple[str, Span]]:
    """The silences of single districts, by name, that last long enough without the days missing everywhere."""
    for at, name in enumerate(districts["name_uz_latn"].tolist()):
        for span in silences(cells.day[cells.district == at], until=until, chance=_OF_A_DISTRICT):
            if _length(span) - sum(_shared(span, other) for other in everywhere) >= LEAST:
                yield str(name), span


def _length(span: Span) -> int:
    return (span[1] - span[0]).days + 1


def _shared(one: Span, other: Span) -> int:
    """Days in both."""
    return max(0, (min(one[1], other[1]) - max(one[0], other[0])).days + 1)


def _told(span: Span) -> dict[str, str]:
    first, last = (day.isoformat() for day in span)
    return {"got": first, "wanted": last}
