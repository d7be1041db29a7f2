"""Small symbols of a still map: the triangle of a red mahalla, streets and entrances by how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.patches import Circle, FancyBboxPatch, Patch, Polygon, Wedge

from layers.printed.canvas import Area, write
from layers.printed.drawing import Ink
from layers.printed.frame import Placer, around
from layers.printed.land import Land
from layers.theme import Theme

KINDS: Final = ("street", "entrance")
ORDER: Final = ("opened", "in_progress", "planned", "not_stated")
UNSAID: Final = "?"
FAR: Final = {"in_progress": 0.5, "planned": 0.38, "not_stated": 0.38}
"""Of the size of an opened one, where the whole region is shown: dots, as on the screen."""
MANY: Final = 300
"""Opened sites that would bury the map and the names on it: far out they are dots too, as on the screen."""
_ASIDE: Final = ((0, 0), (2.1, 0), (-2.1, 0), (0, 2.1), (0, -2.1), (2.1, 2.1), (-2.1, -2.1), (2.1, -2.1), (-2.1, 2.1))


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMark:
    """A model site: its kind, its state, the position of its mahalla, and its place or course as lon, lat.

    `letter` stands for the kind in the reader's language.
    """

    kind: str
    state: str
    mahalla: int | None
    points: tuple[tuple[float, float], ...]
    letter: str = ""


def triangle(x: float, y: float, size: float, *, fill: str, edge: str) -> Sequence[Patch]:
    """The second mark of a red mahalla, for eyes that do not tell red from green."""
    corners = [(x, y - size * 0.62), (x + size * 0.58, y + size * 0.4), (x - size * 0.58, y + size * 0.4)]
    return (Polygon(corners, facecolor=fill, edgecolor=edge, linewidth=0.12 * size, joinstyle="round"),)


def site(area: Area, theme: Theme, mark: SiteMark, x: float, y: float, radius: float, *, order: float = 14) -> None:
    """One symbol: round for a street, square for an entrance; full, half, hollow, or grey where not stated."""
    inner = "#dbe8fb" if theme.dark else "#ffffff"  # a hollow dot must be seen on any colour of a map
    ring, body = _shape(mark.kind, x, y, radius * 1.25), _shape(mark.kind, x, y, radius)
    ring.set(facecolor=theme.halo, edgecolor="none", zorder=order)
    full, unsaid = mark.state == "opened", mark.state == "not_stated"
    accent = theme.muted if unsaid else theme.accent
    body.set(facecolor=accent if full else inner, edgecolor=accent, linewidth=0.16 * radius, zorder=order)
    area.add(ring)
    area.add(body)
    if mark.state == "in_progress":
        half = Wedge((x, y), radius * 0.98, 0, 180, facecolor=theme.accent, edgecolor="none", zorder=order)
        if mark.kind == "entrance":
            half.set_radius(radius * 0.86)
        area.add(half)
    elif radius >= 3.5:
        colour = ("#0a1220" if theme.dark else "#ffffff") if full else ("#1d4ed8" if theme.dark else accent)
        letter = UNSAID if unsaid else mark.letter
        write(area, x, y, letter, size=radius * 1.15, colour=colour, bold=True, align="center",
              anchor="center_baseline", order=order)  # fmt: skip


def _shape(kind: str, x: float, y: float, radius: float) -> Patch:
    if kind == "street":
        return Circle((x, y), radius)
    side = radius * 1.8
    return FancyBboxPatch(
        (x - side / 2, y - side / 2), side, side, boxstyle=f"round,pad=0,rounding_size={radius * 0.45}"
    )


def crowded(marks: Sequence[SiteMark], focus: Sequence[int]) -> bool:
    """Whether all symbols are dots, and stand where no name does."""
    return not focus and sum(mark.state == "opened" for mark in marks) > MANY


def sites(
    ink: Ink, land: Land, marks: Sequence[SiteMark], placer: Placer, *, radius: float, focus: Sequence[int]
) -> list[tuple[float, float, float, float]]:
    """The symbols, opened ones first; each steps a little aside where another stands. The boxes of the small ones."""
    dots = crowded(marks, focus)
    symbols = Placer(ink.frame)
    found: list[tuple[SiteMark, float, float, float]] = []
    small: list[tuple[float, float, float, float]] = []
    for mark in sorted(marks, key=lambda mark: ORDER.index(mark.state)):
        if focus and (mark.mahalla is None or land.home[mark.mahalla] not in focus):
            continue
        grid = land.point(*mark.points[(len(mark.points) - 1) // 2])
        x, y = ink.frame.x(grid[0]), ink.frame.y(grid[1])
        large = bool(focus) or (mark.state == "opened" and not dots)
        size = radius * (
            (FAR["planned"] if dots else 1.0) if mark.state == "opened" else 0.86 if focus else FAR[mark.state]
        )
        aside = _ASIDE if large else _ASIDE[:1]
        boxes = [around(x + right * size, y + down * size, 2.3 * size, 2.3 * size) for right, down in aside]
        chosen = symbols.first(boxes)
        if not large and (chosen < 0 or (dots and not placer.is_free(boxes[chosen]))):
            continue
        left, top, right_edge, bottom = boxes[max(chosen, 0)]
        if large:
            placer.take(boxes[max(chosen, 0)])
        else:
            small.append(boxes[max(chosen, 0)])
        found.append((mark, (left + right_edge) / 2, (top + bottom) / 2, size))
    for mark, x, y, size in reversed(found):
        site(ink.area, ink.theme, mark, x, y, size)
    return small
