"""A day that stands in a heading: "Aholi soni, 01.01.2024", «Население на 1 января 2024 года»."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from geodata.sources import dates

_YEAR: Final = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_DAY: Final = r"(?<!\d)\d{1,2}"
_WORD: Final = r"[^\W\d_]{3,}"
_WRITTEN: Final = re.compile(
    rf"{_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d)"  # 2024-01-01
    rf"|{_DAY}[-./]\d{{1,2}}[-./]{_YEAR}"  # 01.01.2024
    rf"|{_YEAR}\W?\s*(?:yil|йил)\w*\W*{_DAY}\W?\s*{_WORD}"  # 2024-yil 1-yanvar
    rf"|{_DAY}\W?\s*{_WORD}\W*{_YEAR}",  # 1 января 2024
    re.IGNORECASE,
)
_ONLY_YEAR: Final = re.compile(_YEAR)
_EITHER: Final = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/]\d{4}")
# Words around a day, and units, that say nothing more: "holatiga koʻra", "на", "года", "as of", "чел."
_AROUND: Final = re.compile(
    r"(?<![^\W_])(?:yil\w*|y|йил\w*|й|holat\w*|ҳолат\w*|koʻra|кўра|по состоянию|на|год\w*|г|as of|as at|on"
    r"|kishi|киши|nafar|нафар|чел\w*|persons)(?![^\W_])\.?",
    re.IGNORECASE,
)


def told(heading: str) -> date | None:
    """The one day that a heading tells, of a year alone its first; None where it tells none, or not for certain.

    Not certain are two days, and 02/01/2024, which may be January or February.
    """
    written = _WRITTEN.findall(heading)
    if not written:
        years = _ONLY_YEAR.findall(heading)
        return date(int(years[0]), 1, 1) if len(years) == 1 else None
    either = _EITHER.fullmatch(written[0])
    if len(written) > 1 or (either and either[1] != either[2] and max(int(either[1]), int(either[2])) <= 12):
        return None
    return dates.read([written[0]], date.max).cells[0]


def without(heading: str) -> str:
    """A heading without its days and the words around them; as it is where it tells none."""
    bare = _ONLY_YEAR.sub(" ", _WRITTEN.sub(" ", heading))
    return heading if bare == heading else _AROUND.sub(" ", bare)
