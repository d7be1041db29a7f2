"""`python -m bench.growth`: how cost grows with mahallas, with rows and with followers, each from three sizes.

The law is cost = a · n^b, its a and b by least squares on the logarithms. An exponent of 1 says twice the size, twice
the cost; below 1 a fixed part weighs, above 1 it is worth knowing when to stop. Processor time, so that what else the
machine does counts little.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from bench import followers, formulas, madeup, results
from bench.deadline import Deadline
from bench.lines import Line, as_dicts, number, text
from bench.stage import staged
from dashboard.presenter import acts
from geodata import sources
from geodata.edition import publish

MAHALLAS: Final = (832, 2_500, 10_000)
ROWS: Final = (100_000, 300_000, 1_000_000)
FOLLOWERS: Final = (500, 1_500, 5_000)
MONTHS: Final = 36


@dataclass(frozen=True, slots=True)
class Law:
    """cost = a · n^b."""

    a: float
    b: float

    @classmethod
    def of(cls, costs: Mapping[int, float]) -> Law:
        """The law that fits the costs of several sizes best."""
        sizes, values = np.log(list(costs)), np.log(list(costs.values()))
        b, a = np.polyfit(sizes, values, 1)
        return cls(float(np.exp(a)), float(b))

    def __call__(self, n: float) -> float:
        """The cost of a size."""
        return self.a * float(n**self.b)

    def __str__(self) -> str:
        return f"{self.a:.2g} · n^{self.b:.2f}"


def lines(folder: Path | None = None) -> list[Line]:
    """Exponents with what they were fitted from; followers on the data in `folder` (None: the demonstration)."""
    return [*_by_mahallas(MAHALLAS), *_by_rows(ROWS), *_by_followers(folder, FOLLOWERS)]


def line(what: str, unit: str, costs: Mapping[int, float]) -> Line:
    """The exponent of a law, beside the costs it was fitted from."""
    told = ", ".join(f"{size:,}: {number(cost)}" for size, cost in costs.items())
    return Line(name=what, figure=Law.of(costs).b, unit="exponent", note=f"≈ {Law.of(costs)} {unit}; {told}")


def _by_mahallas(sizes: Sequence[int]) -> list[Line]:
    publishing, figures = dict[int, float](), dict[int, float]()
    for n in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            store = madeup.staged(Path(scratch), n, MONTHS)
            begun = time.process_time()
            edition = publish(store, who="bench")
            publishing[n] = time.process_time() - begun
            figures[n] = formulas.all_figures(edition, MONTHS)
        _tell(f"{n:,} mahallas: published in {publishing[n]:.2f} s, figures in {figures[n]:.2f} s")
    return [
        line("publishing, by mahallas", "s", publishing),
        line("all indicators and signals, by mahallas", "s", figures),
    ]


def _by_rows(sizes: Sequence[int]) -> list[Line]:
    reading, publishing = dict[int, float](), dict[int, float]()
    units, rng = madeup.identity(MAHALLAS[0]), np.random.default_rng(5)
    for rows in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            file = Path(scratch) / "incidents.parquet"
            madeup.events(units, MONTHS, rows, rng).drop(columns="row").to_parquet(file, index=False)
            reading[rows] = _of_children(partial(sources.check, "incidents", file))
            store = madeup.staged(Path(scratch) / "data", MAHALLAS[0], MONTHS, rows)
            begun = time.process_time()
            publish(store, who="bench")
            publishing[rows] = time.process_time() - begun
        _tell(f"{rows:,} rows: imported in {reading[rows]:.2f} s, published in {publishing[rows]:.2f} s")
    return [line("importing, by rows", "s", reading), line("publishing, by rows", "s", publishing)]


def _by_followers(folder: Path | None, sizes: Sequence[int]) -> list[Line]:
    late, used, held = dict[int, float](), dict[int, float](), dict[int, float]()
    for many in sizes:
        with tempfile.TemporaryDirectory() as scratch, staged(folder, Path(scratch), Deadline(300)) as server:
            acts.open_meeting(next(iter(acts.meetings())), 1)
            heard = asyncio.run(followers.listen(server, many))
        late[many], used[many], held[many] = heard.all_s, max(heard.told_processor_s, 0.01), heard.each_kb * many / 1024
        _tell(f"{heard}")
    return [
        line("until all have a change, by followers", "s", late),
        line("processor a change, by followers", "s", used),
        line("memory of the server, by followers", "MiB", held),
    ]


def _tell(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)


def _of_children(work: Callable[[], object]) -> float:
    """Processor seconds of the processes that `work` starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(prog="bench.growth", description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder with an edition (default: the demonstration)")
    found = lines(parser.parse_args().data)
    print(text(found))
    results.add("growth", as_dicts(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
