"""Joining rows to the territory: by code, by name within the district, by point; and the reconciliation of every total.

The more precise wins: a code over a name, a name over a point, any of them over the district column. What contradicts
is counted as a warning, what fits two mahallas is never guessed, and no row is lost: each is mapped, known to its
district only, unmatched, or outside the territory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata import codes
from geodata.editions.columns import Texts, each_once, first_given, is_none, texts
from geodata.editions.gazetteer import AMBIGUOUS, NOT_GIVEN, UNKNOWN, Districts, Mahallas, Positions
from geodata.editions.points import containing, farther_than, nearest_within, points_of
from geodata.editions.reasons import REASONS, why_not_mapped
from geodata.editions.totals import OUTSIDE, Reconciliation, TableReconciliation, district_table, tally
from geodata.errors import OptionError, PublishError
from geodata.territory import IDENTIFIERS, Territory

__all__ = [
    "OUTSIDE",
    "REASONS",
    "Index",
    "PlaceOptions",
    "Placement",
    "Reconciliation",
    "TableReconciliation",
    "place",
    "reconcile",
]

_AT_ONCE: Final = 500_000
"""Rows placed in one go, so that memory does not grow with their number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOptions:
    """How far a point may lie outside the outer border and still count as inside the nearest mahalla, in metres."""

    tolerance_m: float = 25.0

    def __post_init__(self) -> None:
        if not 0 <= self.tolerance_m <= 10_000:
            raise OptionError("option", name="tolerance_m", got=self.tolerance_m, wanted="0 to 10000 metres")


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """The districts and mahallas of a territory, ready to be found by code and name."""

    districts: Districts
    mahallas: Mahallas

    @classmethod
    def of(cls, territory: Territory) -> Self:
        """The index of a territory."""
        return cls(Districts(territory.districts), Mahallas(territory.mahallas, len(territory.districts)))


@dataclass(frozen=True, slots=True)
class Placement:
    """Where each row of a table belongs.

    `mahalla` and `district` are positions in the territory, -1 for none; `district` is OUTSIDE for a point beyond it.
    `reason` is a position in REASONS, `got` what the row said (None where mapped), `warnings` counts contradictions.
    """

    mahalla: Positions
    district: Positions
    reason: NDArray[np.int8]
    got: Texts
    warnings: Mapping[str, int] = field(default_factory=dict)


def place(
    table: pd.DataFrame,
    territory: Territory,
    *,
    options: PlaceOptions | None = None,
    index: Index | None = None,
    told: Callable[[int], None] = lambda _rows: None,
) -> Placement:
    """Where each row of a canonical `table` belongs; never raises for what stands in a row.

    `index` is `Index.of(territory)`, worth making once where several tables are placed. `told` hears how many rows have
    been placed, as often as half a million more have.
    """
    chosen, known = options or PlaceOptions(), index or Index.of(territory)
    parts = []
    for first in range(0, max(len(table), 1), _AT_ONCE):
        if first:
            told(first)
        rows = table.iloc[first : first + _AT_ONCE].reset_index(drop=True)
        parts.append(_place(rows, territory, chosen, known))
    return parts[0] if len(parts) == 1 else _joined(parts)


def _joined(parts: Sequence[Placement]) -> Placement:
    """The placements of the parts of a table as one."""
    warnings: Counter[str] = Counter()
    for part in parts:
        warnings.update(part.warnings)
    return Placement(
        mahalla=np.concatenate([part.mahalla for part in parts]),
        district=np.concatenate([part.district for part in parts]),
        reason=np.concatenate([part.reason for part in parts]),
        got=np.concatenate([part.got for part in parts]),
        warnings=dict(warnings),
    )


def _place(table: pd.DataFrame, territory: Territory, chosen: PlaceOptions, known: Index) -> Placement:
    gazetteer = known.mahallas
    rows = _Rows(table, territory, known.districts)
    by_code, codes_disagree = _by_codes(table, gazetteer)
    by_name = gazetteer.by_name(rows.name, rows.district, stated=rows.district != NOT_GIVEN)
    mahalla = np.where(by_code >= 0, by_code, np.where(by_name >= 0, by_name, -1)).astype(np.int32)

    points = points_of(table)
    in_mahalla = containing(points, territory.shapes)
    mahalla = np.where((mahalla < 0) & (in_mahalla >= 0), in_mahalla, mahalla).astype(np.int32)
    left = np.flatnonzero(mahalla < 0)
    mahalla[left] = nearest_within(points[left], territory, chosen.tolerance_m)

    mapped = mahalla >= 0
    district = _districts_of(territory, mahalla, rows.district, points)
    reason, district = why_not_mapped(territory, points, mapped, district, (by_code, by_name, rows.district))
    warnings = {
        "join_codes_disagree": codes_disagree,
        "join_code_unknown": (by_code == UNKNOWN) & mapped,
        "join_name_unknown": (by_name == UNKNOWN) & (by_code < 0) & mapped,
        "join_name_contradicts": (by_code >= 0) & (rows.name_says(gazetteer, mahalla)),
        "join_district_contradicts": mapped & (rows.district >= 0) & (rows.district != district),
        "join_point_contradicts": _point_contradicts(points, territory, mahalla, in_mahalla, chosen.tolerance_m),
    }
    return Placement(
        mahalla=mahalla,
        district=district,
        reason=reason,
        got=rows.said(points, ~mapped),
        warnings={code: int(where.sum()) for code, where in warnings.items() if where.any()},
    )


def reconcile(
    placement: Placement, territory: Territory, weights: NDArray[np.int64] | None = None
) -> TableReconciliation:
    """The totals of a placed table; `weights` is the number of events each row stands for, 1 if not given."""
    events = np.ones(len(placement.mahalla), dtype=np.int64) if weights is None else weights
    mapped = placement.mahalla >= 0
    per_district = district_table(territory, placement.mahalla, placement.district, events)
    rows = tally(placement.mahalla, placement.district, np.ones_like(events))
    if int(mapped.sum()) != int((placement.reason == 0).sum()):
        raise PublishError("does_not_add_up", got=int((placement.reason == 0).sum()), wanted=int(mapped.sum()))
    return TableReconciliation(
        **rows.as_dict(),
        events=tally(placement.mahalla, placement.district, events),
        per_district=per_district,
    )


class _Rows:
    """What the rows of a table say about their place."""

    def __init__(self, table: pd.DataFrame, territory: Territory, districts: Districts) -> None:
        self.table = table
        self.name = texts(table, "name")
        self.district_name = texts(table, "district")
        self.district_code = texts(table, "district_code")
        implied = each_once(texts(table, "mahalla_id"), codes.district_of)
        by_code = districts.by_code(first_given(self.district_code, implied))
        by_name = districts.by_name(self.district_name)
        self.district = np.where((by_code < 0) & (by_name >= 0), by_name, by_code).astype(np.int32)
        self.district = np.where((by_code == NOT_GIVEN) & (by_name < 0), by_name, self.district).astype(np.int32)
        self._home = territory.mahallas["district_pos"].to_numpy(dtype=np.int32)

    def name_says(self, gazetteer: Mahallas, mahalla: Positions) -> NDArray[np.bool_]:
        """Where the name, looked up in the district of `mahalla`, means a different mahalla or none."""
        home = np.where(mahalla >= 0, self._home[mahalla] if len(self._home) else -1, -1).astype(np.int32)
        found = gazetteer.by_name(self.name, home, stated=np.ones(len(home), dtype=bool))
        says: NDArray[np.bool_] = (found != mahalla) & (found != NOT_GIVEN) & (found != AMBIGUOUS)
        return says

    def said(self, points: NDArray[np.object_], chosen: NDArray[np.bool_]) -> Texts:
        """The place as the `chosen` rows give it, for a message: code or name, district, point; None for the others."""
        identifiers = first_given(*(texts(self.table, column) for column in IDENTIFIERS))
        named = (first_given(identifiers, self.name), first_given(self.district_name, self.district_code))
        spots = np.full(len(chosen), None, dtype=object)
        there = np.flatnonzero(chosen & ~is_none(points))
        spots[there] = [f"{point.x:.5f} {point.y:.5f}" for point in points[there]]
        out: Texts = np.full(len(chosen), None, dtype=object)
        out[chosen] = [
            ", ".join(str(part) for part in parts if part is not None)
            for parts in zip(*(column[chosen] for column in (*named, spots)), strict=True)
        ]
        return out


def _by_codes(table: pd.DataFrame, gazetteer: Mahallas) -> tuple[Positions, NDArray[np.bool_]]:
    """The position by the first identifier that is known, and where two known identifiers disagree."""
    out = np.full(len(table), NOT_GIVEN, dtype=np.int32)
    disagree = np.zeros(len(table), dtype=bool)
    for column in IDENTIFIERS:
        found = gazetteer.by_code(texts(table, column))
        disagree |= (found >= 0) & (out >= 0) & (found != out)
        out = np.where((out < 0) & (found != NOT_GIVEN) & ((found >= 0) | (out == NOT_GIVEN)), found, out).astype(
            np.int32
        )
    return out, disagree


def _districts_of(
    territory: Territory, mahalla: Positions, stated: Positions, points: NDArray[np.object_]
) -> Positions:
    """The district of the mahalla, else the one stated, else the one the point lies in, else -1."""
    home = territory.mahallas["district_pos"].to_numpy(dtype=np.int32)
    district = np.where(mahalla >= 0, home[mahalla] if len(home) else -1, np.where(stated >= 0, stated, -1)).astype(
        np.int32
    )
    left = np.flatnonzero(district < 0)
    district[left] = containing(points[left], territory.district_shapes)
    return district


def _point_contradicts(
    points: NDArray[np.object_], territory: Territory, mahalla: Positions, inside: Positions, tolerance_m: float
) -> NDArray[np.bool_]:
    """Where a row's point lies clearly outside the mahalla that its code or name gives."""
    out = np.zeros(len(mahalla), dtype=bool)
    doubtful = np.flatnonzero((mahalla >= 0) & (inside != mahalla))
    out[doubtful] = farther_than(points[doubtful], territory, mahalla[doubtful], tolerance_m)
    return out


def values_of(placement: Placement, chosen: NDArray[np.bool_]) -> dict[str, Any]:
    """Reason and what was said for the `chosen` rows, as columns of a table of rejected rows."""
    reasons = np.array(REASONS, dtype=object)[placement.reason[chosen]]
    return {"reason": reasons, "got": placement.got[chosen]}
