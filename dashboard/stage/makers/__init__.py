"""What makes each kind of scene; one table from the kind to its maker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from dashboard.stage.makers import agenda, category, change, overview, red, roadmap, signals, sites
from dashboard.stage.scene import Parts, Setting

MAKERS: Final[Mapping[str, Callable[[Setting], Parts]]] = MappingProxyType(
    {
        "category": category.make,
        "change": change.make,
        "overview": overview.make,
        "red": red.make,
        "roadmap": roadmap.make,
        "signals": signals.make,
        "sites": sites.make,
        "decisions": agenda.decisions,
        "agenda": agenda.opening,
    }
)
"""By kind; each makes a scene of the region, or of one district."""
