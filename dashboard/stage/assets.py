"""The stage's own script and style, at addresses that carry their hash; the page that draws them."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from layers import assets as layer

_HERE: Final = Path(__file__).parent
_SCRIPTS: Final = ("clock", "link", "ground", "draw", "keys", "start")
_BELOW: Final = "/stage/assets"
ADDRESS: Final = f"{_BELOW}/{{digest}}/{{name}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file for the browser, compressed."""

    url: str
    media_type: str
    gzipped: bytes


def _asset(name: str, media_type: str, body: bytes) -> Asset:
    url = layer.address(name, body, _BELOW)
    return Asset(url=url, media_type=f"{media_type}; charset=utf-8", gzipped=gzip.compress(body, 9, mtime=0))


def _all() -> Mapping[str, Asset]:
    script = "\n".join((_HERE / "js" / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)
    return MappingProxyType(
        {
            "stage.js": _asset("stage.js", "text/javascript", script.encode()),
            "stage.css": _asset("stage.css", "text/css", (_HERE / "stage.css").read_bytes()),
        }
    )


FILES: Final[Mapping[str, Asset]] = _all()

PAGE: Final = (_HERE / "stage.html").read_text(encoding="utf-8")

BUILD: Final = hashlib.sha256(
    "".join([PAGE, *(file.url for file in FILES.values()), *(file.url for file in layer.FILES.values())]).encode()
).hexdigest()[:12]
"""Changes with every script or style that a screen runs; a screen of another build loads itself anew."""
