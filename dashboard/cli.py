"""The `mahalla` command. Its data commands import no Streamlit, so they start fast."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from dashboard.commands import access, exporting, publishing, reading, serving, unmatched, upkeep
from dashboard.commands.commands import REFUSED, STOPPED, Commands, close_output, unbreakable_output
from geodata.errors import GeodataError, OptionError, StoreError
from geodata.machine import is_text

_SUBJECTS: Final = (serving, reading, publishing, unmatched, exporting, upkeep, access)
_STORED: Final = frozenset({"data", "out", "note", "name", "why"})
"""Options that get into the register or into libraries that want text."""

# How libraries that want memory, or a thread, say that there is none.
_NO_MEMORY: Final = re.compile(r"cannot allocate memory|failed to map segment|can't start new thread", re.IGNORECASE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 2 with one sentence on standard error when it refused."""
    unbreakable_output()
    options = _parser().parse_args(arguments)
    try:
        with _machine():
            _refuse_what_is_no_text(options)
            _refuse_what_is_no_folder(options)
            _refuse_a_folder_without_records(options)
            status = int(options.run(options))
        _finish()
    except GeodataError as error:
        where = f"{error.finding.where}: " if error.finding.where else ""
        print(f"mahalla: {where}{error}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("mahalla: stopped", file=sys.stderr)
        return STOPPED
    return status


@contextmanager
def _machine() -> Iterator[None]:
    """Turns what the machine refuses into a StoreError; anything else is a bug and shows."""
    try:
        yield
    except BrokenPipeError as error:
        close_output()
        raise StoreError("output_lost", got=error.strerror) from error
    except MemoryError as error:
        raise StoreError("memory_short") from error
    except (ImportError, RuntimeError, SystemError) as error:
        if not _NO_MEMORY.search(str(error)):
            raise
        raise StoreError("memory_short") from error
    except OSError as error:
        where = "" if error.filename is None else str(error.filename)
        raise StoreError("machine_refused", where=where, got=error.strerror or str(error)) from error


def _finish() -> None:
    """StoreError where what was told did not arrive, as in a file on a full disk."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        close_output()
        raise StoreError("output_lost", got=error.strerror) from error


def _refuse_what_is_no_text(options: argparse.Namespace) -> None:
    for name, value in vars(options).items():
        whole = value.absolute() if isinstance(value, Path) else value
        if name in _STORED and isinstance(whole, str | Path) and not is_text(whole):
            raise OptionError("option", name=f"--{name}", got=value, wanted="text in UTF-8")


def _refuse_what_is_no_folder(options: argparse.Namespace) -> None:
    """OptionError where something else stands in the place of the data folder."""
    folder = getattr(options, "data", None)
    if folder is not None and os.path.lexists(folder) and not folder.is_dir():
        raise OptionError("option", name="--data", got=folder, wanted="a folder, or a new one")


def _refuse_a_folder_without_records(options: argparse.Namespace) -> None:
    """StoreError where a command is to work on what is there and nothing is, as in a folder named by a slip."""
    if options.begins:
        return
    from geodata.store import Store  # slow to load; --help needs none of it

    if not Store(options.data).has_register:
        raise StoreError("nothing_recorded", where=str(options.data), folder=options.data)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mahalla", description="The mahalla map: from files to the screen.")
    commands = Commands(parser.add_subparsers(title="commands", required=True, metavar="COMMAND"))
    for subject in _SUBJECTS:
        subject.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
