"""A country as an edition: so many districts, in several regions, that regions come first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard import data
from dashboard.language import Language
from dashboard.view import View
from geodata.edition import Edition

MANY: Final = 40
"""Districts that a list can still show at once: the largest region has 26."""


def is_one(edition: Edition) -> bool:
    """Whether an edition is of a country."""
    return len(edition.districts) > MANY and len(data.regions(edition.id)) > 1


def regions(edition: Edition) -> Mapping[str, tuple[str, ...]]:
    """The districts of each region, all by code; districts whose code tells no region are left out."""
    return {code: districts for code, districts in data.regions(edition.id).items() if code}


def focus(view: View) -> tuple[str, ...]:
    """The districts that the first page shows alone: those of the address in a country, none in a region."""
    return view.districts if is_one(view.edition) else ()


def region(view: View, district: str) -> str:
    """The name of the region that a district lies in, by its code."""
    return _region_of(view.edition, district, view.language)


def district(edition: Edition, code: str, language: Language) -> str:
    """The short name of a district, in a country with its region: names recur from one region to another."""
    short = data.district_names(edition.id, language, "short").get(code, code)
    return f"{short} · {_region_of(edition, code, language)}" if is_one(edition) else short


def _region_of(edition: Edition, district: str, language: Language) -> str:
    return data.region_name(data.region_codes(edition.id).get(district, ""), language)


def name(view: View, districts: Sequence[str]) -> str:
    """What some districts are together: a region by its name, others by theirs."""
    chosen = frozenset(districts)
    for code, own in data.regions(view.edition.id).items():
        if frozenset(own) == chosen:
            return data.region_name(code, view.language)
    return ", ".join(district(view.edition, code, view.language) for code in districts)
