"""Made-up road maps: for the region, its units and the red mahallas, with quantities as reported of others.

Model streets and entrances are no second invention: planned are those that the edition has, done those opened in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from geodata.register.roadmap import Item

_Line = tuple[str, str, tuple[int, int], date, str]

SOURCE: Final = "demonstration: synthetic road map"

# item, unit, least and greatest plan of one red mahalla, month and day it is due, responsible post
_MAHALLA: Final = (
    ("Kuzatuv kameralarini oʻrnatish", "dona", (4, 24), date(2025, 3, 20), "prevention_inspector"),
    ("Domofonlarni oʻrnatish", "dona", (2, 12), date(2025, 2, 20), "mahalla_chair"),
    ("Tashvish tugmalarini oʻrnatish", "dona", (2, 10), date(2025, 1, 31), "prevention_inspector"),
    ("Xonadonlarni texnik qoʻriqlashga olish", "xonadon", (10, 60), date(2025, 3, 31), "security_head"),
    ("Qoʻshimcha patrul yoʻnalishlari", "yoʻnalish", (1, 6), date(2025, 1, 25), "police_deputy"),
    ("Ijtimoiy profilaktikadagi shaxslarni yettilikka biriktirish", "nafar", (5, 25), date(2025, 2, 10),
     "mahalla_chair"),
)  # fmt: skip
_DISTRICT: Final = (
    ("Mahalla huquq-tartibot maskanlari", "maskan", (1, 6), date(2025, 3, 20), "police_head"),
    ("Savdo obyektlarini texnik qoʻriqlashga olish", "obyekt", (20, 120), date(2025, 2, 28), "security_head"),
    ("Organlarga kiritilgan taqdimnomalar", "taqdimnoma", (3, 20), date(2025, 1, 31), "prosecutor"),
)
_REGION: Final = (
    ("Yuzni taniydigan kameralar", "dona", (150, 300), date(2025, 3, 31), "region_police_head"),
    ("Hududiy ishchi guruh yigʻilishlari", "yigʻilish", (3, 3), date(2025, 3, 28), "region_prosecutor"),
)
# kind of site, unit, item of a mahalla, item of a unit or the region
_SITES: Final = (
    ("street", "koʻcha", "Namunali xavfsiz koʻcha tashkil etish", "Namunali xavfsiz koʻchalar"),
    ("entrance", "yoʻlak", "Namunali xavfsiz yoʻlak tashkil etish", "Namunali xavfsiz yoʻlaklar"),
)
_SITES_DUE: Final = date(2025, 3, 31)
_SITES_POST: Final = {"mahalla": "hokim_assistant", "district": "hokim", "region": "region_hokim"}
_JANUARY: Final = ("Profilaktika kuni tadbirlari", "tadbir", (4, 5), date(2025, 1, 31), "police_head")
_DONE: Final = {1: (0.8, 1.3), 2: (0.55, 1.2), 3: (0.0, 0.7)}
"""By the month an item is due: the share of the plan that is done on the demonstration’s own day."""
_PACE: Final = (0.75, 1.35)
"""How fast one place works, so that places differ more than the items of one place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """For which places; `sites`: by place and kind how many model sites there are, and how many of them are opened."""

    region: str
    districts: Sequence[str]
    red: Sequence[str]
    sites: Mapping[tuple[str, str], tuple[int, int]]


def items(of: Planned, rng: np.random.Generator) -> list[Item]:
    """The road maps of the first quarter of 2025, and the units' one of January."""
    made = _road_map(("region", of.region), "2025-Q1", _REGION, rng)
    for code in of.districts:
        made += _road_map(("district", code), "2025-Q1", _DISTRICT, rng)
        made += _road_map(("district", code), "2025-01", (_JANUARY,), rng)
    for code in of.red:
        made += _road_map(("mahalla", code), "2025-Q1", _MAHALLA, rng)
    places = [("region", of.region), *(("district", code) for code in of.districts), *(("mahalla", c) for c in of.red)]
    return made + [item for where in places for item in _of_sites(where, of.sites)]


def _of_sites(where: tuple[str, str], sites: Mapping[tuple[str, str], tuple[int, int]]) -> list[Item]:
    """The items about model sites of a place, of each kind that it has."""
    level, place = where
    return [
        _made(
            where, "2025-Q1", (own if level == "mahalla" else whole, unit, _SITES_DUE, _SITES_POST[level]), *sites[key]
        )
        for kind, unit, own, whole in _SITES
        if (key := (place, kind)) in sites
    ]


def _road_map(where: tuple[str, str], period: str, lines: Sequence[_Line], rng: np.random.Generator) -> list[Item]:
    pace = float(rng.uniform(*_PACE))
    return [_item(where, period, line, pace * float(rng.uniform(*_DONE[line[3].month])), rng) for line in lines]


def _item(where: tuple[str, str], period: str, line: _Line, share: float, rng: np.random.Generator) -> Item:
    text, unit, (least, most), due, post = line
    planned = int(rng.integers(least, most + 1))
    return _made(where, period, (text, unit, due, post), planned, min(planned, int(planned * share)))


def _made(where: tuple[str, str], period: str, said: tuple[str, str, date, str], planned: int, done: int) -> Item:
    text, unit, due, post = said
    return Item(
        level=where[0],
        place=where[1],
        period=period,
        item=text,
        unit=unit,
        planned=float(planned),
        done=float(done),
        due=due,
        post=post,
        evidence="namunaviy dalolatnoma" if done == planned else "",
        source=SOURCE,
    )
