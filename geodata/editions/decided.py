"""What was decided on the places of an edition, and how far the rows of its tables could be placed."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.editions.categories import Categories, CategoryHistory
from geodata.editions.places import Places
from geodata.editions.totals import Reconciliation, TableReconciliation


class Decisions(Places):
    """Categories by day, and the account of what was imported."""

    def category_at(self, day: date) -> Categories:
        """The category of every mahalla in force on `day`."""
        return self._categories.at(day)

    def category_history(self, code: str) -> pd.DataFrame:
        """Every decision on the mahalla with this code: valid_from, category, order, author, status."""
        return self._categories.of(self.positions.get(code, -1))

    def category_days(self) -> list[date]:
        """The days from which a decision is in force, in order."""
        return self._categories.days()

    def years_in_red(self, day: date) -> NDArray[np.int16]:
        """For each mahalla red on `day`, in how many calendar years of its unbroken run a decision said red; else 0."""
        return self._categories.years_in_red(day)

    @cached_property
    def _categories(self) -> CategoryHistory:
        return CategoryHistory(self._table("categories", CategoryHistory.EMPTY), len(self.mahallas))

    @cached_property
    def reconciliation(self) -> dict[str, TableReconciliation]:
        """How far the rows of each imported table could be placed, in rows and events, with each district's part."""
        index = pd.Index(self.districts["code"], name="district")
        out = {}
        for kind, told in self.manifest.reconciliation.items():
            frame = pd.DataFrame(told["per_district"], index=index, dtype=np.int64)
            frame = frame.assign(total=frame["mapped"] + frame["district_only"])
            out[kind] = TableReconciliation(**told["rows"], events=Reconciliation(**told["events"]), per_district=frame)
        return out

    def warnings(self, kind: str) -> dict[str, int]:
        """The contradictions met while placing a table: finding code and number of rows."""
        return dict(self.manifest.reconciliation.get(kind, {}).get("warnings", {}))

    def rejected(self, kind: str) -> pd.DataFrame:
        """The rows of a table that are not mapped: its own columns, `reason` (finding code), `got`, `where`."""
        if kind not in self._rejected:
            none = pd.DataFrame({"reason": [], "got": [], "where": [], "district_pos": []})
            self._rejected[kind] = self._table(f"rejected-{kind}", none)
        return self._rejected[kind]

    @cached_property
    def _rejected(self) -> dict[str, pd.DataFrame]:
        """What `rejected` found: a page asks several times a run, and thousands of texts take a while to read."""
        return {}
