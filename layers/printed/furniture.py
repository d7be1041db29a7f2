"""The furniture of a still map: the legend with a bar and a number for each class, and the scale bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

from layers.classes import NO_DATA, SUPPRESSED, Codes, histogram
from layers.paint import Picture
from layers.printed.canvas import Box, Canvas
from layers.printed.drawing import hatching
from layers.printed.frame import Frame
from layers.printed.land import Land
from layers.printed.letters import cut, width, wrapped
from layers.printed.marks import KINDS, ORDER, SiteMark, site, triangle
from layers.theme import Theme

SWATCH: Final = (14.0, 9.5)
ROW: Final = 14.5
PAD: Final = 10.0
_STEPS: Final = (1, 2, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the legend: what draws its mark at (x, y of the middle), its words, its number, the bar's share."""

    mark: Callable[[float, float], None]
    label: str
    number: int
    share: float | None = None
    indent: float = SWATCH[0] + 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """The legend of a picture on a canvas, in letters of `size`, `narrowest` points wide or as its labels need."""

    canvas: Canvas
    theme: Theme
    picture: Picture
    words: Mapping[str, str]
    sites: Sequence[SiteMark]
    home: NDArray[np.int64]
    schematic: bool = False
    narrowest: float = 178.0
    size: float = 8.6

    @property
    def width(self) -> float:
        """Its width in points: a third more than the narrowest at most."""
        needed = self._longest() + SWATCH[0] + 12 + 2 * PAD + 46
        return min(max(self.narrowest, needed), 1.33 * self.narrowest)

    @property
    def height(self) -> float:
        """Its height in points."""
        return 2 * PAD + self._head_height() + ROW * len(self._rows()) + self._sites_height() + self._foot_height()

    def draw(self, left: float, bottom: float) -> None:
        """The legend with its lower left corner at a point."""
        canvas, theme, top = self.canvas, self.theme, bottom - self.height
        canvas.box(Box(left, top, self.width, self.height), fill=theme.card, edge=theme.border, radius=7)
        x, y = left + PAD, top + PAD
        y = canvas.lines(x, y, self._head(), size=self.size + 0.8, colour=theme.text, bold=True) + 4
        for row in self._rows():
            self._row(row, x, y + ROW / 2)
            y += ROW
        rows = self._site_rows()
        if rows:
            y += 5
            canvas.rule((x, y), (left + self.width - PAD, y), colour=theme.border)
            y = canvas.lines(x, y + 5, [self.words.get("sites", "")], size=self.size, colour=theme.text, bold=True) + 2
            for row in rows:
                self._row(row, x, y + ROW / 2)
                y += ROW
        canvas.lines(x, y + 4, self._foot(), size=self.size - 1.2, colour=theme.muted)

    def _row(self, row: Row, x: float, y: float) -> None:
        canvas, theme, right = self.canvas, self.theme, x + self.width - 2 * PAD
        row.mark(x, y)
        number = grouped(row.number, self.words)
        label_x = x + row.indent
        bar_x = x + self._bar_from()
        room = (bar_x if row.share is not None else right - 20) - label_x - 4
        canvas.text(
            label_x, y, cut(row.label, self.size, room), size=self.size, colour=theme.text, anchor="center_baseline"
        )
        canvas.text(
            right, y, number, size=self.size, colour=theme.text, bold=True, align="right", anchor="center_baseline"
        )
        if row.share:
            length = max(1.5, row.share * (right - 24 - bar_x))
            canvas.box(Box(bar_x, y - 2.6, length, 5.2), fill=theme.bar, radius=1.2)

    def _bar_from(self) -> float:
        """Where the bars begin: behind the longest label, with room for themselves."""
        return min(SWATCH[0] + 12 + self._longest(), self.width - 2 * PAD - 46)

    def _longest(self) -> float:
        return max(width(self.words.get(row.label, row.label), self.size) for row in self.picture.rows)

    def _about(self) -> NDArray[np.bool_]:
        """What the map is about: the districts in focus, or everything."""
        picture = self.picture
        if not picture.focus:
            return np.ones(len(picture.codes), dtype=bool)
        return np.isin(self.home, picture.focus)

    def _counted(self) -> Codes:
        return self.picture.codes[self._about()]

    def _rows(self) -> list[Row]:
        picture, theme, words = self.picture, self.theme, self.words
        counts = histogram(self._counted(), len(picture.rows))
        most = max(1, *counts)
        rows = [
            Row(
                mark=partial(self._swatch, row.colour, marked=row.marked, hatch=""),
                label=words.get(row.label, row.label),
                number=count,
                share=count / most,
            )
            for row, count in zip(picture.rows, counts, strict=True)
        ]
        for name, number in self._odd():
            colour = picture.rows[len(picture.rows) // 2].colour if name == "unstable" else theme.land
            mark = partial(self._swatch, colour, marked=False, hatch=name)
            rows.append(Row(mark=mark, label=words.get(name, name), number=number))
        return rows

    def _odd(self) -> Iterator[tuple[str, int]]:
        """What only sometimes occurs."""
        codes, unstable = self._counted(), self.picture.unstable
        found = {
            "no_data": int((codes == NO_DATA).sum()),
            "suppressed": int((codes == SUPPRESSED).sum()),
            "unstable": 0 if unstable is None else int((unstable[self._about()] & (codes >= 0)).sum()),
        }
        return ((name, number) for name, number in found.items() if number)

    def _swatch(self, colour: str, x: float, y: float, *, marked: bool, hatch: str) -> None:
        wide, high = SWATCH
        theme, box = self.theme, Box(x, y - high / 2, wide, high)
        self.canvas.box(
            box, fill=colour, edge=theme.edge if marked else theme.border, line=1.1 if marked else 0.6, radius=2
        )
        if hatch:
            path = Outline([(x, box.y), (box.right, box.y), (box.right, box.bottom), (x, box.bottom), (x, box.y)])
            self.canvas.patch(hatching(path, hatch, theme.veil if hatch == "unstable" else theme.hatch))
        if marked:
            for patch in triangle(x + wide / 2, y + 0.5, 5.4, fill=theme.mark, edge=theme.edge):
                self.canvas.patch(patch)

    def _site_rows(self) -> list[Row]:
        which = {"none": (), "opened": ORDER[:1], "all": ORDER}[self.picture.sites]
        rows = []
        for state in which:
            found = [mark for mark in self.sites if mark.state == state]
            kinds = [kind for kind in KINDS if any(mark.kind == kind for mark in found)]
            if found:
                rows.append(
                    Row(
                        mark=partial(self._icons, state, kinds),
                        label=self.words.get(state, state),
                        number=len(found),
                        indent=15 * len(kinds) + 5,
                    )
                )
        return rows

    def _icons(self, state: str, kinds: Sequence[str], x: float, y: float) -> None:
        area = self.canvas.area(Box(0, 0, self.canvas.width, self.canvas.height))
        for at, kind in enumerate(kinds):
            letter = self.words.get(f"letter_{kind}", "")
            mark = SiteMark(kind=kind, state=state, mahalla=None, points=(), letter=letter)
            site(area, self.theme, mark, x + 6 + 15 * at, y, 5.2)

    def _kinds(self) -> str:
        """What the letters in the symbols say, where there are any."""
        kinds = [kind for kind in KINDS if self._site_rows() and any(mark.kind == kind for mark in self.sites)]
        said = ((self.words.get(f"letter_{kind}"), self.words.get(kind, kind).lower()) for kind in kinds)
        return " · ".join(f"{letter}\u00a0–\u00a0{name}" for letter, name in said if letter)

    def _head(self) -> list[str]:
        title = self.words.get(self.picture.title, self.picture.title)
        text = f"{title} · {self.picture.period}" if self.picture.period else title
        return wrapped(text, self.size + 0.8, self.width - 2 * PAD, bold=True)

    def _foot(self) -> list[str]:
        picture, words = self.picture, self.words
        n = int((self._counted() >= 0).sum())
        facts = [words.get(picture.unit, picture.unit), f"n\u00a0=\u00a0{grouped(n, words)}", picture.edition]
        parts = [
            self._kinds(),
            " · ".join(filter(None, facts)),
            picture.source,
            words.get(picture.note, picture.note),
            words.get("schematic", "") if self.schematic else "",
        ]
        return [line for part in parts if part for line in wrapped(part, self.size - 1.2, self.width - 2 * PAD)]

    def _head_height(self) -> float:
        return 1.3 * (self.size + 0.8) * len(self._head()) + 4

    def _sites_height(self) -> float:
        rows = self._site_rows()
        return ROW * len(rows) + 12 + 1.3 * self.size if rows else 0.0

    def _foot_height(self) -> float:
        return 1.3 * (self.size - 1.2) * len(self._foot()) + 2


def scale_bar(
    canvas: Canvas, theme: Theme, land: Land, frame: Frame, words: Mapping[str, str], place: tuple[float, float]
) -> None:
    """A bar of a round length with its right end at a place; none where squares stand for mahallas."""
    if land.schematic:
        return
    per_point_m = land.unit_m / frame.scale
    length_m = _round(90 * per_point_m)
    long, (right, y) = length_m / per_point_m, place
    unit, factor = ("km", 1000) if length_m >= 1000 else ("m", 1)
    told = f"{length_m // factor}\u00a0{words.get(unit, unit)}"
    canvas.box(Box(right - long, y - 3, long / 2, 3), fill=theme.text)
    canvas.box(Box(right - long, y - 3, long, 3), edge=theme.text, line=0.6)
    for x, text, align in ((right - long, "0", "center"), (right, told, "right")):
        canvas.text(x, y - 6, text, size=7.4, colour=theme.text, align=align, halo=theme.ground)


def grouped(number: int, words: Mapping[str, str]) -> str:
    """A whole number with the separator of the words."""
    return f"{number:,}".replace(",", words.get("group", ","))


def _round(metres: float) -> int:
    """The largest of 1, 2, 5 times a power of ten that is not longer."""
    power = 10 ** int(np.floor(np.log10(metres)))
    return int(max(step * power for step in _STEPS if step * power <= metres))
