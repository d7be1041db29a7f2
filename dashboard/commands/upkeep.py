"""Upkeep: `backup`, `restore`, `doctor`."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.commands.commands import REFUSED, USABLE, Commands, tell, who
from geodata.machine import named

if TYPE_CHECKING:
    from geodata.backup import Backup

_NAMED: Final = "mahalla-*.tar"
_MEBIBYTE: Final = 1 << 20


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    backup = commands.add("backup", _backup, "Pack the whole data folder into one file, while it is being served.")
    backup.add_argument("file", type=Path, help="a new file, or a folder in which one is named by the time")
    backup.add_argument(
        "--keep", type=_number, metavar="N", help="keep the newest N in the folder, if this one is whole"
    )
    restore = commands.add(
        "restore", _restore, "Unpack a backup into a new data folder; nothing is overwritten.", begins=True
    )
    restore.add_argument("file", type=Path)
    doctor = commands.add(
        "doctor", _doctor, "Tell in one screen what is set, what is missing and what is unsafe.", begins=True
    )
    doctor.add_argument("--port", type=int, default=8501, help="the port the map is served on (default: 8501)")
    doctor.add_argument("--json", action="store_true", help="one JSON object on standard output")


def _number(text: str) -> int:
    """A number of backups; ValueError, which argparse tells, for one that would keep none."""
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def _backup(options: argparse.Namespace) -> int:
    from geodata import backup
    from geodata.store import Store

    folder = options.file if options.file.is_dir() else None
    target = options.file
    if folder:
        target = folder / f"mahalla-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar"
    made = backup.make(Store(options.data), target, who=who())
    print(f"packed {_told(made)} into {named(target)}")
    if folder and options.keep and not made.findings:  # what is damaged may be whole in an older one
        for old in sorted(folder.glob(_NAMED))[: -options.keep]:
            old.unlink()
            print(f"removed {old.name}")
    return _findings(made)


def _restore(options: argparse.Namespace) -> int:
    from geodata import backup

    made = backup.restore(options.file, options.data)
    print(f"restored {_told(made)} into {options.data}; every file is as it was packed")
    if (options.data / backup.SETTINGS_BACK).exists():
        print(f"the settings came back as {backup.SETTINGS_BACK}: look at them, then name them settings.toml")
    return _findings(made)


def _told(made: Backup) -> str:
    return f"{made.files} files, {made.size / _MEBIBYTE:,.1f} MiB,"


def _findings(made: Backup) -> int:
    """Says what `verify` found, as `mahalla verify` does."""
    for finding in made.findings:
        print(f"{finding.where}: {finding.message}", file=sys.stderr)
    return REFUSED if made.findings else USABLE


def _doctor(options: argparse.Namespace) -> int:
    from dashboard.commands import checkup

    found = checkup.run(options.data, port=options.port)
    to_mend = [check for check in found if check.state in checkup.TO_MEND]
    if options.json:
        tell({"sound": not to_mend, "checks": [check.as_dict() for check in found]})
    else:
        print(f"The mahalla map, data folder {options.data.resolve()}\n")
        for check in found:
            print(f"  {check.state:<8} {check.name:<10} {check.said}")
        print(f"\n{len(to_mend)} to mend" if to_mend else "\nnothing to mend")
    return REFUSED if to_mend else USABLE
