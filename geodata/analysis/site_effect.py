"""The effect of a model site: its mahalla, the mahallas that touch it, and mahallas like it that have no site.

Before and after are `equal_periods` around the month of the opening.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from geodata.analysis.effect import Contrast, Estimate, Places, estimate
from geodata.analysis.equal_periods import equal_periods
from geodata.analysis.indicators import covered
from geodata.analysis.ratios import HALF, Counts, Floats
from geodata.edition import Edition
from geodata.editions.area import AreaEdition
from geodata.errors import OptionError
from geodata.periods import Period

Reason = Literal["not_opened", "no_date", "no_mahalla", "other_site", "few_months", "few_places", "few_events"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What happened around a site; see `Contrast`. `reason` says why there is too little data, None where there is not.

    `before` and `after` are None where no equal periods could be made. `comparison` and `touching` are positions of
    mahallas; of those that touch the site's, the ones with a site of their own are left out. `pool` is the number of
    mahallas that the placebo test went through.
    """

    site: str
    mahalla: int | None
    before: Period | None
    after: Period | None
    place: Contrast
    ring: Contrast
    displacement_quotient: float | None
    comparison: tuple[int, ...]
    touching: tuple[int, ...]
    pool: int
    reason: Reason | None


def site_effect(
    edition: Edition, site: str, *, group: str, types: Sequence[str] = (), neighbours: sparse.csr_array
) -> Effect:
    """The effect of the site with this id on the events of a group, of some types if any are named.

    `neighbours` has a row and a column a mahalla position and an entry where two touch. OptionError for an id that the
    edition does not have, and for neighbours of another number of mahallas.
    """
    size = len(edition.mahallas)
    if neighbours.shape != (size, size):
        raise OptionError("option", name="neighbours", got=neighbours.shape, wanted=(size, size))
    rows = edition.sites[edition.sites["id"].astype(str) == site]
    if rows.empty:
        raise OptionError("option", name="site", got=site, wanted="the id of a site of this edition")
    row = rows.iloc[0]
    mahalla = int(row["mahalla_pos"])
    opened = _day(row.get("opened"))
    reason = _unusable(row, mahalla, opened)
    if reason is not None or opened is None:
        return _nothing(site, mahalla, reason)
    span = edition.coverage(group)
    periods = None if span is None else equal_periods(opened, *span)
    if periods is None:
        return _nothing(site, mahalla, "few_months")
    before, after = periods
    if _another(edition, mahalla, opened, before, after):
        return _nothing(site, mahalla, "other_site", before=before, after=after)
    taken = _taken(edition, after)
    taken[mahalla] = True
    ring = _ring(neighbours, taken)
    places = _places(edition, group, types, before, after, opened=opened, ring=ring, taken=taken, at=mahalla)
    touching = tuple(ring[[mahalla]].indices.tolist())
    return _told(site, mahalla, periods, estimate(places, mahalla), touching)


def _told(
    site: str, mahalla: int, periods: tuple[Period, Period], found: Estimate, touching: tuple[int, ...]
) -> Effect:
    """What was found as the effect of a site, and why where it is too little."""
    before, after = periods
    too_little = found.place.verdict == "too_little_data"
    return Effect(
        site=site,
        mahalla=mahalla,
        before=before,
        after=after,
        place=found.place,
        ring=found.ring,
        displacement_quotient=found.displacement_quotient,
        comparison=found.comparison,
        touching=touching,
        pool=found.pool,
        reason=("few_events" if found.comparison else "few_places") if too_little else None,
    )


def of_area(found: Effect, area: AreaEdition) -> Effect:
    """The same effect with the positions of an area; of the places compared with, those beyond it are left out."""
    at = {int(position): own for own, position in enumerate(area.own)}
    return replace(
        found,
        mahalla=None if found.mahalla is None else at.get(found.mahalla),
        comparison=tuple(at[one] for one in found.comparison if one in at),
        touching=tuple(at[one] for one in found.touching if one in at),
    )


def _unusable(row: pd.Series, mahalla: int, opened: date | None) -> Reason | None:
    if row["state"] != "opened":
        return "not_opened"
    if opened is None:
        return "no_date"
    return "no_mahalla" if mahalla < 0 else None


def _nothing(
    site: str, mahalla: int, reason: Reason | None, *, before: Period | None = None, after: Period | None = None
) -> Effect:
    return Effect(
        site=site,
        mahalla=mahalla if mahalla >= 0 else None,
        before=before,
        after=after,
        place=Contrast(),
        ring=Contrast(),
        displacement_quotient=None,
        comparison=(),
        touching=(),
        pool=0,
        reason=reason,
    )


def _another(edition: Edition, mahalla: int, opened: date, before: Period, after: Period) -> bool:
    """Whether another site of the mahalla was opened in these periods: its effect could not be told from this one's."""
    own = edition.sites[(edition.sites["mahalla_pos"] == mahalla) & (edition.sites["state"] == "opened")]
    days = [_day(value) for value in own["opened"]]
    month = (opened.year, opened.month)
    return any(day is not None and before.start <= day <= after.end and (day.year, day.month) != month for day in days)


def _taken(edition: Edition, after: Period) -> NDArray[np.bool_]:
    """The mahallas where something was done by the end of `after`: all with a site, but planned ones and later ones.

    A site in progress has no day on which it began, so its mahalla counts as touched.
    """
    sites, taken = edition.sites, np.zeros(len(edition.mahallas), dtype=bool)
    mahalla, state = sites["mahalla_pos"].to_numpy(dtype=np.intp), sites["state"].to_numpy(dtype=object)
    later = (state == "opened") & (sites["opened"] > pd.Timestamp(after.end)).to_numpy()
    taken[mahalla[(mahalla >= 0) & (state != "planned") & ~later]] = True
    return taken


def _ring(neighbours: sparse.csr_array, taken: NDArray[np.bool_]) -> sparse.csr_array:
    """Ones where two different mahallas touch and the second has no site of its own."""
    pairs = neighbours.tocoo()
    chosen = (pairs.row != pairs.col) & (pairs.data != 0) & ~taken[pairs.col]
    ones = np.ones(int(chosen.sum()), dtype=np.int64)
    return sparse.csr_array((ones, (pairs.row[chosen], pairs.col[chosen])), shape=pairs.shape)


def _places(  # noqa: PLR0913  what the two periods, the day and the map say about every mahalla
    edition: Edition,
    group: str,
    types: Sequence[str],
    before: Period,
    after: Period,
    *,
    opened: date,
    ring: sparse.csr_array,
    taken: NDArray[np.bool_],
    at: int,
) -> Places:
    def events(period: Period) -> Counts:
        return edition.count(group, types=list(types) or None, start=period.start, end=period.end)

    counts = events(before), events(after)
    earlier = before.year_before()
    history = [counts[0], events(earlier)] if covered(edition, group, earlier) else [counts[0]]
    touching = np.zeros(len(taken), dtype=bool)
    touching[ring[[at]].indices] = True
    around = [_around(ring, events, touching, at) for events in counts]
    return Places(
        before=counts[0],
        after=counts[1],
        ring_before=around[0],
        ring_after=around[1],
        features=_features(edition, history, before.start, at),
        stratum=edition.category_at(opened).values,
        usable=~taken & ~touching,
    )


def _around(ring: sparse.csr_array, counts: Counts, touching: NDArray[np.bool_], at: int) -> Counts:
    """Events in the ring of each mahalla; what touches the site's is in no other ring, since it may have changed."""
    found = np.asarray(ring @ np.where(touching, 0, counts))
    found[at] = counts[touching].sum()
    return found


def _features(edition: Edition, history: Sequence[Counts], day: date, at: int) -> Floats:
    """What mahallas are matched by: the rate before, the one a year earlier, residents, and whether it is in a city.

    Where the residents of the site's mahalla are not known, counts stand for rates.
    """
    residents = edition.population_on(day).mahallas
    city = (edition.districts["kind"] == "city").to_numpy()[edition.mahallas["district_pos"].to_numpy()]
    levels = [np.log(counts + HALF) for counts in history]
    if not residents[at] > 0:
        return np.column_stack([*levels, city.astype(np.float64)])
    people = np.log(np.where(residents > 0, residents, np.nan))
    return np.column_stack([*(level - people for level in levels), people, city.astype(np.float64)])


def _day(moment: object) -> date | None:
    day = pd.to_datetime(str(moment), errors="coerce")
    return None if pd.isna(day) else day.date()
