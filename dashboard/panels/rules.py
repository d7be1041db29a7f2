"""The rules of assignment in force on the day: whom each makes answer for which mahallas, by which order."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import editing, grid, layout, markup
from dashboard.answers import Answers
from dashboard.export import records
from dashboard.panels import edit_rules
from geodata.register.assignments import Rule
from geodata.register.snapshot import holding


def show(answers: Answers) -> None:
    """The rules, and what can be changed: a new rule, one that ends."""
    words = answers.words
    if not answers.kept.posts:
        return
    found = holding(answers.kept.rules, answers.day)
    table = pd.DataFrame(
        {
            words("control.rule"): [answers.named(kept.what) for kept in found],
            words("rules.covers"): [_covers(answers, kept.what) for kept in found],
            words("rules.posts"): [", ".join(map(answers.post, kept.what.posts)) for kept in found],
            words("edit.since"): [kept.what.since for kept in found],
            words("column.order"): [words.known("status", kept.what.order) for kept in found],
        }
    )
    with layout.card("rules"):
        with layout.bar("records-rules"):
            markup.show(
                "title.html", text=words("rules.title"), note=words("answers.as_of", date=words.date(answers.day))
            )
            for name, body in (("rule", edit_rules.rule), ("end_rule", edit_rules.end)):
                sensible = editing.may_everywhere() and (name != "end_rule" or found)
                if sensible and st.button(words(f"rules.{name}"), key=f"edit-{name}"):
                    editing.dialog(words(f"rules.{name}"), edit_rules.opened(body, answers))
            records.downloads(answers, table, "rules")
        if found:
            grid.show("rules", table, words=words, label=words("rules.title"), look=grid.Look(rows=6))


def _covers(answers: Answers, rule: Rule) -> str:
    """Of which mahallas a rule is, by their years in red."""
    words = answers.words
    if rule.level != "mahalla":
        return words(f"rules.of_{rule.level}")
    if rule.years_from is None:
        return words("rules.by_hand")
    if rule.years_to is None:
        return words("rules.from_years", first=rule.years_from)
    return words("rules.years", first=rule.years_from, last=rule.years_to)
