"""What `mahalla doctor` says of sign-in: how people are let in, from where they come, and what does not go together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from dashboard.access import settings
from dashboard.access.settings import AccessSettings
from geodata.register import accounts
from geodata.register.accounts import ACCOUNTS, Account
from geodata.store import Store

State = Literal["ok", "note", "missing", "unsafe"]
_LISTENS: Final = "0A"
_TABLES: Final = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_LOOPBACK: Final = ("0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F")
"""127.0.0.1, ::1 and the first written as the second, as the kernel writes them: four bytes at a time, backwards."""

_MAKE: Final = "mahalla user add NAME --role administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """How access is set up: the settings, the enabled accounts, whether the port is open to other machines."""

    given: AccessSettings
    accounts: tuple[Account, ...]
    ever: bool
    outside: bool

    @property
    def ways(self) -> str:
        """How people prove who they are."""
        local = sum(account.origin == "local" for account in self.accounts)
        found = [f"{local} local accounts"] if local else []
        if self.given.provider is not None:
            found.append(f"the provider {self.given.provider.issuer}")
        return " and ".join(found) or "no account is enabled"

    @property
    def has_administrator(self) -> bool:
        """Whether anybody may administer the whole region."""
        named = any(account.role == "administrator" and not account.areas for account in self.accounts)
        provider = self.given.provider
        return named or (provider is not None and "administrator" in provider.roles.values())


def sign_in(store: Store, port: int) -> tuple[State, str]:
    """How sign-in stands; the settings themselves raise StoreError or OptionError where they cannot be read."""
    found = _read(store, port)
    access = found.given.access
    if not found.ever and found.given.provider is None:
        if access.hosts or found.outside:
            return "missing", f"not set up, so the map is not served to other machines: {_MAKE}"
        return "note", f"none: whoever sits at this machine is administrator; to close it: {_MAKE}"
    if not found.has_administrator:
        return "unsafe", f"{found.ways}, but nobody may administer the whole region: {_MAKE}"
    if (access.hosts or found.outside) and not access.behind_tls:
        return "unsafe", f"{found.ways}; passwords cross the network in the clear: TLS in front, behind_tls = true"
    if not (found.given.log.file or found.given.log.syslog):
        return "note", f"{found.ways}; the log of access has no copy off this machine: section log of settings.toml"
    where = f"by HTTPS as {', '.join(access.hosts)}" if access.hosts else "on this machine"
    return "ok", f"{found.ways}, {where}; {access.idle_minutes} min unused end a session"


def _read(store: Store, port: int) -> SignIn:
    known: tuple[Account, ...] = ()
    ever = False
    if store.has_register:
        with store.register.reading() as session:
            ever = accounts.has_any(session)
            known = tuple(kept.what for kept in ACCOUNTS.find(session) if kept.closed_on is None) if ever else ()
    return SignIn(given=settings.read(store.path), accounts=known, ever=ever, outside=is_open_outside(port))


def is_open_outside(port: int, tables: tuple[Path, ...] = _TABLES) -> bool:
    """Whether something on this machine listens at the port for other machines too; no where that is not told."""
    for table in tables:
        try:
            lines = table.read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for _, local, _, state, *_ in map(str.split, lines):
            address, _, number = local.partition(":")
            if state == _LISTENS and int(number, 16) == port and address not in _LOOPBACK:
                return True
    return False
