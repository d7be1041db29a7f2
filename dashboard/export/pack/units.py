"""What the overview of a pack has a row for: the districts of a region, or the regions of a country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import country, data

if TYPE_CHECKING:
    from dashboard.export.pack.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A row: `districts` are positions, `mix` mahallas by category as the edition numbers them.

    `count`, `before` and `rate` per 100,000 are NaN where nothing is known; `late` and `open_` count records.
    """

    name: str
    districts: tuple[int, ...]
    mix: tuple[int, ...]
    count: float
    before: float
    rate: float
    change: str
    late: int
    open_: int


def of(facts: Facts) -> tuple[Unit, ...]:
    """The units in the edition's order; districts whose code tells no region stand together, under their names.

    A region has the events and the residents of its districts, and its change is judged from these sums.
    """
    edition, query, language = facts.view.edition, facts.view.query, facts.view.language
    if country.is_one(edition):
        own = data.regions(edition.id)
        figures = facts.figures(data.ranked_regions, len(own))
        short = data.district_names(edition.id, language, "short")
        names = [data.region_name(code, language) or ", ".join(short[one] for one in own[code]) for code in own]
        changes = [facts.change(data.compared_together(edition.id, query, districts)) for districts in own.values()]
    else:
        own, figures = {code: (code,) for code in facts.codes}, facts.by_district
        names = [facts.view.district_name(code) for code in own]
        changes = [facts.change(facts.compared, at) for at in range(len(own))]
    return tuple(
        _unit(facts, name, code, districts, change, (float(count), float(before), float(rate)))
        for name, (code, districts), change, count, before, rate in zip(
            names, own.items(), changes, figures["count"], figures["before"], figures["rate"], strict=True
        )
    )


def _unit(
    facts: Facts, name: str, code: str, districts: tuple[str, ...], change: str, figures: tuple[float, float, float]
) -> Unit:
    at = [facts.codes.index(one) for one in districts]
    count, before, rate = figures
    return Unit(
        name=name,
        districts=tuple(at),
        mix=tuple(int(facts.mix[category][at].sum()) for category in range(4)),
        count=count,
        before=before,
        rate=rate,
        change=change,
        late=len(facts.late(code, *districts)),
        open_=len(facts.open_(code, *districts)),
    )
