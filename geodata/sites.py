"""Model safe sites: the kinds, the states and the criteria of their checklist, as tables that every part reads."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final

KINDS: Final = ("street", "entrance")
STATES: Final = ("planned", "in_progress", "opened")
NOT_STATED: Final = "not_stated"
"""The state of a site of which the file does not say how far it is: that is no plan."""
_LONGEST_KEY: Final = 200
CRITERIA: Final = (
    "lighting",
    "cctv_camera",
    "face_camera",
    "plate_camera",
    "intercom",
    "panic_button",
    "technical_guard",
    "attic_basement",
    "parking",
    "fence",
    "number_plates",
)
"""Elements named in reports of 2025 on model safe streets and entrances; quantities are planned and installed ones."""


def key_of(site: Mapping[Hashable, object]) -> str:
    """What a site is known by from edition to edition: its id, or where the file gives none its place, kind and title.

    Two sites that the file does not tell apart have one key.
    """
    own = site.get("id")
    if isinstance(own, str) and own:
        return own[:_LONGEST_KEY]
    parts = (site.get("mahalla"), site.get("kind"), site.get("title"))
    return " / ".join(part for part in parts if isinstance(part, str) and part)[:_LONGEST_KEY] or "-"
