"""Everything a pack tells, read once: the view of the edition, its records, figures of districts and red mahallas."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard import country, data, picture
from dashboard.export.pack import early, records, units
from dashboard.export.pack.early import Early
from dashboard.export.pack.records import Records
from dashboard.export.pack.units import Unit
from dashboard.export.stills import ground
from dashboard.language import Words
from dashboard.panels import change
from dashboard.view import View
from geodata.analysis import indicators
from geodata.analysis.comparison import Compared
from geodata.analysis.indicators import Query
from geodata.editions.categories import RED
from geodata.register.decisions import Decision
from geodata.register.roadmap import Item
from layers.paint import Picture
from layers.printed.stillmap import Ground


@dataclass(frozen=True)
class Facts:
    """The view and the records of a pack."""

    view: View
    records: Records

    @property
    def words(self) -> Words:
        """The reader's words."""
        return self.view.words

    @cached_property
    def ground(self) -> Ground:
        """Shapes and names for every map."""
        return ground(self.view)

    @cached_property
    def home(self) -> Mapping[str, str]:
        """From a mahalla's code to its district's."""
        return records.home(self.view.edition)

    @cached_property
    def early(self) -> Early | None:
        """The early signals; None where the data do not reach far enough."""
        return early.found(self.view) if self.view.edition.groups() else None

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the districts in the edition's order."""
        return tuple(str(code) for code in self.view.edition.districts["code"])

    @cached_property
    def has_categories(self) -> bool:
        """Whether a decision on categories is in force."""
        return self.view.edition.category_at(self.view.query.decision).decided is not None

    @cached_property
    def telling(self) -> str:
        """The indicator that a map without another question shows: the first of these that the edition has."""
        offered = {entry.key for entry in indicators.available(self.view.edition)}
        known = offered if self.has_categories else offered - {"category"}
        return next((key for key in ("category", "count", "density", "area") if key in known), "area")

    @cached_property
    def mix(self) -> dict[int, np.ndarray]:
        """Mahallas of each category (0 none, 1 green, 2 yellow, 3 red) by district position."""
        edition = self.view.edition
        values = edition.category_at(self.view.query.decision).values
        home, n = edition.mahallas["district_pos"].to_numpy(), len(edition.districts)
        return {code: np.bincount(home[values == code], minlength=n) for code in range(4)}

    def of_category(self, count: int) -> str:
        """How many mahallas have a category; a dash where none was ever decided."""
        return self.number(float(count) if self.has_categories else np.nan)

    @property
    def is_country(self) -> bool:
        """Whether the overview tells of the regions of a country, not of districts."""
        return country.is_one(self.view.edition)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """What the overview has a row for: districts, or the regions of a country."""
        return units.of(self)

    @cached_property
    def by_district(self) -> pd.DataFrame:
        """`count`, `before` and `rate` per 100,000 by district position; NaN where nothing is known."""
        return self.figures(data.ranked, len(self.codes))

    def figures(self, ranked: Callable[[str, str, Query], pd.DataFrame], rows: int) -> pd.DataFrame:
        """The same of the `rows` that `ranked` tells of."""
        view, offered = self.view, {entry.key for entry in indicators.available(self.view.edition)}
        key = "rate" if "rate" in offered else "count"
        if key not in offered:
            return pd.DataFrame(np.nan, index=range(rows), columns=["count", "before", "rate"])
        found = ranked(view.edition.id, key, view.query)
        rate = found["value"] if key == "rate" else np.nan
        return pd.DataFrame({"count": found["count"], "before": found["before"], "rate": rate})

    @cached_property
    def red(self) -> pd.DataFrame:
        """The red mahallas: position as index, `district`, `years`, `count`; years and events descending."""
        edition, query = self.view.edition, self.view.query
        values = edition.category_at(query.decision).values
        at = np.flatnonzero(values == RED)
        counted = indicators.counts(edition, query) if edition.groups() else np.full(len(values), np.nan)
        found = pd.DataFrame(
            {
                "district": edition.mahallas["district"].to_numpy()[at].astype(str),
                "years": edition.years_in_red(query.decision)[at],
                "count": counted[at],
            },
            index=at,
        )
        return found.sort_values(["years", "count"], ascending=False, kind="stable")

    @cached_property
    def compared(self) -> Compared:
        """The districts by their positions against a year before."""
        return data.compared_districts(self.view.edition.id, self.view.query)

    @cached_property
    def together(self) -> Compared:
        """The whole region against a year before."""
        return data.compared_together(self.view.edition.id, self.view.query)

    @cached_property
    def rate_together(self) -> float:
        """Events of the region per 100,000 of the residents that officials divide by; NaN where these are not known."""
        residents = self.view.edition.population_on(self.view.query.period.start).districts.sum()
        return float(self.together.after.count[0] / residents * 100_000) if residents > 0 else np.nan

    @property
    def name(self) -> str:
        """The name of the region."""
        return self.view.edition.region.names.pick(self.view.language)

    def change(self, found: Compared, at: int = 0) -> str:
        """The change of one unit in words with its chance; that there is none to be told, otherwise."""
        if np.isnan(found.after.count[at]):
            return self.words("change.no_data")
        return change.told(self.words, found, at)

    def picture(self, indicator: str, *, districts: Sequence[str] = (), sites: str = "opened") -> Picture:
        """The picture of an indicator, as the screen would paint it."""
        shown = replace(self.view, indicator=indicators.find(self.view.edition, indicator), mahalla=None)
        return picture.of(shown, districts=districts, sites=sites)

    def late(self, *places: str) -> tuple[Item, ...]:
        """The overdue items of districts, of their mahallas, or of a region itself, the longest overdue first."""
        return tuple(item for item in self.records.late if self.home.get(item.place, item.place) in places)

    def open_(self, *places: str) -> tuple[Decision, ...]:
        """The decisions about districts, their mahallas, or a region itself that are not done."""
        return tuple(one for one in self.records.open_ if self.home.get(one.place, one.place) in places)

    def place(self, code: str) -> str:
        """The name of a place by its code, with its district where it is a mahalla."""
        view, at = self.view, self.view.edition.positions.get(code)
        if at is not None:
            return f"{view.mahalla_name(at)}, {view.district_name(self.home[code])}"
        return data.place_names(view.edition.id, view.language).get(code, code)

    def number(self, value: float, digits: int = 0) -> str:
        """A number, or a dash where there is none."""
        return "—" if np.isnan(value) else self.words.number(value, digits)
