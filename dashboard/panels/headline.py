"""The line of headline figures: mahallas, the three categories, incidents in the period and their change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dashboard import country, data, markup
from dashboard.panels.change import told
from dashboard.view import View
from geodata.analysis import indicators
from geodata.analysis.ranking import PER_HUNDRED_THOUSAND

COLOURS = ((3, "red"), (2, "yellow"), (1, "green"))
"""The categories as the edition numbers them, the gravest first."""


def show(view: View, districts: Sequence[str] = ()) -> None:
    """The figures of the region, or of the districts named."""
    markup.show("headline.html", tiles=tiles(view, districts), compact=False)


def tiles(view: View, districts: Sequence[str] = (), *, short: bool = False) -> list[dict[str, object]]:
    """The tiles as the template takes them: label, figure, note, colour of the edge; `short` where room is little."""
    edition, words = view.edition, view.words
    chosen = (
        edition.mahallas["district"].isin(districts).to_numpy() if districts else np.ones(len(edition.mahallas), bool)
    )
    n = int(chosen.sum())
    made: list[dict[str, object]] = [
        {
            "label": _title(view, districts),
            "figure": words.number(n),
            "note": _units(view, districts, n),
            "edge": "",
        }
    ]
    category = edition.category_at(view.query.decision)
    if category.decided is not None:
        values = category.values[chosen]
        for code, name in COLOURS:
            count = int((values == code).sum())
            made.append(
                {
                    "label": words(f"category.{name}" if short else f"category.{name}_long"),
                    "figure": words.number(count),
                    "note": words.percent(count / n) if n else "",
                    "edge": name,
                }
            )
    else:
        made += _residents(view, chosen)
    if edition.groups():
        made.append(_incidents(view, districts))
    return made


def _residents(view: View, chosen: NDArray[np.bool_]) -> list[dict[str, object]]:
    """How many people live there, where that is what is known instead of categories."""
    known = view.edition.mahallas["residents"].to_numpy(np.float64)[chosen]
    if np.isnan(known).all():
        return []
    words = view.words
    note = words("headline.known_of", n=words.number(int((~np.isnan(known)).sum())), total=words.number(len(known)))
    figure = words.number(float(np.nansum(known)))
    return [{"label": words("indicator.residents"), "figure": figure, "note": note, "edge": ""}]


def _title(view: View, districts: Sequence[str]) -> str:
    if not districts:
        return view.edition.region.names.pick(view.language)
    return country.name(view, districts)


def _units(view: View, districts: Sequence[str], n: int) -> str:
    mahallas = view.words.counted("headline.mahallas", n)
    if districts or len(view.edition.districts) == 1:  # of one district: it has its name above already
        return mahallas
    return f"{mahallas} · {view.words.counted('headline.units', len(view.edition.districts))}"


def _incidents(view: View, districts: Sequence[str]) -> dict[str, object]:
    """Every event of the period that belongs to the place, mapped or known by its district only, and its change."""
    words, query = view.words, view.query
    label = f"{words(f'group.{query.group}')} · {words.period(query.period)}"
    if not indicators.covered(view.edition, query.group, query.period):
        return {"label": label, "figure": "—", "note": words("change.no_data"), "edge": "", "wide": True}
    after = view.total(query.period, districts)
    note = told(words, data.compared_together(view.edition.id, query, tuple(districts)))
    more = " · ".join(filter(None, (_per_100000(view, districts, after), _free(view, districts))))
    return {"label": label, "figure": words.number(after), "note": note, "more": more, "edge": "", "wide": True}


def _per_100000(view: View, districts: Sequence[str], count: int) -> str:
    """The rate as officials quote it, with the residents it is per; nothing where one district's are not known."""
    edition, words = view.edition, view.words
    chosen = _districts(view, districts)
    residents = float(edition.population_on(view.query.period.start).districts[chosen].sum())
    if not residents > 0:
        return ""
    rate = words.number(count / residents * PER_HUNDRED_THOUSAND, 1)
    return words("headline.per_100000", rate=rate, n=words.number(residents))


def _free(view: View, districts: Sequence[str]) -> str:
    """In how many mahallas nothing was counted in the period."""
    words = view.words
    found = data.crime_free(view.edition.id, view.query, tuple(districts))
    if not found.known:
        return ""
    return words("headline.free", free=words.number(found.mahallas), known=words.number(found.known))


def _districts(view: View, districts: Sequence[str]) -> NDArray[np.bool_]:
    codes = view.edition.districts["code"]
    return codes.isin(list(districts)).to_numpy() if districts else np.ones(len(codes), bool)
