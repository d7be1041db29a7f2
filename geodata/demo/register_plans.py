"""Made-up road maps: for the region, its units and the red mahallas, with quantities as reported of others."""

from __future__ import annotations

from collections.abc import Sequence
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
    ("Namunali xavfsiz koʻcha tashkil etish", "koʻcha", (1, 2), date(2025, 3, 31), "hokim_assistant"),
    ("Qoʻshimcha patrul yoʻnalishlari", "yoʻnalish", (1, 6), date(2025, 1, 25), "police_deputy"),
    ("Ijtimoiy profilaktikadagi shaxslarni yettilikka biriktirish", "nafar", (5, 25), date(2025, 2, 10),
     "mahalla_chair"),
)  # fmt: skip
_DISTRICT: Final = (
    ("Namunali xavfsiz koʻchalar", "koʻcha", (3, 14), date(2025, 3, 31), "hokim"),
    ("Namunali xavfsiz yoʻlaklar", "yoʻlak", (4, 30), date(2025, 3, 31), "hokim"),
    ("Mahalla huquq-tartibot maskanlari", "maskan", (1, 6), date(2025, 3, 20), "police_head"),
    ("Savdo obyektlarini texnik qoʻriqlashga olish", "obyekt", (20, 120), date(2025, 2, 28), "security_head"),
    ("Organlarga kiritilgan taqdimnomalar", "taqdimnoma", (3, 20), date(2025, 1, 31), "prosecutor"),
)
_REGION: Final = (
    ("Yuzni taniydigan kameralar", "dona", (150, 300), date(2025, 3, 31), "region_police_head"),
    ("Namunali xavfsiz koʻchalar", "koʻcha", (90, 150), date(2025, 3, 31), "region_hokim"),
    ("Namunali xavfsiz yoʻlaklar", "yoʻlak", (120, 260), date(2025, 3, 31), "region_hokim"),
    ("Hududiy ishchi guruh yigʻilishlari", "yigʻilish", (3, 3), date(2025, 3, 28), "region_prosecutor"),
)
_JANUARY: Final = ("Profilaktika kuni tadbirlari", "tadbir", (4, 5), date(2025, 1, 31), "police_head")
_DONE: Final = {1: (0.8, 1.3), 2: (0.55, 1.2), 3: (0.0, 0.7)}
"""By the month an item is due: the share of the plan that is done on the demonstration’s own day."""
_PACE: Final = (0.75, 1.35)
"""How fast one place works, so that places differ more than the items of one place."""


def items(region: str, districts: Sequence[str], red: Sequence[str], rng: np.random.Generator) -> list[Item]:
    """The road maps of the first quarter of 2025, and the units' one of January."""
    made = _road_map(("region", region), "2025-Q1", _REGION, rng)
    for code in districts:
        made += _road_map(("district", code), "2025-Q1", _DISTRICT, rng)
        made += _road_map(("district", code), "2025-01", (_JANUARY,), rng)
    for code in red:
        made += _road_map(("mahalla", code), "2025-Q1", _MAHALLA, rng)
    return made


def _road_map(where: tuple[str, str], period: str, lines: Sequence[_Line], rng: np.random.Generator) -> list[Item]:
    pace = float(rng.uniform(*_PACE))
    return [_item(where, period, line, pace * float(rng.uniform(*_DONE[line[3].month])), rng) for line in lines]


def _item(where: tuple[str, str], period: str, line: _Line, share: float, rng: np.random.Generator) -> Item:
    text, unit, (least, most), due, post = line
    planned = int(rng.integers(least, most + 1))
    done = min(planned, int(planned * share))
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
