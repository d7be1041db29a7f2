"""An edition opened for reading: every figure a page shows comes from here.

What it holds is told by subject: `folder`, `places`, `counted`, `decided`.
"""

from __future__ import annotations

from geodata.editions.counted import GROUPS, Incidents
from geodata.editions.decided import Decisions

__all__ = ["GROUPS", "Edition"]


class Edition(Incidents, Decisions):
    """A published edition, opened. Positions are rows of `districts` and `mahallas`."""
