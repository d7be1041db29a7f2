"""What the presenter must know of the speaker's district: red mahallas one by one, promises, decisions, corrections."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import data, grid, layout, markup
from dashboard.export.downloads import about, offer, sheets
from dashboard.language import Words
from dashboard.panels import change
from dashboard.presenter.seen import Seen
from dashboard.stage import signalled
from dashboard.stage.makers import agenda, places, roadmap
from dashboard.stage.scene import Setting
from geodata.analysis.corrections import Correction, corrections
from geodata.editions.tables import CATEGORIES
from geodata.register import progress

ROWS = 7


def show(seen: Seen) -> None:
    """Four tables in tabs, of the speaker's district or of the region."""
    if seen.desk.agenda is None:
        return
    words, setting = seen.words, seen.setting(seen.place)
    names = ("selector.red", "selector.promised", "selector.returning", "selector.corrected")
    with layout.card("brief"):
        markup.show("title.html", text=words("selector.brief"), note=setting.title)
        red, promised, returning, corrected = st.tabs([words(name) for name in names])
        with red:
            _table(setting, "selector.red", _red(setting))
        with promised:
            _table(setting, "selector.promised", _promised(setting))
        with returning:
            _table(setting, "selector.returning", _returning(setting))
        with corrected:
            _corrected(seen)


def _table(setting: Setting, name: str, table: pd.DataFrame) -> None:
    if table.empty:
        red = "stage.none_red" if setting.edition.category_days() else "stage.no_category"
        text = setting.words(red if name == "selector.red" else "selector.nothing")
        markup.show("note.html", text=text)
        return
    words, edition = setting.words, setting.edition
    key = f"brief-{name.rpartition('.')[2]}"
    grid.show(key, table, words=words, label=words(name), look=grid.Look(rows=ROWS))
    told = about(setting.view("category")) | {words("answers.day"): words.date(setting.asked.day)}
    file = "-".join((key, setting.asked.place or edition.region.code, setting.asked.day.isoformat(), edition.id))
    with layout.bar(f"take-{key}"):
        offer(sheets(lambda: table, told, words), file, key=key)


def _red(setting: Setting) -> pd.DataFrame:
    """The red mahallas with years, events and their change with its chance, road map, signal, post."""
    words, edition, query = setting.words, setting.edition, setting.query
    years = places.years_in_red(setting)
    at = np.array(sorted(np.flatnonzero(years), key=lambda one: -int(years[one])), dtype=int)
    codes = edition.mahallas["code"].astype(str).to_numpy()[at]
    after = data.values(edition.id, "count", query).figures[at] if edition.groups() else np.full(len(at), np.nan)
    changed = data.compared(edition.id, query)
    done = progress.by_place(roadmap.items(setting), setting.asked.day)
    found = signalled.find(edition, query.group) if edition.groups() else None
    states = found.mahallas["state"].to_numpy()[at] if found else ["too_few"] * len(at)
    posts = places.answering(setting, years)
    return pd.DataFrame(
        {
            words("table.name"): [setting.place_in_full(code) for code in codes],
            words("selector.years"): years[at].astype(int),
            words.period(query.period): after,
            words("selector.change"): [change.told(words, changed, one) if changed.known[one] else "—" for one in at],
            f"{words('selector.done')}, %": [round(100 * done[code].share) if code in done else None for code in codes],
            words("selector.overdue"): [done[code].overdue if code in done else None for code in codes],
            words("selector.signal"): [words(f"stage.signal.{state}") for state in states],
            words("selector.post"): [
                setting.post_name(posts[code]) if code in posts else words("stage.nobody") for code in codes
            ],
        }
    )


def _promised(setting: Setting) -> pd.DataFrame:
    """Items of the road maps of the place, what is overdue first."""
    words, day = setting.words, setting.asked.day
    held = sorted(roadmap.items(setting), key=lambda item: (not item.is_overdue(day), item.due, item.place))
    return pd.DataFrame(
        {
            words("selector.item"): [setting.said(item.item) for item in held],
            words("selector.place"): [setting.place_in_full(item.place) for item in held],
            words("selector.planned"): [item.planned for item in held],
            words("selector.fact"): [item.done for item in held],
            words("selector.due"): [item.due for item in held],
            words("selector.overdue"): [words("stage.overdue") if item.is_overdue(day) else "" for item in held],
            words("selector.post"): [setting.post_name(item.post) for item in held],
        }
    )


def _returning(setting: Setting) -> pd.DataFrame:
    """Decisions of earlier meetings that are not done."""
    words, day, back = setting.words, setting.asked.day, [kept.what for kept in agenda.returning(setting)]
    return pd.DataFrame(
        {
            words("selector.text"): [setting.said(one.text) for one in back],
            words("selector.place"): [setting.place_in_full(one.place) for one in back],
            words("selector.post"): [setting.post_name(one.post) for one in back],
            words("selector.due"): [one.due for one in back],
            words("selector.overdue"): [words("stage.overdue") if one.is_overdue(day) else "" for one in back],
        }
    )


def _corrected(seen: Seen) -> None:
    """What the current edition says otherwise than the one frozen for the meeting."""
    words, old, new = seen.words, seen.edition, seen.current
    setting = seen.setting()
    found = corrections(old, new, setting.query.period, setting.query.decision)
    if not found:
        markup.show("note.html", text=words("selector.corrected_none", number=old.number))
        return
    markup.show("note.html", text=words("selector.corrected_between", old=old.number, new=new.number))
    _table(
        setting,
        "selector.corrected",
        pd.DataFrame(
            {
                words("selector.place"): [setting.place_in_full(one.place) for one in found],
                words("selector.corrected_what"): [_what(words, one) for one in found],
                words("selector.corrected_old"): [_figure(words, one.kind, one.before) for one in found],
                words("selector.corrected_new"): [_figure(words, one.kind, one.after) for one in found],
            }
        ),
    )


def _what(words: Words, one: Correction) -> str:
    return words.known("group", one.group) if one.kind == "count" else words("table.category")


def _figure(words: Words, kind: str, value: int) -> str:
    if kind == "count":
        return words.number(value)
    return words(f"category.{CATEGORIES[value]}") if value else "—"
