"""What the modules of commands share: adding one, its answers, and where progress is told."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geodata.machine import named

USABLE: Final = 0
REFUSED: Final = 2
STOPPED: Final = 130
"""The status that shells give to what was ended by Ctrl+C."""

LANGUAGES: Final = ("uz-Latn", "uz-Cyrl", "ru", "en")

Run = Callable[[argparse.Namespace], int]


@dataclass(frozen=True, slots=True)
class Commands:
    """Where commands are added."""

    parsers: argparse._SubParsersAction[argparse.ArgumentParser]

    def add(
        self, name: str, run: Run, text: str, *, stored: bool = True, begins: bool = False
    ) -> argparse.ArgumentParser:
        """The parser of a new command, which `run` carries out; with `stored` it has the option --data.

        One that `begins` may be given a folder in which nothing was recorded yet; every other one refuses it.
        """
        made = self.parsers.add_parser(name, help=text, description=text, parents=[_data()] if stored else [])
        made.set_defaults(run=run, begins=begins or not stored)
        return made


def _data() -> argparse.ArgumentParser:
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="the data folder (default: data)")
    return data


def who() -> str:
    """The user of this machine who runs the command, for the audit trail; its number where it has no name."""
    try:
        return named(getpass.getuser())
    except (KeyError, OSError):  # as in a container that runs under any number
        return f"uid {os.getuid()}"


def tell(value: object) -> None:
    """One JSON object on standard output, whatever encoding that has."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not utf8))


def unbreakable_output() -> None:
    """Lets a name that the output cannot write be told in escaped form instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def close_output() -> None:
    """Leaves nothing for the end of the process to write, and to fail at."""
    with contextlib.suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def progress(share: float, step: str) -> None:
    """Tell on standard error how far a long command has come."""
    print(f"  {share:4.0%} {step}", file=sys.stderr, flush=True)
