"""Twelve months as bars, the same months a year before as marks beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard import data, markup
from dashboard.export import links
from dashboard.state import Field
from dashboard.view import View
from geodata.periods import periods_within

MONTHS = 12


def show(view: View, *, mahalla: int | None = None, districts: Sequence[str] = ()) -> None:
    """The twelve months that end with the view's period, for a mahalla, some districts, or the whole region."""
    drawn = drawing(view, mahalla=mahalla, districts=districts)
    if drawn:
        code = None if mahalla is None else str(view.edition.mahallas["code"].iloc[mahalla])
        shown: dict[str, str | None] = {
            Field.MAHALLA: code,
            Field.DISTRICT: ",".join(districts) if code is None else None,
        }
        markup.show("trend.html", **drawn, take=links.to(view, "trend", shown))


def drawing(view: View, *, mahalla: int | None = None, districts: Sequence[str] = ()) -> dict[str, object]:
    """The drawing as its template takes it; empty where there is nothing to count."""
    if not view.edition.groups():
        return {}
    end = view.query.period.end
    now, before, firsts = counts(view, mahalla=mahalla, districts=districts)
    now_to, before_to = spans(firsts)
    guessed = _guessed(view, firsts, mahalla, districts)
    parts = _parts(view, [*firsts, *map(_year_before, firsts)])
    top = _round_up(float(np.nanmax(np.concatenate([now, before, [1.0]]))))
    words = view.words
    return {
        "title": words("trend.title"),
        "note": " · ".join(
            [
                words("trend.note", now=now_to, before=before_to),
                *([words("trend.interpolated")] if guessed else []),
                *([words("trend.partial")] if parts else []),
            ]
        ),
        "ticks": [(100 * share, words.number(share * top)) for share in (0.0, 0.5, 1.0)],
        "months": [
            {
                "name": words.month(first.month, short=True)[:3],
                "inside": view.query.period.start <= first <= end,
                "now": None if np.isnan(count) else 100 * count / top,
                "before": None if np.isnan(earlier) else 100 * earlier / top,
                "guessed": first in guessed,
                "guessed_before": _year_before(first) in guessed,
                "part": first in parts,
                "part_before": _year_before(first) in parts,
                "told": _sentence(view, first, (count, earlier), guessed, parts),
            }
            for first, count, earlier in zip(firsts, now, before, strict=True)
        ],
    }


def _sentence(
    view: View, first: date, counts: tuple[float, float], guessed: frozenset[date], parts: Mapping[date, str]
) -> str:
    """A month in words: its count, and in brackets that of the year before; what is interpolated or cut says so."""
    words = view.words
    said = []
    for month, count in zip((first, _year_before(first)), counts, strict=True):
        told = f"{_told(view, count)} {words('trend.guess')}" if month in guessed else _told(view, count)
        said.append(", ".join(filter(None, [told, parts.get(month)])))
    now, before = said
    return f"{words.month(first.month)}: {now} ({before})"


def _parts(view: View, firsts: Sequence[date]) -> dict[date, str]:
    """The months of which the data hold some days only, by their first day, with these days in words."""
    span = view.edition.coverage(view.query.group)
    if span is None:
        return {}
    cut = [
        month for month in periods_within(*span) if month.kind == "month" and month.partial and month.start in firsts
    ]
    return {
        month.start: view.words(
            "trend.part", first=str(max(month.start, span[0]).day), last=str(min(month.end, span[1]).day)
        )
        for month in cut
    }


def _guessed(view: View, firsts: Sequence[date], mahalla: int | None, districts: Sequence[str]) -> frozenset[date]:
    """The months of both years in which events were dealt out between these units and others."""
    query, known = view.query, view.edition.interpolation
    end = date.fromordinal(_month(firsts[-1], -1).toordinal() - 1)
    rows = known.chosen(query.group, query.types or None, _year_before(firsts[0]), end)
    if mahalla is not None:
        doubtful = known.doubtful(rows, "mahalla", [mahalla])
    else:
        codes = view.edition.districts["code"]
        chosen = codes.isin(list(districts)).to_numpy() if districts else np.ones(len(codes), bool)
        doubtful = known.doubtful(rows, "district", np.flatnonzero(chosen))
    return frozenset(day.date().replace(day=1) for day in rows["day"][doubtful])


def _year_before(first: date) -> date:
    return first.replace(year=first.year - 1)


def table(view: View, *, mahalla: int | None = None, districts: Sequence[str] = ()) -> pd.DataFrame:
    """The months as a table: the events of each, and of the same month a year before."""
    now, before, firsts = counts(view, mahalla=mahalla, districts=districts)
    words, (now_to, before_to) = view.words, spans(firsts)
    months = [f"{words.month(first.month)} {first.year}" for first in firsts]
    return pd.DataFrame({words("trend.title"): months, now_to: now, before_to: before})


def counts(
    view: View, *, mahalla: int | None = None, districts: Sequence[str] = ()
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[date]]:
    """The events of the twelve months, of the same a year before (NaN: no data), and the first day of each month."""
    firsts = [_month(view.query.period.end, back) for back in range(MONTHS - 1, -1, -1)]
    earlier = [_year_before(first) for first in firsts]
    return _counts(view, firsts, mahalla, districts), _counts(view, earlier, mahalla, districts), firsts


def spans(firsts: Sequence[date]) -> tuple[str, str]:
    """From when to when the twelve months go, and those before."""
    return _span(firsts), _span([_year_before(first) for first in firsts])


def _told(view: View, count: float) -> str:
    return "—" if np.isnan(count) else view.words.number(count)


def _counts(view: View, firsts: Sequence[date], mahalla: int | None, districts: Sequence[str]) -> NDArray[np.float64]:
    end = date.fromordinal(_month(firsts[-1], -1).toordinal() - 1)
    asked: dict[str, Any] = {"mahalla": mahalla, "districts": tuple(districts)}
    return data.months(view.edition.id, view.query, firsts[0], end, **asked)


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
