"""Dividing a unit into mahallas: again and again in two, along lines that look like roads, canals, rivers and ridges.

Neighbourhood borders in real files meet in T, not in Y as Voronoi cells do: a road or a canal runs on, and others end
at it. Halving with natural lines gives that. A line always starts and ends at a point the ring already has, so both
sides keep exactly the same points and the result is a clean coverage without any snapping.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geodata.demo.borders import STYLES, Style, natural_simple
from geodata.demo.plane import Floats
from geodata.demo.settle import Settlements

SHARES = (0.33, 0.67)  # of the mass on one side of a cut: all sizes alike would look made
AREA_SHARE = 0.25  # how much area counts beside mass when mahallas are shared out: it keeps the widest in bounds
TRIES = 10  # straight cuts compared before one is drawn


class NoCutError(Exception):
    """No line was found that divides a piece; the argument is the number of mahallas that should have come of it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part not yet divided: `ring` (n, 2), open, counter-clockwise; `mass` points inside; `cells` to come of it."""

    ring: Floats
    mass: Floats
    cells: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A straight cut between two points of a ring, by position, with its `score` (higher is better)."""

    first: int
    last: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What is asked of a cut: `rough` of its line, `roundness` of both parts, `wear` they must stand.

    Wear is a depth of edge, as a share of the side: worn off and put back on, a part stays whole and keeps its area.
    """

    rough: float
    roundness: float
    wear: float


DEMANDS = (  # from what looks best to what can always be had
    *(2 * (Demand(rough=1.0, roundness=0.5, wear=0.1),)),
    *(3 * (Demand(rough=0.9, roundness=0.45, wear=0.08),)),
    *(3 * (Demand(rough=0.7, roundness=0.4, wear=0.06),)),
    Demand(rough=0.5, roundness=0.35, wear=0.05),
    Demand(rough=0.3, roundness=0.3, wear=0.03),
    Demand(rough=0.1, roundness=0.2, wear=0.01),
    Demand(rough=0.0, roundness=0.05, wear=0.0),
)


def divide(
    area: shapely.Polygon, mass: Floats, cells: int, where: Settlements, rng: np.random.Generator
) -> list[shapely.Polygon]:
    """The area as `cells` polygons of about equal mass that share their borders point for point."""
    area = shapely.orient_polygons(area)
    todo = (
        [Piece(shapely.get_coordinates(area)[:-1], mass, cells)]
        if not area.interiors
        else _opened(area, mass, cells, where, rng)
    )
    done: list[Floats] = []
    while todo:
        piece = todo.pop()
        if piece.cells == 1:
            done.append(piece.ring)
        else:
            todo += _halves(piece, where, rng)
    return [shapely.Polygon(ring) for ring in done]


def _halves(piece: Piece, where: Settlements, rng: np.random.Generator) -> list[Piece]:
    """The piece in two along the best of a few cuts that can be drawn inside it."""
    shape = shapely.Polygon(piece.ring)
    shapely.prepare(shape)
    for demand in DEMANDS:
        for cut in sorted(_candidates(piece, rng), key=lambda cut: -cut.score)[:5]:
            line = _line(piece.ring[cut.first], piece.ring[cut.last], demand.rough, where, rng)
            if _inside(line, shape):
                halves = _share(piece, _two_rings(piece.ring, cut, line), demand)
                if halves:
                    return halves
    raise NoCutError(piece.cells)


def _candidates(piece: Piece, rng: np.random.Generator) -> list[Cut]:
    """Straight cuts at several angles, with a fair share of the mass on either side."""
    cuts: list[Cut] = []
    for angle in rng.uniform(0, np.pi / TRIES, TRIES) + np.arange(TRIES) * np.pi / TRIES:
        across = np.array([np.cos(angle), np.sin(angle)])
        offset = np.quantile(piece.mass @ across, rng.uniform(*SHARES))
        side = piece.ring @ across > offset
        crossings = np.flatnonzero(side != np.roll(side, -1))
        along = piece.ring[crossings] @ np.array([-across[1], across[0]])
        ordered = crossings[np.argsort(along, kind="stable")]
        for pair in ordered.reshape(-1, 2):
            first, last = sorted(int(at) for at in pair)
            cuts.append(Cut(first, last, _score(piece.ring, first, last) + rng.normal(0, 0.03)))
    return cuts


def _score(ring: Floats, first: int, last: int) -> float:
    """How round the worse of the two parts is, plus half of how squarely the cut meets the ring: 1.5 at best."""
    one, other = ring[first : last + 1], np.vstack([ring[last:], ring[: first + 1]])
    if len(one) < 4 or len(other) < 4:
        return -1.0
    return min(_roundness(one), _roundness(other)) + 0.5 * min(_square(ring, first, last), _square(ring, last, first))


def _square(ring: Floats, at: int, other: int) -> float:
    """How squarely the line to the other point leaves the ring: the lesser sine to its two directions, 1 is upright."""
    way = ring[other] - ring[at]
    arms = np.array([ring[at - 4] - ring[at], ring[(at + 4) % len(ring)] - ring[at]])
    sines = np.abs(arms[:, 0] * way[1] - arms[:, 1] * way[0]) / (np.hypot(*arms.T) * np.hypot(*way) + 1e-9)
    ahead = arms @ way > 0
    return float(np.min(np.where(ahead, sines, 1.0)))


def _roundness(ring: Floats) -> float:
    """Area squared over 2 pi times the polar moment about the centroid: 1 for a disc, blind to rough edges."""
    closed = np.vstack([ring, ring[:1]]) - ring[0]
    x, y = closed[:-1].T
    ahead_x, ahead_y = closed[1:].T
    cross = x * ahead_y - ahead_x * y
    area = cross.sum() / 2
    if area <= 0:
        return -1.0
    centre = np.array([((x + ahead_x) * cross).sum(), ((y + ahead_y) * cross).sum()]) / (6 * area)
    moment = ((x * x + x * ahead_x + ahead_x**2 + y * y + y * ahead_y + ahead_y**2) * cross).sum() / 12
    polar = moment - area * (centre @ centre)
    return float(area**2 / (2 * np.pi * polar))


def _line(start: Floats, end: Floats, calm: float, where: Settlements, rng: np.random.Generator) -> Floats:
    middle = (start + end)[None, :] / 2
    kinds, odds = _kinds(float(where.spacing(middle)[0]))
    style = STYLES[str(rng.choice(kinds, p=odds))]
    calmer = Style(
        rough=style.rough * calm, fading=style.fading, steps=style.steps if calm > 0.5 else 0, rounded=style.rounded
    )
    return natural_simple(np.array([start, end]), calmer, where.spacing, rng)


def _kinds(spacing_m: float) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The styles of line where border points stand so far apart, and how often: streets, then fields, then hills."""
    if spacing_m < 90:
        return ("road", "lane", "canal"), (0.3, 0.45, 0.25)
    if spacing_m < 260:
        return ("road", "field", "canal", "river"), (0.12, 0.25, 0.36, 0.27)
    return ("canal", "river", "ridge"), (0.15, 0.3, 0.55)


def _inside(line: Floats, shape: shapely.Polygon) -> bool:
    """Whether the line runs inside the shape and meets its ring nowhere but at its two ends."""
    drawn = shapely.LineString(line)
    return bool(shapely.relate_pattern(drawn, shape, "1FFF0F212"))


def _two_rings(ring: Floats, cut: Cut, line: Floats) -> tuple[Floats, Floats]:
    inner = line[1:-1]
    one = np.vstack([ring[cut.first : cut.last + 1], inner[::-1]])
    other = np.vstack([ring[cut.last :], ring[: cut.first + 1], inner])
    return one, other


def _share(piece: Piece, rings: tuple[Floats, Floats], demand: Demand) -> list[Piece]:
    """The two pieces with mass and mahallas shared out; none when a side would be empty or less round than asked."""
    one, other = rings
    if min(_roundness(one), _roundness(other)) < demand.roundness or not (
        _stout(one, demand.wear) and _stout(other, demand.wear)
    ):
        return []
    inside = shapely.contains_xy(shapely.Polygon(one), piece.mass)
    wide = shapely.Polygon(one).area / shapely.Polygon(piece.ring).area
    share = (1 - AREA_SHARE) * inside.mean() + AREA_SHARE * min(wide, 1.0)
    cells = int(np.clip(round(share * piece.cells), 1, piece.cells - 1))
    if inside.all() or not inside.any():
        return []
    return [Piece(one, piece.mass[inside], cells), Piece(other, piece.mass[~inside], piece.cells - cells)]


def _stout(ring: Floats, wear: float) -> bool:
    """Whether the ring has no neck or tail: little is lost when its edge is worn off and put back on."""
    shape = shapely.Polygon(ring)
    depth = wear * np.sqrt(shape.area)
    worn = shapely.buffer(shape, -depth, quad_segs=1)
    return worn.geom_type == "Polygon" and bool(shapely.buffer(worn, depth, quad_segs=2).area >= 0.9 * shape.area)


def _opened(
    area: shapely.Polygon, mass: Floats, cells: int, where: Settlements, rng: np.random.Generator
) -> list[Piece]:
    """An area with a hole (a city in its district) cut in two, from the outer ring to the hole on either side."""
    outer = shapely.get_coordinates(area.exterior)[:-1]
    hole = shapely.get_coordinates(area.interiors[0])[:-1]
    shapely.prepare(area)
    for _ in range(200):
        angle = rng.uniform(0, np.pi)
        across, middle = np.array([np.cos(angle), np.sin(angle)]), hole.mean(axis=0)
        cuts = [_bridge(outer, hole, middle, way * across) for way in (1, -1)]
        lines = [_line(outer[o], hole[h], 0.6, where, rng) for o, h in cuts]
        if not all(_inside(line, area) for line in lines) or shapely.intersects(*map(shapely.LineString, lines)):
            continue
        (o1, h1), (o2, h2) = cuts
        one = np.vstack([_walk(outer, o1, o2), lines[1][1:-1], _walk(hole, h2, h1), lines[0][1:-1][::-1]])
        other = np.vstack([_walk(outer, o2, o1), lines[0][1:-1], _walk(hole, h1, h2), lines[1][1:-1][::-1]])
        halves = _share(Piece(outer, mass, cells), (one, other), DEMANDS[-2])
        if halves:
            return halves
    raise NoCutError(cells)


def _bridge(outer: Floats, hole: Floats, middle: Floats, way: Floats) -> tuple[int, int]:
    """Positions of the points of both rings that lie best in one direction from the middle of the hole."""

    def ahead(ring: Floats) -> int:
        arms = ring - middle
        length = np.hypot(arms[:, 0], arms[:, 1])
        aligned = arms @ way / length > np.cos(0.08)
        return int(np.argmin(np.where(aligned, length, np.inf)))

    return ahead(outer), ahead(hole)


def _walk(ring: Floats, first: int, last: int) -> Floats:
    """The points of a ring from one position on to another, both included."""
    return ring[first : last + 1] if first <= last else np.vstack([ring[first:], ring[: last + 1]])
