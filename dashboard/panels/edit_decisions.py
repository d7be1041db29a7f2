"""A decision's state: open, in progress, done with its evidence, or taken back."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from sqlalchemy.orm import Session

from dashboard import editing
from dashboard.answers import Answers
from geodata.register.decisions import DECISIONS, STATES, Decision
from geodata.register.records import Act, Kept
from geodata.register.standing import Standing


def show(answers: Answers, one: Standing) -> None:
    """The dialog of a place with open decisions."""
    words = answers.words
    doing = editing.choose(words, "decision", ("state", "close"))
    held = {kept.id: kept for kept in one.decisions}
    number = st.selectbox(
        words("edit.which"),
        list(held),
        format_func=lambda key: answers.said(held[key].what.text),
        key="decision-which",
        filter_mode=None,
    )
    kept = held[int(number or next(iter(held)))]
    if doing == "state":
        _state(answers, kept)
    else:
        _close(answers, kept)


def _state(answers: Answers, kept: Kept[Decision]) -> None:
    words, decision = answers.words, kept.what
    now = decision.state if decision.is_done(answers.day) or decision.state != "done" else "open"
    with st.form(f"decision-{kept.id}", border=False):
        state = st.segmented_control(
            words("edit.state"),
            list(STATES),
            default=now,
            format_func=lambda name: words(f"decision.{name}"),
            required=True,
        )
        day = st.text_input(words("edit.done_on"), editing.written(answers.day), placeholder=editing.DAY)
        evidence = st.text_input(words("edit.evidence"), decision.evidence)
        sent = st.form_submit_button(words("edit.save"), type="primary")
    if not sent:
        return

    def write(session: Session, act: Act) -> None:
        done_on = editing.day_of(day) if state == "done" else None
        proof = editing.given(words("edit.evidence"), evidence) if state == "done" else evidence.strip()
        DECISIONS.change(session, kept, replace(decision, state=str(state), done_on=done_on, evidence=proof), act)

    editing.save(words, write)


def _close(answers: Answers, kept: Kept[Decision]) -> None:
    words = answers.words
    with st.form(f"decision-close-{kept.id}", border=False):
        why = st.text_input(words("edit.why"))
        sent = st.form_submit_button(words("edit.take_back"), type="primary")
    if sent:
        editing.save(
            words,
            lambda session, act: DECISIONS.close(
                session, kept, on=answers.day, why=editing.given(words("edit.why"), why), act=act
            ),
        )
