"""The controls of responsibility: which part, as of which day, what the map shows, and which mahallas the list has."""

from __future__ import annotations

import streamlit as st

from dashboard import answers as asked
from dashboard import clock, controls, layout, markup, state
from dashboard.answers import Answers
from dashboard.answers_picture import layer_of
from dashboard.state import Field
from geodata.register.assignments import Rule
from geodata.register.records import Kept


def part(answers: Answers) -> str:
    """The part of the page to be shown, chosen here beside the day it tells of."""
    words = answers.words
    shown = answers.view.address.one_of(Field.PART, asked.PARTS) or asked.PARTS[0]
    with layout.bar("parts"):
        st.segmented_control(
            words("answers.part"),
            list(asked.PARTS),
            format_func=lambda name: words(f"part.{name}"),
            key=state.shown("part", shown),
            on_change=state.writes(Field.PART, "part"),
            label_visibility="collapsed",
            required=True,
        )
        day(answers)
    return shown


def day(answers: Answers) -> None:
    """The day of which the page tells; another one by writing it."""
    words = answers.words
    st.text_input(
        words("answers.day"),
        key=state.shown("day", f"{answers.day:%d.%m.%Y}"),
        on_change=_take_day,
    )
    if state.value_of("day-wrong"):
        st.caption(markup.plain(words("edit.day_wrong", got=state.value_of("day-wrong"))))


def _take_day() -> None:
    text = str(state.value_of("day") or "")
    found = clock.read(text)
    state.shown("day-wrong", None if found or not text.strip() else text)
    if found or not text.strip():
        state.put(Field.DAY, found.isoformat() if found else None)


def filters(answers: Answers) -> None:
    """What the map shows, then which mahallas map and list have."""
    words = answers.words
    st.selectbox(
        words("control.indicator"),
        list(asked.LAYERS),
        format_func=lambda name: words(f"layer.{name}"),
        key=state.shown("layer", layer_of(answers)),
        on_change=state.writes(Field.LAYER, "layer"),
        filter_mode=None,
    )
    controls.districts(answers.view)
    _one(answers, Field.POST, words("control.post"), _posts(answers))
    rules = {kept.what.key: answers.named(kept.what) for kept in _rules(answers)}
    _one(answers, Field.RULE, words("control.rule"), rules)
    _one(answers, Field.ONLY, words("control.only"), {name: words(f"only.{name}") for name in asked.ONLY})
    controls.search(answers.view)


def _one(answers: Answers, field: Field, label: str, names: dict[str, str]) -> None:
    """One of a few choices, or all; a choice of the address that nothing offers stands as it is."""
    now = answers.view.address.get(field) or ""
    names = {"": answers.words("control.all"), **names, **({now: now} if now and now not in names else {})}
    st.selectbox(
        label,
        list(names),
        format_func=lambda key: names[key],
        key=state.shown(f"only-{field}", now),
        on_change=state.writes(field, f"only-{field}"),
        filter_mode=None,
    )


def _rules(answers: Answers) -> list[Kept[Rule]]:
    used = {kept.what.rule for one in answers.red() for kept in one.assigned}
    return [kept for kept in answers.kept.rules if kept.what.key in used]


def _posts(answers: Answers) -> dict[str, str]:
    """The bodies that answer for red mahallas, each with its posts below it."""
    used = {(kept.what.body, kept.what.post) for one in answers.red() for kept in one.assigned}
    names: dict[str, str] = {}
    for body in sorted({body for body, _ in used}, key=lambda key: answers.named(answers.kept.bodies[key].what)):
        names[f"body:{body}"] = answers.named(answers.kept.bodies[body].what)
        posts = sorted(answers.post(post) for of, post in used if of == body)
        keys = {answers.post(post): post for of, post in used if of == body}
        names |= {keys[name]: f"— {name}" for name in posts}
    return names
