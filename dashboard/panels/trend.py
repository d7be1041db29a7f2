"""Twelve months as a line, the same months a year before dashed, drawn as SVG by a template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dashboard import html
from dashboard.view import View
from geodata.analysis import indicators

WIDTH, HEIGHT = 340.0, 128.0
LEFT, RIGHT, TOP, BOTTOM = 26.0, 8.0, 10.0, 20.0
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Scale:
    """Months and counts to the coordinates of the drawing."""

    top: float

    def x(self, month: int) -> float:
        """The middle of a month, 0 to 11."""
        return LEFT + (WIDTH - LEFT - RIGHT) * (month + 0.5) / MONTHS

    def y(self, count: float) -> float:
        """The height of a count."""
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * count / self.top

    def path(self, counts: NDArray[np.float64]) -> str:
        """A line through the counts, broken where there is no data."""
        text, pen_up = "", True
        for month, count in enumerate(counts):
            if np.isnan(count):
                pen_up = True
                continue
            text += f"{'M' if pen_up else 'L'}{self.x(month):.1f} {self.y(count):.1f}"
            pen_up = False
        return text


def show(view: View, *, mahalla: int | None = None, districts: Sequence[str] = ()) -> None:
    """The twelve months that end with the view's period, for a mahalla, some districts, or the whole region."""
    drawn = drawing(view, mahalla=mahalla, districts=districts)
    if drawn:
        html.show("trend.html", **drawn)


def drawing(view: View, *, mahalla: int | None = None, districts: Sequence[str] = ()) -> dict[str, object]:
    """The drawing as its template takes it; empty where there is nothing to count."""
    if not view.edition.groups():
        return {}
    end = view.query.period.end
    firsts = [_month(end, back) for back in range(MONTHS - 1, -1, -1)]
    now = _counts(view, firsts, mahalla, districts)
    before = _counts(view, [first.replace(year=first.year - 1) for first in firsts], mahalla, districts)
    highest = np.nanmax(np.concatenate([now, before, [1.0]]))
    scale = Scale(_round_up(float(highest)))
    inside = [view.query.period.start <= first <= end for first in firsts]
    words = view.words
    return {
        "title": words("trend.title"),
        "note": words("trend.note", now=_span(firsts), before=_span([f.replace(year=f.year - 1) for f in firsts])),
        "now": scale.path(now),
        "before": scale.path(before),
        "dots": [(scale.x(i), scale.y(v)) for i, v in enumerate(now) if not np.isnan(v)],
        "ticks": [(scale.y(v), words.number(v)) for v in (0, scale.top / 2, scale.top)],
        "months": [(scale.x(i), words.month(first.month, short=True)[:3], inside[i]) for i, first in enumerate(firsts)],
        "described": "; ".join(
            f"{words.month(first.month)}: {'—' if np.isnan(v) else words.number(v)}" for first, v in zip(firsts, now, strict=True)
        ),
        "size": (WIDTH, HEIGHT, LEFT, WIDTH - RIGHT),
    }


def _counts(view: View, firsts: Sequence[date], mahalla: int | None, districts: Sequence[str]) -> NDArray[np.float64]:
    query = view.query
    last = _month(firsts[-1], -1)
    found = view.edition.by_month(
        query.group,
        types=query.types or None,
        start=firsts[0],
        end=date.fromordinal(last.toordinal() - 1),
        mahallas=None if mahalla is None else np.array([mahalla]),
        districts=list(districts) or None,
    )
    span = view.edition.coverage(query.group)
    known = [span is not None and span[0] <= first and first <= span[1] for first in firsts]
    by_month = {(month.year, month.month): float(count) for month, count in found.items()}
    counts = [by_month.get((first.year, first.month), 0.0) for first in firsts]
    return np.where(known, counts, np.nan)


def _month(day: date, back: int) -> date:
    """The first day of the month `back` months before the one of `day`."""
    index = day.year * MONTHS + day.month - 1 - back
    return date(index // MONTHS, index % MONTHS + 1, 1)


def _span(firsts: Sequence[date]) -> str:
    first, last = firsts[0], firsts[-1]
    return f"{first.year}" if first.year == last.year else f"{first:%m.%Y}–{last:%m.%Y}"


def _round_up(value: float) -> float:
    """The next of 2, 4, 6, 10 times a power of ten: its half is a whole number too."""
    power = 10 ** np.floor(np.log10(max(value, 1)))
    return float(next(step * power for step in (2, 4, 6, 10, 20) if step * power >= value))
