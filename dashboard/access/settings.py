"""The settings made by hand: sections `access`, `provider`, `log`, `wall` of `settings.toml`, checked when read."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from dashboard.access.roles import Role
from geodata.errors import OptionError, StoreError
from geodata.machine import small_text
from geodata.register.address import KEYS, SECTIONS, SETTINGS
from geodata.register.sessions import Limits

REQUIRED_VARIABLE: Final = "MAHALLA_SIGN_IN"
"""Set by the command line where the address is not this machine's own: then nothing is ever open."""

HOST_VARIABLE: Final = "MAHALLA_HOST"
FILE_VARIABLE: Final = "MAHALLA_SETTINGS"
SECRET_VARIABLE: Final = "MAHALLA_PROVIDER_SECRET"  # noqa: S105  the name of it
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """`hosts` are the names under which the map is called beside this machine's own; `behind_tls`: by HTTPS alone."""

    hosts: tuple[str, ...] = ()
    behind_tls: bool = False
    idle_minutes: int = 30
    longest_hours: int = 12
    wall_days: int = 30

    def __post_init__(self) -> None:
        for name, least, most in (("idle_minutes", 1, 480), ("longest_hours", 1, 72), ("wall_days", 1, 366)):
            _whole(f"access.{name}", getattr(self, name), least, most)
        for host in self.hosts:
            if not host or any(char in host for char in "/@* ") or "://" in host:
                raise OptionError("settings_value", name="access.hosts", got=host, wanted="names without port or path")

    @property
    def person(self) -> Limits:
        """How long a person's session lives."""
        return Limits(idle=timedelta(minutes=self.idle_minutes), longest=timedelta(hours=self.longest_hours))

    @property
    def wall(self) -> Limits:
        """How long a wall stays let in."""
        return Limits(idle=timedelta(days=self.wall_days), longest=timedelta(days=self.wall_days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An OpenID Connect provider. `roles` and `areas` say what the values of a claim mean here.

    Somebody whose claim has no role of the table is refused. Without `area_claim` everybody sees the region.
    """

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    label: str = "OpenID Connect"
    account_claim: str = "preferred_username"
    role_claim: str = "roles"
    roles: Mapping[str, Role] = field(default_factory=dict)
    area_claim: str = ""
    areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asked = urlsplit(self.issuer)
        if asked.scheme != "https" and asked.hostname not in LOOPBACK:
            raise OptionError("settings_value", name="provider.issuer", got=self.issuer, wanted="an https address")
        if not self.client_id or not self.roles:
            raise OptionError("settings_value", name="provider", got="-", wanted="client_id and roles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """Where the log of access is written beside the register: a `file`, or a `syslog` as HOST:PORT; empty for none."""

    file: str = ""
    syslog: str = ""

    def __post_init__(self) -> None:
        host, _, port = self.syslog.rpartition(":")
        if self.syslog and not (host and port.isdigit()):
            raise OptionError("settings_value", name="log.syslog", got=self.syslog, wanted="HOST:PORT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """`old_after_days`: an edition older than that is announced on every wall, and noted by `mahalla doctor`.

    By default a month, and the days until the next edition is published.
    """

    old_after_days: int = 45

    def __post_init__(self) -> None:
        _whole("wall.old_after_days", self.old_after_days, 1, 3660)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessSettings:
    """Everything about access and walls that is set by hand."""

    access: Access = field(default_factory=Access)
    provider: Provider | None = None
    log: Log = field(default_factory=Log)
    wall: Wall = field(default_factory=Wall)


def read(folder: Path) -> AccessSettings:
    """The settings of a data folder, or of the file that the command line names; StoreError if they cannot be read."""
    given = os.environ.get(FILE_VARIABLE, "")
    path = Path(given or folder / SETTINGS)
    try:
        told = tomllib.loads(small_text(path))
    except FileNotFoundError:
        if given:  # a slip in its name must not serve without what it says
            raise StoreError("settings_missing", got=path) from None
        return AccessSettings(access=_served(Access()))
    except (OSError, ValueError) as error:
        raise StoreError("settings_unreadable", where=str(path), got=str(error)) from error
    if unknown := sorted(told.keys() - {*KEYS, *SECTIONS}):
        raise StoreError("settings_unreadable", where=str(path), got=", ".join(unknown))
    provider = told.get("provider")
    return AccessSettings(
        access=_served(_section(Access, "access", told.get("access", {}))),
        provider=None if provider is None else _provider(provider, path),
        log=_section(Log, "log", told.get("log", {})),
        wall=_section(Wall, "wall", told.get("wall", {})),
    )


def _served(given: Access) -> Access:
    """The settings with the address that the command line serves, where it names one machine."""
    host = os.environ.get(HOST_VARIABLE, "")
    return given if host in {"", "0.0.0.0", "::"} else replace(given, hosts=(*given.hosts, host.strip("[]").lower()))  # noqa: S104


def _provider(told: Mapping[str, Any], path: Path) -> Provider:
    values = dict(told)
    file = values.pop("secret_file", None)
    secret = os.environ.get(SECRET_VARIABLE, "") or (_secret(path.parent / str(file)) if file else "")
    try:
        roles = {str(key): Role(str(value)) for key, value in dict(values.pop("roles", {})).items()}
    except ValueError as error:
        raise OptionError("settings_value", name="provider.roles", got=str(error), wanted=", ".join(Role)) from error
    areas = {str(key): tuple(map(str, value)) for key, value in dict(values.pop("areas", {})).items()}
    made: Provider = _section(Provider, "provider", values | {"secret": secret, "roles": roles, "areas": areas})
    return made


def _secret(path: Path) -> str:
    """What stands in a file that its owner alone can read."""
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise StoreError("secret_readable", got=path)
        return small_text(path).strip()
    except (OSError, ValueError) as error:
        raise StoreError("settings_unreadable", where=str(path), got=str(error)) from error


def _section(kind: type[Any], name: str, told: object) -> Any:  # noqa: ANN401  an instance of `kind`
    known = {each.name for each in fields(kind)}
    if not isinstance(told, Mapping) or (told.keys() - known):
        got = ", ".join(sorted(told.keys() - known)) if isinstance(told, Mapping) else type(told).__name__
        raise OptionError("settings_value", name=name, got=got, wanted=", ".join(sorted(known - {"secret"})))
    return kind(**{key: _value(f"{name}.{key}", value, kind, key) for key, value in told.items()})


def _value(name: str, value: object, kind: type[Any], key: str) -> object:
    """A value of the kind that the setting has by default."""
    plain = next(each.type for each in fields(kind) if each.name == key)
    if plain == "tuple[str, ...]":
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise OptionError("settings_value", name=name, got=value, wanted="a list of texts")
        return tuple(map(str, value))
    wanted = {"bool": bool, "int": int, "str": str}.get(str(plain))
    if wanted is not None and (not isinstance(value, wanted) or (wanted is int and isinstance(value, bool))):
        raise OptionError("settings_value", name=name, got=value, wanted=plain)
    return value


def _whole(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise OptionError("settings_value", name=name, got=value, wanted=f"{least} to {most}")
