"""The rows of an edition that are on no map, and why: `unmatched`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.commands.commands import LANGUAGES, USABLE, Commands
from geodata.errors import OptionError
from geodata.sources.report import KINDS

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.language import Words
    from geodata.edition import Edition

_SHOWN: Final = 20
"""Rows of a kind that are printed; all of them are in the file of --out."""

_OURS: Final = ["district_pos"]
_READ: Final = ("join_", "row_incomplete")
"""How the reasons begin of rows that the check let through."""


def add(commands: Commands) -> None:
    """Add the command of this module."""
    made = commands.add("unmatched", _unmatched, "List the rows of an edition that did not match, and why.")
    made.add_argument("kind", nargs="?", choices=KINDS, help="of one kind of table alone")
    made.add_argument("--lang", choices=LANGUAGES, default="en", help="in which language the reasons are told")
    made.add_argument("--edition", type=int, help="its number (default: the current one)")
    made.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="write those rows of the kind as CSV: correct them there and import it, with the same ids",
    )


def _unmatched(options: argparse.Namespace) -> int:
    from dashboard.language import Language, Words
    from geodata.edition import open_edition
    from geodata.store import Store

    if options.out and not options.kind:
        raise OptionError("option", name="--out", got=options.out, wanted="given together with a kind, as incidents")
    edition = open_edition(Store(options.data), options.edition)
    kinds = [options.kind] if options.kind else list(KINDS)
    for line in _told(edition, kinds, Words(Language(options.lang))):
        print(line)
    if options.out:
        for line in _write(edition.rejected(options.kind), options.out):
            print(line)
    return USABLE


def _told(edition: Edition, kinds: list[str], words: Words) -> Iterator[str]:
    """For each kind how many rows stand apart for which reason, and the first of them."""
    found = {kind: rows for kind in kinds if len(rows := edition.rejected(kind))}
    if not found:
        yield f"every row of edition {edition.id} has its place"
    for kind, rows in found.items():
        yield f"{kind}: {len(rows)} rows"
        for reason, count in rows["reason"].value_counts().items():
            yield f"  {count:>6}  {words.known('reason', str(reason))}"
        for row in rows.head(_SHOWN).to_dict("records"):
            got = row.get("got")
            said = words.known("reason", str(row["reason"]))
            yield f"    {row['where']}: {said}{f': {got}' if isinstance(got, str) else ''}"
        if len(rows) > _SHOWN:
            yield f"    … and {len(rows) - _SHOWN} more; all of them: mahalla unmatched {kind} --out FILE.csv"


def _write(rows: pd.DataFrame, path: Path) -> Iterator[str]:
    """Writes the rows that were read; those that the check left out have the headings of their own file alone."""
    from dashboard.export import tables

    read = rows["reason"].str.startswith(_READ)
    told = rows[read].drop(columns=_OURS, errors="ignore").dropna(axis="columns", how="all")
    path.write_bytes(tables.to_csv(told, {}))
    yield f"{len(told)} rows are in {path}"
    if left := int((~read).sum()):
        yield f"{left} rows that the check left out are to be corrected in the files they stand in"
