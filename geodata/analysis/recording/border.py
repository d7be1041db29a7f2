"""Points that pile up just outside the border of a red mahalla."""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import CRS

from geodata.analysis import binomial
from geodata.analysis.recording.question import Asked, Floats, Options, Question, answer, holm
from geodata.analysis.recording.zones import Ground, Zones
from geodata.editions.categories import RED
from geodata.editions.opened import Edition
from geodata.metric import WGS84, local_crs, reproject, reproject_xy
from geodata.periods import Period
from geodata.territory import Shapes


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
    ground = Ground.of(reproject(shapes, WGS84, crs), points)
    found = ground.zones(red, around_m=options.around_m, band_m=options.band_m, least=options.least_points)
    tested = ~(found.around_m2 <= 0)
    if not tested.any():
        return Asked("border", reason="too_few_points")
    expected, p_value = _chances(found)
    adjusted = holm(p_value, tested)
    districts, codes = (edition.mahallas[name].to_numpy()[found.own] for name in ("district", "code"))
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


def _places(edition: Edition, group: str, period: Period, crs: CRS) -> Shapes:
    """The distinct places of the period's events in metres, to the metre."""
    rows = edition.incident_rows(group, start=period.start, end=period.end)
    lon, lat = (rows[column].to_numpy(dtype=np.float64) for column in ("lon", "lat"))
    known = ~(np.isnan(lon) | np.isnan(lat))
    x, y = reproject_xy(lon[known], lat[known], WGS84, crs)
    places: Shapes = shapely.points(np.unique(np.rint(np.column_stack([x, y])), axis=0))
    return places


def _chances(found: Zones) -> tuple[Floats, Floats]:
    """The places to expect just outside by area, and the chance of as many or more."""
    share = found.outside_m2 / np.maximum(found.around_m2, 1e-9)
    beside = found.outside_m2 / np.maximum(found.outside_m2 + found.inside_m2, 1e-9)
    by_area = binomial.sf(found.outside - 1, found.around, np.clip(share, 0, 1))
    by_inside = binomial.sf(found.outside - 1, found.outside + found.inside, np.clip(beside, 0, 1))
    return found.around * share, np.maximum(by_area, by_inside)
