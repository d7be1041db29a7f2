"""What the map fetches beside the page: shapes, names, marks of sites, rings; each at an address with its hash."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dashboard.data.editions import by_id
from dashboard.data.kept import EDITIONS, kept
from dashboard.data.places import positions, region_name, regions, spelling_of
from dashboard.language import Language, Words
from geodata.analysis import indicators
from geodata.edition import Edition
from geodata.editions.area import AreaEdition
from geodata.editions.concentration import REPLICATES, Ring, Scan
from geodata.sites import NOT_STATED

ANY: Final = "any"
"""In an address: sites of whatever kind, or in whatever state."""


RINGS_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Packed:
    """A JSON text, compressed, with the hash that its address carries."""

    digest: str
    gzipped: bytes


@kept(EDITIONS * len(Language))
def names(edition_id: str, language: str) -> Packed | None:
    """What the map writes: the names of mahallas, districts and region, and its own words, in one language."""
    found = by_id(edition_id)
    if found is None or language not in set(Language):
        return None
    words = Words(Language(language))
    suffix = spelling_of(words.language)
    return _pack(
        {
            "mahallas": found.mahallas[f"name_{suffix}"].tolist(),
            "districts": found.districts[f"short_{suffix}"].tolist(),
            "region": found.region.names.pick(language),
            **_regions(edition_id, words.language),
            "ui": {key.removeprefix("map."): text for key, text in words.section("map").items()}
            | {f"indicator.{key}": label for key, label in _indicator_names(found, words).items()},
        }
    )


def _regions(edition_id: str, language: Language) -> dict[str, dict[str, str]]:
    """The names of regions by code, where there are several."""
    codes = [code for code in regions(edition_id) if code]
    return {"regions": {code: region_name(code, language) for code in codes}} if len(codes) > 1 else {}


def _indicator_names(found: Edition, words: Words) -> dict[str, str]:
    return {entry.key: indicator_name(found, words, entry.key) for entry in indicators.available(found)}


def indicator_name(found: Edition, words: Words, key: str) -> str:
    """The name of an indicator: ours by language, the operator's own as its table has it."""
    if key.startswith(indicators.OWN):
        return str(found.indicator_labels[key.removeprefix(indicators.OWN)])
    return words(f"indicator.{key}")


@kept(4 * EDITIONS * len(Language))
def site_marks(edition_id: str, language: str, kind: str = ANY, stage: str = ANY) -> Packed | None:
    """The model sites of a kind and a state as the map draws them: place, and a title in one language."""
    found = by_id(edition_id)
    if found is None or language not in set(Language):
        return None
    words = Words(Language(language))
    name = found.mahallas[f"name_{spelling_of(words.language)}"]
    where = positions(edition_id)
    marks: list[dict[str, Any]] = []
    for site in found.sites.itertuples():
        if site.geometry is None or site.geometry.is_empty:
            continue
        state = site.state or NOT_STATED
        if kind not in {ANY, site.kind} or stage not in {ANY, state}:
            continue
        position = where.get(site.mahalla) if site.mahalla else None
        title = words(f"site.{site.kind}") + ("" if position is None else f" · {name.iloc[position]}")
        points = [[round(lat, 6), round(lon, 6)] for lon, lat in site.geometry.coords]
        marks.append(
            {
                "id": site.id,
                "kind": site.kind,
                "state": state,
                "mahalla": position,
                "title": title,
                "points": points,
            }
        )
    return _pack({"sites": marks})


def rings_key(scan: Scan) -> str:
    """What the map calls the rings of a scan."""
    return f"{scan.group}/{scan.period}"


def replicates(edition_id: str) -> int:
    """With how many maps of chance the clusters of an edition were found; as many as usual where none were."""
    found = by_id(edition_id)
    whole = found.whole if isinstance(found, AreaEdition) else found
    return min((scan.replicates for scan in whole.concentration), default=REPLICATES) if whole else REPLICATES


@kept(EDITIONS)
def clusters(edition_id: str) -> Packed | None:
    """The clusters of an edition as the map rings them, by scan: numbers alone. None where it has none."""
    found = by_id(edition_id)
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


def geometry_address(found: Edition) -> str:
    """Where the map fetches the shapes of an edition."""
    return f"/edition/{found.id}/geometry/{found.web_files['geometry'].name}"


def names_address(edition_id: str, language: str) -> str | None:
    """Where the map fetches its names in a language; None where there are none."""
    packed = names(edition_id, language)
    return None if packed is None else f"/edition/{edition_id}/names/{language}/{packed.digest}"


def sites_address(edition_id: str, language: str, kind: str = ANY, stage: str = ANY) -> str | None:
    """Where the map fetches the model sites of a kind and a state; None where the edition has none at all."""
    found, packed = by_id(edition_id), site_marks(edition_id, language, kind, stage)
    if found is None or packed is None or not len(found.sites):
        return None
    return f"/edition/{edition_id}/sites/{language}/{kind}/{stage}/{packed.digest}"


def _pack(content: Mapping[str, Any]) -> Packed:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Packed(hashlib.sha256(text).hexdigest()[:16], gzip.compress(text, 9, mtime=0))
