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
CATEGORY_DARK: Final[Mapping[str, str]] = MappingProxyType({"green": "#38a08a", "yellow": "#e8c763", "red": "#cf1d26"})

SIGNAL: Final[Mapping[str, str]] = MappingProxyType(
    {"alert": "#96046d", "watch": "#c35c9b", "clearing": "#9da3ef", "normal": "#b7c3d1", "too_few": "#e6eaf0"}
)
SIGNAL_DARK: Final[Mapping[str, str]] = MappingProxyType(
    {"alert": "#feaddb", "watch": "#9d4997", "clearing": "#858ad4", "normal": "#33425a", "too_few": "#161f2d"}
)

_HUES: Final[Mapping[str, float]] = MappingProxyType({"blue": 254.0, "purple": 305.0, "teal": 220.0})
# Lightness, chroma and hue of the two ends of a change: fewer (purple), more (orange).
_LIGHT_ENDS: Final = ((0.45, 0.17, 300.0), (0.60, 0.16, 50.0))
_DARK_ENDS: Final = ((0.80, 0.12, 302.0), (0.80, 0.14, 62.0))


def category(*, dark: bool = False) -> Mapping[str, str]:
    """The colours of green, yellow and red, as decided for the light and for the dark screen."""
    return CATEGORY_DARK if dark else CATEGORY


def signal(*, dark: bool = False) -> Mapping[str, str]:
    """The colours of the states of early signals, the gravest first; none looks like a category."""
    return SIGNAL_DARK if dark else SIGNAL


def sequential(classes: int, *, hue: str = "blue", dark: bool = False) -> tuple[str, ...]:
    """`classes` colours (2 to 9) of one hue, from little to much.

    Much is dark on a light ground and bright on a dark one, so that it always stands out from the ground.
    """
    _check(classes)
    if hue not in _HUES:
        raise OptionError("option", name="hue", got=hue, wanted=" / ".join(_HUES))
    share = np.linspace(0.0, 1.0, classes)
    light = 0.36 + 0.52 * share if dark else 0.915 - 0.535 * share
    chroma = 0.05 + 0.10 * np.sin(np.pi * np.clip(0.08 + 0.62 * share, 0, 1))
    return tuple(oklch(float(lightness), float(c), _HUES[hue]) for lightness, c in zip(light, chroma, strict=True))


def diverging(classes: int, *, dark: bool = False) -> tuple[str, ...]:
    """`classes` colours (3 to 9) from purple (fewer) over a quiet middle (no change) to orange (more).

    With an odd number the middle one is neutral; with an even number the two sides meet at zero.
    """
    _check(classes, least=3)
    ends = _DARK_ENDS if dark else _LIGHT_ENDS
    middle = 0.36 if dark else 0.94
    colours = []
    for place in np.linspace(-1.0, 1.0, classes):
        lightness, chroma, hue = ends[int(place > 0)]
        away = abs(float(place))
        share = 0.0 if away < 1e-9 else 0.18 + 0.82 * away  # a step from neutral that the eye notices
        colours.append(oklch(middle + (lightness - middle) * away, chroma * share, hue))
    return tuple(colours)


def zero(*, dark: bool = False) -> str:
    """The colour of exactly nothing counted: that of paper, or of slate on a dark screen; outside of every ramp."""
    return "#22262e" if dark else "#f1ecd9"


def settled(*, dark: bool = False) -> str:
    """Nothing overdue, nothing open: unlike `beside`, since that is no answer to “how much is there?”."""
    return "#5d6878" if dark else zero()


def within_chance(*, dark: bool = False) -> str:
    """The neutral grey of a change that chance explains."""
    return "#414a57" if dark else "#d3d7dd"


def beside(*, dark: bool = False) -> str:
    """The colour of a mahalla that a question is not about: nearly the ground, so that the others stand out."""
    return "#1d2736" if dark else "#e4e8ee"


def unassigned(*, dark: bool = False) -> str:
    """The colour of a red mahalla for which nobody answers: loud, and neither a category nor in any ramp."""
    return "#ff9f43" if dark else "#e8710a"


def days() -> dict[str, str]:
    """The colour of the light screen for every colour of the dark one: what a map has on paper."""
    found = {CATEGORY_DARK[name]: CATEGORY[name] for name in CATEGORY}
    found |= {SIGNAL_DARK[name]: SIGNAL[name] for name in SIGNAL}
    for one in (zero, settled, within_chance, beside, unassigned):
        found[one(dark=True)] = one()
    for classes in range(2, MAX_CLASSES + 1):
        for hue in _HUES:
            found |= dict(zip(sequential(classes, hue=hue, dark=True), sequential(classes, hue=hue), strict=True))
        if classes > 2:
            found |= dict(zip(diverging(classes, dark=True), diverging(classes), strict=True))
    return found


def _check(classes: int, *, least: int = 2) -> None:
    if not least <= classes <= MAX_CLASSES:
        raise OptionError("option", name="classes", got=classes, wanted=f"{least} to {MAX_CLASSES}")
