"""`python -m bench.backtest`: look back on the early signals and on what else is in use; write backtest.json.

Rolling origin: each month is judged from what was known up to it. Surges are added to real and to synthetic counts. The
rules and their limits were chosen on months 13 to 24 with seeds 0 to 7 (`--tuning` shows those); the table is of months
25 to 36 with other seeds. The form of the model was chosen on the whole of the London panel without surges, and the
later months were seen with seeds 0 to 7 while rules were compared, so the table is no blind trial.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from bench import backtest_methods as methods
from bench import backtest_panels as panels
from bench.backtest_panels import Panel
from bench.backtest_scores import BANDS, NOMINAL, Scores, add
from dashboard import cli

FILE: Final = Path(__file__).with_name("backtest.json")
TUNING: Final = (range(12, 24), range(8))
REPORTED: Final = (range(24, 36), range(1001, 1011))
FACTORS: Final = (3.0, 2.0)
DEMONSTRATION: Final = (("calls", 1), ("preventable", 3))
NOTES: Final = """\
Surges of three months in 6 % of the areas within the twelve months looked back on. Only areas with at least one event a
step in the long run are counted, for every method.
An alarm is true if a surge was put into that area and month. The panels have surges of their own, which are not marked:
alarms on them count as false here, so the share of true ones is a lower bound.
Calibration: the part of cells without surge where P was at or under 0.05 / 0.01 / 0.001. Counts are whole numbers, so a
right P stays somewhat under. EARS takes P from the normal distribution.
Delay: months from the first of the surge to the first alarm, of the surges found.
London has no residents with it: every ward got the same number, for every method.
The demonstration is synthetic and holds a few surges put in on purpose."""


def main() -> int:
    """Look back, print the tables, write the file."""
    parser = argparse.ArgumentParser(prog="bench.backtest", description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder with a demonstration (default: built anew)")
    parser.add_argument("--tuning", action="store_true", help="the months and seeds the rules were chosen on")
    options = parser.parse_args()
    months, seeds = TUNING if options.tuning else REPORTED
    with tempfile.TemporaryDirectory() as scratch:
        runs = [run(panel, months, seeds) for panel in _panels(options.data, Path(scratch))]
    print(*(text for one in runs for text in _tables(one)), NOTES, sep="\n")
    if not options.tuning:
        content = {"nominal": NOMINAL, "notes": NOTES.splitlines(), "panels": runs}
        FILE.write_text(json.dumps(_rounded(content), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def run(panel: Panel, months: Sequence[int], seeds: Sequence[int]) -> dict[str, Any]:
    """The figures of a panel: by factor, method and band; and the alarms a month with no surge added."""
    out: dict[str, Any] = {
        "panel": panel.name,
        "areas": int(panel.judged.sum()),
        "span": panel.span,
        "months": [months[0] + 1, months[-1] + 1],
        "seeds": [seeds[0], seeds[-1]],
        "without_surges": _untouched(panel, months),
    }
    for factor in FACTORS:
        scores: Scores = {}
        for seed in seeds:
            injected = panels.inject(panel, seed=seed, first=months[0], last=months[-1], factor=factor)
            verdicts = {month: _verdicts(panel, injected.counts[:, : month + 1]) for month in months}
            add(scores, panel, injected, verdicts)
        out[f"factor_{factor:g}"] = [
            {"method": name, "band": band, **score.figures()} for (name, band), score in scores.items()
        ]
    return out


def _verdicts(panel: Panel, counts: panels.Floats) -> dict[str, methods.Verdicts]:
    if panel.span > 1:
        return methods.ours(counts, panel.residents, panel.span)
    return methods.everyone(counts, panel.residents)


def _untouched(panel: Panel, months: Sequence[int]) -> dict[str, float]:
    """Alarms a month on the panel as it is."""
    found = [_verdicts(panel, panel.counts[:, : month + 1]) for month in months]
    return {name: sum(int((one[name].alert & panel.judged).sum()) for one in found) / len(months) for name in found[0]}


def _panels(data: Path | None, scratch: Path) -> list[Panel]:
    real = panels.london()
    if real is None:
        print("The London panel is not beside the project: only the demonstration is looked back on.", file=sys.stderr)
    if data is None:
        with contextlib.redirect_stdout(io.StringIO()):
            cli.main(["demo", "--data", str(scratch)])
    made = [panels.demonstration(data or scratch, group, span=span) for group, span in DEMONSTRATION]
    return [real, *made] if real else made


def _tables(result: dict[str, Any]) -> list[str]:
    """A panel's tables in markdown."""
    lines = []
    for factor in FACTORS:
        months, seeds = result["months"], result["seeds"]
        step = "" if result["span"] == 1 else f", steps of {result['span']} months"
        heads = ("method", "alarms a month", "true", "surges found", "delay, months", "P <= 0.05 / 0.01 / 0.001")
        columns = [*heads, f"found where {' / '.join(BANDS)} are usual", "alarms a month without surges"]
        title = (
            f"**{result['panel']}**{step}: {result['areas']} areas, surges {factor:g}-fold, "
            f"months {months[0]} to {months[1]}, seeds {seeds[0]} to {seeds[1]}"
        )
        lines += [title, "", "| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
        rows = {(row["method"], row["band"]): row for row in result[f"factor_{factor:g}"]}
        for method, without in result["without_surges"].items():
            row = rows[method, "all"]
            calibration = row["calibration"]
            cells = [
                method,
                f"{row['alarms_a_month']:.1f}",
                _percent(row["true_share"]),
                _percent(row["found_share"]),
                "-" if row["delay_months"] is None else f"{row['delay_months']:.1f}",
                " / ".join(f"{value:.4f}" for value in calibration) if calibration else "-",
                " / ".join(_percent(rows[method, band]["found_share"]) for band in BANDS),
                f"{without:.1f}",
            ]
            lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
    return lines


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f} %"


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 5)
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, (list, tuple)) else value


if __name__ == "__main__":
    sys.exit(main())
