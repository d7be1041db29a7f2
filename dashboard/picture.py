"""A view as a picture: figures to classes, classes to colours, and the words of the legend."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import numpy as np

from dashboard import data
from dashboard.language import Language
from dashboard.state import Address, Field
from dashboard.view import View
from dashboard.view import of as view_of
from geodata.analysis.concentration import CLEAR, NOTABLE
from geodata.analysis.indicators import Values
from geodata.periods import Period
from layers import classes, palette
from layers.classes import NO_DATA, Codes
from layers.paint import ClassRow, Figures, Picture

LARGE = 2_000
"""Mahallas above which the figures do not travel with the colours."""

CATEGORIES = ("green", "yellow", "red")
CHANGE_CLASSES = 5
MORE_DECIMALS = 4
SCORES = (-CLEAR, -NOTABLE, NOTABLE, CLEAR)
SCORE_NAMES = ("cold_clear", "cold", "hot", "hot_clear")


Beside = tuple[tuple[int, ...], tuple[int, ...]]
"""Positions of the mahallas that touch the selected one, and of those it is compared with."""


def of(view: View, *, districts: Sequence[str] = (), sites: str = "opened", beside: Beside = ((), ())) -> Picture:
    """The picture of the view's indicator; with `districts` the others step back."""
    values = data.values(view.edition.id, view.indicator.key, view.query)
    codes, rows = _classes(view, values)
    words = view.words
    category = view.edition.category_at(view.query.decision)
    detail = _detail(view, values)
    return Picture(
        key=key(view, districts, sites),
        codes=codes,
        rows=rows,
        title=data.indicator_name(view.edition, words, view.indicator.key),
        unit=_unit(view),
        period=period_of(view),
        figures=None
        if view.indicator.ramp == "category"
        else Figures(values=values.figures, decimals=view.indicator.decimals),
        detail=detail,
        detail_unit=words("unit.events") if detail else "",
        categories=category.values if category.decided else None,
        unstable=values.unstable,
        edition=words("map.edition", number=view.edition.number),
        source=_source(view),
        note=_rule(view, values),
        selected=view.mahalla,
        focus=tuple(int(i) for i in np.flatnonzero(view.edition.districts["code"].isin(districts))),
        sites=sites,
        rings=_rings(view),
        rings_note=_rings_note(view),
        touching=beside[0],
        compared=beside[1],
        figures_at=_figures_at(view) if len(codes) > LARGE else "",
    )


def _figures_at(view: View) -> str:
    """Where the figures of a picture lie that is too large to carry them; the address says all that they depend on."""
    query = view.query
    asked: dict[str, str] = {
        Field.INDICATOR: view.indicator.key,
        Field.GROUP: query.group,
        Field.PERIOD: query.period.key,
        Field.DECISION: query.decision.isoformat(),
    }
    if query.types:
        asked[Field.TYPE] = ",".join(query.types)
    return f"/edition/{view.edition.id}/figures?{urlencode(asked)}"


def figures(edition_id: str, asked: Mapping[str, str]) -> str | None:
    """What lies at such an address; None where there is no such edition."""
    edition = data.by_id(edition_id)
    if edition is None:
        return None
    return of(view_of(edition, Address(values=asked), next(iter(Language)))).figures_payload()


def key(view: View, districts: Sequence[str], sites: str) -> str:
    """What tells one picture from another, short enough for an attribute."""
    query = view.query
    parts = (
        view.edition.id,
        view.language,
        view.indicator.key,
        query.group,
        query.types,
        query.period.key,
        query.decision,
        view.mahalla,
        districts,
        sites,
        _rings(view),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def _rings(view: View) -> str:
    """Whose rings are drawn: those of the scan that the reader looks at, if any."""
    return data.rings_key(view.scan) if view.scan is not None else ""


def _rings_note(view: View) -> str:
    if view.scan is None or not view.scan.significant:
        return ""
    words, scan = view.words, view.scan
    return words(
        "concentration.legend", group=words.known("group", scan.group), period=words.period(Period.parse(scan.period))
    )


def _classes(view: View, values: Values) -> tuple[Codes, list[ClassRow]]:
    if view.indicator.ramp == "category":
        return _category(view, values)
    if view.indicator.ramp == "diverging":
        return _change(view, values)
    if view.indicator.ramp == "scores":
        return _scores(view, values)
    return _amount(view, values)


def _category(view: View, values: Values) -> tuple[Codes, list[ClassRow]]:
    """The gravest first in the legend; green is 1, yellow 2, red 3 in the edition."""
    figures = values.figures
    codes = np.where(np.isnan(figures), NO_DATA, 3 - np.nan_to_num(figures)).astype(np.int8)
    colours = palette.category(dark=view.dark)
    rows = [
        ClassRow(colour=colours[name], label=view.words(f"category.{name}"), marked=name == "red")
        for name in reversed(CATEGORIES)
    ]
    return codes, rows


def _amount(view: View, values: Values) -> tuple[Codes, list[ClassRow]]:
    """The classes of an amount; before them exact zero, and first of all what has no share: nothing was counted."""
    indicator = view.indicator
    limits = _limits(view)
    codes = classes.classify(values.figures, limits, zero=indicator.zero)
    labels = classes.labels(
        limits,
        lambda value: _number(view, value),
        zero=indicator.zero,
        whole=indicator.decimals == 0,
        values=values.figures,
    )
    colours = [
        *([palette.zero(dark=view.dark)] if indicator.zero else []),
        *palette.sequential(max(2, len(limits) + 1), dark=view.dark),
    ]
    rows = [ClassRow(colour=colour, label=label) for colour, label in zip(colours, labels, strict=False)]
    if values.empty is None:
        return codes, rows
    codes = np.where(values.empty, 0, np.where(codes == NO_DATA, NO_DATA, codes + 1)).astype(np.int8)
    return codes, [ClassRow(colour=palette.within_chance(dark=view.dark), label=view.words("share.empty")), *rows]


def _limits(view: View) -> tuple[float, ...]:
    """The breaks between the classes: the indicator's own up to the largest figure, or those of the data."""
    if not view.indicator.limits:
        return data.breaks(view.edition.id, view.indicator.key, view.query)
    pool = data.pooled(view.edition.id, view.indicator.key, view.query)
    most = float(np.max(pool, where=np.isfinite(pool), initial=0.0))
    return tuple(limit for limit in view.indicator.limits if limit <= most)


def _change(view: View, values: Values) -> tuple[Codes, list[ClassRow]]:
    """The classes of a change; first of all the neutral one, of what chance alone could give."""
    limits = data.breaks(view.edition.id, view.indicator.key, view.query, centred=CHANGE_CLASSES - 1)
    codes = classes.classify(values.figures, limits)
    within = values.within_chance if values.within_chance is not None else np.zeros(len(codes), bool)
    codes = np.where(within, 0, np.where(codes == NO_DATA, NO_DATA, codes + 1)).astype(np.int8)
    labels = [view.words("change.within"), *classes.labels(limits, view.words.signed)]
    colours = [palette.within_chance(dark=view.dark), *palette.diverging(max(4, len(limits) + 1), dark=view.dark)]
    return codes, [ClassRow(colour=colour, label=label) for colour, label in zip(colours, labels, strict=False)]


def _scores(view: View, values: Values) -> tuple[Codes, list[ClassRow]]:
    """The classes of a z value: first of all the neutral one, then what stands out downwards and upwards."""
    z = np.nan_to_num(values.figures)
    steps = np.searchsorted(SCORES, z, side="right")  # the middle one, of five, is neutral
    codes = np.choose(steps, [1, 2, 0, 3, 4])
    codes = np.where(np.isnan(values.figures), NO_DATA, codes).astype(np.int8)
    colours = [palette.within_chance(dark=view.dark), *palette.diverging(4, dark=view.dark)]
    labels = [view.words("change.within"), *(view.words(f"hot_spots.{name}") for name in SCORE_NAMES)]
    return codes, [ClassRow(colour=colour, label=label) for colour, label in zip(colours, labels, strict=True)]


def _number(view: View, value: float) -> str:
    """A limit written whole: with more decimals than the figures have where it would be another number with theirs."""
    least = 0 if float(value).is_integer() else view.indicator.decimals or 1
    exact = (digits for digits in range(least, least + MORE_DECIMALS) if math.isclose(value, round(value, digits)))
    return view.words.number(value, next(exact, least))


def _detail(view: View, values: Values) -> Figures | None:
    """Beside a rate, a share or a change the card tells the count that it comes from."""
    if not view.indicator.detail or np.isnan(values.figures).all():
        return None
    return Figures(values=data.values(view.edition.id, "count", view.query).figures)


def _unit(view: View) -> str:
    unit, title = view.indicator.unit, data.indicator_name(view.edition, view.words, view.indicator.key)
    text = "" if unit == "own" else view.words(f"unit.{unit}")
    return "" if text == title else text


def period_of(view: View) -> str:
    """The period of a count, the day from which a category is in force, and nothing for what has no date of its own."""
    words, query = view.words, view.query
    if view.indicator.counts:
        types = ", ".join(words.known("type", name) for name in query.types)
        return " · ".join(filter(None, (words.known("group", query.group), types, words.period(query.period))))
    if "categories" in view.indicator.needs:
        return words.date(query.decision) if view.edition.category_days() else ""
    return ""


def _rule(view: View, values: Values) -> str:
    """By which rule a figure counts as unstable, where one of them does; of a z value what it must not be taken for."""
    if view.indicator.ramp == "scores":
        return view.words("hot_spots.caveat")
    if values.unstable is None or not values.unstable.any():
        return ""
    return view.words("unstable.share" if view.indicator.key == "share" else "unstable.rate")


def _source(view: View) -> str:
    return view.words("app.demonstration") if view.edition.manifest.demonstration else ""
