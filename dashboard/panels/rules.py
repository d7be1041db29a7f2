"""The rules of assignment in force on the day: whom each makes answer for which mahallas, by which order."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import Answers
from dashboard.panels import edit_rules, in_force
from dashboard.panels.in_force import Change
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
    dialogs = {"rule": edit_rules.rule} | ({"end_rule": edit_rules.end} if found else {})
    changes = [Change(f"edit-{name}", words(f"rules.{name}"), dialog) for name, dialog in dialogs.items()]
    in_force.show(answers, "rules", words("rules.title"), table, changes)


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
