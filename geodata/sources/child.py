"""The child process: reads `input` in the current folder as `job.json` says, and leaves `report.json` and tables there.

Nothing geospatial is imported before the limits stand, and nothing at all for a file that is refused at first sight.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from geodata.errors import SourceError
from geodata.sources import entry, guard, limits
from geodata.sources.notes import Notes
from geodata.sources.report import ReadOptions


def main(folder: Path) -> None:
    """Read the job in `folder` and write what came of it."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    notes = Notes(job["name"])
    try:
        result = _read(folder, job, notes)
    except SourceError as error:
        notes.errors.append(error.finding)
        result = {}
    except MemoryError:
        notes.error("reader_memory", wanted=limits.MEMORY_BYTES // limits.MIB)
        result = {}
    except RecursionError:
        notes.error("too_deep", wanted=limits.DEPTH)
        result = {}
    except Exception as error:  # noqa: BLE001 - whatever a library raises, the file gets its verdict
        traceback.print_exc()
        notes.error("reader_failed", got=type(error).__name__)
        result = {}
    plain = {
        "accepted": not notes.errors,
        "rows": 0 if notes.errors else result.get("rows", 0),
        "errors": [_plain(finding) for finding in notes.errors],
        "warnings": [_plain(finding) for finding in notes.warnings],
        "labels": result.get("labels", {}),
    }
    (folder / "report.json").write_text(json.dumps(plain, default=str), encoding="utf-8")


def _read(folder: Path, job: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    """Open the file, and only if it is of a form we know load the part that needs pandas."""
    options = ReadOptions.from_dict(job["options"])
    opened = entry.open_file(folder, job["kind"], notes)
    if notes.errors:
        return {}
    read = import_module("geodata.sources.pipeline").read
    found: dict[str, Any] = read(opened, job["kind"], options, notes, folder)
    return found


def _plain(finding: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"code": finding.code, "where": finding.where, "values": dict(finding.values)}


if __name__ == "__main__":
    guard.die_with_parent()
    guard.limit_self()
    main(Path.cwd())
    sys.stdout.flush()
