"""The controls that lie on the map. Each shows what the address says and writes back into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import country, data, markup, spans, state
from dashboard.search import find, is_whole
from dashboard.state import Field
from dashboard.view import View
from geodata.analysis import indicators

SEARCH_SHOWS = 7


def figures(view: View) -> None:
    """Period, count group, type, and the decision on categories: what all figures of a page depend on."""
    spans.choose(view)
    group(view)
    types(view)
    decision(view)


def indicator(view: View) -> None:
    """Which figure the map shows."""
    words, edition = view.words, view.edition
    choices = [entry.key for entry in indicators.available(edition)]
    if view.indicator.key in choices:
        st.selectbox(
            words("control.indicator"),
            choices,
            format_func=lambda key: data.indicator_name(edition, words, key),
            key=state.shown("indicator", view.indicator.key),
            on_change=state.writes(Field.INDICATOR, "indicator"),
            filter_mode=None,
        )


def decision(view: View) -> None:
    """Which decision on categories is shown, by its day; only where there is more than one."""
    days = {day.isoformat(): day for day in reversed(view.edition.category_days())}
    if len(days) > 1:
        st.selectbox(
            view.words("control.decision"),
            list(days),
            format_func=lambda key: view.words.date(days[key]),
            key=state.shown("decision", view.query.decision.isoformat()),
            on_change=state.writes(Field.DECISION, "decision"),
            filter_mode=None,
        )


def group(view: View) -> None:
    """What is counted: one count group, never several at once."""
    groups = view.edition.groups()
    if groups:
        st.selectbox(
            view.words("control.group"),
            groups,
            format_func=lambda key: view.words.known("group", key),
            key=state.shown("group", view.query.group),
            on_change=_new_group,
            filter_mode=None,
        )


def _new_group() -> None:
    """Types belong to a group, so they go with the old one."""
    state.put(Field.GROUP, state.value_of("group"))
    state.put(Field.TYPE, None)


def types(view: View) -> None:
    """All types of the group, or some."""
    if not view.edition.groups():
        return
    st.multiselect(
        view.words("control.type"),
        view.edition.types(view.query.group),
        format_func=lambda key: view.words.known("type", key),
        key=state.shown("type", list(view.query.types)),
        on_change=state.writes(Field.TYPE, "type", state.joined),
        filter_mode=None,
        placeholder=view.words("control.all"),
    )


def districts(view: View, *, several: int | None = None, shown: Sequence[str] = ()) -> None:
    """Which districts the page shows, in a country also whole regions; where it has room for `several`, the last ones.

    `shown` are those that a page shows where the address names none.
    """
    names = country.choices(view, regions=several is None)
    asked = shown if several else view.address.several(Field.DISTRICT)
    st.multiselect(
        view.words("control.district"),
        list(names),
        format_func=lambda code: names[code],
        key=state.shown("district", [code for code in dict.fromkeys(asked) if code in names]),
        on_change=state.writes(
            Field.DISTRICT, "district", lambda chosen: state.joined(chosen[-several:] if several else chosen)
        ),
        placeholder=view.words("control.all"),
        filter_mode="contains" if country.is_one(view.edition) else None,
    )


def choice(view: View, field: Field, label: str, options: Sequence[str], section: str) -> None:
    """All or one of a few words, such as a kind or a state."""
    st.segmented_control(
        label,
        list(options),
        format_func=lambda key: view.words(f"{section}.{key}"),
        key=state.shown(f"choice-{field}", view.address.one_of(field, options)),
        on_change=state.writes(field, f"choice-{field}"),
    )


def search(view: View) -> None:
    """Find a mahalla by its name in any script; one found is shown at once, of several one is chosen."""
    with st.container(key="search"):
        text = st.text_input(
            view.words("control.search"),
            key="search-text",
            placeholder=view.words("control.search"),
            icon=":material/search:",
            label_visibility="collapsed",
            on_change=_take_if_whole(view),
            live="300ms",
        )
        if not text or state.value_of("search-done") == text:
            return
        found = find(view.edition, text)
        if not found:
            st.caption(view.words("control.nothing_found"))
        for position in found[:SEARCH_SHOWS]:
            row = view.edition.mahallas.iloc[position]
            label = markup.plain(f"{view.mahalla_name(position)} · {view.district_name(row['district'])}")
            st.button(label, key=f"found-{row['code']}", on_click=choose, args=(row["code"], text), width="stretch")
        if len(found) > SEARCH_SHOWS:
            st.caption(view.words("control.more_found", n=view.words.number(len(found) - SEARCH_SHOWS)))


def _take_if_whole(view: View) -> Callable[[], None]:
    """A name typed to its end that only one mahalla bears needs no list."""

    def callback() -> None:
        text = str(state.value_of("search-text") or "")
        found = find(view.edition, text)
        if len(found) == 1 and is_whole(view.edition, found[0], text):
            choose(str(view.edition.mahallas["code"].iloc[found[0]]), text)

    return callback


def choose(code: str, text: str = "") -> None:
    """Select a mahalla, and let the list of the search close."""
    state.put(Field.MAHALLA, code)
    state.shown("search-done", text)
