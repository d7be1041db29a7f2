"""The bar on top of every page: the product's name, the pages, what data this is, the language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import layout, markup, state, view
from dashboard.access import acting
from dashboard.access.door import door
from dashboard.language import NAMES, Language, Words
from dashboard.panels import account, troubles
from dashboard.state import Field
from geodata.errors import StoreError
from geodata.periods import day_of

PAGES: Final = (
    "region",
    "districts",
    "model-sites",
    "responsibility",
    "signals",
    "selector",
    "data",
    "methods",
    "access",
)
"""The pages by their addresses; the first is also what `/` shows."""

SIGNS: Final[Mapping[str, str]] = MappingProxyType({"methods": "?"})
"""Pages at the end of the bar as a sign alone until they are shown, which leaves room; their names are read out."""

IN_THE_MENU: Final = frozenset({"access"})
"""Pages that stand in the menu of whoever may open them, and in the bar only while they are shown."""


def title(page: str) -> str:
    """The title of a page in the reader's language."""
    return view.words_here()(f"page.{page}")


def tab(name: str) -> str:
    """The words on the browser's tab while the page called `name` is shown."""
    return f"{name} · {Words(state.language())('app.name')}"


def show(pages: Mapping[str, StreamlitPage], chosen: StreamlitPage) -> None:
    """Draw the bar; the page being shown is marked, and every link keeps the view."""
    language = state.language()
    words = view.words_here()
    here = next(name for name, page in pages.items() if page.title == chosen.title)
    chips = _chips(words)
    foot = " · ".join([*(chip["text"] for chip in chips if chip["kind"] != "open"), words("app.name")])
    st.html(markup.style(language, dark=state.is_dark(), foot=foot))
    who = acting.person()
    open_to = {name: page for name, page in pages.items() if who.opens(name)}
    with layout.bar("top"):
        markup.show(
            "bar.html",
            skip=words("app.skip"),
            name=words("app.name"),
            kept=" ".join(state.LINKED),
            pages=[
                {
                    "path": page.url_path,
                    "title": page.title,
                    "here": name == here,
                    "sign": None if name == here else SIGNS.get(name),
                }
                for name, page in open_to.items()
                if name not in IN_THE_MENU or name == here
            ],
            chips=chips,
        )
        st.selectbox(
            words("app.language"),
            options=list(Language),
            format_func=lambda choice: NAMES[choice],
            key=state.shown("language", language),
            on_change=state.writes(Field.LANGUAGE, "language"),
            label_visibility="collapsed",
            filter_mode=None,
        )
        account.menu(words, [page for name, page in open_to.items() if name in IN_THE_MENU])
    troubles.show(words)


def _chips(words: Words) -> list[dict[str, str]]:
    """What data this is, the weightiest first; the menu's lock says too that the machine is open."""
    try:
        edition = view.edition_here()
    except StoreError:
        return []
    made = words.date(day_of(edition.manifest.published_at))
    area = acting.person().area
    chips = [{"kind": "edition", "text": words("app.edition", number=edition.number, date=made)}]
    if edition.manifest.demonstration:
        chips.insert(0, {"kind": "demo", "text": words("app.demonstration")})
    if area:
        chips.insert(0, {"kind": "area", "text": words("access.only", area=edition.region.names.pick(words.language))})
    if door().is_open:
        chips.append({"kind": "open", "text": words("access.open")})
    return chips
