"""What differs between two editions is told, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

import pandas as pd

from geodata.analysis.corrections import Correction, corrections
from geodata.periods import Period

YEAR = Period.of("year", 2024)
DAY = date(2025, 1, 1)


@dataclass
class Stub:
    id: str
    totals: dict[str, dict[str, int]]
    categories: dict[str, int] = field(default_factory=dict)

    def groups(self):
        return list(self.totals)

    def by_district(self, group, *, start, end):  # noqa: ARG002
        return pd.DataFrame({"total": self.totals[group]})

    @property
    def mahallas(self):
        return pd.DataFrame({"code": list(self.categories)})

    def category_at(self, day):  # noqa: ARG002
        return SimpleNamespace(values=list(self.categories.values()))


def test_an_edition_has_no_corrections_to_itself():
    one = Stub("1-a", {"preventable": {"d1": 5}})
    assert corrections(one, one, YEAR, DAY) == ()


def test_counts_by_group_and_district_then_categories():
    one = Stub("1-a", {"preventable": {"d1": 5, "d2": 7}}, {"m1": 1, "m2": 3})
    two = Stub("2-b", {"preventable": {"d1": 6, "d2": 7}, "calls": {"d2": 4}}, {"m1": 2, "m2": 3, "m3": 3})
    assert corrections(one, two, YEAR, DAY) == (
        Correction(kind="count", place="d1", group="preventable", before=5, after=6),
        Correction(kind="count", place="d2", group="calls", before=0, after=4),
        Correction(kind="category", place="m1", before=1, after=2),
        Correction(kind="category", place="m3", before=0, after=3),
    )
