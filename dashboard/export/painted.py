"""Maps that show something else than the view's indicator, by the name of their page: taken away as they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from dashboard import answers, answers_picture, signal_picture, signals
from dashboard.panels import effects
from dashboard.view import View
from layers.paint import Picture

MAPS: Final[Mapping[str, Callable[[View], Picture]]] = MappingProxyType(
    {
        "responsibility": lambda view: answers_picture.of(answers.here(view)),
        "signals": lambda view: signal_picture.of(view, signals.here(view)),
        "sites": effects.painted,
    }
)
