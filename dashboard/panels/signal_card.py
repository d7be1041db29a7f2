"""The card of one signal: its sentence, how it came about, and what people made of it."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import streamlit as st

from dashboard import errors, layout, markup, signal_words, state
from dashboard import signals as shown
from dashboard.access import acting
from dashboard.access.roles import May
from dashboard.signals import RAISED, Signals
from dashboard.state import Field
from geodata.errors import GeodataError
from geodata.register.signals import STATES

BARS = {1: 12, 3: 8}
"""How many steps the drawing has, by the months of a step."""

_YEAR = 12


def show(found: Signals | None) -> bool:
    """Draw the card of the selected mahalla; False where none is selected or nothing is judged."""
    if found is None or found.view.mahalla is None:
        return False
    view, position = found.view, found.view.mahalla
    with layout.card("signal"):
        st.button(
            view.words("card.close"),
            key="signal-close",
            icon=":material/close:",
            on_click=state.put,
            args=(Field.MAHALLA, None),
        )
        markup.show("signal_card.html", **_facts(found, position))
        markup.show("signal_chart.html", **chart(found, position))
        _answers(found, position)
    return True


def _facts(found: Signals, position: int) -> dict[str, object]:
    view, now = found.view, found.state(position)
    return {
        "name": view.mahalla_name(position),
        "where": " · ".join((view.district_full_name(found.district(position)), found.code(position))),
        "state": now,
        "word": view.words(f"signal_state.{now}"),
        "sentence": signal_words.sentence(found, position),
    }


def chart(found: Signals, position: int) -> dict[str, object]:
    """The drawing of the last steps as its template takes it: what was recorded and what was usual, in per cent."""
    words, steps, span = found.view.words, found.found.steps, found.choice.span
    observed, expected = (values[position][-BARS[span] :] for values in (steps.observed, steps.expected))
    low, high = steps.band(position, BARS[span])
    known = np.concatenate([observed, high, [1.0]])
    top = float(np.nanmax(known))
    inside = found.chance(position)[1] // span if found.state(position) in RAISED else 1
    bars = []
    for at, count in enumerate(observed.tolist()):
        back = len(observed) - 1 - at
        last = _back(found.choice.month.start, back * span)
        judged = not np.isnan(expected[at])
        bars.append(
            {
                "name": _name(found, last),
                "inside": back < inside,
                "now": None if np.isnan(count) else 100 * count / top,
                "figure": "—" if np.isnan(count) else words.number(count),
                "expected": 100 * expected[at] / top if judged else None,
                "low": 100 * low[at] / top if judged else None,
                "height": 100 * (high[at] - low[at]) / top if judged else None,
                "told": _told(found, last, (count, expected[at], low[at], high[at])),
            }
        )
    return {"title": words("signal.chart.title"), "note": words("signal.chart.note"), "bars": bars}


def _name(found: Signals, last: date) -> str:
    words, span = found.view.words, found.choice.span
    first = _back(last, span - 1)
    names = [words.month(one.month, short=True)[:3] for one in dict.fromkeys((first, last))]
    return "–\n".join(names)  # two lines: eight quarters stand side by side


def _told(found: Signals, last: date, figures: tuple[float, float, float, float]) -> str:
    words = found.view.words
    observed, expected, low, high = ("—" if np.isnan(one) else words.number(one) for one in figures)
    if not np.isnan(figures[1]):
        expected = signal_words.decimal(words, figures[1])
    span = signal_words.span_of(words, last, found.choice.span)
    return words("signal.chart.told", span=span, observed=observed, expected=expected, low=low, high=high)


def _back(month: date, count: int) -> date:
    year, place = divmod(month.year * _YEAR + month.month - 1 - count, _YEAR)
    return date(year, place + 1, 1)


def _answers(found: Signals, position: int) -> None:
    """What was made of the signal so far, and the form for a person to say it."""
    words, kept = found.view.words, shown.answers_of(found, position)
    raised = found.state(position) in RAISED
    if not kept and not raised:
        return
    rows = [
        {
            "state": words(f"signal_answer.{one.what.state}"),
            "by": " · ".join((words.known("who", one.what.who), words.moment(datetime.fromisoformat(one.what.at)))),
            "note": one.what.note,
        }
        for one in kept
    ]
    nobody = "" if rows else words("signal.answer.none")
    markup.show("signal_answers.html", title=words("signal.answer.title"), rows=rows, nobody=nobody)
    if not raised or not acting.may(May.ANSWER):
        return
    if found.whole_group:
        _form(found, position)
    else:
        markup.show("note.html", text=words("signal.answer.types_only"))


def _form(found: Signals, position: int) -> None:
    words = found.view.words
    key = (
        f"answer-{found.code(position)}-{found.choice.group}-{found.choice.month.key}-{state.value_of('answers') or 0}"
    )
    made = st.segmented_control(
        words("signal.answer.what"), STATES, format_func=lambda name: words(f"signal_answer.{name}"), key=f"{key}-state"
    )
    note = st.text_area(words("signal.answer.note"), key=f"{key}-note", height=80)
    if st.button(words("signal.answer.save"), type="primary", key="answer-save", disabled=made is None) and made:
        try:
            shown.answer(found, position, state=made, note=note.strip())
        except GeodataError as error:
            errors.say(words, error.finding)
            return
        state.shown("answers", (state.value_of("answers") or 0) + 1)  # the boxes come back empty
        state.shown("answer-said", position)
        st.rerun()
    if state.value_of("answer-said") == position:
        st.success(words("signal.answer.saved"))
        state.shown("answer-said", None)
