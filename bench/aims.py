"""The figures in one table, each beside its aim."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bench.measure import Samples, middle
from bench.subjects import PEERS, SUBJECTS

MOST_BYTES: Final = 6_000.0
MOST_ABOVE_FLOOR_MS: Final = 150.0
TIMES_BETTER: Final = 10.0
FIRST_PAINT_TIMES: Final = 1.5
MOST_SCRIPT_MS: Final = 60.0

Figures = Mapping[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure of every subject; `most` is what ours may be at most, `aim` says it, both empty without an aim."""

    name: str
    unit: str
    figures: Figures
    aim: str = ""
    most: float | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the aim is reached; None where there is none, or nothing to hold against it."""
        ours = self.figures.get("ours")
        return None if ours is None or self.most is None else ours <= self.most

    @property
    def wanted(self) -> str:
        """The aim with its figure."""
        return self.aim if self.most is None else f"{self.aim} {self.most:,.0f}".strip()

    @property
    def verdict(self) -> str:
        """The last column."""
        if not self.aim:
            return ""
        return {None: "not measured", True: "reached", False: "NOT reached"}[self.reached]


def rows(samples: Mapping[str, Samples], start_s: float | None) -> list[Row]:
    """Every row of the table."""

    def each(figure: Callable[[Samples], float | None]) -> dict[str, float | None]:
        return {name: figure(one) for name, one in samples.items()}

    repaint = each(lambda one: middle(one.repaint_ms))
    first = each(lambda one: middle(one.first_paint_ms))
    above = {name: _less(value, repaint.get("floor")) for name, value in repaint.items() if name != "floor"}
    ours = {"ours": above.get("ours")}
    best = min((value for name, value in above.items() if name in PEERS and value is not None), default=None)
    script = {"ours": middle(samples["ours"].script_ms)} if "ours" in samples else {}
    sent = each(lambda one: middle(one.bytes_down))
    return [
        Row(name="bytes down per change", unit="B", figures=sent, aim="≤", most=MOST_BYTES),
        Row(name="  the largest change", unit="B", figures=each(lambda one: max(one.bytes_down, default=None))),
        Row(name="  of it by HTTP", unit="B", figures=each(lambda one: middle(one.http_bytes))),
        Row(name="  as they travel", unit="B", figures=each(lambda one: middle(one.wire_bytes))),
        Row(name="time to repaint", unit="ms", figures=repaint),
        Row(name="  drawing ordered", unit="ms", figures=each(lambda one: middle(one.ordered_ms))),
        Row(name="  the slowest change", unit="ms", figures=each(lambda one: max(one.repaint_ms, default=None))),
        Row(name="  above the floor", unit="ms", figures=above, aim="≤", most=MOST_ABOVE_FLOOR_MS),
        Row(
            name="  above it, to the best",
            unit="ms",
            figures=ours,
            aim="≤ best/10:",
            most=_times(best, 1 / TIMES_BETTER),
        ),
        Row(
            name="first paint",
            unit="ms",
            figures=first,
            aim="≤ 1.5 floors:",
            most=_times(first.get("floor"), FIRST_PAINT_TIMES),
        ),
        Row(name="script run per change", unit="ms", figures=script, aim="<", most=MOST_SCRIPT_MS),
        Row(name="second start to /health", unit="s", figures={"ours": start_s}),
    ]


def text(found: Sequence[Row], failed: Mapping[str, str]) -> str:
    """The table as it is printed."""
    names = list(SUBJECTS)
    heads = ["", "", *(SUBJECTS[name].title for name in names), "aim", ""]
    cells = [
        [row.name, row.unit, *(_cell(row, name, failed) for name in names), row.wanted, row.verdict] for row in found
    ]
    widths = [max(len(line[at]) for line in [heads, *cells]) for at in range(len(heads))]
    lines = [heads, ["─" * width for width in widths], *cells]
    return "\n".join(_line(line, widths) for line in lines)


def as_dicts(found: Sequence[Row]) -> list[dict[str, object]]:
    """The rows as they are written to results.json."""
    return [
        {
            "name": row.name.strip(),
            "unit": row.unit,
            "figures": dict(row.figures),
            "aim": row.wanted,
            "reached": row.reached,
        }
        for row in found
    ]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Words to the left, figures to the right."""
    words = {0, 1, len(cells) - 1}
    padded = [
        cell.ljust(width) if at in words else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()


def _cell(row: Row, name: str, failed: Mapping[str, str]) -> str:
    value = row.figures.get(name)
    if value is not None:
        return f"{value:,.1f}" if row.unit == "s" else f"{value:,.0f}"
    return "failed" if name in failed and set(row.figures) - {"ours"} else ""


def _less(value: float | None, floor: float | None) -> float | None:
    return None if value is None or floor is None else value - floor


def _times(value: float | None, times: float) -> float | None:
    return None if value is None else value * times
