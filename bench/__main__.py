"""`python -m bench`: measure part by part, each in a process of its own, and print everything as one table.

The table is written whole to results.json beside this file, and into docs/performance.md. `--only` measures some parts
again; the figures of all others stay, with their date.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import course, page, results
from bench.deadline import Deadline
from bench.parts import PARTS
from bench.servers import ROOT, ServerError
from bench.subjects import SUBJECTS


def main() -> int:
    """0 when every part was measured, whatever the figures say."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder with an edition (default: the demonstration)")
    parser.add_argument("--country", type=Path, help="a folder that `python -m bench.country` wrote")
    parser.add_argument("--served", type=Path, help="a data folder with an edition of it")
    parser.add_argument(
        "--only", nargs="+", choices=[*PARTS, *SUBJECTS], default=[], metavar="NAME",
        help=f"parts ({', '.join(PARTS)}), or of `changes` alone ({', '.join(SUBJECTS)})",
    )  # fmt: skip
    options = parser.parse_args()
    subjects = [name for name in options.only if name in SUBJECTS]
    asked = [name for name in PARTS if name in options.only or (name == "changes" and subjects)]
    given = {
        name for name, part in PARTS.items() if (part.served and options.served) or (part.country and options.country)
    }
    asked = asked or [name for name, part in PARTS.items() if part.usual or name in given]
    try:
        with tempfile.TemporaryDirectory() as scratch:
            data = options.data
            if data is None and any(PARTS[name].demo for name in asked):
                data = course.demonstration(Path(scratch) / "data", Deadline(300))
            folders = _Folders(data, options.country, options.served)
            failed = [name for name in asked if not _measured(name, folders, subjects)]
    except ServerError as error:
        print(f"bench: the demonstration could not be built: {error}", file=sys.stderr)
        return 1
    kept = results.kept()
    print(results.text({name: kept[name] for name in [*PARTS, *kept] if name in kept}))
    page.write()
    return 1 if failed else 0


@dataclass(frozen=True, slots=True)
class _Folders:
    """What is measured on: a data folder, the files of a country, a data folder with an edition of it."""

    data: Path | None
    country: Path | None
    served: Path | None


def _measured(name: str, folders: _Folders, subjects: Sequence[str]) -> bool:
    """Measure one part in its own process; whether its figures are new."""
    part = PARTS[name]
    given = list(part.options)
    given += ["--data", str(folders.data.absolute())] if part.demo and folders.data else []
    given += ["--country", str(folders.country.absolute())] if part.country and folders.country else []
    given += [str(folders.served.absolute())] if part.served and folders.served else []
    given += ["--only", *subjects] if name == "changes" and subjects else []
    print(f"bench: {name}: {part.says} (about {part.about_s} s)", file=sys.stderr, flush=True)
    before = _made(name)
    try:
        command = [sys.executable, "-m", f"bench.{part.module or name}", *given]
        ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=part.most_s)
    except subprocess.TimeoutExpired:
        why = f"not finished within {part.most_s} s"
    else:
        if ended.returncode == 0 or _made(name) != before:
            return True
        why = (ended.stderr.strip().splitlines() or ["it wrote nothing"])[-1]
    print(f"bench: {name}: FAILED: {why}", file=sys.stderr, flush=True)
    results.fail(name, why)
    return False


def _made(name: str) -> str:
    kept = results.kept().get(name)
    return f"{kept.made} {kept.lines} {kept.failed}" if kept else ""


if __name__ == "__main__":
    sys.exit(main())
