"""The colours of the map: categories, rates, change. Red and green stand for categories alone."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from geodata.errors import OptionError
from layers.colour import oklch

MAX_CLASSES: Final = 9

CATEGORY: Final[Mapping[str, str]] = MappingProxyType({"green": "#66c2a4", "yellow": "#fee08b", "red": "#a50f15"})
CATEGORY_DARK: Final[Mapping[str, str]] = MappingProxyType({"green": "#2f8f7a", "yellow": "#e0c05a", "red": "#d8232a"})

_HUES: Final[Mapping[str, float]] = MappingProxyType({"blue": 254.0, "purple": 305.0, "teal": 220.0})
_PURPLE, _ORANGE = 300.0, 62.0  # the two ends of a change: fewer, more


def category(*, dark: bool = False) -> Mapping[str, str]:
    """The colours of green, yellow and red, as decided for the light and for the dark screen."""
    return CATEGORY_DARK if dark else CATEGORY


def sequential(classes: int, *, hue: str = "blue", dark: bool = False) -> tuple[str, ...]:
    """`classes` colours (2 to 9) of one hue, from little to much.

    Much is dark on a light ground and bright on a dark one, so that it always stands out from the ground.
    """
    _check(classes)
    if hue not in _HUES:
        raise OptionError("option", name="hue", got=hue, wanted=" / ".join(_HUES))
    share = np.linspace(0.0, 1.0, classes)
    light = 0.32 + 0.56 * share if dark else 0.945 - 0.565 * share
    chroma = 0.045 + 0.105 * np.sin(np.pi * np.clip(0.08 + 0.62 * share, 0, 1))
    return tuple(oklch(float(lightness), float(c), _HUES[hue]) for lightness, c in zip(light, chroma, strict=True))


def diverging(classes: int, *, dark: bool = False) -> tuple[str, ...]:
    """`classes` colours (3 to 9) from purple (fewer) over a quiet middle (no change) to orange (more).

    With an odd number the middle one is neutral; with an even number the two sides meet at zero.
    """
    _check(classes, least=3)
    place = np.linspace(-1.0, 1.0, classes)
    away = np.abs(place)
    light = 0.36 + 0.44 * away if dark else 0.935 - 0.43 * away
    chroma = np.where(away < 1e-9, 0.0, 0.03 + 0.12 * away)
    hues = np.where(place < 0, _PURPLE, _ORANGE)
    return tuple(oklch(float(at), float(c), float(hue)) for at, c, hue in zip(light, chroma, hues, strict=True))


def zero(*, dark: bool = False) -> str:
    """The colour of exactly nothing counted: the ground's neighbour, without hue."""
    return "#232b38" if dark else "#f8f8f5"


def within_chance(*, dark: bool = False) -> str:
    """The neutral grey of a change that chance explains."""
    return "#4b5563" if dark else "#d3d7dd"


def _check(classes: int, *, least: int = 2) -> None:
    if not least <= classes <= MAX_CLASSES:
        raise OptionError("option", name="classes", got=classes, wanted=f"{least} to {MAX_CLASSES}")
