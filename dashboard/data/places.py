"""Places of an edition by their codes, and their names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dashboard.data.editions import by_id
from dashboard.data.kept import EDITIONS, kept
from dashboard.language import Language
from geodata import names as spelling


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
def homes(edition_id: str) -> Mapping[str, str]:
    """The district of each mahalla, both by code."""
    found = by_id(edition_id)
    if found is None:
        return {}
    return MappingProxyType(dict(zip(found.mahallas["code"], found.mahallas["district"], strict=True)))


@kept(2 * EDITIONS * len(Language))
def district_names(edition_id: str, language: Language, form: str) -> Mapping[str, str]:
    """The names of the districts by code, `form` "short" or "name", in one language."""
    found = by_id(edition_id)
    if found is None:
        return {}
    written = found.districts[f"{form}_{spelling_of(language)}"].tolist()
    return MappingProxyType(dict(zip(found.districts["code"].tolist(), written, strict=True)))


@kept(EDITIONS)
def search_keys(edition_id: str) -> tuple[str, ...]:
    """The key of each mahalla's name, by which a search finds it in any script."""
    found = by_id(edition_id)
    return () if found is None else tuple(spelling.key(name) for name in found.mahallas["name_uz_latn"])
