"""Responsibility on the map: how far road maps are carried out, what is overdue, which decisions are open.

These figures have ramps of their own, so that no one takes them for crime; a red mahalla for which nobody answers is
marked in each of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dashboard import data
from dashboard.answers import LAYERS, Answers
from dashboard.state import Field
from geodata.register.standing import Standing
from layers import classes, palette
from layers.paint import ClassRow, Figures, Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One figure of the map: how it is read and of which places, the hue of its ramp, the limits of its classes.

    `zero`: exact zero has a class of its own.
    """

    figure: Callable[[Standing], float]
    known: Callable[[Standing], bool]
    hue: str
    limits: tuple[float, ...]
    zero: bool


TABLE: Final = MappingProxyType(
    {
        "progress": Layer(
            # Rounded down, so that 100 per cent means that everything is done.
            figure=lambda one: np.floor(100 * one.progress.share + 1e-9),
            known=lambda one: one.has_road_map,
            hue="teal",
            limits=(20.0, 40.0, 60.0, 80.0),
            zero=False,
        ),
        "overdue": Layer(
            figure=lambda one: one.progress.overdue,
            known=lambda one: one.has_road_map,
            hue="purple",
            limits=(2.0, 3.0, 5.0),
            zero=True,
        ),
        "decisions": Layer(
            figure=lambda one: len(one.decisions),
            known=lambda one: bool(one.years or one.decisions),
            hue="blue",
            limits=(2.0, 3.0),
            zero=True,
        ),
    }
)


def layer_of(answers: Answers) -> str:
    """The layer of the address, or the first."""
    return answers.view.address.one_of(Field.LAYER, LAYERS) or LAYERS[0]


def of(answers: Answers) -> Picture:
    """The picture of the layer chosen; red mahallas that the filters leave out are grey."""
    view, words = answers.view, answers.words
    name = layer_of(answers)
    layer = TABLE[name]
    figures = _figures(answers, layer)
    codes, rows = _classes(answers, name, layer, figures)
    category = view.edition.category_at(answers.day)
    return Picture(
        key=_key(answers, name),
        codes=codes,
        rows=rows,
        title=words(f"layer.{name}"),
        unit=words(f"layer_unit.{name}"),
        period=words("answers.as_of", date=words.date(answers.day)),
        figures=Figures(values=figures),
        categories=category.values if category.decided else None,
        edition=words("map.edition", number=view.edition.number),
        source=words("app.demonstration") if view.edition.manifest.demonstration else "",
        selected=view.mahalla,
        focus=tuple(int(i) for i in np.flatnonzero(view.edition.districts["code"].isin(view.districts))),
        sites="none",
    )


def _figures(answers: Answers, layer: Layer) -> NDArray[np.float64]:
    """A figure for each mahalla, NaN where there is none."""
    where = data.positions(answers.view.edition.id)
    figures = np.full(len(where), np.nan)
    for code, one in answers.standings.places.items():
        if code in where and layer.known(one):
            figures[where[code]] = layer.figure(one)
    return figures


def _classes(
    answers: Answers, name: str, layer: Layer, figures: NDArray[np.float64]
) -> tuple[classes.Codes, list[ClassRow]]:
    """First those without anybody, then those that the question is not about, then the classes of the figure.

    Red mahallas that the filters leave out have a class of their own, last, where there are any.
    """
    words, dark = answers.words, answers.view.dark
    where = data.positions(answers.view.edition.id)
    codes = np.where(np.isnan(figures), 1, classes.classify(figures, layer.limits, zero=layer.zero) + 2).astype(np.int8)
    labels = classes.labels(layer.limits, words.number, zero=layer.zero, whole=True)
    # Without the palest colour, which is too near to that of the mahallas beside the question.
    ramp = palette.sequential(len(layer.limits) + 2, hue=layer.hue, dark=dark)[1:]
    colours = [*([palette.settled(dark=dark)] if layer.zero else []), *ramp]
    rows = [
        ClassRow(colour=palette.unassigned(dark=dark), label=words("answers.unassigned"), marked=True),
        ClassRow(colour=palette.beside(dark=dark), label=words(f"layer_none.{name}")),
        *(ClassRow(colour=colour, label=label) for colour, label in zip(colours, labels, strict=True)),
    ]
    left_out = False
    for one in answers.standings.red():
        if one.place in where and not answers.fits(one):
            codes[where[one.place]], left_out = len(rows), True
        elif one.place in where and one.gap:
            codes[where[one.place]] = 0
    if left_out:
        rows.append(ClassRow(colour=palette.within_chance(dark=dark), label=words("answers.left_out")))
    return codes, rows


def _key(answers: Answers, name: str) -> str:
    """What tells one picture from another."""
    view, address = answers.view, answers.view.address
    filters = [address.get(field) for field in (Field.POST, Field.RULE, Field.ONLY)]
    shown = (view.edition.id, view.language, view.dark, name, answers.day, view.districts, view.mahalla, filters)
    return hashlib.sha256(repr((shown, answers.standings.digest)).encode()).hexdigest()[:12]
