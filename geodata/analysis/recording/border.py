"""Points that pile up just outside the border of a red mahalla."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geodata.analysis import binomial
from geodata.analysis.recording.question import Asked, Floats, Options, Question, answer, holm
from geodata.edition import Edition
from geodata.editions.categories import RED
from geodata.metric import WGS84, local_crs, reproject
from geodata.periods import Period
from geodata.territory import Shapes

Counts = NDArray[np.int64]


def border(edition: Edition, group: str, period: Period, options: Options) -> Asked:
    """Mahallas red on the last day of the period, with more places of events just outside than area suggests.

    Within `around_m` metres outside (in other mahallas) a place lies in the first `band_m` with the band's share of the
    area: binomial. Where events thin out with the distance from a red mahalla that alone would raise the count, so the
    band is held beside the equal band inside the border too, where then even more should lie; the larger of the two
    p-values counts (Berger 1982), adjusted over mahallas with `least_points` around them. Places: points that differ by
    a metre, each counted once. `expected` is by area, `base` the places around.
    """
    shapes = edition.mahalla_shapes.geometry.to_numpy()
    drawn = shapely.is_geometry(shapes)
    if edition.schematic or not drawn.any():
        return Asked("border", reason="no_shapes")
    red = np.flatnonzero((edition.category_at(period.end).values == RED) & drawn)
    if not len(red):
        return Asked("border", reason="no_decisions")
    crs = local_crs(shapes[drawn])
    points = _places(edition, group, period, crs)
    if len(points) < options.least_points:
        return Asked("border", reason="too_few_points")
    found = _counted(reproject(shapes, WGS84, crs), red, points, options)
    tested = (found.around >= options.least_points) & (found.around_m2 > 0)
    if not tested.any():
        return Asked("border", reason="too_few_points")
    expected, p_value = _chances(found)
    adjusted = holm(p_value, tested)
    districts, codes = edition.mahallas["district"].to_numpy()[red], edition.mahallas["code"].to_numpy()[red]
    questions = [
        Question(
            kind="border",
            group=group,
            district=str(districts[at]),
            mahalla=str(codes[at]),
            observed=float(found.outside[at]),
            expected=float(expected[at]),
            base=int(found.around[at]),
            p_value=float(p_value[at]),
            p_adjusted=float(adjusted[at]),
            start=period.start,
            end=period.end,
        )
        for at in np.flatnonzero(tested & (found.outside > expected) & (adjusted < options.chance)).tolist()
    ]
    return answer("border", questions, int(tested.sum()))


@dataclass(frozen=True, slots=True, eq=False)
class _Zones:
    """Places and square metres around each red mahalla: all of it, just outside, just inside."""

    around: Counts
    outside: Counts
    inside: Counts
    around_m2: Floats
    outside_m2: Floats
    inside_m2: Floats


def _places(edition: Edition, group: str, period: Period, crs: CRS) -> Shapes:
    """The distinct places of the period's events in metres, to the metre."""
    rows = edition.incidents
    day = rows["day"].to_numpy(dtype="datetime64[D]")
    chosen = (rows["group"] == group).to_numpy() & rows["lon"].notna().to_numpy() & rows["lat"].notna().to_numpy()
    chosen &= (day >= np.datetime64(period.start)) & (day <= np.datetime64(period.end))
    degrees: Shapes = shapely.points(rows["lon"].to_numpy()[chosen], rows["lat"].to_numpy()[chosen])
    metres = reproject(degrees, WGS84, crs)
    places: Shapes = shapely.points(np.unique(np.rint(shapely.get_coordinates(metres)), axis=0))
    return places


def _counted(shapes: Shapes, red: NDArray[np.intp], points: Shapes, options: Options) -> _Zones:
    tree, own = shapely.STRtree(points), shapes[red]
    around = _beyond(shapes, red, options.around_m)
    outside = _beyond(shapes, red, options.band_m)
    inside = shapely.difference(own, shapely.buffer(own, -options.band_m))
    each = np.arange(len(red))
    return _Zones(
        around=_points_in(tree, *around, len(red)),
        outside=_points_in(tree, *outside, len(red)),
        inside=_points_in(tree, each, inside, len(red)),
        around_m2=np.bincount(around[0], shapely.area(around[1]), minlength=len(red)).astype(np.float64),
        outside_m2=np.bincount(outside[0], shapely.area(outside[1]), minlength=len(red)).astype(np.float64),
        inside_m2=shapely.area(inside),
    )


def _beyond(shapes: Shapes, red: NDArray[np.intp], distance_m: float) -> tuple[NDArray[np.intp], Shapes]:
    """What lies up to `distance_m` outside each red mahalla in other ones: number of the red one, and the piece."""
    zones = shapely.difference(shapely.buffer(shapes[red], distance_m), shapes[red])
    at, other = shapely.STRtree(shapes).query(zones, predicate="intersects")
    at, other = at[other != red[at]], other[other != red[at]]
    return at, shapely.intersection(zones[at], shapes[other])


def _points_in(tree: shapely.STRtree, at: NDArray[np.intp], pieces: Shapes, size: int) -> Counts:
    """The number of points in the pieces of each of `size`; one on the border of two pieces counts once."""
    piece, point = tree.query(pieces, predicate="intersects")
    pairs = np.unique(np.column_stack([at[piece], point]), axis=0)
    return np.bincount(pairs[:, 0], minlength=size).astype(np.int64)


def _chances(found: _Zones) -> tuple[Floats, Floats]:
    """The places to expect just outside by area, and the chance of as many or more."""
    share = found.outside_m2 / np.maximum(found.around_m2, 1e-9)
    beside = found.outside_m2 / np.maximum(found.outside_m2 + found.inside_m2, 1e-9)
    by_area = binomial.sf(found.outside - 1, found.around, np.clip(share, 0, 1))
    by_inside = binomial.sf(found.outside - 1, found.outside + found.inside, np.clip(beside, 0, 1))
    return found.around * share, np.maximum(by_area, by_inside)
