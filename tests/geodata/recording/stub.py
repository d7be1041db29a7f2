# ruff: noqa: ARG002  what an edition is asked with, all of it
"""As much of an edition as a question asks for: two districts of four mahallas, squares of about a kilometre."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.editions.categories import Categories
from geodata.editions.tables import NO_INCIDENTS
from geodata.metric import WGS84, local_crs, reproject

SIDE = 0.01
WEST, SOUTH = 66.0, 39.0
SIZE = 8


def cell(number):
    column, row = number % 4, number // 4
    return shapely.box(WEST + column * SIDE, SOUTH + row * SIDE, WEST + (column + 1) * SIDE, SOUTH + (row + 1) * SIDE)


def rows(*, group="preventable", day="2024-03-01", **columns):
    """Incident rows; what is not given is one event in mahalla 0 without a point, registered on its day."""
    size = max(len(values) for values in columns.values())
    plain = {
        "group": [group] * size,
        "type": ["theft"] * size,
        "day": [day] * size,
        "registered": columns.get("day", [day] * size),
        "count": [1] * size,
        "mahalla_pos": [0] * size,
        "lon": [np.nan] * size,
        "lat": [np.nan] * size,
    }
    frame = pd.DataFrame(plain | columns)
    if "district_pos" not in columns:
        frame["district_pos"] = np.where(frame["mahalla_pos"] >= 0, frame["mahalla_pos"] // 4, -1)
    for column in ("day", "registered"):
        frame[column] = pd.to_datetime(frame[column])
    return frame.astype({"group": "category", "type": "category"})[NO_INCIDENTS.columns]


@dataclass
class Stub:
    incidents: pd.DataFrame = field(default_factory=lambda: NO_INCIDENTS)
    months: np.ndarray | None = None  # mahalla by month from 2022-01
    totals: dict = field(default_factory=dict)  # (group, year) -> events by district
    yearly: dict = field(default_factory=dict)  # year -> events by mahalla
    decided: dict = field(default_factory=dict)  # day -> categories
    span: tuple = (date(2022, 1, 1), date(2024, 12, 31))
    schematic: bool = False

    @property
    def districts(self):
        return pd.DataFrame({"code": ["A", "B"]})

    @property
    def mahallas(self):
        at = np.arange(SIZE)
        homes = np.array(["A", "B"])[at // 4]
        return pd.DataFrame({"code": [f"m{n}" for n in at], "district": homes, "district_pos": at // 4})

    @property
    def mahalla_shapes(self):
        return gpd.GeoDataFrame(self.mahallas, geometry=[cell(n) for n in range(SIZE)], crs="EPSG:4326")

    @property
    def mahalla_ground(self):
        shapes = self.mahalla_shapes.geometry.to_numpy()
        crs = local_crs(shapes)
        return crs, reproject(shapes, WGS84, crs)

    def incident_rows(self, group, *, start, end, columns=None):
        own = (self.incidents["group"] == group) & self.incidents["day"].between(str(start), str(end))
        return self.incidents.loc[own, slice(None) if columns is None else list(columns)]

    def coverage(self, group):
        return self.span

    def silences(self, group):
        return ()

    def by_district(self, group, *, start, end):
        return pd.DataFrame({"total": self.totals.get((group, start.year), [0, 0])})

    def count(self, group, *, start, end):
        return np.array(self.yearly[start.year])

    def mahalla_by_month(self, group, *, start, end):
        months = pd.period_range(start, end, freq="M")
        first = (start.year - 2022) * 12 + start.month - 1
        return months, self.months[:, first : first + len(months)]

    def category_days(self):
        return sorted(self.decided)

    def category_at(self, day):
        known = [self.decided[each] for each in self.category_days() if each <= day]
        return Categories(np.array(known[-1] if known else [0] * SIZE, dtype=np.int8))
