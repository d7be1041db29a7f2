"""Why rows of a table are not mapped."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from geodata.editions.columns import is_none
from geodata.editions.gazetteer import AMBIGUOUS, NOT_GIVEN, UNKNOWN, Positions
from geodata.editions.points import containing
from geodata.editions.totals import OUTSIDE
from geodata.territory import Territory

REASONS: Final = (
    "",
    "join_no_place",
    "join_district_only",
    "join_code_unknown",
    "join_name_unknown",
    "join_name_ambiguous",
    "join_district_unknown",
    "join_point_district",
    "join_point_gap",
    "join_point_outside",
    "join_point_no_shapes",
    "row_incomplete",
)
"""Why a row is not mapped, as finding codes; the empty one is for mapped rows."""

_CODE: Final = {reason: number for number, reason in enumerate(REASONS)}


def why_not_mapped(
    territory: Territory,
    points: NDArray[np.object_],
    mapped: NDArray[np.bool_],
    district: Positions,
    found: tuple[Positions, Positions, Positions],
) -> tuple[NDArray[np.int8], Positions]:
    """Why rows are not mapped (the most telling attempt counts), and the districts with those outside marked.

    `found` are the positions of mahallas by code and by name, and the district that each row states. Reasons are
    positions in REASONS.
    """
    by_code, by_name, stated = found
    reason = np.full(len(mapped), _CODE["join_no_place"], dtype=np.int8)
    reason[district >= 0] = _CODE["join_district_only"]
    reason[stated <= UNKNOWN] = _CODE["join_district_unknown"]
    left = np.flatnonzero(~mapped & ~is_none(points))
    reason[left] = _of_points(territory, points[left])
    outside = (reason == _CODE["join_point_outside"]) & (district < 0)
    named = ~mapped & (by_name <= UNKNOWN) & (stated > UNKNOWN)
    reason[named & (by_name == UNKNOWN)] = _CODE["join_name_unknown"]
    reason[named & (by_name == AMBIGUOUS)] = _CODE["join_name_ambiguous"]
    reason[~mapped & (by_code <= UNKNOWN) & (by_name == NOT_GIVEN)] = _CODE["join_code_unknown"]
    reason[outside] = _CODE["join_point_outside"]
    reason[mapped] = 0
    return reason, np.where(outside, OUTSIDE, district).astype(np.int32)


def _of_points(territory: Territory, points: NDArray[np.object_]) -> NDArray[np.int8]:
    """Why points that lie in no mahalla are not mapped."""
    if territory.region_shape is None:
        return np.full(len(points), _CODE["join_point_no_shapes"], dtype=np.int8)
    region = np.array([territory.region_shape], dtype=object)
    reason = np.where(containing(points, region) < 0, _CODE["join_point_outside"], _CODE["join_point_gap"])
    return np.where(containing(points, territory.district_shapes) >= 0, _CODE["join_point_district"], reason).astype(
        np.int8
    )
