"""What a role may open and change: one table, asked by the list of pages, by every act and by the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Role(StrEnum):
    """The roles, in the order in which they are offered."""

    COMMANDER = "commander"
    ANALYST = "analyst"
    PRESENTER = "presenter"
    STEWARD = "steward"
    ADMINISTRATOR = "administrator"
    WALL = "wall"


class May(StrEnum):
    """What changes something, or takes something away from the screen."""

    EXPORT = "export"
    RECORD = "record"
    ANSWER = "answer"
    MEET = "meet"
    PHOTO = "photo"
    IMPORT = "import"
    PUBLISH = "publish"
    ADMINISTER = "administer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """The pages a role may open, by their addresses, and what it may do."""

    pages: frozenset[str]
    may: frozenset[May]


_SEEN: Final = frozenset({"region", "districts", "model-sites", "responsibility", "signals", "methods"})
_SCREENS: Final = frozenset({"wall", "follow"})

RIGHTS: Final[Mapping[Role, Rights]] = MappingProxyType(
    {
        Role.COMMANDER: Rights(pages=_SEEN | _SCREENS, may=frozenset({May.EXPORT})),
        Role.ANALYST: Rights(pages=_SEEN | {"data", "follow"}, may=frozenset({May.EXPORT, May.ANSWER})),
        Role.PRESENTER: Rights(pages=_SEEN | _SCREENS | {"selector"}, may=frozenset({May.EXPORT, May.MEET})),
        Role.STEWARD: Rights(
            pages=_SEEN | {"data", "follow"},
            may=frozenset({May.EXPORT, May.ANSWER, May.RECORD, May.PHOTO, May.IMPORT, May.PUBLISH}),
        ),
        Role.ADMINISTRATOR: Rights(pages=_SEEN | _SCREENS | {"selector", "data", "access"}, may=frozenset(May)),
        Role.WALL: Rights(pages=_SCREENS, may=frozenset()),
    }
)
"""A page that stands in no row is open to nobody: name it here when it is made."""

REGION_ONLY: Final = Rights(
    pages=_SCREENS | {"selector", "data", "access"},
    may=frozenset({May.MEET, May.IMPORT, May.PUBLISH, May.ADMINISTER}),
)
"""What shows or concerns the whole region, and is therefore closed to whoever has an area, whatever the role."""


def rights(role: Role, area: tuple[str, ...]) -> Rights:
    """What somebody with this role and area may open and do."""
    own = RIGHTS[role]
    return Rights(pages=own.pages - REGION_ONLY.pages, may=own.may - REGION_ONLY.may) if area else own
