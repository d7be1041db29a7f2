"""`python -m bench.analysts`: fifty analysts at work at the same time on one process, alone and beside 5,000 followers.

Each is a session of Streamlit over its own WebSocket. Between an answer and the next change lies a time to look and
think, drawn from an exponential distribution, so that changes bunch as those of independent people do. One change in
eight is another page; the others are of the indicator, the period, the district, the group and so on, as the page has
them. The time is from the message that asks for a run to the one that says it has finished, as the visitor has it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bench import followers, results
from bench.deadline import Deadline
from bench.lines import Line, as_dicts, text
from bench.stage import Staged, staged
from bench.visitor import Visitor, Widget
from dashboard.presenter import acts

ANALYSTS: Final = 50
THINK_S: Final = 5.0
"""The mean time from an answer to the next change: quick work, by somebody who knows what to look for."""

MOST_MEDIAN_MS: Final = 300.0
PAGES: Final = ("", "", "", "districts", "districts", "signals", "responsibility", "model-sites")
"""Where an analyst is or goes, each as often as it stands here; "" is the region."""

ANOTHER_PAGE: Final = 1 / 8
WEIGHTS: Final[Mapping[str, int]] = MappingProxyType(
    {"indicator": 5, "period": 3, "district": 3, "group": 1, "type": 1, "signal-month": 2, "layer": 2, "only-post": 1}
)
"""How often a widget is changed, by its key, where a page has it."""

_KEPT_MOST: Final = 2
"""Districts or types chosen at once."""


@dataclass(slots=True)
class Answers:
    """The milliseconds of every change, by page and what was changed."""

    taken_ms: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def all_ms(self) -> list[float]:
        """Of every change, sorted."""
        return sorted(one for several in self.taken_ms.values() for one in several)


def main() -> int:
    """Measure, print, write; 0 where the median is within the aim."""
    parser = argparse.ArgumentParser(prog="bench.analysts", description=__doc__)
    parser.add_argument(
        "country", nargs="?", type=Path, metavar="DIR", help="a data folder with an edition of a country"
    )
    parser.add_argument("--data", type=Path, help="a data folder with an edition (default: the demonstration)")
    parser.add_argument("--analysts", type=int, default=ANALYSTS, help="(default: %(default)s)")
    parser.add_argument("--think", type=float, default=THINK_S, metavar="S", help="(default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each measuring (default: %(default)s)")
    parser.add_argument("--followers", type=int, default=5000, help="beside them, 0: none (default: %(default)s)")
    parser.add_argument("--pages", action="store_true", help="print each page and change too")
    options = parser.parse_args()
    found = measured(
        options.country or options.data,
        Work(many=options.analysts, think_s=options.think, seconds=options.seconds),
        options.followers,
        told=options.pages,
    )
    print(text(found))
    results.add("crowd" if options.country else "analysts", as_dicts(found))
    return 0 if all(line.reached is not False for line in found) else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How many analysts work, how long each thinks on average, and for how long they are watched."""

    many: int = ANALYSTS
    think_s: float = THINK_S
    seconds: float = 60.0


def measured(data: Path | None, work: Work, listening: int, *, told: bool = False) -> tuple[Line, ...]:
    """The figures of analysts alone, then of as many beside followers of a meeting, where any are wanted."""
    with tempfile.TemporaryDirectory() as scratch, staged(data, Path(scratch), Deadline(600)) as server:
        asyncio.run(_work(server, Work(many=5, think_s=0.2, seconds=15), seed=0))  # what the pages show is read once
        found = _lines(server, work, f"{work.many} analysts", told=told)
        if listening:
            acts.open_meeting(next(iter(acts.meetings())), 1)
            with followers.crowd(server.port, listening):
                found += _lines(server, work, f"  beside {listening:,} followers", told=told)
    return found


def _lines(server: Staged, work: Work, name: str, *, told: bool) -> tuple[Line, ...]:
    used, begun = server.processor_s, time.perf_counter()
    answers = asyncio.run(_work(server, work, seed=1))
    took = time.perf_counter() - begun
    share = (server.processor_s - used) / took
    if told:
        print(_by_page(answers))
    taken = answers.all_ms
    return (
        Line(name=f"{name}, median of a rerun", figure=statistics.median(taken), unit="ms", most=MOST_MEDIAN_MS),
        Line(name=f"{name}, 95 in 100 within", figure=taken[int(len(taken) * 0.95)], unit="ms"),
        Line(name=f"{name}, reruns a second", figure=len(taken) / work.seconds, unit="1/s"),
        Line(name=f"{name}, processors used by the server", figure=share, unit=""),
        Line(name=f"{name}, processor time of a rerun", figure=1000 * share * took / len(taken), unit="ms"),
    )


async def _work(server: Staged, work: Work, *, seed: int) -> Answers:
    """Everybody comes in within one thinking time, then works until the time is up."""
    answers, end = Answers(), time.perf_counter() + work.think_s + work.seconds
    dice = [random.Random(f"{seed}/{n}") for n in range(work.many)]  # noqa: S311  the same choices in every run
    await asyncio.gather(*(_analyst(server.port, work, answers, end, one) for one in dice))
    return answers


async def _analyst(port: int, work: Work, answers: Answers, end: float, dice: random.Random) -> None:
    await asyncio.sleep(dice.uniform(0, work.think_s))
    visitor = await Visitor.enter(port)
    page = dice.choice(PAGES)
    await visitor.open(page, "lang=uz-Latn")
    while True:
        pause = dice.expovariate(1 / work.think_s)
        if time.perf_counter() + pause >= end:
            break
        await asyncio.sleep(pause)
        changes = [key for key in WEIGHTS if key in visitor.widgets]
        if dice.random() < ANOTHER_PAGE or not changes:
            page = dice.choice(PAGES)
            answers.taken_ms[page, "opened"].append(await visitor.go(page) * 1000)
        else:
            key = dice.choices(changes, [WEIGHTS[key] for key in changes])[0]
            value = _value(visitor.widgets[key], dice)
            answers.taken_ms[page, key].append(await visitor.choose(key, value) * 1000)
    await visitor.leave()


def _value(widget: Widget, dice: random.Random) -> tuple[str, ...]:
    """Another value than now; the last option of a list may open a dialog instead, so it is left alone."""
    if widget.kind == "multiselect":
        return tuple(dice.sample(widget.options, dice.randint(0, min(_KEPT_MOST, len(widget.options)))))
    others = [one for one in widget.options[: max(2, len(widget.options) - 1)] if (one,) != widget.value]
    return (dice.choice(others or list(widget.options)),)


def _by_page(answers: Answers) -> str:
    rows: Iterator[tuple[str, Sequence[float]]] = (
        (f"{page or 'region'}: {what}", sorted(taken)) for (page, what), taken in sorted(answers.taken_ms.items())
    )
    return "\n".join(
        f"  {name:<32} {len(taken):>5} × median {statistics.median(taken):6.0f} ms, most {taken[-1]:6.0f} ms"
        for name, taken in rows
    )


if __name__ == "__main__":
    sys.exit(main())
