"""The `mahalla` command. Its data commands import no Streamlit, so they start fast."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Final

from dashboard.commands import access, exporting, publishing, reading, serving, upkeep
from dashboard.commands.commands import REFUSED, USABLE, Commands
from geodata.errors import GeodataError

_SUBJECTS: Final = (serving, reading, publishing, exporting, upkeep, access)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 2 with one sentence on standard error when it refused."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except GeodataError as error:
        where = f"{error.finding.where}: " if error.finding.where else ""
        print(f"mahalla: {where}{error}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return USABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mahalla", description="The mahalla map: from files to the screen.")
    commands = Commands(parser.add_subparsers(title="commands", required=True, metavar="COMMAND"))
    for subject in _SUBJECTS:
        subject.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
