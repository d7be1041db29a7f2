"""The signals as a list, the most urgent first, each with its sentence; the same selection as the map, both ways."""

from __future__ import annotations

import pandas as pd

from dashboard import grid, layout, markup, signal_words, state
from dashboard.export.downloads import about, offer, sheets
from dashboard.signals import STATES, Signals
from dashboard.state import Field
from dashboard.view import View

ROWS_SHOWN = 6


def show(view: View, found: Signals | None) -> None:
    """The signals that the address asks for; where there is none, why."""
    words = view.words
    with layout.card("signals"):
        if found is None:
            return
        rows = found.listed()
        table = _table(found, rows)
        span = signal_words.span(found, found.choice.span)
        with layout.bar("records-signals"):
            markup.show("title.html", text=words("signal.list"), note=span)
            if rows:
                name = f"signals-{found.choice.group}-{found.choice.month.key}-edition-{view.edition.id}"
                offer(sheets(lambda: table, about(view), words), name, key="signals")
        if rows:
            _grid(found, rows, table)
        else:
            markup.show("note.html", text=_why_empty(found, span))


def _why_empty(found: Signals, span: str) -> str:
    """There may be none at all, or none that fits what was chosen."""
    words = found.view.words
    if found.view.address.get(Field.SIGNAL) or found.view.address.get(Field.ANSWERED):
        return words("signal.none_chosen")
    few = words.counted("signal.few", found.count("too_few"))
    return f"{words('signal.none', span=span)} {few[:1].upper()}{few[1:]}."


def _table(found: Signals, rows: list[int]) -> pd.DataFrame:
    view, words = found.view, found.view.words
    return pd.DataFrame(
        {
            words("table.name"): [view.mahalla_name(at) for at in rows],
            words("table.district"): [view.district_name(found.district(at)) for at in rows],
            words("signal.state"): [words(f"signal_state.{found.state(at)}") for at in rows],
            words("signal.said"): [signal_words.sentence(found, at) for at in rows],
            words("signal.answered"): [_answer(found, at) for at in rows],
        }
    )


def _grid(found: Signals, rows: list[int], table: pd.DataFrame) -> None:
    view, words = found.view, found.view.words
    states = [found.state(at) for at in rows]
    grid.show(
        f"signals-{view.edition.number}",
        table,
        words=words,
        label=words("signal.list"),
        look=grid.Look(
            ranked={words("signal.state"): grid.Ranked(order=[STATES.index(one) for one in states], marks=states)},
            rows=ROWS_SHOWN,
        ),
        choice=grid.Choice(
            at=rows.index(view.mahalla) if view.mahalla in rows else None,
            take=lambda at: state.put(Field.MAHALLA, None if at is None else found.code(rows[at])),
        ),
    )


def _answer(found: Signals, position: int) -> str | None:
    kept = found.answers.get(found.code(position))
    return found.view.words(f"signal_answer.{kept.what.state}") if kept else None
