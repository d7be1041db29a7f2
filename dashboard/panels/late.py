"""What is late and what is open, one row each: items of road maps and decisions, whatever place they are of."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard import grid, layout, markup, state
from dashboard.answers import Answers
from dashboard.export import records
from dashboard.roadmaps import levels
from dashboard.state import Field
from geodata.register.standing import Standing

ROWS_SHOWN = 8


def items(answers: Answers) -> None:
    """The overdue items, the longest overdue first."""
    found = [(one, kept.what) for one in _places(answers) for kept in one.items if kept.what.is_overdue(answers.day)]
    found.sort(key=lambda pair: (pair[1].due, pair[0].place, pair[1].item))
    words = answers.words
    table = pd.DataFrame(
        {
            words("posts.place"): [answers.place_and_district(one.place) for one, _ in found],
            words("edit.text"): [answers.said(item.item) for _, item in found],
            words("edit.plan"): [item.planned for _, item in found],
            words("late.done"): [item.done for _, item in found],
            words("edit.unit"): [answers.said(item.unit) for _, item in found],
            words("edit.due"): [item.due for _, item in found],
            words("late.days"): [(answers.day - item.due).days for _, item in found],
            words("answers.post"): [answers.post(item.post) for _, item in found],
        }
    )
    _card(answers, "late", words("late.items"), table, [one.place for one, _ in found])


def decisions(answers: Answers) -> None:
    """The decisions that are not done, the first due first."""
    found = [(one, kept.what) for one in _places(answers) for kept in one.decisions]
    found.sort(key=lambda pair: (pair[1].due, pair[0].place, pair[1].number))
    words = answers.words
    table = pd.DataFrame(
        {
            words("posts.place"): [answers.place_and_district(one.place) for one, _ in found],
            words("late.decision"): [answers.said(decision.text) for _, decision in found],
            words("edit.state"): [words(f"decision.{_state(decision.state)}") for _, decision in found],
            words("edit.due"): [decision.due for _, decision in found],
            words("late.days"): [max(0, (answers.day - decision.due).days) or None for _, decision in found],
            words("answers.post"): [answers.post(decision.post) for _, decision in found],
        }
    )
    _card(answers, "open", words("late.decisions"), table, [one.place for one, _ in found])


def _state(state_now: str) -> str:
    """A decision that will be done on a later day is still open on this one."""
    return "open" if state_now == "done" else state_now


def _places(answers: Answers) -> Sequence[Standing]:
    """The red mahallas that the filters leave; without a filter also the districts shown and the region."""
    address = answers.view.address
    mahallas = answers.chosen()
    if any(address.get(field) for field in (Field.POST, Field.RULE, Field.ONLY)):
        return mahallas
    red = {one.place for one in answers.standings.red()}
    shown = answers.view.districts
    others = [one for code, one in answers.standings.places.items() if code not in red]
    within = [one for one in others if not shown or one.place in shown or answers.home.get(one.place) in shown]
    return [*mahallas, *within]


def _note(answers: Answers, places: list[str]) -> str:
    """How many there are, and of which level: without a filter the totals of the headline."""
    words = answers.words
    return f"{words.counted('table.rows', len(places))} · {levels(words, map(answers.level, places))}"


def _card(answers: Answers, name: str, title: str, table: pd.DataFrame, places: list[str]) -> None:
    """The table with its downloads; a row of a mahalla shows it."""
    words, view = answers.words, answers.view
    if not places:
        return
    chosen = None if view.mahalla is None else str(view.edition.mahallas["code"].iloc[view.mahalla])
    with layout.card(name):
        with layout.bar(f"records-{name}"):
            markup.show("title.html", text=title, note=_note(answers, places))
            records.downloads(answers, table, name)
        grid.show(
            f"{name}-{view.edition.number}",
            table,
            words=words,
            label=title,
            look=grid.Look(rows=ROWS_SHOWN),
            choice=grid.Choice(
                at=places.index(chosen) if chosen in places else None,
                take=lambda at: state.put(
                    Field.MAHALLA, places[at] if at is not None and places[at] in answers.home else None
                ),
            ),
        )
