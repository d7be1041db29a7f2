"""What `mahalla doctor` looks at: each check gives one line, and none of them changes anything."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import stat
import sys
import tempfile
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dashboard import settings
from dashboard.access import settings as access
from dashboard.commands import checkup_access
from dashboard.commands.checkup_access import State
from dashboard.commands.commands import who
from geodata import backup
from geodata.edition import editions, open_edition, verify
from geodata.editions.upkeep import leftovers, set_aside
from geodata.errors import GeodataError, NoEditionError
from geodata.periods import TIME_ZONE
from geodata.register import address
from geodata.store import Store

TO_MEND: Final = frozenset({"missing", "unsafe"})
_GIBIBYTE: Final = 1 << 30
_FREE_GIB: Final = 2  # what reading one large file may need
_OLD_BACKUP_DAYS: Final = 8
_PINNED: Final = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ \\]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was looked at, how it stands, and what to do."""

    name: str
    state: State
    said: str

    def as_dict(self) -> dict[str, str]:
        """Plain values for JSON."""
        return asdict(self)


def run(folder: Path, *, port: int) -> list[Check]:
    """Every check in order; one that cannot be made says so and does not stop the others."""
    store = Store(folder)
    found = []
    checks: dict[str, Callable[[Store], _Said]] = {**_CHECKS, "sign-in": partial(checkup_access.sign_in, port=port)}
    for name, look in checks.items():
        try:
            state, said = look(store)
        except (GeodataError, OSError) as error:
            state, said = "unsafe", str(error)
        found.append(Check(name, state, said))
    return [*found, Check("port", *_port(port))]


_Said = tuple[State, str]


def _now() -> datetime:
    return datetime.now(UTC)


def _folder(store: Store) -> _Said:
    if not store.path.is_dir():
        return "missing", "there is no such folder; `mahalla serve` makes it and builds the demonstration"
    mode = stat.S_IMODE(store.path.stat().st_mode)
    if mode & 0o077:
        return "unsafe", f"others on this machine can open it (mode {mode:o}): chmod 700 {store.path}"
    if not os.access(store.path, os.W_OK):
        return "unsafe", f"{who()} cannot write it; run this as the user that serves"
    return "ok", f"only its owner can open it (mode {mode:o})"


def _user(_store: Store) -> _Said:
    root = os.geteuid() == 0
    return ("unsafe", "this is root; serve as a user of its own") if root else ("ok", who())


def _disk(store: Store) -> _Said:
    there = next(path for path in (store.path.absolute(), *store.path.absolute().parents) if path.exists())
    free = {"data": shutil.disk_usage(there).free, "files being read": shutil.disk_usage(tempfile.gettempdir()).free}
    said = ", ".join(f"{left / _GIBIBYTE:,.1f} GiB free for {what}" for what, left in free.items())
    return ("unsafe" if min(free.values()) < _FREE_GIB * _GIBIBYTE else "ok"), said


def _register(store: Store) -> _Said:
    url = address.database_of(store.path)
    kind = "a file" if url is None else f"PostgreSQL, {address.shown(url)}"
    if not store.has_register:
        return "missing", f"{kind}: nothing recorded yet"
    found, wanted = store.register.layouts()
    if weak := store.register.weakness():
        return "unsafe", f"{kind}: {weak}"
    if found == wanted:
        return "ok", f"{kind}, layout {found}"
    return "note", f"{kind}, layout {found or 'before numbers'}; `mahalla serve` brings it to {wanted}"


def _edition(store: Store) -> _Said:
    current = next((info for info in editions(store) if info.current), None)
    if current is not None and store.lacks(current.folder):
        return "note", f"{current.id} is in the object store; a server brings it"  # nothing is changed here
    try:
        found = open_edition(store)
    except NoEditionError:
        return "missing", "nothing is published yet; import files and run `mahalla publish`"
    days = (_now() - found.manifest.published_at).days
    most = access.read(store.path).wall.old_after_days
    said = f"{found.id}, {found.region.names.uz_latn}, published {days} days ago"
    said = f"{said} (announced as old after {most}: wall.old_after_days in {address.SETTINGS})"
    if found.manifest.demonstration:
        return "note", f"{said}: the demonstration, made-up data"
    return ("note" if days > most else "ok"), said


def _integrity(store: Store) -> _Said:
    problems = verify(store)
    if problems:
        more = f" (and {len(problems) - 1} more: `mahalla verify`)" if len(problems) > 1 else ""
        return "unsafe", f"{problems[0].message}{more}"
    return "ok", f"every file of {len(editions(store))} editions, and the audit trail, as written"


def _objects(store: Store) -> _Said:
    remote, listed = store.remote, editions(store)
    if remote is None:
        return "ok", "none: editions stand in the data folder"
    lacking = [info.id for info in listed if not remote.has(info.folder, info.manifest)]
    if lacking:
        return "missing", f"{remote.shown} lacks {', '.join(lacking[:4])}: `mahalla push` on a server that has it"
    here = sum(not store.lacks(info.folder) for info in listed)
    return "ok", f"{remote.shown} has all {len(listed)} editions; {here} of them are here"


def _leftovers(store: Store) -> _Said:
    left, aside = leftovers(store), set_aside(store)
    if left:
        return "note", f"{len(left)} of killed processes; swept at the next start"
    if aside:
        return "note", f"{len(aside)} whole but never recorded, kept out of sight as {aside[0].name}"
    return "ok", "none"


def _backup(store: Store) -> _Said:
    at = backup.last(store)
    if at is None:
        return "missing", "none was ever taken: mahalla backup FILE"
    days = (_now() - at).days
    return ("unsafe" if days > _OLD_BACKUP_DAYS else "ok"), f"the last one was taken {days} days ago"


def _clock(store: Store) -> _Said:
    now = _now()
    try:
        here = now.astimezone(ZoneInfo(TIME_ZONE))
    except ZoneInfoNotFoundError:
        return "missing", f"the system knows no time zone {TIME_ZONE}: install tzdata"
    newest = max((info.published_at for info in editions(store)), default=now)
    said = f"{here:%Y-%m-%d %H:%M} in {TIME_ZONE}"
    return ("unsafe", f"{said}: behind the newest edition; set it") if newest > now else ("ok", said)


def _program(_store: Store) -> _Said:
    version = metadata.version("mahalla-map")
    python = ".".join(map(str, sys.version_info[:3]))
    lock = settings.shared("requirements.lock")
    if not lock.exists():
        return "note", f"{version} on Python {python}; no requirements.lock to compare with"
    differ = [name for name, wanted in _PINNED.findall(lock.read_text(encoding="utf-8")) if _version(name) != wanted]
    if differ:
        return "unsafe", f"{len(differ)} libraries are not those of the lock: {', '.join(differ[:4])}; install again"
    return "ok", f"{version} on Python {python}, every library as pinned"


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _fonts(_store: Store) -> _Said:
    folder = settings.ROOT / "layers" / "assets" / "fonts"
    found = [path for path in folder.glob("*.woff2") if path.stat().st_size]
    return ("ok", f"{len(found)} files") if found else ("missing", f"none in {folder}; install again")


def _settings(_store: Store) -> _Said:
    if not settings.CONFIG.exists():
        return "missing", f"{settings.CONFIG} is not there; install again"
    read = tomllib.loads(settings.CONFIG.read_text(encoding="utf-8"))
    safe = {
        ("client", "showErrorDetails"): "none",
        ("server", "enableCORS"): True,
        ("browser", "gatherUsageStats"): False,
    }
    wrong = [f"{part}.{name}" for (part, name), value in safe.items() if read.get(part, {}).get(name) != value]
    if not read.get("server", {}).get("allowedHosts"):
        wrong.append("server.allowedHosts")
    return ("unsafe", f"{', '.join(wrong)} in {settings.CONFIG}") if wrong else ("ok", str(settings.CONFIG))


def _port(port: int) -> _Said:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        return "ok", f"{port} is free: nothing is being served there"
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            told = json.load(answer)
            return "ok", f"{port} serves edition {told['id']}"
    except (OSError, ValueError, KeyError) as error:
        return "unsafe", f"{port} answers, but not as the map does: {error}"


_CHECKS: Final[dict[str, Callable[[Store], _Said]]] = {
    "folder": _folder,
    "user": _user,
    "disk": _disk,
    "register": _register,
    "edition": _edition,
    "integrity": _integrity,
    "objects": _objects,
    "leftovers": _leftovers,
    "backup": _backup,
    "clock": _clock,
    "program": _program,
    "fonts": _fonts,
    "settings": _settings,
}
