"""What has been published: each edition a link that shows the whole product as it was then."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from dashboard import data, markup, state
from dashboard.language import Words
from dashboard.state import Field
from geodata.edition import EditionInfo, editions
from geodata.errors import StoreError

SHOWN = 12


def show() -> None:
    """The newest editions first; the one in use marked."""
    words = Words(state.language())
    found = sorted(editions(data.store()), key=lambda entry: -entry.number)
    link = {name: value for name, value in state.address().link().items() if name != Field.EDITION}
    rows = [_row(words, entry, link) for entry in found[:SHOWN]]
    markup.show("editions.html", title=words("data.editions"), rows=rows, empty=words("data.no_edition"))


def _row(words: Words, entry: EditionInfo, link: Mapping[str, str]) -> dict[str, object]:
    """What the template writes of an edition; one that is damaged stays in the list and says so."""
    here, manifest = data.is_here(entry), None
    with contextlib.suppress(StoreError):
        manifest = data.manifest(entry) if here else None
    marks = {
        "current": entry.current,
        "demo": manifest is not None and manifest.demonstration,
        "damaged": manifest is None and here,
        "in_store": not here,
    }
    return {
        "number": entry.number,
        "id": entry.id,
        "at": words.moment(entry.published_at),
        "region": "" if manifest is None else manifest.region.names.pick(words.language),
        "who": words.known("who", entry.who),
        "note": "" if manifest is None else manifest.note,
        "marks": [words(f"data.{mark}") for mark, holds in marks.items() if holds],
        "link": link if entry.current else {**link, Field.EDITION.value: str(entry.number)},
    }
