"""A scene as it travels: words, figures, rows and the paint of the map. What the presenter notes has no place in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Final

import numpy as np

from dashboard import country, data, picture
from dashboard.language import Language, Words
from dashboard.stage.desk import Records
from dashboard.state import Address
from dashboard.view import DEFAULT_GROUP, View
from geodata import regions
from geodata.analysis import indicators
from geodata.analysis.counting import default_period
from geodata.analysis.indicators import Query
from geodata.edition import Edition
from geodata.errors import PeriodError
from geodata.periods import Period, day_of
from geodata.register.meetings import Agenda
from layers.classes import NO_DATA
from layers.paint import ClassRow, Picture
from layers.theme import DARK

TOLD: Final = 8
"""Rows that a scene carries at most; a screen shows as many as it has room for, and says how many more there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One of the large numbers, three as a rule: label, `aside` beside it, a note below; `tone` colours its edge."""

    label: str
    figure: str
    aside: str = ""
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list beside the map."""

    name: str
    note: str = ""
    figure: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a maker gives: everything of a scene but what all scenes have."""

    title: str
    subtitle: str
    figures: tuple[Figure, ...]
    rows: tuple[Row, ...]
    rows_title: str
    picture: Picture
    empty: str = ""
    states: tuple[str, ...] = ()
    """Of the sites drawn, those that the legend explains."""

    def as_dict(self, words: Words) -> dict[str, object]:
        """For JSON; of the picture the packed paint and the legend, in which no colour is left unsaid."""
        unknown = bool((self.picture.codes == NO_DATA).any())
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "figures": [{key: text for key, text in asdict(figure).items() if text} for figure in self.figures],
            "rows": [{key: text for key, text in asdict(row).items() if text} for row in self.rows[:TOLD]],
            "more": max(0, len(self.rows) - TOLD),
            "rows_title": self.rows_title,
            "empty": self.empty,
            "paint": _bare(self.picture).payload(),
            "legend": [[row.colour, row.label, int(row.marked)] for row in self.picture.rows if row.label],
            "unit": self.picture.unit,
            "unknown": words("map.no_data").lower() if unknown else "",
            "unstable": self.picture.note,
            "sites": self.picture.sites,
            "states": self.states,
        }


def _bare(picture: Picture) -> Picture:
    """The colours without the words, which stand beside them already."""
    rows = [replace(row, label="") for row in picture.rows]
    return replace(picture, rows=rows, title="", unit="", period="", edition="", source="", note="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which scene is wanted: what about, of which place, in which language and period.

    The place is a district, of a country also one of its regions, or "" for all of the edition.
    """

    kind: str
    place: str
    language: Language
    group: str = ""
    period: str = ""
    day: date


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Setting:
    """What a maker makes a scene of."""

    asked: Asked
    edition: Edition
    records: Records
    agenda: Agenda | None
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", country.words(self.edition, self.asked.language))

    @property
    def districts(self) -> tuple[str, ...]:
        """The districts in focus: those of the place; none for the whole."""
        place = self.asked.place
        return data.regions(self.edition.id).get(place, (place,)) if place else ()

    @property
    def one_district(self) -> bool:
        """Whether the place is a single district, so that its mahallas are told of by name."""
        return bool(self.asked.place) and self.districts == (self.asked.place,)

    @property
    def query(self) -> Query:
        """What is counted; the default group and period where the ones asked for are not there."""
        groups = self.edition.groups()
        default = DEFAULT_GROUP if DEFAULT_GROUP in groups or not groups else groups[0]
        group = self.asked.group if self.asked.group in groups else default
        days = self.edition.category_days()
        decision = days[-1] if days else day_of(self.edition.manifest.published_at)
        return Query(group=group, types=(), period=self._period(group), decision=decision)

    def _period(self, group: str) -> Period:
        try:
            asked = Period.parse(self.asked.period) if self.asked.period else None
        except PeriodError:
            asked = None
        if asked is not None and indicators.covered(self.edition, group, asked):
            return asked
        return default_period(self.edition, group)

    def view(self, indicator: str) -> View:
        """The dark view of an indicator; of the first one there is where this edition has no such."""
        choices = {entry.key: entry for entry in indicators.available(self.edition)}
        return View(
            address=Address(values={}),
            edition=self.edition,
            words=self.words,
            dark=True,
            districts=self.districts,
            mahalla=None,
            indicator=choices.get(indicator) or next(iter(choices.values()), indicators.INDICATORS["area"]),
            query=self.query,
            unknown=(),
        )

    def painted(self, indicator: str, *, sites: str = "none") -> Picture:
        """The colours of an indicator, without the figures that only a pointer could ask for."""
        shown = picture.of(self.view(indicator), districts=self.districts, sites=sites)
        return replace(shown, figures=None, detail=None, detail_unit="", categories=None)

    def quiet(self, name: str, *, sites: str = "none") -> Picture:
        """The map without colours: for marks alone, or where there is nothing to be told by colours."""
        return replace(
            self.painted("category", sites=sites),
            key=f"{name}-{self.edition.id}-{self.asked.place or 'region'}",
            codes=np.zeros(len(self.edition.mahallas), np.int8),
            rows=[ClassRow(colour=DARK.land, label="")],
            title="",
            unit="",
            period="",
            unstable=None,
            note="",
        )

    @property
    def title(self) -> str:
        """The name of the place."""
        return title(self.edition, self.asked.language, self.asked.place)

    def district_name(self, code: str) -> str:
        """The short name of a district, among those of a country with its region; the code where there is none such."""
        if not self.asked.place:
            return country.district(self.edition, code, self.asked.language)
        return data.district_names(self.edition.id, self.asked.language, "short").get(code, code)

    def place_name(self, code: str) -> str:
        """The name of a mahalla, a district, a region of a country or the whole."""
        at = self.edition.positions.get(code)
        if at is None:
            wide = code == self.edition.region.code or code in data.regions(self.edition.id)
            return title(self.edition, self.asked.language, code) if wide else self.district_name(code)
        return str(self.edition.mahallas[f"name_{data.spelling_of(self.asked.language)}"].iloc[at])

    def place_in_full(self, code: str) -> str:
        """The name of a place, of a mahalla with its district where the setting is of several: names recur."""
        home = data.homes(self.edition.id).get(code)
        told = home is None or self.one_district
        return self.place_name(code) if told else f"{self.place_name(code)} · {self.district_name(str(home))}"

    def said(self, text: str) -> str:
        """A text of the records; those of the demonstration in the language of the screen."""
        return self.words.known("record", text)

    def post_name(self, key: str) -> str:
        """The name of a post; the words themselves where the register knows no such post."""
        post = self.records.posts.get(key)
        if post is None:
            return key
        return str(getattr(post, f"name_{data.spelling_of(self.asked.language)}") or post.name_uz_latn)


def title(edition: Edition, language: Language, place: str) -> str:
    """The name of a place of a scene: a district, a region of a country, or the whole."""
    if place in {"", edition.region.code}:
        return edition.region.names.pick(language)
    names = data.district_names(edition.id, language, "name")
    if place in names:
        return names[place]
    full = regions.full_names(place)
    return full.pick(language) if full else data.region_name(place, language)
