"""The only caches. Everything is keyed by an edition's id and an edition never changes, so nothing here goes stale.

They are plain bounded caches of this process, not Streamlit's: our routes and the warm-up use them too, outside any
script run, and what they hold is shared and never changed.
"""

from __future__ import annotations

import atexit
import gzip
import hashlib
import json
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from dashboard import settings
from dashboard.access import acting
from dashboard.access.door import door
from dashboard.language import Language, Words
from geodata import names as spelling
from geodata import photos
from geodata.analysis import comparison, formulas, indicators, kept_signals, ranking, recording
from geodata.analysis.autocorrelation import Moran
from geodata.analysis.comparison import Compared
from geodata.analysis.indicators import Query, Values
from geodata.analysis.month_signals import Choice, MonthSignals, of_area
from geodata.analysis.neighbours import contiguity
from geodata.analysis.recording import Asked, Question, rise_questions
from geodata.analysis.site_effect import Effect, site_effect
from geodata.analysis.site_effect import of_area as effect_of_area
from geodata.edition import Edition, EditionInfo, open_edition
from geodata.editions import served
from geodata.editions.area import AreaEdition, seen_by
from geodata.editions.concentration import Ring, Scan
from geodata.editions.served import Served
from geodata.errors import NoEditionError, StoreError
from geodata.findings import Finding
from geodata.periods import Period
from geodata.register import snapshot, standing
from geodata.register.assignments import red_of
from geodata.register.snapshot import Snapshot
from geodata.register.standing import Standings
from geodata.sites import key_of
from geodata.store import Store
from layers.printed.land import Land
from layers.printed.land import read as land_of

EDITIONS_KEPT: Final = 4
RINGS_SHOWN: Final = 12
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
    """The edition of a number, or the one to show, as whoever asks may see it.

    NoEditionError where it does not exist, StoreError if it is damaged, AccessError where nothing in it is theirs.
    """
    area, whole = acting.person().area, _whole(number)
    return _seen(whole, area) if area else whole


def current_id() -> str:
    """The id of the whole edition to show; NoEditionError where nothing has been published."""
    return _whole(None).id


def _whole(number: int | None) -> Edition:
    found = _standing(int(time.monotonic()))
    if number is None:
        return found.shown
    for info in found.listed:
        if info.number == number:
            return _open(info)
    return open_edition(door().store, number)  # raises, and says which editions there are


def _seen(whole: Edition, area: tuple[str, ...]) -> Edition:
    own = [code for code in whole.districts["code"] if code in area]
    if not own:
        acting.refuse("refused_area", got=", ".join(area))
    return _cut("-".join((whole.id, *own)))


@lru_cache(maxsize=AREAS_KEPT)
def _cut(edition_id: str) -> Edition:
    """The edition of an area, whose id ends with the codes of its districts."""
    number, _, *area = edition_id.split("-")
    return seen_by(_whole(int(number)), area)


def troubles() -> tuple[Finding, ...]:
    """What keeps the newest edition from the screen, or makes it doubtful; empty where all is well."""
    try:
        return _standing(int(time.monotonic())).troubles
    except StoreError:
        return ()  # the page itself says so


@lru_cache(maxsize=1)
def _standing(_second: int) -> Served:
    """What is shown, looked at once a second at most: a run asks several times."""
    found = served.find(door().store, _open, before=_shown_last[0], now=datetime.now(UTC))
    _shown_last[0] = found
    return found


_shown_last: Final[list[Served | None]] = [None]
"""What was shown last: it stays on the screen when the register or an edition can no longer be read."""


@lru_cache(maxsize=EDITIONS_KEPT)
def _open(info: EditionInfo) -> Edition:
    return served.opened(door().store, info)


def _by_id(edition_id: str) -> Edition | None:
    """The edition with this id; None if there is none. The gate has asked whether it is for whoever asks."""
    number, _, rest = edition_id.partition("-")
    try:
        whole = _whole(int(number)) if number.isdecimal() else None
    except StoreError:
        return None
    if whole is None or "-".join(edition_id.split("-")[:2]) != whole.id:
        return None
    found = _cut(edition_id) if "-" in rest else whole
    return found if found.id == edition_id else None


def web_file(edition_id: str, name: str) -> Path | bytes | None:
    """The ready-compressed file of an edition by its content-hashed name; of an area what is in it."""
    found = _by_id(edition_id)
    if found is None:
        return None
    if isinstance(found, AreaEdition):
        return found.web_geometry[1] if found.web_geometry[0] == name else None
    return next((path for path in found.web_files.values() if path.name == name and path.is_file()), None)


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


def rings_key(scan: Scan) -> str:
    """What the map calls the rings of a scan."""
    return f"{scan.group}/{scan.period}"


@lru_cache(maxsize=EDITIONS_KEPT)
def clusters(edition_id: str) -> Packed | None:
    """The clusters of an edition as the map rings them, by scan: numbers alone. None where it has none."""
    found = _by_id(edition_id)
    if found is None or not any(scan.significant for scan in found.concentration):
        return None
    return _pack({"groups": {rings_key(scan): [_ring(ring) for ring in shown(scan)] for scan in found.concentration}})


def shown(scan: Scan) -> tuple[Ring, ...]:
    """The likeliest clusters of a scan: as many as a map can ring and a table beside it tell."""
    return scan.significant[:RINGS_SHOWN]


def _ring(ring: Ring) -> dict[str, float | None]:
    return {
        "lon": ring.lon,
        "lat": ring.lat,
        "radius_m": ring.radius_m,
        "centre": ring.members[0],
        "mahallas": len(ring.members),
        "observed": ring.observed,
        "expected": ring.expected,
        "relative_risk": ring.relative_risk,
        "p_value": ring.p_value,
    }


@lru_cache(maxsize=64)
def compared(edition_id: str, query: Query) -> Compared:
    """Each mahalla against a year before, see `comparison.mahallas`; shared, so never changed."""
    found = _by_id(edition_id)
    if found is None:
        raise NoEditionError("edition_missing", got=edition_id, wanted="-")
    return comparison.mahallas(found, query)


@lru_cache(maxsize=64)
def compared_together(edition_id: str, query: Query, districts: tuple[str, ...] = ()) -> Compared:
    """The districts named as one, or the region, against a year before; see `comparison.together`."""
    found = _by_id(edition_id)
    if found is None:
        raise NoEditionError("edition_missing", got=edition_id, wanted="-")
    return comparison.together(found, query, districts)


@lru_cache(maxsize=64)
def likeness(edition_id: str, query: Query) -> Moran:
    """Moran's I of a query; see `formulas.likeness`."""
    found = _by_id(edition_id)
    if found is None:
        raise NoEditionError("edition_missing", got=edition_id, wanted="-")
    return formulas.likeness(found, query)


def geometry_address(found: Edition) -> str:
    """Where the map fetches the shapes of an edition."""
    return f"/edition/{found.id}/geometry/{found.web_files['geometry'].name}"


def names_address(edition_id: str, language: str) -> str | None:
    """Where the map fetches its names in a language; None where there are none."""
    packed = names(edition_id, language)
    return None if packed is None else f"/edition/{edition_id}/names/{language}/{packed.digest}"


def sites_address(edition_id: str, language: str, kind: str = ANY, stage: str = ANY) -> str | None:
    """Where the map fetches the model sites of a kind and a state; None where the edition has none at all."""
    found, packed = _by_id(edition_id), site_marks(edition_id, language, kind, stage)
    if found is None or packed is None or not len(found.sites):
        return None
    return f"/edition/{edition_id}/sites/{language}/{kind}/{stage}/{packed.digest}"


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


@lru_cache(maxsize=16)
def signals(edition_id: str, choice: Choice) -> MonthSignals:
    """The early signals of a choice; shared, so never changed."""
    found = _by_id(edition_id)
    if found is None:
        raise NoEditionError("edition_missing", got=edition_id, wanted="-")
    if isinstance(found, AreaEdition):  # the same signals as the region has
        return of_area(signals(found.whole.id, choice), found)
    return kept_signals.of(found, choice)


@lru_cache(maxsize=16)
def rise_asked(edition_id: str, group: str, period: Period) -> tuple[Question, ...]:
    """The questions about recording that could explain a rise of a group's figures in a period."""
    found = _by_id(edition_id)
    if isinstance(found, AreaEdition):
        asked = rise_asked(found.whole.id, group, period)
        return tuple(one for one in asked if one.district in found.area)
    return () if found is None else rise_questions(found, group, period)


@lru_cache(maxsize=EDITIONS_KEPT)
def neighbours(edition_id: str) -> sparse.csr_array:
    """Which mahallas touch which, by position; shared, so never changed."""
    found = _by_id(edition_id)
    if found is None:
        raise NoEditionError("edition_missing", got=edition_id, wanted="-")
    return contiguity(found.mahalla_shapes).matrix


@lru_cache(maxsize=1024)
def effect(edition_id: str, site: str, group: str, types: tuple[str, ...]) -> Effect:
    """What happened around a model site on the events of a group, of some types if any are named."""
    found = _by_id(edition_id)
    if found is None:
        raise NoEditionError("edition_missing", got=edition_id, wanted="-")
    if isinstance(found, AreaEdition):
        if site not in set(found.sites["id"].astype(str)):
            acting.refuse("refused_area", got=site)
        return effect_of_area(effect(found.whole.id, site, group, types), found)
    return site_effect(found, site, group=group, types=types, neighbours=neighbours(edition_id))


@lru_cache(maxsize=32)
def questions(edition_id: str, group: str, period: Period) -> tuple[Asked, ...]:
    """The questions about recording for a group and a period, each kind in its order."""
    found = _by_id(edition_id)
    if found is None:
        raise NoEditionError("edition_missing", got=edition_id, wanted="-")
    if isinstance(found, AreaEdition):
        asked = questions(found.whole.id, group, period)
        return tuple(
            replace(one, questions=tuple(each for each in one.questions if each.district in found.area))
            for one in asked
        )
    return recording.ask(found, group, period)


@lru_cache(maxsize=EDITIONS_KEPT)
def search_keys(edition_id: str) -> tuple[str, ...]:
    """The key of each mahalla's name, by which a search finds it in any script."""
    found = _by_id(edition_id)
    return () if found is None else tuple(spelling.key(name) for name in found.mahallas["name_uz_latn"])


def written() -> int:
    """The number of the last entry of the register's trail: what is computed from records is kept under it."""
    if not store().has_records:
        return 0
    with store().register.reading() as session:
        return snapshot.version(session)


def records(written: int) -> Snapshot:
    """What the register says to whoever asks, as of an entry of its trail."""
    return _records(written, acting.person().area)


@lru_cache(maxsize=AREAS_KEPT)
def _records(written: int, _area: tuple[str, ...]) -> Snapshot:
    if not written:
        return Snapshot()
    with store().register.reading() as session:
        return snapshot.read(session)


@lru_cache(maxsize=8)
def standings(edition_id: str, day: date, written: int) -> Standings:
    """How responsibility stands on a day by the categories of an edition."""
    found = _by_id(edition_id)
    if found is None:
        raise NoEditionError("edition_missing", got=edition_id, wanted="-")
    return standing.standings(records(written), red_of(found, day), day)


@lru_cache(maxsize=EDITIONS_KEPT)
def homes(edition_id: str) -> Mapping[str, str]:
    """The district of each mahalla, both by code."""
    found = _by_id(edition_id)
    if found is None:
        return {}
    return MappingProxyType(dict(zip(found.mahallas["code"], found.mahallas["district"], strict=True)))


@lru_cache(maxsize=EDITIONS_KEPT)
def land(edition_id: str) -> Land:
    """The shapes of an edition as still maps draw them; shared, so never changed."""
    found = _by_id(edition_id)
    if found is None:
        raise NoEditionError("edition_missing", got=edition_id, wanted="-")
    return land_of(found.web_geometry[1] if isinstance(found, AreaEdition) else found.web_files["geometry"])


@lru_cache(maxsize=1)
def pack_folder() -> Path:
    """Where packs that this process made lie until it ends: not in the data folder, which may be read only."""
    folder = tempfile.TemporaryDirectory(prefix="mahalla-packs-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def warm() -> None:
    """Load what the first page needs, before the port opens; nothing where nothing has been published."""
    try:
        found = edition()
    except StoreError:
        return  # every page says what is wrong
    for language in Language:
        names(found.id, language)
        site_marks(found.id, language)
    clusters(found.id)
    search_keys(found.id)
    records(written())
    for group in found.groups()[:1]:
        newest = kept_signals.newest(found, group)
        if newest is not None:
            signals(found.id, newest)
    land(found.id)
    for group in found.groups():
        span = found.coverage(group)
        if span is not None:
            year = Query(group=group, types=(), period=Period.of("year", span[1].year), decision=span[1])
            for indicator in indicators.available(found):
                pooled(found.id, indicator.key, year)


def forget() -> None:
    """Empty every cache: for a process that changes its data folder, as tests do."""
    _shown_last[0] = None
    for cache in (
        door,
        store,
        _standing,
        _open,
        _cut,
        positions,
        district_names,
        names,
        site_marks,
        clusters,
        likeness,
        compared,
        compared_together,
        values,
        by_district,
        pooled,
        ranked,
        signals,
        rise_asked,
        neighbours,
        effect,
        questions,
        search_keys,
        homes,
        _records,
        standings,
        land,
        pack_folder,
    ):
        cache.cache_clear()
