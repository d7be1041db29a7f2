"""The road map of a place: what is done of an item, a new item, and an item that no longer counts."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from sqlalchemy.orm import Session

from dashboard import editing
from dashboard.answers import Answers
from geodata.errors import StoreError
from geodata.periods import Period
from geodata.register.records import Act, Kept
from geodata.register.roadmap import ITEMS, Item, items
from geodata.register.standing import Standing
from geodata.sources.words import word_key


def show(answers: Answers, one: Standing) -> None:
    """The dialog of a place."""
    doing = editing.choose(answers.words, "item", ("done", "new", "close") if one.items else ("new",))
    if doing == "new":
        _new(answers, one)
        return
    kept = _which(answers, one)
    if doing == "done":
        _done(answers, kept)
    else:
        _close(answers, kept)


def _which(answers: Answers, one: Standing) -> Kept[Item]:
    held = {kept.id: kept for kept in one.items}
    number = st.selectbox(
        answers.words("edit.which"),
        list(held),
        format_func=lambda key: answers.said(held[key].what.item),
        key="item-which",
        filter_mode=None,
    )
    return held[int(number or next(iter(held)))]


def _done(answers: Answers, kept: Kept[Item]) -> None:
    words, item = answers.words, kept.what
    with st.form(f"item-{kept.id}", border=False):
        planned, done = st.columns(2)
        unit = answers.said(item.unit)
        plan = planned.text_input(words("edit.planned", unit=unit), f"{item.planned:g}")
        amount = done.text_input(words("edit.done", unit=unit), f"{item.done:g}")
        due = st.text_input(words("edit.due"), editing.written(item.due), placeholder=editing.DAY)
        evidence = st.text_input(words("edit.evidence"), item.evidence)
        sent = st.form_submit_button(words("edit.save"), type="primary")
    if sent:
        editing.save(
            words,
            lambda session, act: ITEMS.change(
                session,
                kept,
                replace(
                    item,
                    planned=editing.number_of(plan),
                    done=editing.number_of(amount),
                    due=editing.day_of(due),
                    evidence=evidence.strip(),
                ),
                act,
            ),
        )


def _new(answers: Answers, one: Standing) -> None:
    words = answers.words
    level = answers.level(one.place)
    offices = [key for key, kept in answers.kept.posts.items() if kept.holds(answers.day)]
    offices.sort(key=lambda key: (answers.kept.posts[key].what.level != level, answers.post(key)))
    with st.form("item-new", border=False):
        text = st.text_input(words("edit.text"))
        unit, planned = st.columns(2)
        in_unit = unit.text_input(words("edit.unit"))
        plan = planned.text_input(words("edit.plan"))
        due = st.text_input(words("edit.due"), placeholder=editing.DAY)
        post = st.selectbox(words("answers.post"), offices, format_func=answers.post, filter_mode=None)
        sent = st.form_submit_button(words("edit.save"), type="primary")
    if not sent:
        return

    def write(session: Session, act: Act) -> None:
        day = editing.day_of(due)
        item = Item(
            place=one.place,
            level=level,
            period=Period.of("quarter", day.year, (day.month - 1) // 3 + 1).key,
            item=editing.given(words("edit.text"), text),
            unit=in_unit.strip(),
            planned=editing.number_of(plan),
            due=day,
            post=str(post or ""),
        )
        same = (item.period, word_key(item.item), word_key(item.unit))
        for kept in items(session, places=[item.place]):
            if (kept.what.period, word_key(kept.what.item), word_key(kept.what.unit)) == same:
                raise StoreError("item_known", got=item.item)
        ITEMS.add(session, item, act)

    editing.save(words, write)


def _close(answers: Answers, kept: Kept[Item]) -> None:
    words = answers.words
    with st.form(f"item-close-{kept.id}", border=False):
        why = st.text_input(words("edit.why"))
        sent = st.form_submit_button(words("edit.close"), type="primary")
    if sent:
        editing.save(
            words,
            lambda session, act: ITEMS.close(
                session, kept, on=answers.day, why=editing.given(words("edit.why"), why), act=act
            ),
        )
