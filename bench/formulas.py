"""How long the figures themselves take: indicators and signals of many mahallas over many months, and the scan.

No browser and no page: what is measured is what a page or a publication waits for.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from bench import madeup, results
from bench.lines import Line, as_dicts, text
from geodata.analysis import clusters, indicators, signals
from geodata.analysis.counting import Query
from geodata.edition import Edition
from geodata.periods import Period


def lines() -> list[Line]:
    """Everything measured, on made-up mahallas; the scan also on as many areas as a region has."""
    found = []
    for n, months, most in ((832, 36, 1.0), (10_000, 60, 15.0)):
        with tempfile.TemporaryDirectory() as folder:
            edition = madeup.edition(Path(folder), n, months)
            name = f"indicators and signals, {n:,} × {months}"
            found.append(Line(name=name, figure=all_figures(edition, months), unit="s", most=most))
    found.append(Line(name="scan, 832 × 999", figure=_scan(832), unit="s", most=10.0))
    return found


def all_figures(edition: Edition, months: int) -> float:
    """Seconds for every indicator of the last year and the signals of the last month, nothing kept from before."""
    end = int((madeup.FIRST + months - 1).astype(int)) + 1970 * 12
    last = Period.of("month", end // 12, end % 12 + 1).end
    year = Query(group="preventable", types=("theft",), period=Period(date(last.year, 1, 1), last), decision=last)
    start = madeup.FIRST.astype("datetime64[D]").astype(date)
    edition.count("preventable", start=start, end=last)  # the file is open
    edition.neighbours  # noqa: B018  the borders of an edition are found once

    def work() -> None:
        for indicator in indicators.available(edition):
            indicator.compute(edition, year)
        _, counts = edition.mahalla_by_month("preventable", start=start, end=last)
        signals.detect(counts, edition.population_on(last).mahallas, at=months - 1)

    return _seconds(work)


def _scan(n: int) -> float:
    rng = np.random.default_rng(1)
    x, y, people = rng.uniform(0, 200_000, n), rng.uniform(0, 150_000, n), rng.lognormal(8.2, 0.4, n).round()
    cases = rng.poisson(3_300 * people / people.sum())
    return _seconds(lambda: clusters.scan(x, y, cases, people, replicates=999))


def _seconds(work: Callable[[], object]) -> float:
    """The better of two runs: what else the machine does only ever adds."""
    found = []
    for _ in range(2):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found)


def main() -> int:
    """Measure these alone, print them, and put them into results.json."""
    argparse.ArgumentParser(prog="bench.formulas", description=__doc__).parse_args()
    found = lines()
    print(text(found))
    results.add("formulas", as_dicts(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
