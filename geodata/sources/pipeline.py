"""From an opened file to a canonical table: rows, fields, the reader of the kind, and what was left out."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.errors import OptionError
from geodata.sources import fields, mapping, raw, stored
from geodata.sources.notes import Notes
from geodata.sources.opened import Opened
from geodata.sources.reading import Reader, Reading, as_text
from geodata.sources.report import KINDS, RECORDS, ReadOptions


def reader(kind: str) -> Reader:
    """Reader of `kind`: the module of that name. Only it is imported, so that a table waits for no geometry."""
    if kind not in (*KINDS, *RECORDS):
        raise OptionError("unknown_kind", got=kind, wanted=", ".join((*KINDS, *RECORDS)))
    read_kind: Reader = import_module(f"geodata.sources.{kind}").read
    return read_kind


def read(opened: Opened, kind: str, options: ReadOptions, notes: Notes, folder: Path) -> dict[str, Any]:
    """Read `opened` as `kind` and save `table` and `rejected` in `folder`; the number of rows, and labels of columns.

    What is wrong goes to `notes`; SourceError when nothing more can be read.
    """
    own = mapping.load(options.mapping)
    if options.layer:
        own = replace(own, layer=options.layer)
    rows = raw.read(opened, kind, own, notes)
    found = fields.recognise([str(name) for name in rows.frame.columns], kind, own, notes)
    reading = Reading(kind=kind, raw=rows, fields=found, mapping=own, options=options, notes=notes)
    table = reader(kind)(reading)
    table = table[~table["row"].isin(list(notes.rejected))].reset_index(drop=True)
    if not len(table) and not notes.errors:
        notes.error("no_rows_left", count=len(rows))
    if notes.errors:
        return {}
    stored.save(table, folder / "table.parquet")
    if notes.rejected:
        stored.save(_rejected(reading), folder / "rejected.parquet")
    return {"rows": len(table), "labels": dict(table.attrs.get("labels", {}))}


def _rejected(reading: Reading) -> pd.DataFrame:
    """Rows left out, as the file wrote them, in the columns that were recognised: no others, they may be personal."""
    reasons = reading.notes.rejected
    out = [number in reasons for number in reading.raw.numbers]
    kept = reading.raw.frame[list(dict.fromkeys(reading.fields.column.values()))][out]
    frame = pd.DataFrame({f"{name}": [as_text(cell) for cell in kept[name]] for name in kept.columns}, dtype="str")
    frame = frame.drop(columns=["row", "reason"], errors="ignore")
    numbers = reading.raw.numbers[out]
    frame.insert(0, "row", numbers)
    frame.insert(1, "reason", [reasons[number] for number in numbers])
    return frame
