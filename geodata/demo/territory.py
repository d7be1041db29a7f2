"""The units of the demonstration region: the hand-drawn schematic, its lines made natural, closed to polygons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely

from geodata.demo.borders import STYLES, Spacing, Style, natural, rounded
from geodata.demo.facts import SchematicLine, Unit
from geodata.demo.plane import Floats, Plane, stream

OUTLINE = "region outline"
NECK_M = 1000.0  # two borders keep so far apart, except where they meet
CALM = (1.0, 1.0, 0.75, 0.75, 0.5, 0.5, 0.3, 0.15, 0.0)  # roughness of the tries until lines only meet at their ends


def arcs(lines: Sequence[SchematicLine], plane: Plane) -> list[tuple[tuple[str, ...], Floats]]:
    """The lines in metres, cut wherever another one ends, so that each lies between the same two units throughout."""
    ends = {tuple(point) for line in lines for point in line.points[[0, -1]].tolist()}
    cut: list[tuple[tuple[str, ...], Floats]] = []
    for line in lines:
        inner = [at for at, point in enumerate(line.points[1:-1].tolist(), 1) if tuple(point) in ends]
        marks = [0, *inner, len(line.points) - 1]
        cut += [(line.between, plane.to_metres(line.points[first : last + 1])) for first, last in pairwise(marks)]
    return cut


def natural_arcs(
    parts: Sequence[tuple[tuple[str, ...], Floats]], spacing: Spacing, seed: int
) -> list[tuple[tuple[str, ...], Floats]]:
    """The arcs redrawn as borders that look real; no two of them meet but at their ends."""
    done: list[tuple[tuple[str, ...], Floats]] = []
    for number, (between, path) in enumerate(parts):
        others = [line for _, line in done] + [line for _, line in parts[number + 1 :]]
        barrier = shapely.union_all([shapely.LineString(line) for line in others])
        rng = stream(seed, "border", str(number))
        done.append((between, _natural_arc(path, _style(between, rng), spacing, barrier, rng)))
    return done


def _style(between: tuple[str, ...], rng: np.random.Generator) -> Style:
    if len(between) == 1 and between[0] != OUTLINE:
        return STYLES["town"]
    return STYLES[str(rng.choice(["ridge", "river", "canal"], p=[0.6, 0.25, 0.15]))]


def _natural_arc(
    path: Floats, style: Style, spacing: Spacing, barrier: shapely.Geometry, rng: np.random.Generator
) -> Floats:
    if (path[0] == path[-1]).all():
        path = _turned(path)
    ends = shapely.MultiPoint(path[[0, -1]])
    discs = ends.buffer(3 * NECK_M)
    for calm in CALM:
        calmer = Style(rough=style.rough * calm, fading=style.fading, rounded=style.rounded)
        line = natural(_loosened(path, calm, rng), calmer, spacing, rng)
        drawn = shapely.LineString(line)
        apart = shapely.distance(shapely.difference(drawn, discs), shapely.difference(barrier, discs))
        touched = shapely.difference(shapely.intersection(drawn, barrier), ends)
        if drawn.is_simple and touched.is_empty and not apart < NECK_M:
            return line
    return path


def _turned(ring: Floats) -> Floats:
    """A closed path begun in the middle of its longest side: its fixed first point is then no corner."""
    steps = np.diff(ring, axis=0)
    at = int(np.argmax(np.hypot(steps[:, 0], steps[:, 1])))
    middle = (ring[at] + ring[at + 1])[None, :] / 2
    return np.vstack([middle, ring[at + 1 : -1], ring[: at + 1], middle])


def _loosened(path: Floats, calm: float, rng: np.random.Generator) -> Floats:
    """The path with its inner points moved a little and its corners cut: a hand has drawn it too straight."""
    steps = np.diff(path, axis=0)
    reach = np.hypot(steps[:, 0], steps[:, 1])
    near = np.minimum(reach[:-1], reach[1:])
    moved = path.copy()
    moved[1:-1] += rng.normal(0, 0.08 * calm, (len(path) - 2, 2)) * near[:, None]
    return rounded(moved) if len(path) > 2 else moved


def polygons(parts: Sequence[tuple[tuple[str, ...], Floats]], units: Sequence[Unit]) -> dict[str, shapely.Polygon]:
    """The area of each unit by code, told by the names its borders carry; a city lies as a hole in its district."""
    lines = [shapely.LineString(line) for _, line in parts]
    faces = list(shapely.get_parts(shapely.polygonize(lines)))
    code_of = {unit.label: unit.code for unit in units} | {
        unit.short: unit.code for unit in units if unit.kind == "district"
    }
    named: dict[str, shapely.Polygon] = {}
    for face in faces:
        corners = set(map(tuple, shapely.get_coordinates(face.exterior).tolist()))
        sides = [
            between
            for between, line in parts
            if {tuple(line[0].tolist()), tuple(line[len(line) // 2].tolist())} <= corners
        ]
        votes = Counter(code_of[name] for between in sides for name in between if name in code_of)
        named[votes.most_common(1)[0][0]] = face
    return named
