"""The caches filled before the port opens, and emptied."""

from __future__ import annotations

from dashboard.access.door import door
from dashboard.data import kept
from dashboard.data.editions import edition, forget_shown
from dashboard.data.fetched import clusters, names, site_marks
from dashboard.data.figures import pooled, signals
from dashboard.data.files import land
from dashboard.data.places import search_keys
from dashboard.data.register import records, written
from dashboard.language import Language
from geodata.analysis import indicators, kept_signals
from geodata.analysis.indicators import Query
from geodata.errors import StoreError
from geodata.periods import Period


def warm() -> None:
    """Load what the first page needs, before the port opens; nothing where nothing has been published."""
    try:
        found = edition()
    except StoreError:
        return  # every page says what is wrong
    for language in Language:
        names(found.id, language)
        site_marks(found.id, language)
    clusters(found.id)
    search_keys(found.id)
    records(written())
    for group in found.groups()[:1]:
        newest = kept_signals.newest(found, group)
        if newest is not None:
            signals(found.id, newest)
    land(found.id)
    for group in found.groups():
        span = found.coverage(group)
        if span is not None:
            year = Query(group=group, types=(), period=Period.of("year", span[1].year), decision=span[1])
            for indicator in indicators.available(found):
                pooled(found.id, indicator.key, year)


def forget() -> None:
    """Empty every cache: for a process that changes its data folder, as tests do."""
    forget_shown()
    door.cache_clear()
    kept.forget()
