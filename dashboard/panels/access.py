"""What an administrator sees and does about access; accounts themselves are made on the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import pandas as pd
import streamlit as st
from sqlalchemy import inspect

from dashboard import data, errors, grid, layout, markup
from dashboard.access import acting, administering
from dashboard.access.door import door
from dashboard.access.roles import May
from dashboard.language import Words
from dashboard.panels.access_details import Details
from dashboard.panels.account import districts
from dashboard.view import words_here
from geodata.errors import GeodataError
from geodata.register import AccessEntry, Act, access_log
from geodata.register import sessions as kept_sessions
from geodata.register.accounts import ACCOUNTS, AccountRow
from geodata.register.sessions import Held

LINES: Final = 200


def sessions() -> None:
    """Who is signed in, and the end of a session."""
    words = words_here()
    held = _living() if _is_made() else ()
    with layout.card("sessions"):
        markup.show("title.html", text=words("panel.sessions"), note=words("panel.sessions_note"))
        if not held:
            markup.show("note.html", text=words("panel.none"))
            return
        names = [words(f"panel.{key}") for key in ("session", "account", "since", "last_seen", "address")]
        rows = [(h.id, h.account, _moment(words, h.made_at), _moment(words, h.seen_at), h.address) for h in held]
        _table(words, "sessions", rows, names)
        chosen, press = st.columns([3, 1], vertical_alignment="bottom")
        known = {each.id: each for each in held}
        number = chosen.selectbox(
            words("panel.session"),
            list(known),
            format_func=lambda key: f"{key} · {known[key].account}",
            key="session-number",
            filter_mode=None,
        )
        if press.button(words("panel.end"), key="session-end", width="stretch") and number is not None:
            administering.revoke(door().store.register, int(number), _act())
            door().forget()
            st.success(words("panel.ended"))


def screens() -> None:
    """The screens that show a code; one is let in under a name."""
    words = words_here()
    with layout.card("screens"):
        markup.show("title.html", text=words("panel.screens"), note=words("panel.screens_note"))
        code = st.text_input(words("panel.code"), key="screen-code", placeholder="ABCD EFGH", max_chars=12)
        name = st.text_input(words("panel.screen_name"), key="screen-name", max_chars=100).strip()
        if st.button(words("panel.approve"), key="screen-approve", disabled=not (code and name)):
            try:
                administering.approve(door().store.register, code, name=name, act=_act())
            except GeodataError as error:
                errors.say(words, error.finding)
                return
            st.success(words("panel.approved"))


def accounts() -> None:
    """Who has an account, with role, area and state."""
    words = words_here()
    with layout.card("accounts"):
        markup.show("title.html", text=words("panel.accounts"), note=words("panel.accounts_note"))
        if not _is_made():
            markup.show("note.html", text=words("panel.none"))
            return
        with door().store.register.reading() as session:
            found = ACCOUNTS.find(session)
        columns = ("panel.account", "panel.person", "access.role", "access.area", "panel.state")
        names, named = [words(key) for key in columns], districts(words)
        rows = [
            (
                kept.what.key,
                kept.what.name if kept.what.name != kept.what.key else "",
                words(f"role.{kept.what.role}"),
                _area(words, named, kept.what.areas),
                words("panel.enabled" if kept.closed_on is None else "panel.disabled"),
            )
            for kept in found
        ]
        if rows:
            _table(words, "accounts", rows, names)
        else:
            markup.show("note.html", text=words("panel.none"))


def log() -> None:
    """The newest entries of the log of access."""
    words = words_here()
    with layout.card("log"):
        markup.show("title.html", text=words("panel.log"), note=words("panel.log_note"))
        entries: tuple[AccessEntry, ...] = ()
        if _is_made():
            with door().store.register.reading() as session:
                entries = access_log.newest(session, LINES)
        names = [words(f"panel.{key}") for key in ("when", "account", "action", "details")]
        details = Details(words)
        rows = [
            (_moment(words, e.at), words.known("who", e.who), _action(words, e.action), details(e.details))
            for e in entries
        ]
        _table(words, "log", rows, names)


def _table(words: Words, name: str, rows: Sequence[tuple[object, ...]], columns: list[str]) -> None:
    """A table; names of accounts, addresses and details stand as they were written."""
    as_written = frozenset(words(f"panel.{key}") for key in ("account", "person", "address", "details"))
    grid.show(
        name,
        pd.DataFrame(rows, columns=columns),
        words=words,
        label=words(f"panel.{name}"),
        look=grid.Look(as_written=as_written),
    )


def _area(words: Words, named: Mapping[str, str], codes: Sequence[str]) -> str:
    """What an account sees, by name: in a country a region whose districts are all there by the region's."""
    left, said = list(codes), []
    for region, own in _regions().items() if codes else ():
        if set(own) <= set(left):
            said.append(data.region_name(region, words.language))
            left = [code for code in left if code not in own]
    return ", ".join([*said, *(named.get(code, code) for code in left)]) or words("panel.region")


def _regions() -> Mapping[str, Sequence[str]]:
    """The districts of each region of a country by code; none where a single region is shown."""
    try:
        here = data.current_id()
    except GeodataError:
        return {}
    return {code: own for code, own in data.regions(here).items() if code} if data.is_country(here) else {}


def _is_made() -> bool:
    """Whether the register is there and has the tables of access."""
    store = door().store
    if not store.has_register:
        return False
    with store.register.reading() as session:
        return bool(inspect(session.connection()).has_table(AccountRow.__tablename__))


def _living() -> tuple[Held, ...]:
    with door().store.register.reading() as session:
        return kept_sessions.living(session, datetime.now(UTC))


def _act() -> Act:
    return Act.now(acting.who(May.ADMINISTER))


def _moment(words: Words, at: str) -> str:
    return words.moment(datetime.fromisoformat(at))


def _action(words: Words, action: str) -> str:
    return words.known("event", action.replace(" ", "_"))
