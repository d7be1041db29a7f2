"""Checks of what is entered, the same on both databases; each raises OptionError saying what was wanted."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from geodata.errors import OptionError

LEVELS: Final = ("mahalla", "district", "region", "republic")
"""Levels of places, posts and meetings, from the nearest to the farthest."""

LONGEST: Final = 2000
"""Characters of one text."""

_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}", re.ASCII)
_CODE: Final = re.compile(r"[^\s]{1,80}")


def key(name: str, value: str) -> None:
    """A key that other records name: small Latin letters, digits and `_ . -`, at most 60."""
    if not _KEY.fullmatch(value):
        raise OptionError("option", name=name, got=repr(value), wanted="1 to 60 small letters, digits, _ . -")


def place(name: str, value: str) -> None:
    """A territory's code: no blanks, at most 80 characters."""
    if not _CODE.fullmatch(value):
        raise OptionError("option", name=name, got=repr(value), wanted="the code of a place")


def short(longest: int, **values: str) -> None:
    """Texts of at most `longest` characters: what stands in an index of PostgreSQL must not be long."""
    texts(**values)
    for name, value in values.items():
        if len(value) > longest:
            raise OptionError("option", name=name, got=repr(value[:40]), wanted=f"at most {longest} characters")


def texts(**values: str | None) -> None:
    """Texts without control characters other than the end of a line, of at most `LONGEST` characters."""
    for name, value in values.items():
        if value is None:
            continue
        if len(value) > LONGEST or any(not (char.isprintable() or char == "\n") for char in value):
            raise OptionError(
                "option", name=name, got=repr(value[:40]), wanted=f"plain text up to {LONGEST} characters"
            )


def given(**values: str | None) -> None:
    """Texts that must not be empty."""
    texts(**values)
    for name, value in values.items():
        if not (value or "").strip():
            raise OptionError("option", name=name, got=repr(value), wanted="a text")


def one_of(name: str, value: str, allowed: Collection[str]) -> None:
    """A word of a closed list."""
    if value not in allowed:
        raise OptionError("option", name=name, got=repr(value), wanted=", ".join(allowed))


def at_least(name: str, value: float | None, least: float) -> None:
    """A number not below `least`, and not infinite; None passes."""
    if value is not None and not least <= value < float("inf"):
        raise OptionError("option", name=name, got=value, wanted=f"{least} or more")
