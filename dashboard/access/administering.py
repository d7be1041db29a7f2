"""What an administrator does about sessions and screens: the same from the page and from the command line."""

from __future__ import annotations

import re

from geodata.register import Act, Register, audit, sessions


def revoke(register: Register, number: int, act: Act) -> None:
    """End somebody's session; StoreError if there is none with this number."""
    with register.writing() as session:
        sessions.end(session, number, why="revoked", now=act.at)
        audit.append(session, who=act.who, action="revoke session", details={"session": number}, at=act.at)


def approve(register: Register, code: str, *, name: str, act: Act) -> None:
    """Let the screen in that shows a code, however it is typed, under a name; StoreError if no screen shows it."""
    shown = re.sub(r"[^A-Z0-9]", "", code.upper())
    with register.writing() as session:
        sessions.approve(session, shown, name=name, who=act.who, now=act.at)
        audit.append(session, who=act.who, action="approve wall", details={"name": name}, at=act.at)
