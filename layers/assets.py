"""Scripts and styles of the map as this server hands them out, each at an address that carries its content's hash.

Our own script is written as small files and joined here in the order below; the themes follow as JSON, so Python and
the browser share one table of colours. Leaflet comes from the package `django-js-lib-leaflet`, unchanged.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Final

from layers import palette
from layers.theme import THEMES

_FOLDER: Final = Path(__file__).parent / "assets"
_MODULES: Final = (
    "core",
    "fonts",
    "packing",
    "geometry",
    "shapes",
    "view",
    "marks",
    "beside",
    "draw",
    "sheet",
    "ground",
    "far",
    "place",
    "labels",
    "marked",
    "sites",
    "clusters",
    "card",
    "ask",
    "legend",
    "controls",
    "fit",
    "select",
    "load",
    "watch",
    "scene",
    "layer",
    "byday",
    "map",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file for the browser: its address, its type, its bytes plain and compressed."""

    name: str
    url: str
    media_type: str
    body: bytes
    gzipped: bytes


def url(name: str) -> str:
    """The address of one of `FILES`; KeyError for any other name."""
    return FILES[name].url


def address(name: str, body: bytes, below: str = "/assets") -> str:
    """Where a file can be kept for good: the address carries the hash of its content."""
    return f"{below}/{hashlib.sha256(body).hexdigest()[:16]}/{name}"


def _script() -> bytes:
    parts = [(_FOLDER / "js" / f"{name}.js").read_text(encoding="utf-8") for name in _MODULES]
    themes = json.dumps({name: theme.as_dict() for name, theme in THEMES.items()}, separators=(",", ":"))
    days = json.dumps(palette.days(), separators=(",", ":"))
    return "\n".join([*parts, f"Object.assign(window.MahallaMap, {{themes: {themes}, days: {days}}});\n"]).encode()


def _asset(name: str, media_type: str, body: bytes) -> Asset:
    zipped = gzip.compress(body, 9, mtime=0)
    return Asset(name=name, url=address(name, body), media_type=media_type, body=body, gzipped=zipped)


def _all() -> Mapping[str, Asset]:
    leaflet = files("js_lib_leaflet") / "static" / "js_lib_leaflet"
    script, style = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
    found = (
        _asset("leaflet.js", script, (leaflet / "leaflet.js").read_bytes()),
        _asset("leaflet.css", style, (leaflet / "leaflet.css").read_bytes()),
        _asset("map.js", script, _script()),
        _asset("map.css", style, (_FOLDER / "map.css").read_bytes()),
    )
    return MappingProxyType({asset.name: asset for asset in found})


FILES: Final[Mapping[str, Asset]] = _all()
