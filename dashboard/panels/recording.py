"""Questions about how events were recorded: each in one sentence, with its chance and an innocent explanation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from dashboard import controls, data, layout, markup, spans
from dashboard.export.downloads import about, offer, sheets
from dashboard.state import Field
from dashboard.view import View
from geodata.analysis.recording import Asked, Options, Question

SHOWN: Final = 6
"""Questions of a kind on the screen; the download has all."""

BY_RULE: Final = frozenset({"two_steps", "improved"})
"""Kinds that are asked by rule, whatever the chance."""

LEAST: Final = 0.001
"""Chances below are told as "less than"."""

_CONSTANTS: Final = Options()


def show(view: View) -> None:
    """The questions of the period and group chosen, for all districts or those chosen, and their download."""
    if not view.edition.groups():
        return
    words = view.words
    with layout.card("questions"):
        markup.show("title.html", text=words("question.title"), note=words("question.note"))
        with layout.bar("questions"):
            spans.choose(view)
            controls.group(view)
            controls.districts(view)
        answers = of(view)
        with layout.bar("question-files"):
            _downloads(view, answers)
        markup.show(
            "questions.html",
            kinds=[_kind(view, asked) for asked in answers],
            words={key: words(f"question.{key}") for key in ("innocent", "made")},
            link=_link({Field.METHOD: "recording"} | view.address.link(), "/methods"),
        )


def of(view: View) -> tuple[Asked, ...]:
    """The answers of each kind, held to the districts of the view."""
    found = data.questions(view.edition.id, view.query.group, view.query.period)
    if not view.districts:
        return found
    return tuple(
        Asked(
            each.kind, tuple(one for one in each.questions if one.district in view.districts), each.tested, each.reason
        )
        for each in found
    )


def _kind(view: View, asked: Asked) -> dict[str, object]:
    words, more = view.words, len(asked.questions) - SHOWN
    state = words(f"question.reason.{asked.reason}") if asked.reason else ""
    return {
        "name": words(f"question.kind.{asked.kind}"),
        "count": "—" if asked.reason else words.number(len(asked.questions)),  # not asked is not none found
        "asked": bool(asked.questions),
        "state": state or words("question.tested", n=words.number(asked.tested)),
        "innocent": words(f"question.innocent_{asked.kind}"),
        "lines": [
            {"text": sentence(view, one), "chance": chance(view, one), "link": _place_link(view, one)}
            for one in asked.questions[:SHOWN]
        ],
        "more": words("question.more", n=words.number(more)) if more > 0 else "",
    }


def place(view: View, one: Question) -> str:
    """The mahalla and its district, or the district."""
    district = view.district_name(one.district)
    position = data.positions(view.edition.id).get(one.mahalla or "")
    return district if position is None else f"{view.mahalla_name(position)} ({district})"


def sentence(view: View, one: Question) -> str:
    """The question in one plain sentence."""
    words = view.words
    key = f"question.ask.{one.kind}"
    if one.kind == "late" and one.mahalla is not None:
        key += "_mahalla"
    if one.kind in BY_RULE and not np.isfinite(one.observed):
        key += "_unknown"
    section = "category" if one.kind in BY_RULE else "group"
    named = {
        name: words(f"{section}.{value}") if value else "" for name, value in (("was", one.was), ("became", one.became))
    }
    return words(
        key,
        place=place(view, one),
        observed=_count(view, one.observed),
        expected=_count(view, one.expected),
        base=words.number(one.base),
        start=words.date(one.start),
        end=words.date(one.end),
        days=words.number(_CONSTANTS.late_days),
        band=words.number(_CONSTANTS.band_m),
        around=words.number(_CONSTANTS.around_m),
        **named,
    )


def chance(view: View, one: Question) -> str:
    """How often chance alone would do as much, allowing for all the places that were looked at."""
    if one.kind in BY_RULE and not np.isfinite(one.observed):
        return ""
    words = view.words
    value = one.p_value if one.kind in BY_RULE else one.p_adjusted
    key = "question.by_rule" if one.kind in BY_RULE else "question.chance"
    return words(
        f"{key}_least" if value < LEAST else key, share=words.percent(max(value, LEAST), 1 if value < 0.1 else 0)
    )


def _count(view: View, value: float) -> str:
    if not np.isfinite(value):
        return "—"
    return view.words.number(value, 0 if float(value).is_integer() or value >= 10 else 1)


def _place_link(view: View, one: Question) -> str:
    """To the district on its page, with the mahalla open where there is one."""
    return _link(
        view.address.link() | {Field.DISTRICT: one.district} | ({Field.MAHALLA: one.mahalla} if one.mahalla else {}),
        "/districts",
    )


def table(view: View, answers: tuple[Asked, ...]) -> pd.DataFrame:
    """Every question as a row in the reader's words, with its figures as they were computed."""
    words = view.words
    rows = [
        {
            words("question.column.kind"): words(f"question.kind.{one.kind}"),
            words("table.district"): view.district_name(one.district),
            words("table.name"): place(view, one) if one.mahalla else None,
            words("table.code"): one.mahalla,
            words("question.column.question"): sentence(view, one),
            words("question.column.observed"): _figure(one.observed),
            words("question.column.expected"): _figure(one.expected),
            words("question.column.base"): one.base,
            words("question.column.p"): one.p_value,
            words("question.column.p_adjusted"): one.p_adjusted,
            words("question.column.start"): one.start,
            words("question.column.end"): one.end,
            words("question.innocent"): words(f"question.innocent_{one.kind}"),
        }
        for asked in answers
        for one in asked.questions
    ]
    return pd.DataFrame(rows)


def _figure(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _downloads(view: View, answers: tuple[Asked, ...]) -> None:
    if not any(asked.questions for asked in answers):
        return
    period = view.query.period.key.replace("..", "-")
    name = f"questions-{view.query.group}-{period}-edition-{view.edition.id}"
    offer(sheets(lambda: table(view, answers), about(view), view.words), name, key="questions")


def _link(values: Mapping[str, str], page: str) -> str:
    return f"{page}?{urlencode(values)}"
