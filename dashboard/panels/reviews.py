"""Reviews: the year by quarters with the days on which each is due, what it looks at, and which days are worked."""

from __future__ import annotations

import calendar as weeks
from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from dashboard import editing, grid, layout, markup
from dashboard.answers import Answers
from dashboard.export import records
from dashboard.panels import edit_days, edit_reviews, in_force
from dashboard.panels.in_force import Change
from dashboard.state import Field
from geodata.periods import Period
from geodata.register.reviews import EVERY, Calendar, Due
from geodata.register.snapshot import holding
from geodata.register.standing import calendar_of, decided, due_between, next_reviews

YEARS = (2000, 2100)


def year_of(answers: Answers) -> int:
    """The year of the address, or that of the day."""
    asked = answers.view.address.number(Field.YEAR)
    return asked if asked is not None and YEARS[0] <= asked <= YEARS[1] else answers.day.year


def calendar(answers: Answers) -> None:
    """Four quarters of three months; a day on which a review is due says before whom, holidays stand out."""
    words, year = answers.words, year_of(answers)
    due = due_between(answers.kept, date(year, 1, 1), date(year, 12, 31))
    days = calendar_of(answers.kept)
    quarters = [
        {
            "title": words.period(Period.of("quarter", year, quarter)),
            "months": [_month(answers, days, due, year, month) for month in range(3 * quarter - 2, 3 * quarter + 1)],
            "due": [
                _told(answers, day, [review for review in due if review.day == day])
                for day in sorted({review.day for review in due if (review.day.month + 2) // 3 == quarter})
            ],
        }
        for quarter in range(1, 5)
    ]
    link = {name: value for name, value in answers.view.address.values.items() if name != Field.YEAR and value}
    markup.show(
        "reviews.html",
        title=words("reviews.calendar", year=year),
        quarters=quarters,
        legend=[
            (name, words(f"reviews.{name}")) for name in ("month", "quarter", "half", "holiday", "working", "today")
        ],
        weekdays=[words(f"weekday.{number}") for number in range(7)],
        years=[
            {"year": y, "link": link | {Field.YEAR.value: str(y)}, "here": y == year} for y in range(year - 1, year + 2)
        ],
    )


def _month(answers: Answers, days: Calendar, due: tuple[Due, ...], year: int, month: int) -> dict[str, object]:
    every = {kept.what.key: kept.what.every for kept in answers.kept.reviews}
    reviews: dict[date, list[Due]] = {}
    for review in due:
        reviews.setdefault(review.day, []).append(review)
    cells = []
    for day in weeks.Calendar().itermonthdates(year, month):
        if day.month != month:
            cells.append({"n": "", "kind": "none", "told": "", "due": ""})
            continue
        kind = "today" if day == answers.day else ""
        special = days.special.get(day)
        rest = "holiday" if special is False else "working" if special else "" if days.works(day) else "weekend"
        here = sorted(reviews.get(day, ()), key=lambda one: EVERY.index(every[one.rule]))
        cells.append(
            {
                "n": str(day.day),
                "kind": f"{kind} {rest}".strip(),
                "due": every[here[-1].rule] if here else "",
                "told": "; ".join(f"{answers.words.date(day)}: {answers.post(one.before)}" for one in here),
            }
        )
    return {"name": answers.words.month(month), "cells": cells}


def _told(answers: Answers, day: date, reviews: Sequence[Due]) -> dict[str, object]:
    """A day with its reviews, the highest first."""
    words = answers.words
    every = {kept.what.key: kept.what.every for kept in answers.kept.reviews}
    highest = sorted(reviews, key=lambda one: -EVERY.index(every[one.rule]))
    past = day < answers.day
    return {
        "date": words.date(day),
        "past": past,
        "moved": words("reviews.moved") if reviews[0].moved else "",
        "reviews": [
            {
                "every": every[one.rule],
                "before": answers.post(one.before),
                "period": words.period(Period.parse(one.period)),
                "state": words("reviews.held" if _was_held(answers, one) else "reviews.past") if past else "",
            }
            for one in highest
        ],
    }


def _was_held(answers: Answers, review: Due) -> bool:
    """Whether a meeting of that review is recorded as held."""
    meetings = [kept.what for kept in answers.kept.meetings.values() if kept.closed_on is None]
    return any(one.held and (one.review, one.review_period) == (review.rule, review.period) for one in meetings)


def coming(answers: Answers) -> None:
    """The next review of each rule: how many days are left, and what lies before it."""
    words = answers.words
    rows = []
    for review in next_reviews(answers.kept, answers.day):
        items = [kept.what for kept in answers.kept.items if kept.what.due <= review.day]
        undone = sum(not item.fulfilled for item in items if Period.parse(item.period).start <= review.day)
        decisions = sum(
            kept.what.due <= review.day and not kept.what.is_done(answers.day)
            for kept in decided(answers.kept, answers.day)
        )
        every = next(kept.what for kept in answers.kept.reviews if kept.what.key == review.rule)
        rows.append(
            {
                "every": every.every,
                "left": words.counted("answers.days", (review.day - answers.day).days),
                "before": answers.post(review.before),
                "date": words.date(review.day),
                "period": words.period(Period.parse(review.period)),
                "looks_at": words(f"looks_at.{every.every}"),
                "facts": [
                    words.counted("reviews.red", len(answers.standings.red())),
                    words.counted("reviews.items", undone),
                    words.counted("reviews.decisions", decisions),
                ],
                "order": words.known("status", every.order),
            }
        )
    markup.show("reviews_coming.html", title=words("reviews.next"), rows=rows, empty=words("answers.no_review"))


def download(answers: Answers) -> None:
    """The reviews of the year as a file."""
    words, year = answers.words, year_of(answers)
    due = due_between(answers.kept, date(year, 1, 1), date(year, 12, 31))
    table = pd.DataFrame(
        {
            words("column.date"): [one.day for one in due],
            words("answers.post"): [answers.post(one.before) for one in due],
            words("control.period"): [words.period(Period.parse(one.period)) for one in due],
        }
    )
    with layout.card("reviews"), layout.bar("records-reviews"):
        markup.show("title.html", text=words("reviews.calendar", year=year), note="")
        records.downloads(answers, table, f"reviews-{year}")


def rules(answers: Answers) -> None:
    """By which rules reviews are held; one can be added and ended."""
    words = answers.words
    held = sorted(holding(answers.kept.reviews, answers.day), key=lambda kept: EVERY.index(kept.what.every))
    table = pd.DataFrame(
        {
            words("review_rule.every"): [words(f"reviews.{kept.what.every}") for kept in held],
            words("review_rule.before"): [answers.post(kept.what.before) for kept in held],
            words("edit.since"): [kept.what.since for kept in held],
            words("column.order"): [words.known("status", kept.what.order) for kept in held],
        }
    )
    dialogs = {"new": edit_reviews.new} | ({"end": edit_reviews.end} if held else {})
    changes = [Change(f"review-{name}", words(f"review_rule.{name}"), dialog) for name, dialog in dialogs.items()]
    in_force.show(answers, "review-rules", words("review_rule.title"), table, changes if answers.kept.posts else [])


def holidays(answers: Answers) -> None:
    """The days of the year that are not what their weekday says; each can be added, changed and taken out."""
    words, year = answers.words, year_of(answers)
    kept = [one for one in answers.kept.special_days if one.closed_on is None and one.what.day.year == year]
    kept.sort(key=lambda one: one.what.day)
    editing.told(words)
    table = pd.DataFrame(
        {
            words("column.date"): [one.what.day for one in kept],
            words("reviews.kind"): [words(f"reviews.{one.what.kind}") for one in kept],
            words("column.title"): [answers.said(one.what.name) for one in kept],
        }
    )
    with layout.card("holidays"):
        markup.show("title.html", text=words("reviews.days"), note=words.counted("table.rows", len(kept)))
        if kept:
            grid.show("holidays", table, words=words, label=words("reviews.days"), look=grid.Look(rows=8))
        with layout.bar("records-holidays"):
            for name, body in (("new", edit_days.new), ("change", edit_days.change)):
                sensible = editing.may_everywhere() and (name == "new" or kept)
                if sensible and st.button(words(f"edit_day.{name}"), key=f"day-{name}"):
                    editing.dialog(words("reviews.days"), edit_days.opened(body, answers, kept))
            records.downloads(answers, table, f"days-{year}")
