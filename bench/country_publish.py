"""`python -m bench.country_publish`: what importing and publishing a country cost: seconds, memory, the size on disk.

The files are those that `python -m bench.country` wrote into `--country`, or drawn for this run. Every command of ours
runs as an administrator would run it, and the kernel tells what it took, with the processes it started and waited for.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq

from bench import country, results
from bench.lines import Line, as_dicts, text

PUBLISH_S: Final = 300.0
PUBLISH_GIB: Final = 3.0
EDITION_MB: Final = 400.0
_KINDS: Final = ("boundaries", "register", "population", "categories", "incidents")


class CommandError(RuntimeError):
    """A command of ours ended with another status than 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """Seconds by the clock and of the processor, and the most that one process of it held, GiB."""

    seconds: float
    processor_s: float
    gib: float


def lines(files: Path, data: Path) -> list[Line]:
    """What importing the files and publishing them into `data` took."""
    rows, importing_s, importing_gib = 0, 0.0, 0.0
    for kind, path in given(files):
        took = run("import", kind, str(path), "--data", str(data))
        importing_gib = max(importing_gib, took.gib)
        if kind == "incidents":
            rows += pq.ParquetFile(path).metadata.num_rows
            importing_s += took.seconds
        print(f"bench: {path.name}: {took.seconds:.1f} s", file=sys.stderr, flush=True)
    published = run("publish", "--data", str(data))
    edition = sum(path.stat().st_size for path in (data / "editions").rglob("*") if path.is_file())
    per_million = importing_s / rows * 1e6
    note = f"{rows:,} rows"
    return [
        Line(name="importing a million incidents", figure=per_million, unit="s", note=note),
        Line(name="  memory of the largest import", figure=importing_gib, unit="GiB"),
        Line(name="publishing", figure=published.seconds, unit="s", most=PUBLISH_S),
        Line(name="  of it computing", figure=published.processor_s, unit="s"),
        Line(name="  memory", figure=published.gib, unit="GiB", most=PUBLISH_GIB),
        Line(name="  the edition", figure=edition / 1e6, unit="MB", most=EDITION_MB),
    ]


def given(folder: Path) -> list[tuple[str, Path]]:
    """(kind, file) of a country's folder in the order in which they are imported."""
    return [(kind, path) for kind in _KINDS for path in sorted(folder.glob(f"{kind}*.parquet"))]


def run(*words: str) -> Took:
    """Run one command of ours to its end; CommandError with what it said where it fails."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen([sys.executable, "-m", "dashboard.cli", *words], stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if process.returncode != 0:
            raise CommandError(f"mahalla {words[0]} ended with {process.returncode}: {said.read().strip()[-500:]}")
    seconds = time.perf_counter() - begun
    return Took(seconds=seconds, processor_s=used.ru_utime + used.ru_stime, gib=used.ru_maxrss / 2**20)


def main() -> int:
    """Measure, print and keep; 0 where every aim was reached."""
    parser = argparse.ArgumentParser(prog="bench.country_publish", description=__doc__)
    parser.add_argument("--country", type=Path, help="a folder that `python -m bench.country` wrote (default: drawn)")
    parser.add_argument("--into", type=Path, help="where the data folder is left (default: nowhere)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        files = options.country or Path(scratch) / "files"
        if options.country is None:
            country.write(files, country.Size(), quiet=True)
        found = lines(files, options.into or Path(scratch) / "data")
    print(text(found))
    results.add("publishing", as_dicts(found))
    return 0 if all(line.reached is not False for line in found) else 1


if __name__ == "__main__":
    sys.exit(main())
