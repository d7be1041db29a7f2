"""What slides and pages are made of. One layout for both: places in points on a sheet of 960 by 540 (16:9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Final

from dashboard.export.pack.room import width, wrapped
from layers.paint import Picture
from layers.printed.canvas import Box
from layers.theme import LIGHT

LINE: Final = 1.28
"""The height of a line of a table, by the size of its letters; given to the slide too, for fonts differ in theirs."""
PAGE: Final = Box(0, 0, 960, 540)
MARGIN: Final = 36.0
TOP: Final = 88.0
"""Where a slide's content begins, below its title."""
BOTTOM: Final = 502.0
COVER: Final = Box(54, 130, 340, 130)
COVER_SIZE: Final = 32.0
"""Where the title of the cover stands, its last line at the lower edge, and its letters."""
INK: Final = LIGHT.text
MUTED: Final = LIGHT.muted
ACCENT: Final = LIGHT.accent
BORDER: Final = LIGHT.border
SOFT: Final = "#f4f6f9"
PAPER: Final = "#ffffff"
BEFORE: Final = "#b6c2d1"
"""The year before, beside the accent of this one."""
COLOURS: Final = dict(LIGHT.categories)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Lines in a box from its top; an empty line keeps its place."""

    box: Box
    lines: tuple[str, ...]
    size: float = 11.0
    bold: bool = False
    colour: str = INK
    align: str = "left"

    @classmethod
    def fitted(cls, box: Box, text: str, sizes: Sequence[float], *, colour: str = INK) -> Text:
        """A text in the largest of `sizes` in which the box holds all of it."""
        every = " ".join(text.split())
        tried = [cls.wrapped(box, every, size=size, colour=colour) for size in sizes]
        return next((one for one in tried if " ".join(one.lines) == every), tried[-1])

    @classmethod
    def wrapped(cls, box: Box, text: str, *, size: float = 11.0, bold: bool = False, colour: str = INK) -> Text:
        """A text in as many lines as the box holds; the last one ends with an ellipsis where more would follow."""
        most = max(1, int(box.height / (1.3 * size) + 0.01))
        return cls(
            box=box,
            lines=tuple(wrapped(text, size, box.width, bold=bold, most=most)),
            size=size,
            bold=bold,
            colour=colour,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A rectangle; `edge` is its outline, `bar` a thick left edge."""

    box: Box
    fill: str = PAPER
    edge: str = BORDER
    bar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: its heading, its share of the width, how it is aligned, whether it may take two lines."""

    title: str
    share: float
    align: str = "left"
    lines: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: its text, and how it stands out."""

    text: str
    bold: bool = False
    colour: str = INK
    dot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table from (x, y) downwards; every row already broken into lines, with its height."""

    x: float
    y: float
    columns: tuple[Column, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[tuple[tuple[str, ...], ...], ...]
    heights: tuple[float, ...]
    size: float
    head: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.head + sum(self.heights)


def table(
    box: Box, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, size: float = 10.5, most: int | None = None
) -> Table:
    """As many of the rows as the box holds."""
    widths = _widths(box.width, columns, rows, size)
    broken = [
        tuple(
            tuple(wrapped(cell.text, size, room - 10 - _dot(cell, size), bold=cell.bold, most=column.lines))
            for cell, column, room in zip(row, columns, widths, strict=True)
        )
        for row in rows[:most]
    ]
    heights = [LINE * size * max(len(lines) for lines in row) + 0.62 * size for row in broken]
    head = LINE * (size - 1.5) * max(1, *(len(_head(c, w, size)) for c, w in zip(columns, widths, strict=True))) + 6
    fits = sum(end <= box.height - head + 0.01 for end in accumulate(heights))
    return Table(
        x=box.x,
        y=box.y,
        columns=tuple(columns),
        widths=widths,
        rows=tuple(tuple(row) for row in rows[:fits]),
        lines=tuple(broken[:fits]),
        heights=tuple(heights[:fits]),
        size=size,
        head=head,
    )


def fitted(box: Box, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], sizes: Sequence[float]) -> Table:
    """All of the rows, in the largest of `sizes` in which they fit and no text is cut, else in which they fit.

    Each in one line where that alone helps.
    """
    tried = [table(box, columns, rows, size=size) for size in sizes]
    held = [made for made in tried if len(made.rows) == len(rows)]
    if held:
        return next((made for made in held if _is_whole(made)), held[0])
    return table(box, [replace(column, lines=1) for column in columns], rows, size=sizes[-1])


def _is_whole(made: Table) -> bool:
    """Whether every text of a table stands in it to its end."""
    cells = [pair for row, lines in zip(made.rows, made.lines, strict=True) for pair in zip(row, lines, strict=True)]
    return all(" ".join(lines) == " ".join(cell.text.split()) for cell, lines in cells)


def _widths(total: float, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], size: float) -> tuple[float, ...]:
    """The columns by their shares, but none narrower than its texts need; where all need too much, the widest yield."""
    needed = [
        max([_word(column.title, size - 1.5, bold=True) + 12, *(_needs(row[at], column, size) for row in rows)])
        for at, column in enumerate(columns)
    ]
    free = total - sum(needed)
    if free <= 0:
        return _yielding(total, needed)
    every = sum(column.share for column in columns)
    wants = [max(0.0, total * column.share / every - need) for column, need in zip(columns, needed, strict=True)]
    return tuple(need + free * want / (sum(wants) or 1) for need, want in zip(needed, wants, strict=True))


def _yielding(total: float, needed: Sequence[float]) -> tuple[float, ...]:
    """What is needed, up to the one width at which it fits into the total."""
    left, most = total, total
    for done, need in enumerate(sorted(needed)):
        most = left / (len(needed) - done)
        if need > most:
            break
        left -= need
    return tuple(min(need, most) for need in needed)


def _needs(cell: Cell, column: Column, size: float) -> float:
    """The width of a cell's text in the lines it may take, of which none is filled to its end."""
    whole = width(cell.text, size, bold=cell.bold) * (1 if column.lines == 1 else 1.15 / column.lines)
    return max(whole, _word(cell.text, size, bold=cell.bold)) + 11.5 + _dot(cell, size)


def _word(text: str, size: float, *, bold: bool) -> float:
    """The width of the longest word."""
    return max((width(word, size, bold=bold) for word in text.split()), default=0.0)


def _dot(cell: Cell, size: float) -> float:
    """The room of a dot before a text."""
    return 1.3 * size if cell.dot else 0.0


def _head(column: Column, room: float, size: float) -> list[str]:
    return wrapped(column.title, size - 1.5, room - 9, bold=True, most=3)


def heading(column: Column, room: float, size: float) -> tuple[str, ...]:
    """The heading of a column in its lines."""
    return tuple(_head(column, room, size))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Stacked bars: a bar a name from the top, of parts with a label, a colour and a value for each name."""

    box: Box
    names: tuple[str, ...]
    parts: tuple[tuple[str, str, tuple[int, ...]], ...]
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Columns: twelve months, beside each the same month a year before; None where nothing is known."""

    box: Box
    names: tuple[str, ...]
    now: tuple[float | None, ...]
    before: tuple[float | None, ...]
    labels: tuple[str, str]
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Map:
    """A still map of a picture, with its legend in the lower left corner or, `aside`, without."""

    box: Box
    picture: Picture
    alt: str
    legend: bool = True
    letters: float = 10.0
    names: tuple[float, ...] = (7.4, 6.4, 5.4)


Block = Text | Panel | Table | Shares | Months | Map


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Slide:
    """A slide: its title, a line below it, its blocks; the `cover` has its own layout."""

    title: str
    line: str = ""
    blocks: tuple[Block, ...] = ()
    cover: bool = False
    notes: str = field(default="")
