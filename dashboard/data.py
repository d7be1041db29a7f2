"""The only caches. Everything is keyed by an edition's id and an edition never changes, so nothing here goes stale.

They are plain bounded caches of this process, not Streamlit's: our routes and the warm-up use them too, outside any
script run, and what they hold is shared and never changed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard import settings
from dashboard.access import acting
from dashboard.access.door import door
from dashboard.language import Language, Words
from geodata import names as spelling
from geodata import photos
from geodata.analysis import indicators, ranking
from geodata.analysis.indicators import Query, Values
from geodata.edition import Edition, EditionInfo, editions, open_edition
from geodata.editions.area import AreaEdition, seen_by
from geodata.errors import NoEditionError
from geodata.periods import Period
from geodata.sites import key_of
from geodata.store import Store

EDITIONS_KEPT: Final = 4
AREAS_KEPT: Final = 24
"""Editions held open, those of areas among them, which share what the whole has read."""

ANY: Final = "any"
"""In an address: sites of whatever kind, or in whatever state."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A JSON text, compressed, with the hash that its address carries."""

    digest: str
    gzipped: bytes


@lru_cache(maxsize=1)
def store() -> Store:
    """The data folder of this process; its register shows each reader the places of that reader's area alone."""
    found = Store(settings.current().data)
    found.register.places = _places
    return found


def _places() -> frozenset[str] | None:
    """The codes of the places that whoever asks may see; None for all of them."""
    if not acting.person().area:
        return None
    found = edition()
    return found.places if isinstance(found, AreaEdition) else frozenset()


def photo_folder() -> Path:
    """Where photographs of sites lie; a site's record names its file."""
    return settings.current().data / "photos"


def photo(name: str) -> Path | None:
    """A photograph by the name of its file; None where it shows no site that whoever asks may see."""
    if acting.person().area:
        sites = edition().sites
        keys = {key_of(site) for site in sites.to_dict("records")}
        own = {Path(str(name)).name for name in sites.get("photo", [])}
        own |= {kept.what.file for key, shown in photos.by_site(store()).items() if key in keys for kept in shown}
        if name not in own:
            return None
    return photo_folder() / name


def edition(number: int | None = None) -> Edition:
    """The edition of a number, or the current one, as whoever asks may see it.

    NoEditionError where it does not exist, AccessError where nothing in it is theirs.
    """
    area = acting.person().area
    for info in _listed(int(time.monotonic())):
        if info.current if number is None else info.number == number:
            return _seen(info.id, area) if area else _open(info.id)
    return open_edition(door().store, number)  # raises, and says which editions there are


def current_id() -> str:
    """The id of the whole current edition; NoEditionError where nothing has been published."""
    for info in _listed(int(time.monotonic())):
        if info.current:
            return info.id
    return open_edition(door().store).id


def _seen(edition_id: str, area: tuple[str, ...]) -> Edition:
    own = [code for code in _open(edition_id).districts["code"] if code in area]
    if not own:
        acting.refuse("refused_area", got=", ".join(area))
    return _open("-".join((edition_id, *own)))


@lru_cache(maxsize=1)
def _listed(_second: int) -> tuple[EditionInfo, ...]:
    """What has been published, asked of the register at most once a second: a run asks several times."""
    return tuple(editions(door().store))


@lru_cache(maxsize=AREAS_KEPT)
def _open(edition_id: str) -> Edition:
    """The edition with this id, which for an area ends with the codes of its districts."""
    number, content, *area = edition_id.split("-")
    return seen_by(_open(f"{number}-{content}"), area) if area else open_edition(door().store, int(number))


def _by_id(edition_id: str) -> Edition | None:
    """The edition with this id; None if there is none. The gate has asked whether it is for whoever asks."""
    listed = {info.id for info in _listed(int(time.monotonic()))}
    if "-".join(edition_id.split("-")[:2]) not in listed:
        return None
    found = _open(edition_id)
    return found if found.id == edition_id else None


def web_file(edition_id: str, name: str) -> Path | bytes | None:
    """The ready-compressed file of an edition by its content-hashed name; of an area what is in it."""
    found = _by_id(edition_id)
    if isinstance(found, AreaEdition):
        return found.web_geometry[1] if found.web_geometry[0] == name else None
    return None if found is None else next((path for path in found.web_files.values() if path.name == name), None)


@lru_cache(maxsize=EDITIONS_KEPT)
def positions(edition_id: str) -> Mapping[str, int]:
    """The position of each mahalla by its code."""
    found = _by_id(edition_id)
    codes = [] if found is None else found.mahallas["code"].tolist()
    return MappingProxyType({code: position for position, code in enumerate(codes)})


@lru_cache(maxsize=2 * EDITIONS_KEPT * len(Language))
def district_names(edition_id: str, language: Language, form: str) -> Mapping[str, str]:
    """The names of the districts by code, `form` "short" or "name", in one language."""
    found = _by_id(edition_id)
    if found is None:
        return {}
    written = found.districts[f"{form}_{spelling_of(language)}"].tolist()
    return MappingProxyType(dict(zip(found.districts["code"].tolist(), written, strict=True)))


@lru_cache(maxsize=EDITIONS_KEPT * len(Language))
def names(edition_id: str, language: str) -> Packed | None:
    """What the map writes: the names of mahallas, districts and region, and its own words, in one language."""
    found = _by_id(edition_id)
    if found is None or language not in set(Language):
        return None
    words = Words(Language(language))
    suffix = spelling_of(words.language)
    return _pack(
        {
            "mahallas": found.mahallas[f"name_{suffix}"].tolist(),
            "districts": found.districts[f"short_{suffix}"].tolist(),
            "region": found.region.names.pick(language),
            "ui": {key.removeprefix("map."): text for key, text in words.section("map").items()}
            | {f"indicator.{key}": label for key, label in _indicator_names(found, words).items()},
        }
    )


def _indicator_names(found: Edition, words: Words) -> dict[str, str]:
    return {entry.key: indicator_name(found, words, entry.key) for entry in indicators.available(found)}


def indicator_name(found: Edition, words: Words, key: str) -> str:
    """The name of an indicator: ours by language, the operator's own as its table has it."""
    if key.startswith(indicators.OWN):
        return str(found.indicator_labels[key.removeprefix(indicators.OWN)])
    return words(f"indicator.{key}")


@lru_cache(maxsize=4 * EDITIONS_KEPT * len(Language))
def site_marks(edition_id: str, language: str, kind: str = ANY, stage: str = ANY) -> Packed | None:
    """The model sites of a kind and a state as the map draws them: place, and a title in one language."""
    found = _by_id(edition_id)
    if found is None or language not in set(Language):
        return None
    words = Words(Language(language))
    name = found.mahallas[f"name_{spelling_of(words.language)}"]
    where = positions(edition_id)
    marks: list[dict[str, Any]] = []
    for site in found.sites.itertuples():
        if site.geometry is None or site.geometry.is_empty:
            continue
        if kind not in {ANY, site.kind} or stage not in {ANY, site.state}:
            continue
        position = where.get(site.mahalla) if site.mahalla else None
        title = words(f"site.{site.kind}") + ("" if position is None else f" · {name.iloc[position]}")
        points = [[round(lat, 6), round(lon, 6)] for lon, lat in site.geometry.coords]
        marks.append(
            {
                "id": site.id,
                "kind": site.kind,
                "state": site.state or "planned",
                "mahalla": position,
                "title": title,
                "points": points,
            }
        )
    return _pack({"sites": marks})


def _pack(content: Mapping[str, Any]) -> Packed:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Packed(hashlib.sha256(text).hexdigest()[:16], gzip.compress(text, 9, mtime=0))


def spelling_of(language: Language) -> str:
    """How the columns of names end in a language: `uz-Latn` is `uz_latn`."""
    return language.replace("-", "_").lower()


@lru_cache(maxsize=64)
def values(edition_id: str, indicator: str, query: Query) -> Values:
    """The figures of an indicator; shared, so never changed."""
    found = _by_id(edition_id)
    if found is None:
        raise NoEditionError("edition_missing", got=edition_id, wanted="-")
    if isinstance(found, AreaEdition):  # the same figure as the region has: smoothing leans on all mahallas
        return cut(values(found.whole.id, indicator, query), found.own)
    return indicators.find(found, indicator).compute(found, query)


def cut(whole: Values, own: NDArray[np.int64]) -> Values:
    """The figures at some positions."""

    def own_of(part: NDArray[np.bool_] | None) -> NDArray[np.bool_] | None:
        return None if part is None else part[own]

    return Values(
        figures=whole.figures[own],
        within_chance=own_of(whole.within_chance),
        unstable=own_of(whole.unstable),
        empty=own_of(whole.empty),
    )


@lru_cache(maxsize=64)
def by_district(edition_id: str, query: Query) -> pd.DataFrame:
    """The events of the query by district code: mapped, district_only, total; shared, so never changed."""
    found = _by_id(edition_id)
    if found is None:
        raise NoEditionError("edition_missing", got=edition_id, wanted="-")
    return found.by_district(query.group, types=query.types or None, start=query.period.start, end=query.period.end)


@lru_cache(maxsize=64)
def ranked(edition_id: str, indicator: str, query: Query) -> pd.DataFrame:
    """The districts by an indicator, see `ranking.districts`; shared, so never changed."""
    found = _by_id(edition_id)
    if found is None:
        raise NoEditionError("edition_missing", got=edition_id, wanted="-")
    if isinstance(found, AreaEdition):
        return ranked(found.whole.id, indicator, query).iloc[found.own_districts].reset_index(drop=True)
    return ranking.districts(found, indicators.find(found, indicator), query)


@lru_cache(maxsize=64)
def pooled(edition_id: str, indicator: str, query: Query) -> NDArray[np.float64]:
    """The figures that the fixed breaks of an indicator are taken from; see `indicators.pooled`."""
    found = _by_id(edition_id)
    if found is None:
        raise NoEditionError("edition_missing", got=edition_id, wanted="-")
    if isinstance(found, AreaEdition):  # the same breaks, so that maps of an area and of the region can be compared
        return pooled(found.whole.id, indicator, query)
    return indicators.pooled(found, indicators.find(found, indicator), query)


@lru_cache(maxsize=EDITIONS_KEPT)
def search_keys(edition_id: str) -> tuple[str, ...]:
    """The key of each mahalla's name, by which a search finds it in any script."""
    found = _by_id(edition_id)
    return () if found is None else tuple(spelling.key(name) for name in found.mahallas["name_uz_latn"])


def warm() -> None:
    """Load what the first page needs, before the port opens; nothing where nothing has been published."""
    try:
        found = edition()
    except NoEditionError:
        return
    for language in Language:
        names(found.id, language)
        site_marks(found.id, language)
    search_keys(found.id)
    for group in found.groups():
        span = found.coverage(group)
        if span is not None:
            year = Query(group=group, types=(), period=Period.of("year", span[1].year), decision=span[1])
            for indicator in indicators.available(found):
                pooled(found.id, indicator.key, year)


def forget() -> None:
    """Empty every cache: for a process that changes its data folder, as tests do."""
    for cache in (
        door,
        store,
        _listed,
        _open,
        positions,
        district_names,
        names,
        site_marks,
        values,
        by_district,
        pooled,
        ranked,
        search_keys,
    ):
        cache.cache_clear()
