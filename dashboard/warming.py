"""What pages ask for first, computed before anybody asks: `first` before the port opens, `later` beside the serving.

A country opens within seconds only if what no page shows at first waits: its still maps, the other indicators, what
other pages begin with. Whoever asks for one of these before it is there waits as long as it takes to compute.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from threading import Event
from time import monotonic
from typing import Final

from dashboard import answers, data, picture, signals, view
from dashboard.language import Language
from dashboard.panels import effects, headline, ranking, trend
from dashboard.state import Address
from dashboard.view import View
from geodata.analysis import indicators
from geodata.errors import StoreError

PATIENCE_S: Final = 1.0
"""How long a step waits for scripts to end: a server that is never idle is warmed up too."""

_SCRIPT: Final = "ScriptRunner.scriptThread"
"""How Streamlit names the thread of a script; a test sees that it still does."""


def first() -> None:
    """What the first page shows, in the language that comes first; nothing where nothing has been published."""
    data.warm()
    if (seen := _opened()) is None:
        return
    works: tuple[Callable[[View], object], ...] = (picture.of, headline.tiles, ranking.table, signals.newest_here)
    for work in works:
        work(seen)
    if seen.edition.groups():
        trend.counts(seen)


def later(stop: Event) -> None:
    """What other pages and choices show, one after the other until all is there or `stop` is set."""
    if (seen := _opened()) is None:
        return
    for work in _works(seen):
        _let_scripts_end()
        if stop.is_set():
            return
        work()


def _let_scripts_end() -> None:
    """Wait for the scripts that run now: beside a thread that computes each takes up to twice as long."""
    until = monotonic() + PATIENCE_S
    for thread in threading.enumerate():
        if thread.name == _SCRIPT:
            thread.join(max(0.0, until - monotonic()))


def _opened() -> View | None:
    """The view of somebody who opens the map without any wish; None where every page says what is wrong instead."""
    try:
        return view.of(data.edition(), Address(values={}), next(iter(Language)))
    except StoreError:
        return None


def _questioned(seen: View) -> None:
    """The signals, and what could explain them: asked for all districts at once, so one signal is enough."""
    found = signals.here(seen)
    if found is None:
        return
    for position in found.listed()[:1]:
        found.questions(position)


def _works(seen: View) -> Iterator[Callable[[], object]]:
    """What the other pages show first, then what is chosen on them, then what is exported."""
    edition, query = seen.edition, seen.query
    yield partial(answers.here, seen)
    if edition.groups():
        yield partial(_questioned, seen)
        yield partial(data.questions, edition.id, query.group, query.period)
        yield partial(data.compared, edition.id, query)
    for indicator in indicators.available(edition):
        other = replace(seen, indicator=indicator)
        yield partial(picture.of, other)
        yield partial(ranking.table, other)
    if edition.groups():
        for site in effects.in_order(data.sites(edition.id)).head(effects.MOST)["id"]:
            yield partial(effects.of, seen, str(site))
    yield partial(data.land, edition.id)
