"""Which mahallas a scene is about, and which of them are red."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard import country, data
from dashboard.stage.scene import Row, Setting


def chosen(setting: Setting) -> NDArray[np.bool_]:
    """The mahallas of the place, or all."""
    home = setting.edition.mahallas["district"]
    if not setting.asked.place:
        return np.ones(len(home), bool)
    return np.asarray(home.isin(setting.districts))


def codes(setting: Setting) -> frozenset[str]:
    """The codes of the place, of its districts and of their mahallas."""
    own = setting.edition.mahallas["code"].astype(str)[chosen(setting)]
    return frozenset((setting.asked.place, *setting.districts, *own))


def parts(setting: Setting) -> tuple[tuple[str, NDArray[np.bool_]], ...]:
    """What the place is made of, by name, with the mahallas of each: regions of a country, else districts."""
    edition, home = setting.edition, setting.edition.mahallas["district"].astype(str)
    if not setting.asked.place and country.is_one(edition):
        named = [
            (data.region_name(code, setting.words.language), own) for code, own in country.regions(edition).items()
        ]
    else:
        listed = setting.districts or edition.districts["code"].astype(str)
        named = [(setting.district_name(code), (code,)) for code in listed]
    return tuple((name, np.asarray(home.isin(own))) for name, own in named)


def years_in_red(setting: Setting) -> NDArray[np.int16]:
    """For each mahalla the years in red; 0 where it is not red, or not of this place."""
    years = setting.edition.years_in_red(setting.query.decision)
    return np.where(chosen(setting), years, 0).astype(np.int16)


def answering(setting: Setting, years: NDArray[np.int16]) -> dict[str, str]:
    """The post that answers for each red mahalla on the day, under a rule in force that covers its years in red."""
    day = setting.asked.day
    rules = {kept.what.key: kept.what for kept in setting.records.rules if kept.holds(day) and kept.what.since <= day}
    red = dict(zip(setting.edition.mahallas["code"].astype(str), years.tolist(), strict=True))
    return {
        kept.what.place: kept.what.post
        for kept in setting.records.assigned
        if kept.holds(day)
        and kept.what.since <= day
        and kept.what.rule in rules
        and rules[kept.what.rule].covers(red.get(kept.what.place, 0))
    }


def red_rows(setting: Setting) -> tuple[Row, ...]:
    """The red mahallas of the place, the longest in red first, with the post that answers for each."""
    years, words = years_in_red(setting), setting.words
    code = setting.edition.mahallas["code"].astype(str).to_numpy()
    home = setting.edition.mahallas["district"].astype(str).to_numpy()
    answers = answering(setting, years)
    order = sorted(np.flatnonzero(years), key=lambda at: (-int(years[at]), code[at]))
    rows = []
    for at in order:
        post = answers.get(code[at])
        note = setting.post_name(post) if post else words("stage.nobody") if setting.records.assigned else ""
        rows.append(
            Row(
                name=setting.place_name(code[at]),
                note=note if setting.one_district else setting.district_name(home[at]),
                figure=words.counted("stage.years", int(years[at])),
                tone="red",
            )
        )
    return tuple(rows)
