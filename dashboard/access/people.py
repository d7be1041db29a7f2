"""Who is looking: a person or a wall, with role and area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dashboard.access.roles import May, Rights, Role, rights


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whoever asks. `key` is what the trail names; `area` are district codes, none for the whole region.

    `session` is the number of the session, None where nobody signed in; `must_change` is set until a one-time password
    has been replaced.
    """

    key: str
    name: str
    role: Role
    area: tuple[str, ...] = ()
    session: int | None = None
    must_change: bool = False

    @property
    def rights(self) -> Rights:
        """What the person may open and do."""
        return rights(self.role, self.area)

    def may(self, what: May) -> bool:
        """Whether the person may do this."""
        return what in self.rights.may

    def opens(self, page: str) -> bool:
        """Whether the person may open the page with this address."""
        return page in self.rights.pages


PROCESS: Final = Person(key="server", name="server", role=Role.ADMINISTRATOR)
"""The program itself, while it starts or tidies up: nobody asked."""


def unnamed(role: Role, area: tuple[str, ...] = ()) -> Person:
    """Whoever sits at this machine while it is open: known by role alone."""
    return Person(key=str(role), name="", role=role, area=area)
