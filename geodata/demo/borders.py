"""Lines that look like borders: straight hand-drawn ones are bent, broken and roughened between fixed end points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import numpy as np
import shapely

from geodata.demo.plane import Floats

Spacing = Callable[[Floats], Floats]
MAX_LEVELS = 12  # halvings of one segment: 4,096 parts are more than any border here needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a line runs: `rough` is the sideways shift of a midpoint, a share of its segment, times `fading` a level."""

    rough: float
    fading: float
    steps: int = 0  # right-angled steps, as between irrigated fields and along streets
    rounded: int = 0  # corner cuttings at the end (Chaikin 1974), as for canals and roads


STYLES: Final = MappingProxyType(
    {
        "road": Style(rough=0.05, fading=0.45, rounded=1),
        "canal": Style(rough=0.14, fading=0.6, rounded=1),
        "field": Style(rough=0.02, fading=0.8, steps=3),
        "lane": Style(rough=0.03, fading=0.7, steps=2),
        "town": Style(rough=0.22, fading=0.72),
        "river": Style(rough=0.17, fading=1.0, rounded=1),
        "ridge": Style(rough=0.15, fading=0.92),
    }
)


def natural(path: Floats, style: Style, spacing: Spacing, rng: np.random.Generator) -> Floats:
    """The path (n, 2), metres, redrawn in a style with about `spacing` metres between points; its ends stay exact."""
    line = _stepped(path, style.steps, rng) if style.steps else path
    return _displaced(line, style, spacing, rng)


def natural_simple(path: Floats, style: Style, spacing: Spacing, rng: np.random.Generator) -> Floats:
    """`natural`, drawn again with less roughness until it does not cross itself."""
    for calm in (1.0, 1.0, 0.7, 0.5, 0.3, 0.15):
        calmer = Style(rough=style.rough * calm, fading=style.fading, steps=style.steps, rounded=style.rounded)
        line = natural(path, calmer, spacing, rng)
        if shapely.LineString(line).is_simple:
            return line
    return path


def rounded(path: Floats, times: int = 1) -> Floats:
    """The path with its corners cut (Chaikin 1974); a closed path stays closed at its first point."""
    for _ in range(times):
        before, after = path[:-1], path[1:]
        cut = np.stack([0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after], axis=1).reshape(-1, 2)
        path = np.vstack([path[:1], cut[1:-1], path[-1:]])
    return path


def _stepped(path: Floats, steps: int, rng: np.random.Generator) -> Floats:
    """A straight path (two points) with right-angled steps; any other path as it is."""
    if len(path) != 2:
        return path
    start, end = path
    along = end - start
    aside = np.array([-along[1], along[0]])
    at = (np.arange(steps) + rng.uniform(0.25, 0.75, steps)) / steps
    offsets = np.concatenate([[0.0], rng.normal(0, 0.09, steps - 1), [0.0]]) if steps > 1 else np.zeros(2)
    points = [start]
    for position, (low, high) in zip(at, pairwise(offsets), strict=True):
        points += [start + position * along + low * aside, start + position * along + high * aside]
    return np.array([*points, end])


def _displaced(path: Floats, style: Style, spacing: Spacing, rng: np.random.Generator) -> Floats:
    """Midpoint displacement, level by level, until no segment is longer than the spacing at its middle."""
    rough = style.rough
    for _ in range(MAX_LEVELS):
        before, after = path[:-1], path[1:]
        step = after - before
        length = np.hypot(step[:, 0], step[:, 1])
        middle = (before + after) / 2
        long = length > spacing(middle) * (2 if style.rounded else 1)
        if not long.any():
            break
        aside = np.column_stack([-step[:, 1], step[:, 0]])
        shift = np.clip(rng.normal(0, rough, len(step)), -2 * rough, 2 * rough)
        slide = rng.uniform(-0.12, 0.12, len(step))
        middle = middle + aside * shift[:, None] + step * slide[:, None]
        path = np.insert(path, np.flatnonzero(long) + 1, middle[long], axis=0)
        rough *= style.fading
    return rounded(path, style.rounded)
