"""The words the map writes itself, by key, in English; a page hands over the same keys in its reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

UI: Final[Mapping[str, str]] = MappingProxyType(
    {
        "map": "Map of the mahallas",
        "keys": "Arrow keys move the map, plus and minus zoom, Enter selects the mahalla in the middle, Escape clears.",
        "zoom_in": "Zoom in",
        "zoom_out": "Zoom out",
        "fit": "Show everything",
        "legend": "Legend",
        "green": "Green",
        "yellow": "Yellow",
        "red": "Red",
        "none": "No category",
        "no_data": "No data",
        "suppressed": "Not shown",
        "unstable": "Few events, uncertain",
        "schematic": "Schematic: one square for each mahalla",
        "street": "Street",
        "entrance": "Entrance",
        "opened": "Opened",
        "in_progress": "In progress",
        "planned": "Planned",
        "sites": "Model safe sites",
        "cluster": "Cluster",
        "cluster_mahallas": "mahallas in the ring",
        "observed": "incidents observed",
        "expected": "expected from the residents",
        "relative_risk": "times the rate outside",
        "cluster_chance": "so much by chance, anywhere on the map",
        "made": "How is this made?",
        "compared": "Compared with it",
        "touching": "Touching its mahalla",
        "failed": "The map could not be loaded.",
        "retry": "Try again",
        "m": "m",
        "km": "km",
        "decimal": ".",
        "group": ",",
    }
)
