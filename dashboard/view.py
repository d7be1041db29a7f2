"""The view: the address held against an edition, so that everything a page asks for exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard import country, data, state
from dashboard.access import acting
from dashboard.language import Language, Words
from dashboard.state import Address, Field
from geodata.analysis import indicators
from geodata.analysis.counting import default_period
from geodata.analysis.indicators import Indicator, Query
from geodata.edition import Edition
from geodata.editions.area import AreaEdition
from geodata.editions.concentration import Scan
from geodata.errors import NoEditionError, StoreError
from geodata.periods import Period, day_of

DEFAULT_GROUP = "preventable"
CONCENTRATION = "concentration"
"""In the address: the clusters of the edition are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one run of a page shows.

    `districts` are codes of the edition (none: all of them), `mahalla` is a position or None, `unknown` names the
    parameters of the address that this edition does not have and that were therefore left out.
    """

    address: Address
    edition: Edition
    words: Words
    dark: bool
    districts: tuple[str, ...]
    mahalla: int | None
    indicator: Indicator
    query: Query
    unknown: tuple[str, ...]

    @property
    def language(self) -> Language:
        """The reader's language."""
        return self.words.language

    def district_name(self, code: str) -> str:
        """The short name of a district in the reader's language, in a country with its region."""
        return data.district_labels(self.edition.id, self.language)[code]

    def district_full_name(self, code: str) -> str:
        """The official name of a district in the reader's language, in a country with its region."""
        return data.district_labels(self.edition.id, self.language, "name")[code]

    def mahalla_name(self, position: int) -> str:
        """The name of a mahalla in the reader's language."""
        return data.mahalla_names(self.edition.id, self.language)[position]

    def total(self, period: Period, districts: Sequence[str] = ()) -> int:
        """Events of the query's group and types in a period that belong to the region, or to the districts named."""
        found = data.by_district(self.edition.id, replace(self.query, period=period))
        chosen = found if not districts else found[found.index.isin(districts)]
        return int(chosen["total"].sum())

    @property
    def scan(self) -> Scan | None:
        """The scan for clusters that the reader looks at: of the group, and of the period where it was scanned."""
        if self.address.get(Field.SHOW) != CONCENTRATION:
            return None
        scans = [scan for scan in self.edition.concentration if scan.group == self.query.group]
        fitting = [scan for scan in scans if scan.period == self.query.period.key]
        return next(iter(fitting or scans), None)

    @property
    def is_comparable(self) -> bool:
        """Whether both the period and the same period a year before are covered whole."""
        return all(
            indicators.covered(self.edition, self.query.group, period)
            for period in (self.query.period, self.query.period.year_before())
        )


def edition_here() -> Edition:
    """The edition of the address, or the current one; NoEditionError where it does not exist."""
    return edition_of(state.address())


def edition_of(address: Address) -> Edition:
    """The edition of an address, or the current one; NoEditionError where it does not exist."""
    return data.edition(address.number(Field.EDITION))


def words_here() -> Words:
    """The texts of who looks, where there may be no edition to look at yet."""
    language = state.language()
    try:
        return country.words(edition_here(), language)
    except StoreError:
        return Words(language)


def here() -> View:
    """The view of this run; NoEditionError where nothing has been published."""
    return of(edition_here(), state.address(), state.language(), dark=state.is_dark())


def of(edition: Edition, address: Address, language: Language, *, dark: bool = False) -> View:
    """An address held against an edition, for a reader of a language."""
    unknown: list[str] = []
    if address.get(Field.EDITION) and address.number(Field.EDITION) is None:
        unknown.append(Field.EDITION)
    codes = set(edition.districts["code"])
    _refuse_foreign(edition, address)
    districts = _known(_districts(edition, address), codes, Field.DISTRICT, unknown)
    mahalla = data.positions(edition.id).get(address.get(Field.MAHALLA) or "")
    if mahalla is None and address.get(Field.MAHALLA):
        unknown.append(Field.MAHALLA)
    query = _query(edition, address, unknown)
    return View(
        address=address,
        edition=edition,
        words=country.words(edition, language),
        dark=dark,
        districts=districts,
        mahalla=mahalla,
        indicator=_indicator(edition, address, unknown),
        query=query,
        unknown=tuple(unknown),
    )


def _districts(edition: Edition, address: Address) -> tuple[str, ...]:
    """The districts that the address names, one by one or by the code of their region."""
    regions = data.regions(edition.id)
    return tuple(code for asked in address.several(Field.DISTRICT) for code in regions.get(asked, (asked,)))


def _refuse_foreign(edition: Edition, address: Address) -> None:
    """AccessError where the address names a place that there is, but not for whoever asks."""
    if not isinstance(edition, AreaEdition):
        return
    regions = set(data.regions(edition.whole.id)) - set(data.regions(edition.id))
    whole = {*edition.whole.districts["code"], *edition.whole.positions, *regions}
    asked = {*address.several(Field.DISTRICT), address.get(Field.MAHALLA) or ""}
    if foreign := sorted((asked & whole) - edition.places):
        acting.refuse("refused_area", got=", ".join(foreign))


def here_or_nothing() -> View | None:
    """The view of this run, None where nothing has been published yet."""
    try:
        return here()
    except NoEditionError:
        return None


def _known(asked: tuple[str, ...], allowed: set[str], field: Field, unknown: list[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(code for code in asked if code in allowed))
    if len(found) < len(set(asked)):
        unknown.append(field)
    return found


def _indicator(edition: Edition, address: Address, unknown: list[str]) -> Indicator:
    choices = {indicator.key: indicator for indicator in indicators.available(edition)}
    asked = address.get(Field.INDICATOR)
    if asked is not None and asked not in choices:
        unknown.append(Field.INDICATOR)
    first = next(iter(choices.values()), indicators.INDICATORS["area"])
    return choices.get(asked or "", first)


def _query(edition: Edition, address: Address, unknown: list[str]) -> Query:
    groups = edition.groups()
    asked = address.get(Field.GROUP)
    if asked is not None and asked not in groups:
        unknown.append(Field.GROUP)
    default = DEFAULT_GROUP if DEFAULT_GROUP in groups or not groups else groups[0]
    group = asked if asked in groups else default
    types = _known(address.several(Field.TYPE), set(edition.types(group)) if groups else set(), Field.TYPE, unknown)
    period = address.period()
    if period is None:
        if address.get(Field.PERIOD):
            unknown.append(Field.PERIOD)
        period = default_period(edition, group)
    return Query(group=group, types=types, period=period, decision=_decision(edition, address, unknown))


def _decision(edition: Edition, address: Address, unknown: list[str]) -> date:
    """The decision asked for by its day, or the newest one; the day of publication where nothing was decided."""
    days = edition.category_days()
    asked = {day.isoformat(): day for day in days}.get(address.get(Field.DECISION) or "")
    if asked is None and address.get(Field.DECISION):
        unknown.append(Field.DECISION)
    newest = days[-1] if days else day_of(edition.manifest.published_at)
    return asked or newest
