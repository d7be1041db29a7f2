"""What the modules of commands share: adding one, its answers, and where progress is told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

USABLE: Final = 0
REFUSED: Final = 2
Run = Callable[[argparse.Namespace], int]


@dataclass(frozen=True, slots=True)
class Commands:
    """Where commands are added."""

    parsers: argparse._SubParsersAction[argparse.ArgumentParser]

    def add(self, name: str, run: Run, text: str, *, stored: bool = True) -> argparse.ArgumentParser:
        """The parser of a new command, which `run` carries out; with `stored` it has the option --data."""
        made = self.parsers.add_parser(name, help=text, description=text, parents=[_data()] if stored else [])
        made.set_defaults(run=run)
        return made


def _data() -> argparse.ArgumentParser:
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="the data folder (default: data)")
    return data


def progress(share: float, step: str) -> None:
    """Tell on standard error how far a long command has come."""
    print(f"  {share:4.0%} {step}", file=sys.stderr, flush=True)
