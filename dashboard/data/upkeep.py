"""The caches filled before the port opens, and emptied."""

from __future__ import annotations

from dashboard.access.door import door
from dashboard.data import kept
from dashboard.data.editions import edition, forget_shown
from dashboard.data.fetched import clusters, names_address, sites_address
from dashboard.data.places import search_keys
from dashboard.data.register import records, written
from dashboard.language import Language
from geodata.errors import StoreError


def warm() -> None:
    """Load what every page needs of the edition shown; nothing where nothing has been published."""
    try:
        found = edition()
    except StoreError:
        return  # every page says what is wrong
    for language in Language:
        names_address(found.id, language)
        sites_address(found.id, language)
    clusters(found.id)
    search_keys(found.id)
    records(written())


def forget() -> None:
    """Empty every cache: for a process that changes its data folder, as tests do."""
    forget_shown()
    door.cache_clear()
    kept.forget()
