"""The figures of docs/performance.md, written from results.json so that the page never tells others."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bench import results
from bench.lines import Line, beside, number
from bench.parts import PARTS
from bench.servers import ROOT

PAGE: Final = ROOT / "docs" / "performance.md"
BEGIN: Final = "<!-- written by `make bench` -->"
END: Final = "<!-- end of what is written -->"


def write(page: Path = PAGE) -> None:
    """Put the table of what is kept between the two marks of the page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}", encoding="utf-8")


def table() -> str:
    """All parts, each with what it did and when, as Markdown."""
    kept = results.kept()
    told = ["| | figure | aim | | beside, in the same run |", "| --- | ---: | ---: | --- | --- |"]
    for name in [*PARTS, *(name for name in kept if name not in PARTS)]:
        if name in kept:
            says = f": {PARTS[name].says}" if name in PARTS else ""
            made = kept[name].made.replace("T", " ")[:16] or "never measured"
            told.append(f"| **{name}**{says} ({made}) | | | | |")
            told += map(_row, kept[name].lines)
    return "\n".join(told)


def _row(line: Line) -> str:
    figure = "–" if line.figure is None else f"{number(line.figure)} {line.unit}".strip()
    depth = "&ensp;" if line.name.startswith(" ") else ""
    more = "; ".join(filter(None, (beside(line), line.note)))
    return f"| {depth}{line.name.strip()} | {figure} | {line.aim} | {line.verdict} | {more} |"
