"""Responsibility at a glance: headline figures, districts in order, and the list of red mahallas with their posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import country, data, editing, grid, layout, markup, state
from dashboard.answers import Answers
from dashboard.export import records
from dashboard.panels.ranking import FIRST
from dashboard.roadmaps import levels
from dashboard.state import Field
from geodata.demo.register import facts
from geodata.register.progress import progress, together
from geodata.register.roadmap import Item
from geodata.register.standing import Standing, next_reviews

ROWS_SHOWN = 12


def begin(answers: Answers) -> None:
    """Where the register has no posts yet: they can be entered as public sources report them."""
    if answers.kept.posts:
        return
    words = answers.words
    with layout.card("begin"):
        markup.show("title.html", text=words("answers.no_posts"), note="")
        markup.show("note.html", text=words("answers.no_posts_why"))
        if editing.may_everywhere() and st.button(words("answers.enter_facts"), key="enter-facts", type="primary"):
            editing.save(words, facts)


def headline(answers: Answers) -> None:
    """Red mahallas, those without anybody, items done of planned, overdue, open decisions, the next review."""
    words, red, places = answers.words, answers.red(), answers.places(*answers.view.districts)
    gaps = sum(one.gap for one in red)
    held = _items_of(places)
    decisions = sum(len(one.decisions) for one in places)
    decisions_late = sum(one.decisions_overdue for one in places)
    tiles: list[dict[str, object]] = [
        *_red(answers, len(red), gaps),
        *_road_maps(answers, held),
        _tile(
            words("answers.decisions_open"),
            words.number(decisions),
            words.counted("answers.of_them_late", decisions_late),
            "late" if decisions_late else "",
            more=levels(words, (kept.what.level for one in places for kept in one.decisions)),
        ),
    ]
    markup.show("headline.html", tiles=[*tiles, _next_review(answers)], compact=False)


def _road_maps(answers: Answers, held: list[Item]) -> list[dict[str, object]]:
    """Items done and overdue of all, and by level; no figures where no road map was entered: that is no zero."""
    words, day = answers.words, answers.day
    if not held:
        none = words("answers.no_road_map")
        return [_tile(words(f"answers.{name}"), "—", none) for name in ("items_done", "items_overdue")]
    done = progress(held, day)
    late, mean = done.overdue / done.items, words("answers.mean", share=words.percent(done.share, 0))
    return [
        _tile(
            words("answers.items_done"),
            words.number(done.fulfilled),
            words(
                "answers.of_planned", n=words.number(done.items), share=words.percent(done.fulfilled / done.items, 0)
            ),
            more=f"{mean} · {levels(words, (item.level for item in held))}",
        ),
        _tile(
            words("answers.items_overdue"),
            words.number(done.overdue),
            words("answers.of_planned", n=words.number(done.items), share=words.percent(late, 0)),
            "late" if done.overdue else "",
            more=levels(words, (item.level for item in held if item.is_overdue(day))),
        ),
    ]


def _red(answers: Answers, count: int, gaps: int) -> list[dict[str, object]]:
    """Red mahallas, and those without anybody; no figures where no category was ever decided: that is no zero."""
    words = answers.words
    if not answers.view.edition.category_days():
        return [
            _tile(words(f"answers.{name}"), "—", words("map.no_data").lower()) for name in ("red", "unassigned_short")
        ]
    day = words("answers.on_day", date=words.date(answers.day))
    return [
        _tile(words("answers.red"), words.number(count), day, "red"),
        _tile(
            words("answers.unassigned_short"), words.number(gaps), words("answers.nobody"), "unassigned" if gaps else ""
        ),
    ]


def _tile(label: str, figure: str, note: str, edge: str = "", *, more: str = "") -> dict[str, object]:
    return {"label": label, "figure": figure, "note": note, "edge": edge, "more": more}


def _items_of(places: list[Standing]) -> list[Item]:
    return [kept.what for one in places for kept in one.items]


def _next_review(answers: Answers) -> dict[str, object]:
    words = answers.words
    coming = next_reviews(answers.kept, answers.day)
    if not coming:
        return _tile(words("answers.next_review"), "—", words("answers.no_review"))
    nearest = coming[0]
    return _tile(
        words("answers.next_review"),
        words.counted("answers.days", (nearest.day - answers.day).days),
        f"{words.date(nearest.day)} · {answers.post(nearest.before)}",
    )


def districts(answers: Answers) -> None:
    """The districts in the order of what is wrong in them, each a link that shows its mahallas alone.

    Of a country the regions come first, each together, then the first districts of all; of one region its districts.
    """
    view, words = answers.view, answers.words
    edition, language = view.edition, words.language
    short = data.district_names(edition.id, language, "short")
    every = {code: (code,) for code in short}
    shown: dict[str, object] = {"more": [], "back": ""}
    title = words("answers.districts")
    if not country.is_one(edition):
        rows = _rows(answers, every, short)
    elif focus := country.around(view):
        rows = _rows(answers, {code: (code,) for code in focus}, short)
        title, shown["back"] = country.name(view, focus), words("country.all")
    else:
        regions = country.regions(edition)
        rows = _rows(answers, regions, {code: data.region_name(code, language) for code in regions})
        first = _rows(answers, every, short)[:FIRST]
        shown["more"] = [row | {"where": country.region(view, str(row["code"]))} for row in first]
        shown["more_title"] = words("country.first", n=words.number(FIRST), all=words.number(len(every)))
        title = words("country.regions")
    markup.show(
        "answers_districts.html",
        title=title,
        note=words("answers.by_overdue"),
        gap=words("answers.unassigned"),
        heads={key: words(f"answers.{key}") for key in ("progress_short", "overdue_short", "red_short")},
        rows=rows,
        kept=_kept(answers),
        **shown,
    )


def _rows(answers: Answers, units: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """A row for each unit, made of the districts named, the one with most overdue items first."""
    words, decided, chosen = answers.words, bool(answers.view.edition.category_days()), set(answers.view.districts)
    if chosen.issuperset(units):
        chosen = set()  # where all are, none is marked
    by_district: dict[str, list[Standing]] = {}
    for one in answers.places():
        by_district.setdefault(answers.home.get(one.place, one.place), []).append(one)
    rows: list[dict[str, Any]] = []
    for code, own in units.items():
        places = [one for district in own for one in by_district.get(district, [])]
        red = [one for one in places if one.years]
        done = together(one.progress for one in places)
        rows.append(
            {
                "name": names[code],
                "code": code,
                "share": 0 if not done.items else round(100 * done.share),
                "figure": words.percent(done.share, 0) if done.items else "—",
                "late": words.number(done.overdue),
                "gaps": sum(one.gap for one in red),
                "red": words.number(len(red)) if decided else "—",
                "order": (-done.overdue, code),
                "chosen": set(own) <= chosen,
            }
        )
    return sorted(rows, key=lambda row: row["order"])


def _kept(answers: Answers) -> str:
    address = answers.view.address
    gone = {Field.DISTRICT, Field.MAHALLA}
    kept = {name: value for name, value in address.values.items() if name not in gone and value}
    return f"&{urlencode(kept)}" if kept else ""


def table(answers: Answers) -> None:
    """The red mahallas that the filters leave, those without anybody first; a click selects one everywhere."""
    words, found = answers.words, answers.chosen()
    rows = frame(answers, found)
    with layout.card("answers"):
        with layout.bar("records-mahallas"):
            markup.show("title.html", text=words("answers.list"), note=words.counted("table.rows", len(found)))
            records.downloads(answers, rows, "responsibility")
        if not found:
            known = bool(answers.view.edition.category_days())
            markup.show("note.html", text=words("answers.nothing" if known else "missing.red"))
            return
        position = answers.view.mahalla
        selected = None if position is None else str(answers.view.edition.mahallas["code"].iloc[position])
        grid.show(
            f"answers-{answers.view.edition.number}",
            rows,
            words=words,
            label=words("answers.list"),
            look=grid.Look(
                digits={words("answers.share"): 0},
                ranked={
                    words("answers.post"): grid.Ranked(
                        order=[int(not one.gap) for one in found],
                        marks=["unassigned" if one.gap else "" for one in found],
                    ),
                    words("answers.items"): grid.Ranked(order=[one.progress.fulfilled for one in found]),
                },
                rows=ROWS_SHOWN,
            ),
            choice=grid.Choice(
                at=next((at for at, one in enumerate(found) if one.place == selected), None),
                take=lambda at: state.put(Field.MAHALLA, None if at is None else found[at].place),
            ),
        )


def frame(answers: Answers, found: Sequence[Standing]) -> pd.DataFrame:
    """One row a mahalla, with headings in the reader's language."""
    words = answers.words
    return pd.DataFrame(
        {
            words("table.name"): [answers.place(one.place) for one in found],
            words("table.district"): [answers.place(answers.home[one.place]) for one in found],
            words("table.years_in_red"): [one.years for one in found],
            words("answers.post"): [_posts(answers, one) for one in found],
            words("answers.body"): [_bodies(answers, one) or None for one in found],
            words("answers.items"): [_items(answers, one) for one in found],
            words("answers.share"): [float("nan") if not one.items else 100 * one.progress.share for one in found],
            words("answers.items_overdue"): [one.progress.overdue if one.items else None for one in found],
            words("answers.decisions_open"): [len(one.decisions) for one in found],
            words("answers.decisions_overdue"): [one.decisions_overdue for one in found],
        }
    )


def _posts(answers: Answers, one: Standing) -> str:
    named = ", ".join(dict.fromkeys(answers.post(kept.what.post) for kept in one.assigned))
    return named if named and not one.gap else answers.words("answers.unassigned")


def _bodies(answers: Answers, one: Standing) -> str:
    return ", ".join(dict.fromkeys(answers.body_of(kept.what.post) for kept in one.assigned))


def _items(answers: Answers, one: Standing) -> str:
    words = answers.words
    if not one.items:
        return words("answers.no_road_map")
    return f"{words.number(one.progress.fulfilled)} / {words.number(one.progress.items)}"


def note(answers: Answers) -> None:
    """That the records are a demonstration, where they are."""
    if answers.view.edition.manifest.demonstration:
        markup.show("demo_note.html", text=answers.words("answers.demonstration"))
