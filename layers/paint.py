"""Paint: what changes when a reader picks another indicator or period. Values only; the shapes are there already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geodata.errors import OptionError
from layers import packing
from layers.classes import NO_DATA, SUPPRESSED, Codes, histogram
from layers.colour import HEX
from layers.packing import Figures
from layers.palette import MAX_CLASSES

__all__ = ["ClassRow", "Figures", "Paint", "Picture"]

SITES: Final = ("none", "opened", "all")
BESIDE: Final = ("touching", "compared")
"""What may be held beside the selected mahalla, each with marks of its own."""

_KEY: Final = re.compile(r"[A-Za-z0-9.:-]{1,80}")
"""What stands in an attribute or names a map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """One class: its colour, its words in the legend, and whether it wears a second mark.

    `marked` is the one of the red category (outline and triangle); `ringed` is a ring around cells that are too small
    to be found by their colour.
    """

    colour: str
    label: str
    marked: bool = False
    ringed: bool = False

    @property
    def mark(self) -> int:
        """How the browser knows the mark: 0 for none."""
        return 2 if self.ringed else int(self.marked)

    def __post_init__(self) -> None:
        if not HEX.fullmatch(self.colour):
            raise OptionError("option", name="colour", got=self.colour, wanted="#rrggbb")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """Everything a painted map shows beside its shapes; arrays follow the edition's order of mahallas.

    `key` appears as `data-painted` on the map's element once these colours are on the screen. `codes` are classes from
    0, NO_DATA or SUPPRESSED. `title`, `unit`, `period` and the other words are ours, in the reader's language, or keys
    of the map's words; names of places never come here. `selected` and `focus` are positions of a mahalla and of
    districts (an empty focus shows the whole region, None leaves it as it is); `sites` tells which model sites to draw,
    `rings` the count group whose clusters are ringed, `touching` and `compared` the positions of mahallas held beside
    the selected one. With `named` the card says the class in words. With `figures_at`, an address on this server, the
    figures stay there until a reader points at the map: of a country they are three quarters of the picture.
    """

    key: str
    codes: Codes
    rows: Sequence[ClassRow]
    title: str
    unit: str = ""
    period: str = ""
    figures: Figures | None = None
    detail: Figures | None = None
    detail_unit: str = ""
    categories: NDArray[np.int8] | None = None
    unstable: NDArray[np.bool_] | None = None
    edition: str = ""
    source: str = ""
    note: str = ""
    selected: int | None = None
    focus: tuple[int, ...] | None = None
    sites: str = "all"
    rings: str = ""
    rings_note: str = ""
    named: bool = False
    touching: tuple[int, ...] = ()
    compared: tuple[int, ...] = ()
    figures_at: str = ""

    def __post_init__(self) -> None:
        wanted = len(self.codes)
        for name in ("categories", "unstable"):
            array = getattr(self, name)
            _require(name, None if array is None else len(array), array is None or len(array) == wanted, wanted)
        for name in ("figures", "detail"):
            figures = getattr(self, name)
            length = None if figures is None else len(figures.values)
            _require(name, length, length in {None, wanted}, wanted)
        if self.categories is not None:
            least, most = int(self.categories.min(initial=0)), int(self.categories.max(initial=0))
            _require("categories", (least, most), least >= 0 and most <= 3, "0 to 3")
        _require("key", self.key, _KEY.fullmatch(self.key) is not None, "letters, digits, dots, colons and hyphens")
        _require("rows", len(self.rows), 0 < len(self.rows) <= MAX_CLASSES + 1, f"1 to {MAX_CLASSES + 1} classes")
        low, high = int(self.codes.min(initial=0)), int(self.codes.max(initial=0))
        _require("codes", (low, high), low >= SUPPRESSED and high < len(self.rows), f"below {len(self.rows)}")
        _require("selected", self.selected, self.selected is None or self.selected >= 0, "a position")
        for name in BESIDE:
            least = min(getattr(self, name), default=0)
            _require(name, least, least >= 0, "positions")
        _require("sites", self.sites, self.sites in SITES, " / ".join(SITES))

    def payload(self) -> str:
        """The short text the browser unpacks."""
        state = packing.state_bytes(self.codes, self.unstable)
        if self.figures_at:
            return packing.pack(self._head(), state, categories=self.categories)
        return packing.pack(self._head(), state, figures=self.figures, detail=self.detail, categories=self.categories)

    def figures_payload(self) -> str:
        """The figures alone, in the same form: what lies at `figures_at`."""
        return packing.pack({}, np.zeros(len(self.codes), np.uint8), figures=self.figures, detail=self.detail)

    def _head(self) -> dict[str, object]:
        counts = histogram(self.codes, len(self.rows))
        words = ("title", "unit", "period", "detail_unit", "edition", "source", "note", "rings", "rings_note")
        head: dict[str, object] = {
            "key": self.key,
            "rows": [[row.colour, row.label, count, row.mark] for row, count in zip(self.rows, counts, strict=True)],
            "no_data": int((self.codes == NO_DATA).sum()),
            "suppressed": int((self.codes == SUPPRESSED).sum()),
            "unstable": 0 if self.unstable is None else int((self.unstable & (self.codes >= 0)).sum()),
            "selected": self.selected,
            "focus": None if self.focus is None else list(self.focus),
            "sites": self.sites,
        }
        head |= {"named": True} if self.named else {}
        head |= {"figures_at": self.figures_at} if self.figures_at else {}
        head |= {name: list(positions) for name in BESIDE if (positions := getattr(self, name))}
        return head | {word: getattr(self, word) for word in words if getattr(self, word)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """A picture on its way to the map that opened under `name`: the page carries it, the map sees it change.

    `payload` is base 64, so that it can stand in an attribute as it is.
    """

    name: str
    payload: str

    def __post_init__(self) -> None:
        name(self.name)


def name(text: str) -> str:
    """The name of a map, if it may stand in a template and in an attribute; OptionError otherwise."""
    _require("name", text, _KEY.fullmatch(text) is not None, "letters, digits, dots, colons and hyphens")
    return text


def _require(name: str, got: object, holds: bool, wanted: object) -> None:  # noqa: FBT001
    if not holds:
        raise OptionError("option", name=name, got=got, wanted=wanted)
