"""Model safe sites: the kinds, the states and the criteria of their checklist, as tables that every part reads."""

from __future__ import annotations

from typing import Final

KINDS: Final = ("street", "entrance")
STATES: Final = ("planned", "in_progress", "opened")
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
