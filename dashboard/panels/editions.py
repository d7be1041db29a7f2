"""What has been published: each edition a link that shows the whole product as it was then."""

from __future__ import annotations

from dashboard import data, markup, state
from dashboard.language import Words
from dashboard.state import Field
from geodata.edition import editions

SHOWN = 12


def show() -> None:
    """The newest editions first; the one in use marked."""
    words = Words(state.language())
    found = sorted(editions(data.store()), key=lambda entry: -entry.number)
    link = {name: value for name, value in state.address().link().items() if name != Field.EDITION}
    rows = [
        {
            "number": entry.number,
            "id": entry.id,
            "at": words.moment(entry.published_at),
            "region": data.edition(entry.number).region.names.pick(words.language),
            "who": words.known("who", entry.who),
            "note": data.edition(entry.number).manifest.note,
            "marks": [
                words(f"data.{mark}")
                for mark, holds in (
                    ("current", entry.current),
                    ("demo", data.edition(entry.number).manifest.demonstration),
                )
                if holds
            ],
            "link": link if entry.current else link | {Field.EDITION.value: str(entry.number)},
        }
        for entry in found[:SHOWN]
    ]
    markup.show("editions.html", title=words("data.editions"), rows=rows, empty=words("data.no_edition"))
