"""Assigning a post to a mahalla under a rule, and ending an assignment."""

from __future__ import annotations

import streamlit as st

from dashboard import editing, markup
from dashboard.answers import Answers
from geodata.register.assignments import ASSIGNMENTS, Assignment, Rule
from geodata.register.snapshot import holding
from geodata.register.standing import Standing


def show(answers: Answers, one: Standing) -> None:
    """The dialog of a mahalla."""
    doing = editing.choose(answers.words, "assignment", ("new", "end") if one.assigned else ("new",))
    if doing == "end":
        _end(answers, one)
    else:
        _new(answers, one)


def _new(answers: Answers, one: Standing) -> None:
    words = answers.words
    rules = _rules(answers, one)
    if not rules:
        st.info(words("edit.no_rule"))
        return
    key = st.selectbox(
        words("control.rule"),
        list(rules),
        format_func=lambda name: answers.named(rules[name]),
        key="assign-rule",
        filter_mode=None,
    )
    rule = rules[str(key)]
    st.caption(markup.plain(". ".join(words.known("status", text) for text in (rule.source, rule.note) if text)))
    post = st.selectbox(
        words("answers.post"), list(rule.posts), format_func=answers.post, key=f"assign-post-{key}", filter_mode=None
    )
    with st.form("assign", border=False):
        since = st.text_input(words("edit.since"), editing.written(answers.day), placeholder=editing.DAY)
        order = st.text_input(words("edit.order"), rule.order)
        sent = st.form_submit_button(words("edit.save"), type="primary")
    if sent:
        editing.save(
            words,
            lambda session, act: ASSIGNMENTS.add(
                session, _made(answers, one, rule, str(post), since=since, order=order), act
            ),
        )


def _made(answers: Answers, one: Standing, rule: Rule, post: str, *, since: str, order: str) -> Assignment:
    """On the line of personal responsibility a post answers for its own level, otherwise for the mahalla."""
    office = answers.kept.posts[post].what
    line = answers.line(one.place)
    places = {"district": line.district, "region": line.region} if rule.years_from is None else {}
    place = places.get(office.level, one.place)
    return Assignment(
        place=place,
        level=answers.level(place),
        body=office.body,
        post=post,
        rule=rule.key,
        order=order.strip(),
        since=editing.day_of(since),
    )


def _rules(answers: Answers, one: Standing) -> dict[str, Rule]:
    """The rules in force, those that cover the mahalla first."""
    rules = [kept.what for kept in holding(answers.kept.rules, answers.day) if kept.what.level == "mahalla"]
    return {rule.key: rule for rule in sorted(rules, key=lambda rule: not rule.covers(one.years)) if rule.posts}


def _end(answers: Answers, one: Standing) -> None:
    editing.end_one(
        answers.words,
        ASSIGNMENTS,
        one.assigned,
        on=answers.day,
        name="assign",
        label=lambda kept: answers.post(kept.what.post),
    )
