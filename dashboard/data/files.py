"""Photographs, still maps and packs."""

from __future__ import annotations

import atexit
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import settings
from dashboard.access import acting
from dashboard.access.door import door
from dashboard.data.editions import edition, known, store
from dashboard.data.kept import EDITIONS, kept
from geodata import photos, scratch
from geodata.editions.area import AreaEdition
from geodata.errors import StoreError
from geodata.sites import key_of

if TYPE_CHECKING:
    from layers.printed.land import Land


def photo_folder() -> Path:
    """Where photographs of sites lie; a site's record names its file."""
    return settings.current().data / "photos"


def photo(name: str) -> Path | None:
    """A photograph by the name of its file; None where it shows no site that whoever asks may see.

    One that another server took is fetched from the object store; StoreError if that fails.
    """
    with contextlib.suppress(StoreError):  # without a register what is here is shown, as editions are
        if photos.is_hidden(store(), name):
            return None
    if acting.person().area:
        sites = edition().sites
        keys = {key_of(site) for site in sites.to_dict("records")}
        own = {Path(str(name)).name for name in sites.get("photo", [])}
        own |= {kept.what.file for key, shown in photos.by_site(store()).items() if key in keys for kept in shown}
        if name not in own:
            return None
    photos.bring(door().store, name)
    return photo_folder() / name


@kept(EDITIONS)
def land(edition_id: str) -> Land:
    """The shapes of an edition as still maps draw them; shared, so never changed."""
    from layers.printed.land import read as land_of  # noqa: PLC0415  draws with Matplotlib, which no page needs

    found = known(edition_id)
    return land_of(found.web_geometry[1] if isinstance(found, AreaEdition) else found.web_files["geometry"])


@kept(1)
def pack_folder() -> Path:
    """Where packs that this process made lie until it ends: not in the data folder, which may be read only."""
    held = contextlib.ExitStack()
    atexit.register(held.close)
    return held.enter_context(scratch.folder("packs"))
