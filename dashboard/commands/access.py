"""Who may sign in: `user`, `session` and `wall`."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dashboard.access.roles import Role
from dashboard.commands.commands import USABLE, Commands, who

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from geodata.edition import Edition
    from geodata.register import Act, Register

_WHOLE = "all"
_ROLES = tuple(str(role) for role in Role if role is not Role.WALL)


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    user = _several(commands, "user", "Accounts: add, list, disable, enable, passwd, role.")
    _account(user, "add", _add, "Make an account and print its one-time password.", given=True)
    _account(user, "role", _role, "Give an account another role or area.", given=True)
    _account(user, "passwd", _passwd, "Print a new one-time password; sessions of the account end.")
    for name, run, text in (
        ("disable", _disable, "Let an account in no more; its sessions end."),
        ("enable", _enable, "Let an account in again."),
    ):
        _account(user, name, run, text).add_argument("--why", default=name, help="the reason, for the audit trail")
    user.add("list", _users, "List the accounts.")
    session = _several(commands, "session", "Sessions: list, revoke.")
    session.add("list", _sessions, "List who is signed in.")
    session.add("revoke", _revoke, "End a session; its pages close within a minute.").add_argument("number", type=int)
    wall = _several(commands, "wall", "Wall screens: list, approve, withdraw.")
    wall.add("list", _walls, "List the screens that show a code or are let in.")
    approve = wall.add("approve", _approve, "Let the screen in that shows this code.")
    approve.add_argument("code")
    approve.add_argument("--name", required=True, help="where it hangs, such as hall-1")
    wall.add("withdraw", _revoke, "Let a screen in no more, by the number of its session.").add_argument(
        "number", type=int
    )


def _several(commands: Commands, name: str, text: str) -> Commands:
    made = commands.add(name, _nothing, text, stored=False)
    return Commands(made.add_subparsers(title="commands", required=True, metavar="COMMAND"))


def _nothing(_options: argparse.Namespace) -> int:
    return USABLE


def _account(commands: Commands, name: str, run: object, text: str, *, given: bool = False) -> argparse.ArgumentParser:
    made = commands.add(name, run, text, begins=name == "add")  # type: ignore[arg-type]
    made.add_argument("account", help="its name: small letters, digits, . - _ @")
    if given:
        made.add_argument("--role", required=True, choices=_ROLES)
        otherwise = "none: everything" if name == "add" else f"{_WHOLE}: everything; none: as before"
        asked = f"SOATO codes of districts, in a country also of regions; {otherwise}"
        made.add_argument("--area", metavar="CODES", help=asked)
        if name == "add":
            made.add_argument("--name", default="", help="how the person is called on the screen")
    return made


def _register(options: argparse.Namespace) -> Register:
    from geodata.store import Store

    return Store(options.data).register


def _reading(options: argparse.Namespace) -> AbstractContextManager[Session]:
    """A session of a register that has this program's layout; it changes nothing but an older layout."""
    register = _register(options)
    register.upgrade()
    return register.reading()


def _act() -> Act:
    from geodata.register import Act

    return Act.now(who())


def _areas(options: argparse.Namespace) -> tuple[str, ...]:
    asked = "" if options.area in {None, _WHOLE} else options.area
    return tuple(filter(None, re.split(r"[,\s]+", asked)))


def _known_areas(options: argparse.Namespace) -> tuple[str, ...]:
    """The codes asked for; OptionError for one that no published edition has, unless there is no edition yet."""
    from geodata.edition import editions, open_edition
    from geodata.errors import OptionError
    from geodata.store import Store

    asked, wanted = _areas(options), ""
    whole: dict[str, tuple[str, ...]] = {}
    missing, store = set(asked), Store(options.data)
    for info in sorted(editions(store), key=lambda info: not info.current) if asked else ():
        units = _units(open_edition(store, info.number))
        wanted, missing = wanted or _told(units), missing - units.keys()
        whole = units | whole
        if not missing:
            break
    if missing and wanted:
        raise OptionError("account_area", got=", ".join(sorted(missing)), wanted=wanted)
    return tuple(dict.fromkeys(code for one in asked for code in whole.get(one, (one,))))


def _units(edition: Edition) -> dict[str, tuple[str, ...]]:
    """What an area may be made of, by code: districts, and where there are several regions, each of them whole."""
    from geodata.analysis.ranking import regions_of

    codes, regions = edition.districts["code"].astype(str).tolist(), regions_of(edition)
    found: dict[str, tuple[str, ...]] = {code: (code,) for code in codes}
    if len(regions.codes) > 1:
        for at, region in enumerate(regions.codes):
            if region:
                found[region] = tuple(code for code, of in zip(codes, regions.of_district, strict=True) if of == at)
    return found


def _told(units: Mapping[str, tuple[str, ...]]) -> str:
    """The codes to choose from: of a country its regions, whose codes those of their districts begin with."""
    regions = [code for code, own in units.items() if own != (code,)]
    return ", ".join(sorted(regions or units))


def _add(options: argparse.Namespace) -> int:
    from dashboard.access import passwords
    from geodata.register.accounts import Account

    key = options.account.lower()
    account = Account(key=key, name=options.name or key, role=options.role, areas=_known_areas(options))
    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    password = passwords.add(_register(options), account, _act())
    print(f"{key}: {options.role}, {_area(account.areas)}")
    print(f"one-time password, valid for three days: {password}")
    return USABLE


def _role(options: argparse.Namespace) -> int:
    from dashboard.access import passwords

    areas = None if options.area is None else _known_areas(options)
    account = passwords.assign(_register(options), options.account.lower(), options.role, areas, _act())
    print(f"{account.key}: {account.role}, {_area(account.areas)}")
    return USABLE


def _passwd(options: argparse.Namespace) -> int:
    from dashboard.access import passwords

    password = passwords.renew(_register(options), options.account.lower(), _act())
    print(f"one-time password, valid for three days: {password}")
    return USABLE


def _disable(options: argparse.Namespace) -> int:
    from dashboard.access import passwords

    passwords.disable(_register(options), options.account.lower(), why=options.why, act=_act())
    print(f"{options.account}: disabled")
    return USABLE


def _enable(options: argparse.Namespace) -> int:
    from dashboard.access import passwords

    passwords.enable(_register(options), options.account.lower(), why=options.why, act=_act())
    print(f"{options.account}: enabled")
    return USABLE


def _users(options: argparse.Namespace) -> int:
    from geodata.register.accounts import ACCOUNTS

    with _reading(options) as session:
        for kept in ACCOUNTS.find(session):
            state = "enabled" if kept.closed_on is None else f"disabled {kept.closed_on}: {kept.closed_why}"
            account = kept.what
            print(f"{account.key:24} {account.role:14} {_area(account.areas):24} {account.origin:6} {state}")
    return USABLE


def _sessions(options: argparse.Namespace) -> int:
    from geodata.register import sessions

    with _reading(options) as session:
        for held in sessions.living(session, datetime.now(UTC)):
            print(f"{held.id:>5}  {held.account:24} {held.kind:6} since {held.made_at[:16]} UTC  {held.address}")
    return USABLE


def _revoke(options: argparse.Namespace) -> int:
    from dashboard.access import administering

    administering.revoke(_register(options), options.number, _act())
    print(f"session {options.number} has ended")
    return USABLE


def _walls(options: argparse.Namespace) -> int:
    from geodata.register import sessions

    with _reading(options) as session:
        for row in sessions.asking(session, datetime.now(UTC)):
            print(f"asking  {row.code}  since {row.made_at[:16]} UTC{f'  approved: {row.name}' if row.name else ''}")
        for held in sessions.living(session, datetime.now(UTC)):
            if held.kind == "wall":
                print(f"let in  {held.account}  session {held.id}  until {held.until[:10]}")
    return USABLE


def _approve(options: argparse.Namespace) -> int:
    from dashboard.access import administering

    administering.approve(_register(options), options.code, name=options.name, act=_act())
    print(f"let in: {options.name}")
    return USABLE


def _area(codes: tuple[str, ...]) -> str:
    return " ".join(codes) or "whole region"
