"""Finding a mahalla by what somebody types: any script, any apostrophe, the beginning before the middle; or a code."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import data
from geodata import names
from geodata.edition import Edition


def find(edition: Edition, text: str) -> list[int]:
    """Positions of the mahallas that fit, the best first: the whole name, then its beginning, then any part."""
    typed = text.strip()
    if not typed:
        return []
    by_code = data.positions(edition.id).get(typed)
    if by_code is not None:
        return [by_code]
    wanted = names.key(typed)
    if not wanted:
        return []
    keys = data.search_keys(edition.id)
    return _ranked(keys, wanted) or _ranked([_bare(key) for key in keys], _bare(wanted))


def _ranked(keys: Sequence[str], wanted: str) -> list[int]:
    ranks = (
        (0 if key == wanted else 1 if key.startswith(wanted) else 2, i) for i, key in enumerate(keys) if wanted in key
    )
    return [position for _, position in sorted(ranks)]


def _bare(key: str) -> str:
    """A key as if no oʻ had an apostrophe, as names are typed on a telephone: `names.key` makes a u of oʻ."""
    return key.replace("u", "o")


def is_whole(edition: Edition, position: int, text: str) -> bool:
    """Whether the text is the whole name of a mahalla, or its code."""
    return edition.mahallas["code"].iloc[position] == text.strip() or data.search_keys(edition.id)[
        position
    ] == names.key(text)
