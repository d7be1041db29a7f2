"""A country as an edition: so many districts, in several regions, that regions come first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dashboard import data
from dashboard.language import Language, Words
from geodata.edition import Edition

if TYPE_CHECKING:
    from dashboard.view import View


def is_one(edition: Edition) -> bool:
    """Whether an edition is of a country."""
    return len(edition.districts) > 1 and data.is_country(edition.id)


def words(edition: Edition, language: Language) -> Words:
    """The texts of a reader of an edition: of a country they call the whole a republic, not a region."""
    return Words(language, republic=is_one(edition))


def regions(edition: Edition) -> Mapping[str, tuple[str, ...]]:
    """The districts of each region, all by code; districts whose code tells no region are left out."""
    return {code: districts for code, districts in data.regions(edition.id).items() if code}


def speaking(edition: Edition, place: str) -> tuple[str, ...]:
    """Who speaks at a meeting about a place: the regions of a country, else the districts of the region."""
    own = regions(edition)
    if not is_one(edition):
        return data.district_codes(edition.id)
    return own.get(place, tuple(own))


def about(edition: Edition, place: str) -> str:
    """The region of a country that a meeting about a place is about; "" where it is the whole of the edition."""
    return place if place in regions(edition) and place != edition.region.code else ""


def level(edition: Edition, code: str) -> str:
    """Whether a place is a mahalla, a district, or a region; the whole of an edition counts as one."""
    if code in edition.positions:
        return "mahalla"
    return "region" if code == edition.region.code or code in data.regions(edition.id) else "district"


def focus(view: View) -> tuple[str, ...]:
    """The districts that the first page shows alone: those of the address in a country, none in a region."""
    return view.districts if is_one(view.edition) else ()


def around(view: View) -> tuple[str, ...]:
    """The districts beside which those of the address stand in a country: all of their region, or these alone."""
    chosen = frozenset(focus(view))
    own = (districts for districts in regions(view.edition).values() if chosen and chosen <= frozenset(districts))
    return next(own, focus(view))


def region(view: View, district: str) -> str:
    """The name of the region that a district lies in, by its code."""
    return data.region_name(data.region_codes(view.edition.id).get(district, ""), view.language)


def district(edition: Edition, code: str, language: Language) -> str:
    """The short name of a district, in a country with its region; the code where there is none such."""
    return data.district_labels(edition.id, language).get(code, code)


def choices(view: View, *, regions: bool) -> Mapping[str, str]:
    """What the choice of districts offers, names by code; in a country, where `regions` says so, each region first."""
    names = data.district_labels(view.edition.id, view.language)
    if not is_one(view.edition):
        return names
    found: dict[str, str] = {}
    for code, own in data.regions(view.edition.id).items():
        if regions and code:
            found[code] = view.words("country.whole_region", name=data.region_name(code, view.language))
        found |= {district: names[district] for district in own}
    return found


def name(view: View, districts: Sequence[str]) -> str:
    """What some districts are together: a region by its name, others by theirs."""
    chosen = frozenset(districts)
    for code, own in data.regions(view.edition.id).items():
        if frozenset(own) == chosen:
            return data.region_name(code, view.language)
    return ", ".join(district(view.edition, code, view.language) for code in districts)
