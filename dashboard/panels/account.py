"""Who is looking: a small menu in the bar, and the page that says why another page is not shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import data, layout, markup, state
from dashboard.access import acting
from dashboard.access.door import door
from dashboard.access.people import Person
from dashboard.access.roles import REGION_ONLY, Role
from dashboard.language import Words
from dashboard.state import Field
from dashboard.view import words_here
from geodata.errors import GeodataError

FEW: Final = 6
"""Districts of an area to which a refusal shows the ways; of more the map does."""

_OFFERED: Final = tuple(role for role in Role if role is not Role.WALL)


def menu(words: Words, pages: Sequence[StreamlitPage]) -> None:
    """The role as a small button: on an open machine to choose another, otherwise to sign out; and some pages."""
    who = acting.person()
    is_open = door().is_open
    icon = ":material/lock_open:" if is_open else ":material/account_circle:"
    with st.popover(
        words(f"role.{who.role}"),
        icon=icon,
        key="account-open" if is_open else "account",
        help=words("access.open") if is_open else None,
        width="content",
    ):
        if is_open:
            _switch(words, who)
        else:
            markup.show("account.html", name=who.name, role=_told(words, who), links=_links(words))
        if pages:
            links = [{"path": page.url_path, "title": page.title} for page in pages]
            markup.show("pages.html", kept=" ".join(state.LINKED), pages=links)


def _switch(words: Words, who: Person) -> None:
    """On an open machine: any role, for the whole region or for one district, in the address like all else."""
    names = districts(words)
    st.selectbox(
        words("access.role"),
        list(_OFFERED),
        format_func=lambda role: words(f"role.{role}"),
        key=state.shown("as-role", who.role),
        on_change=_chosen,
        filter_mode=None,
    )
    st.selectbox(
        words("access.area"),
        ["", *names],
        format_func=lambda code: names.get(code, words("panel.region")),
        key=state.shown("as-area", who.area[0] if who.area else ""),
        on_change=_chosen,
        filter_mode=None,
    )
    markup.show("note.html", text=words("access.open"))


def _chosen() -> None:
    role, area = state.value_of("as-role"), state.value_of("as-area")
    state.put(Field.ROLE, f"{role}:{area}" if area else str(role))
    state.put(Field.DISTRICT, None)
    state.put(Field.MAHALLA, None)


def districts(words: Words) -> Mapping[str, str]:
    """The districts of the current edition, whoever looks: on an open machine that is to be chosen."""
    try:
        return data.district_labels(data.current_id(), words.language)
    except GeodataError:
        return {}


def saw(page: str) -> None:
    """Tell the log of access what is on the screen, once for each thing looked at."""
    address = state.address()
    looked = {
        str(field): address.get(field) for field in (Field.MAHALLA, Field.DISTRICT, Field.PERIOD) if address.get(field)
    }
    try:
        edition = data.edition(address.number(Field.EDITION)).id
    except GeodataError:
        edition = ""
    told = {"page": page, "edition": edition, **looked}
    if state.value_of("saw") != told:
        state.shown("saw", told)
        acting.note("saw", **told)


def only_if_open(page: str) -> None:
    """Stop here, with a sentence, where the role may not open the page; that is logged."""
    who = acting.person()
    if who.opens(page):
        return
    words = words_here()
    acting.note("refused", reason="page", page=page)
    closed = "access.page_closed_area" if who.area and page in REGION_ONLY.pages else "access.page_closed"
    said = words(closed, role=words(f"role.{who.role}"), area=_area(words))
    refused(said)
    st.stop()


def refused(said: str) -> None:
    """A sentence that says what is not open, and the ways to what is: the map, and each of an area's few districts."""
    words, who = Words(state.language()), acting.person()
    asked = state.address()
    kept = {str(name): told for name in (Field.LANGUAGE, Field.ROLE) if (told := asked.get(name))}
    own = districts(words)
    ways = [{"text": words("refused.to.map"), "url": f"/?{urlencode(kept)}"}]
    ways += [
        {"text": own[code], "url": f"/districts?{urlencode(kept | {str(Field.DISTRICT): code})}"}
        for code in (who.area if len(who.area) <= FEW else ())
        if code in own
    ]
    with layout.card("refused"):
        st.error(markup.plain(said, kept="`"), icon=":material/lock:")
        markup.show("ways.html", ways=ways)


def _area(words: Words) -> str:
    try:
        return data.edition().region.names.pick(words.language)
    except GeodataError:
        return ""


def _told(words: Words, who: Person) -> str:
    role = words(f"role.{who.role}")
    return f"{role} · {words('access.only', area=_area(words))}" if who.area else role


def _links(words: Words) -> list[dict[str, str]]:
    language = urlencode({"lang": words.language})
    return [
        {"url": f"/sign-in/password?{language}", "text": words("access.change_password")},
        {"url": f"/sign-out?{language}", "text": words("access.sign_out")},
    ]
