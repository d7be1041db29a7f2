"""Posts: how the newly created ones are filled by district, the mahalla seven, the working group, measures taken."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard import controls, country, editing, grid, layout, markup
from dashboard.answers import Answers
from dashboard.export import records
from dashboard.panels import edit_posts
from geodata.register.checks import LEVELS
from geodata.register.posts import SEVEN, WORKING_GROUP, Seat, Staffing
from geodata.register.records import Kept
from geodata.register.snapshot import holding
from geodata.register.standing import seats_in, staffing_of

Figures = Mapping[tuple[str, str], Kept[Staffing]]


def created(answers: Answers) -> list[str]:
    """The keys of the newly created posts, by level and name."""
    found = [kept.what for kept in holding(answers.kept.posts.values(), answers.day) if kept.what.created]
    return [post.key for post in sorted(found, key=lambda post: (LEVELS.index(post.level), answers.named(post)))]


def staffing(answers: Answers) -> None:
    """A row a place, a column a post: filled of planned with a small bar; the region's sums below."""
    words, figures, keys = answers.words, staffing_of(answers.kept, answers.day), created(answers)
    editing.told(words)
    with layout.card("staffing"):
        with layout.bar("records-staffing"):
            markup.show("title.html", text=words("posts.created"), note=words("posts.filled_of_planned"))
            if (
                keys
                and editing.may()
                and st.button(words("edit.staffing"), key="edit-staffing", icon=":material/edit:")
            ):
                editing.dialog(words("edit.staffing"), lambda: edit_posts.staffing(answers, keys, figures))
            records.downloads(answers, frame(answers, figures, keys), "staffing")
        if not figures:
            markup.show("note.html", text=words("posts.no_figures"))
            return
        if country.is_one(answers.view.edition):
            with layout.bar("staffing-places"):
                controls.districts(answers.view)
        lines = _lines(answers, figures)
        rows = [
            {"name": name, "cells": _cells(figures, keys, places, answers)} | _sum(answers, _of(figures, keys, places))
            for name, places in lines
        ]
        every = [place for _, places in lines for place in places]
        total = {"name": words("posts.together"), "cells": _cells(figures, keys, every, answers)} | _sum(
            answers, _of(figures, keys, every)
        )
        markup.show(
            "staffing.html",
            heads=[words("posts.place"), *(answers.post(key) for key in keys), words("posts.together")],
            rows=[*rows, total],
            label=words("posts.created"),
        )


def _lines(answers: Answers, figures: Figures) -> list[tuple[str, list[str]]]:
    """The rows by name, each with the places it sums up: one place, or a region of a country until some are chosen."""
    view, known = answers.view, {place for _, place in figures}
    summed: dict[str, list[str]] = {}
    if not country.is_one(view.edition):
        shown = [code for code in view.edition.districts["code"] if code in known]
    elif view.districts:
        return [(answers.place(place), [place]) for place in view.districts if place in known]
    else:
        parts = country.regions(view.edition).items()
        summed = {code: [place for place in (code, *own) if place in known] for code, own in parts}
        shown = [code for code, own in summed.items() if own]
    others = sorted(known.difference(shown, *summed.values()))
    return [(answers.place(code), summed.get(code, [code])) for code in [*shown, *others]]


def _of(figures: Figures, keys: list[str], places: list[str]) -> list[Kept[Staffing]]:
    """The figures of some posts in some places."""
    return [figures[key, place] for place in places for key in keys if (key, place) in figures]


def _cells(figures: Figures, keys: list[str], places: list[str], answers: Answers) -> list[dict[str, object] | None]:
    """A cell a post: the sum over the places; None where none has a figure."""
    found = [_of(figures, [key], places) for key in keys]
    return [_sum(answers, own)["sum"] if own else None for own in found]


def _sum(answers: Answers, found: list[Kept[Staffing]]) -> dict[str, dict[str, object]]:
    """Filled and planned of several figures, and how many are vacant."""
    number = answers.words.number
    filled, planned = (sum(getattr(kept.what, name) for kept in found) for name in ("filled", "planned"))
    share = round(100 * min(1.0, filled / planned)) if planned else 0
    return {"sum": {"filled": number(filled), "planned": number(planned), "share": share}}


def frame(answers: Answers, figures: Figures, keys: list[str]) -> pd.DataFrame:
    """One row a place and post, for a file."""
    words = answers.words
    found = [kept.what for (post, _), kept in figures.items() if post in keys]
    return pd.DataFrame(
        {
            words("posts.place"): [answers.place(what.place) for what in found],
            words("answers.post"): [answers.post(what.post) for what in found],
            words("posts.planned"): [what.planned for what in found],
            words("posts.filled"): [what.filled for what in found],
            words("posts.vacant"): [max(0, what.planned - what.filled) for what in found],
            words("posts.as_of"): [what.as_of for what in found],
            words("column.order"): [words.known("status", what.order) for what in found],
        }
    )


def measures(answers: Answers) -> None:
    """What was done about posts that failed their duty: a record, of posts."""
    words = answers.words
    found = [kept.what for kept in answers.kept.measures if kept.what.day <= answers.day and kept.holds(answers.day)]
    found.sort(key=lambda measure: measure.day, reverse=True)
    table = pd.DataFrame(
        {
            words("column.date"): [measure.day for measure in found],
            words("answers.post"): [answers.post(measure.post) for measure in found],
            words("posts.place"): [answers.place_and_district(measure.place) for measure in found],
            words("posts.measure"): [answers.said(measure.measure) for measure in found],
            words("data.reason"): [answers.said(measure.reason) for measure in found],
            words("column.order"): [words.known("status", measure.order) for measure in found],
        }
    )
    with layout.card("measures"):
        with layout.bar("records-measures"):
            markup.show("title.html", text=words("posts.measures"), note=words.counted("table.rows", len(found)))
            may = bool(answers.kept.posts) and editing.may()
            if may and st.button(words("edit.measure"), key="edit-measure", icon=":material/add:"):
                editing.dialog(words("edit.measure"), lambda: edit_posts.measure(answers))
            records.downloads(answers, table, "measures")
        if found:
            grid.show("measures", table, words=words, label=words("posts.measures"), look=grid.Look(rows=6))
        else:
            markup.show("note.html", text=words("posts.no_measures"))


def working_group(answers: Answers) -> None:
    """Who sits in the region's working group, by post."""
    words, region = answers.words, answers.view.edition.region.code
    seats = _seats(answers, WORKING_GROUP, region)
    rows = [
        {"post": answers.post(seat.what.post), "body": answers.body_of(seat.what.post), "taken": True} for seat in seats
    ]
    _group(answers, "group", words("posts.working_group"), rows, (WORKING_GROUP, region))


def seven(answers: Answers) -> None:
    """The seven of the mahalla selected by post; without one, how many of the red mahallas have each post filled."""
    words, view = answers.words, answers.view
    members = sorted(
        (kept.what for kept in holding(answers.kept.posts.values(), answers.day) if kept.what.group == SEVEN),
        key=lambda post: post.number or 0,
    )
    if view.mahalla is not None:
        code = str(view.edition.mahallas["code"].iloc[view.mahalla])
        taken = {seat.what.post for seat in _seats(answers, SEVEN, code)}
        rows = [{"post": answers.named(p), "body": answers.body_of(p.key), "taken": p.key in taken} for p in members]
        _group(answers, "seven", f"{words('posts.seven')}: {answers.place(code)}", rows, (SEVEN, code))
        return
    red = {one.place for one in answers.red()}
    held = [kept.what for kept in seats_in(answers.kept, SEVEN, answers.day)]
    rows = []
    for post in members:
        filled = len({seat.place for seat in held if seat.post == post.key and seat.place in red})
        share = round(100 * filled / len(red)) if red else 0
        figure = f"{words.number(filled)} / {words.number(len(red))}"
        rows.append({"post": answers.named(post), "body": answers.body_of(post.key), "share": share, "figure": figure})
    _group(answers, "seven", words("posts.seven"), rows, None)


def groups(answers: Answers) -> None:
    """Every seat taken in a group as a file."""
    words = answers.words
    seats = [kept.what for kept in holding(answers.kept.seats, answers.day)]
    names = {SEVEN: words("posts.seven"), WORKING_GROUP: words("posts.working_group")}
    table = pd.DataFrame(
        {
            words("posts.group"): [names.get(seat.group, seat.group) for seat in seats],
            words("posts.place"): [answers.place_and_district(seat.place) for seat in seats],
            words("answers.post"): [answers.post(seat.post) for seat in seats],
            words("edit.since"): [seat.since for seat in seats],
            words("column.order"): [words.known("status", seat.order) for seat in seats],
        }
    )
    with layout.card("groups"), layout.bar("records-groups"):
        markup.show("title.html", text=words("posts.groups"), note=words.counted("table.rows", len(seats)))
        records.downloads(answers, table, "groups")


def _seats(answers: Answers, group: str, place: str) -> list[Kept[Seat]]:
    return [kept for kept in seats_in(answers.kept, group, answers.day) if kept.what.place == place]


def _group(answers: Answers, name: str, title: str, rows: list[dict[str, object]], of: tuple[str, str] | None) -> None:
    words = answers.words
    with layout.card(name):
        note = words("posts.by_post") if of else words("posts.in_red")
        markup.show("group.html", title=title, note=note, rows=rows, vacant=words("posts.vacant_one"), n=len(rows))
        may = bool(of and answers.kept.posts) and editing.may()
        if of and may and st.button(words("edit.seat"), key=f"edit-{name}", icon=":material/edit:"):
            editing.dialog(title, lambda: edit_posts.seat(answers, of[0], of[1], _seats(answers, *of)))
