"""Codes of territories: which system a code belongs to, and codes cleaned of what spreadsheets do to them.

SOATO: 4 digits a region, 7 a district (both begin with 17, Uzbekistan). A mahalla has up to three codes: `mahalla_id`
(10 digits: the district's SOATO and 3 more), `mfy_id` (8 digits), `stat_code` (13 digits).
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, Literal

from geodata import names

System = Literal["mahalla_id", "mfy_id", "stat_code", "soato_district", "soato_region"]

COUNTRY: Final = "17"  # SOATO of Uzbekistan
_DIGITS: Final[dict[int, System]] = {
    4: "soato_region",
    7: "soato_district",
    8: "mfy_id",
    10: "mahalla_id",
    13: "stat_code",
}
_WITH_COUNTRY: Final = frozenset({"soato_region", "soato_district", "mahalla_id"})
_NUMBER: Final = re.compile(r"[+]?\d+(?:\.\d*)?(?:[eE][+]?\d+)?")
_MISSING: Final = frozenset({"", "nan", "none", "null", "<na>", "nat", "-", "—"})


def clean(value: object) -> str | None:
    """`value` as a code in text; None when it is missing.

    "1710207.0", 1710207.0 and "1.710207E6" are "1710207"; "18 140 001" is "18140001"; other text is only trimmed.
    """
    if value is None:
        return None
    return _clean_text(str(value))


@lru_cache(maxsize=65_536)
def _clean_text(raw: str) -> str | None:
    text = names.tidy(raw).strip("'ʼʻ\" ")
    if text.casefold() in _MISSING:
        return None
    joined = re.sub(r"(?<=\d)[\s_](?=\d)", "", text)
    if not _NUMBER.fullmatch(joined):
        return text
    if joined.isdigit():
        return joined
    try:
        number = Decimal(joined)
    except InvalidOperation:
        return text
    return str(int(number)) if number.adjusted() < 20 and number == number.to_integral_value() else text


@lru_cache(maxsize=65_536)
def system(code: str | None) -> System | None:
    """System of a clean code, by its length and country; None for anything else, such as a provisional code."""
    if not code or not (code.isascii() and code.isdigit()):
        return None
    found = _DIGITS.get(len(code))
    return None if found in _WITH_COUNTRY and not code.startswith(COUNTRY) else found


def district_of(code: str | None) -> str | None:
    """SOATO of the district that a code tells by itself: `mahalla_id`, SOATO or a provisional code; else None."""
    if system(code) in {"mahalla_id", "soato_district"} or is_provisional(code):
        return str(code)[:7]
    return None


def region_of(code: str | None) -> str | None:
    """SOATO of the region that a code tells by itself; else None."""
    if system(code) == "soato_region":
        return code
    district = district_of(code)
    return district[:4] if district else None


def provisional(district_code: str, name: str) -> str:
    """Code of a mahalla that no register has a code for: "1710212.aerodrom"."""
    return f"{district_code}.{names.slug(name)}"


def is_provisional(code: str | None) -> bool:
    """Whether `code` was made by `provisional`."""
    head, dot, tail = (code or "").partition(".")
    return bool(dot and tail) and system(head) == "soato_district"
