"""Places of an edition by their codes, and their names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from dashboard.data.editions import by_id, known
from dashboard.data.kept import EDITIONS, kept
from dashboard.language import Language
from geodata import names as spelling
from geodata import regions as known_regions
from geodata.analysis.ranking import regions_of
from geodata.sites import CRITERIA, NOT_STATED, STATES

MANY: Final = 40
"""Districts that a list can still show at once: the largest region has 26."""


def spelling_of(language: Language) -> str:
    """How the columns of names end in a language: `uz-Latn` is `uz_latn`."""
    return language.replace("-", "_").lower()


@kept(EDITIONS)
def positions(edition_id: str) -> Mapping[str, int]:
    """The position of each mahalla by its code."""
    found = by_id(edition_id)
    codes = [] if found is None else found.mahallas["code"].tolist()
    return MappingProxyType({code: position for position, code in enumerate(codes)})


@kept(EDITIONS)
def mahalla_codes(edition_id: str) -> tuple[str, ...]:
    """The codes of the mahallas by their positions."""
    found = by_id(edition_id)
    return () if found is None else tuple(map(str, found.mahallas["code"]))


@kept(EDITIONS)
def homes(edition_id: str) -> Mapping[str, str]:
    """The district of each mahalla, both by code."""
    found = by_id(edition_id)
    if found is None:
        return {}
    return MappingProxyType(dict(zip(found.mahallas["code"], found.mahallas["district"], strict=True)))


@kept(EDITIONS)
def district_codes(edition_id: str) -> tuple[str, ...]:
    """The codes of the districts by their positions."""
    found = by_id(edition_id)
    return () if found is None else tuple(map(str, found.districts["code"]))


@kept(2 * EDITIONS * len(Language))
def district_names(edition_id: str, language: Language, form: str) -> Mapping[str, str]:
    """The names of the districts by code, `form` "short" or "name", in one language."""
    found = by_id(edition_id)
    if found is None:
        return {}
    written = found.districts[f"{form}_{spelling_of(language)}"].tolist()
    return MappingProxyType(dict(zip(found.districts["code"].tolist(), written, strict=True)))


@kept(2 * EDITIONS * len(Language))
def district_labels(edition_id: str, language: Language, form: str = "short") -> Mapping[str, str]:
    """The names of the districts by code, in a country each with its region: names recur from one to another."""
    names = district_names(edition_id, language, form)
    if not is_country(edition_id):
        return names
    home = {code: region for region, own in regions(edition_id).items() for code in own if region}
    return MappingProxyType(
        {
            code: f"{name} · {region_name(home[code], language)}" if code in home else name
            for code, name in names.items()
        }
    )


@kept(EDITIONS * len(Language))
def mahalla_names(edition_id: str, language: Language) -> tuple[str, ...]:
    """The names of the mahallas by their positions, in one language."""
    found = by_id(edition_id)
    return () if found is None else tuple(map(str, found.mahallas[f"name_{spelling_of(language)}"]))


@kept(EDITIONS * len(Language))
def place_names(edition_id: str, language: Language) -> Mapping[str, str]:
    """The names of the mahallas, the districts (as `district_labels`) and the region by code, in one language."""
    found = by_id(edition_id)
    if found is None:
        return {}
    codes, names = found.mahallas["code"].tolist(), mahalla_names(edition_id, language)
    region = {code: region_name(code, language) for code in regions(edition_id) if code}
    region |= {found.region.code: found.region.names.pick(language)}
    mahallas = dict(zip(codes, names, strict=True))
    return MappingProxyType(dict(district_labels(edition_id, language)) | region | mahallas)


@kept(EDITIONS)
def sites(edition_id: str) -> pd.DataFrame:
    """The model sites without their shapes, facts first, then by state and day; shared, so never changed.

    A state that the file does not give is "not_stated". `_order` is the state's place, `_planned` and `_installed` are
    what is there over all criteria.
    """
    table = known(edition_id).sites
    table = pd.DataFrame(table.drop(columns="geometry"))
    summed = {f"_{what}": _over_criteria(table, what) for what in ("planned", "installed")}
    state = table["state"].fillna(NOT_STATED)
    order = state.map({name: at for at, name in enumerate((*reversed(STATES), NOT_STATED))})
    later = ~table["status"].fillna("").str.startswith("fact")
    return table.assign(state=state, _order=order, _later=later, **summed).sort_values(
        ["_later", "_order", "opened", "district_pos", "id"]
    )


def _over_criteria(table: pd.DataFrame, what: str) -> pd.Series:
    columns = [name for criterion in CRITERIA if (name := f"{criterion}_{what}") in table]
    return table[columns].sum(axis=1).astype(float)


@kept(EDITIONS)
def regions(edition_id: str) -> Mapping[str, tuple[str, ...]]:
    """The districts of each region, all by code; those whose code names no region under the empty one."""
    found = by_id(edition_id)
    if found is None:
        return {}
    units = regions_of(found)
    codes = found.districts["code"].to_numpy(dtype=object)
    parts = {code: tuple(codes[units.of_district == at].tolist()) for at, code in enumerate(units.codes)}
    return MappingProxyType(parts)


@kept(EDITIONS)
def region_codes(edition_id: str) -> Mapping[str, str]:
    """The code of the region that each district lies in, by its code; the empty one where it tells none."""
    return MappingProxyType({own: code for code, districts in regions(edition_id).items() for own in districts})


def is_country(edition_id: str) -> bool:
    """Whether an edition is of a country: so many districts, in several regions, that regions come first."""
    return len(district_codes(edition_id)) > MANY and len(regions(edition_id)) > 1


def region_name(code: str, language: Language) -> str:
    """The short name of a region of the republic in one language; its code where it has none."""
    return known_regions.name(code, language)


@kept(EDITIONS)
def search_keys(edition_id: str) -> tuple[str, ...]:
    """The key of each mahalla's name, by which a search finds it in any script."""
    found = by_id(edition_id)
    return () if found is None else tuple(spelling.key(name) for name in found.mahallas["name_uz_latn"])
