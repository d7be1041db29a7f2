"""Access: who is looking, what that person may do, and what is written down about it.

A page asks `person()`; an act asks `who(May....)` for the name that goes into the trail, and gets none where the role
may not do it, so that no act can go past the table of roles.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final, NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import state
from dashboard.access.door import door
from dashboard.access.people import PROCESS, Person, unnamed
from dashboard.access.roles import May, Role
from dashboard.state import Field
from geodata.errors import AccessError

__all__ = ["HEADER", "PROCESS", "May", "Person", "Role", "asking", "may", "note", "person", "refuse", "who"]

HEADER: Final = "x-mahalla-session"
"""What the gate writes into the head of a WebSocket, after removing whatever came under this name."""

asking: ContextVar[Person | None] = ContextVar("asking", default=None)
"""Who sent the request that our own routes are answering; set by the gate."""


def person() -> Person:
    """Whoever asks, worked out anew each time; AccessError for a session that has ended."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return asking.get() or PROCESS
    if door().is_open:
        return chosen(state.address().get(Field.ROLE) or "")
    number = st.context.headers.get(HEADER) or ""
    found = door().by_number(int(number)) if number.isdecimal() else None
    if found is None or found.must_change:
        raise AccessError("refused_signed_out")
    return found


def begin() -> None:
    """At the start of a whole run: nothing of somebody else may lie about in the session of Streamlit."""
    found = person()
    state.belongs_to(f"{found.key} {found.role} {' '.join(found.area)}")


def chosen(said: str) -> Person:
    """On an open machine: the role of the address, `analyst` or `analyst:1710224`; otherwise the administrator."""
    role, _, area = said.partition(":")
    known = Role(role) if role in set(Role) else Role.ADMINISTRATOR
    return unnamed(known, tuple(code for code in area.split(",") if code))


def may(what: May) -> bool:
    """Whether whoever asks may do this."""
    return person().may(what)


def who(what: May) -> str:
    """The name under which an act is recorded; AccessError, which is logged, for whoever may not do it."""
    acting = person()
    if not acting.may(what):
        refuse("refused_role", got=what.value)
    return acting.key


def refuse(code: str, *, got: str) -> NoReturn:
    """Refuse what was asked, and log that."""
    note("refused", reason=code, asked=got)
    raise AccessError(code, got=got)


def note(action: str, **details: object) -> None:
    """Tell the log of access what whoever asks did."""
    acting = person()
    number = {} if acting.session is None else {"session": acting.session}
    door().note(acting.key, action, **details, **number)
