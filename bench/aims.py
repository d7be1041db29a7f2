"""What a change and a first paint cost, as lines: each figure beside the floor and the other ways of drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bench.lines import Line
from bench.measure import Samples, middle
from bench.subjects import PEERS, SUBJECTS

MOST_BYTES: Final = 6_000.0
MOST_ABOVE_FLOOR_MS: Final = 150.0
TIMES_BETTER: Final = 10.0
FIRST_PAINT_TIMES: Final = 1.5
MOST_SCRIPT_MS: Final = 60.0

Figures = Mapping[str, float | None]


def lines(samples: Mapping[str, Samples], start_s: float | None, older: Mapping[str, str]) -> list[Line]:
    """Every line; `older` has the day of those subjects that were measured in another run."""

    def each(figure: Callable[[Samples], float | None]) -> dict[str, float | None]:
        return {name: figure(one) for name, one in samples.items()}

    def line(name: str, unit: str, figures: Figures, most: float | None = None, note: str = "") -> Line:
        others = {_title(one, older): value for one, value in figures.items() if one != "ours"}
        return Line(name=name, unit=unit, figure=figures.get("ours"), most=most, beside=others, note=note)

    repaint = each(lambda one: middle(one.repaint_ms))
    first = each(lambda one: middle(one.first_paint_ms))
    above = {name: _less(value, repaint.get("floor")) for name, value in repaint.items() if name != "floor"}
    ours = {"ours": above.get("ours")}
    best = min((value for name, value in above.items() if name in PEERS and value is not None), default=None)
    script = {"ours": middle(samples["ours"].script_ms) if "ours" in samples else None}
    sent = each(lambda one: middle(one.bytes_down))
    return [
        line("bytes down per change", "B", sent, MOST_BYTES),
        line("  the largest change", "B", each(lambda one: max(one.bytes_down, default=None))),
        line("  as they travel", "B", each(lambda one: middle(one.wire_bytes))),
        line("time to repaint", "ms", repaint),
        line("  drawing ordered", "ms", each(lambda one: middle(one.ordered_ms))),
        line("  the slowest change", "ms", each(lambda one: max(one.repaint_ms, default=None))),
        line("  above the floor", "ms", above, MOST_ABOVE_FLOOR_MS),
        line("  above it, to the best", "ms", ours, _times(best, 1 / TIMES_BETTER), "aim: a tenth of the best peer"),
        line("first paint", "ms", first, _times(first.get("floor"), FIRST_PAINT_TIMES), "aim: 1.5 floors"),
        line("script run per change", "ms", script, MOST_SCRIPT_MS),
        line("second start to /health", "s", {"ours": start_s}),
    ]


def _title(name: str, older: Mapping[str, str]) -> str:
    return SUBJECTS[name].title + (f" ({older[name]})" if name in older else "")


def _less(value: float | None, floor: float | None) -> float | None:
    return None if value is None or floor is None else value - floor


def _times(value: float | None, times: float) -> float | None:
    return None if value is None else value * times
