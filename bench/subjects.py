"""Who is measured: one table from name to page, select box and what tells that the picture is complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

_PEERS: Final = Path(__file__).parent / "peers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`observable` is one of hooks.js; `page` is None for the product itself; `counted` changes are
    taken for the bytes, `opened` first paints for the time; `share` is its part of the whole time.
    """

    title: str
    observable: str
    page: Path | None
    box: str = ".st-key-indicator"
    counted: int = 2
    opened: int = 1
    share: float = 0.22

    @property
    def health(self) -> str:
        """The address that answers 200 once pages can be served."""
        return "/health" if self.page is None else "/_stcore/health"


SUBJECTS: Final[Mapping[str, Subject]] = MappingProxyType(
    {
        "floor": Subject(
            title="no map (floor)", observable="text", page=_PEERS / "floor.py", counted=8, opened=3, share=0.12
        ),
        "ours": Subject(title="this product", observable="painted", page=None, counted=8, opened=3, share=0.21),
        "folium": Subject(title="folium.Choropleth", observable="paths", page=_PEERS / "folium_choropleth.py"),
        "plotly": Subject(title="choropleth_map", observable="canvas", page=_PEERS / "plotly_map.py"),
        "pydeck": Subject(title="GeoJsonLayer", observable="canvas", page=_PEERS / "pydeck_layer.py"),
    }
)
PEERS: Final = ("folium", "plotly", "pydeck")
