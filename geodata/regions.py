"""The regions of the republic by their SOATO codes: of a country an edition knows districts, whose codes tell these.

Codes and names after the classifier of territories (SOATO); the four forms are written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from geodata.territory import Names

REGIONS: Final[Mapping[str, Names]] = MappingProxyType(
    {
        "1703": Names("Andijon", "Андижон", "Андижанская", "Andijan"),
        "1706": Names("Buxoro", "Бухоро", "Бухарская", "Bukhara"),
        "1708": Names("Jizzax", "Жиззах", "Джизакская", "Jizzakh"),
        "1710": Names("Qashqadaryo", "Қашқадарё", "Кашкадарьинская", "Kashkadarya"),
        "1712": Names("Navoiy", "Навоий", "Навоийская", "Navoiy"),
        "1714": Names("Namangan", "Наманган", "Наманганская", "Namangan"),
        "1718": Names("Samarqand", "Самарқанд", "Самаркандская", "Samarkand"),
        "1722": Names("Surxondaryo", "Сурхондарё", "Сурхандарьинская", "Surkhandarya"),
        "1724": Names("Sirdaryo", "Сирдарё", "Сырдарьинская", "Syrdarya"),
        "1726": Names("Toshkent shahri", "Тошкент шаҳри", "Ташкент (город)", "Tashkent city"),
        "1727": Names("Toshkent", "Тошкент", "Ташкентская", "Tashkent"),
        "1730": Names("Fargʻona", "Фарғона", "Ферганская", "Fergana"),
        "1733": Names("Xorazm", "Хоразм", "Хорезмская", "Khorezm"),
        "1735": Names("Qoraqalpogʻiston", "Қорақалпоғистон", "Каракалпакстан", "Karakalpakstan"),
    }
)

_SUFFIXES: Final = ("viloyati", "вилояти", "область", "region")
_WHOLE: Final[Mapping[str, Names]] = MappingProxyType(
    {
        "1726": REGIONS["1726"],
        "1735": Names(
            "Qoraqalpogʻiston Respublikasi",
            "Қорақалпоғистон Республикаси",
            "Республика Каракалпакстан",
            "Republic of Karakalpakstan",
        ),
    }
)


def name(code: str, language: str) -> str:
    """The short name of a region in a language; one made of its code where it is none of the republic's."""
    known = REGIONS.get(code)
    if known or not code:
        return known.pick(language) if known else ""
    return Names(f"{code}-viloyat", f"{code}-вилоят", f"область {code}", f"region {code}").pick(language)


def full_names(code: str) -> Names | None:
    """The full names of a region, such as Qashqadaryo viloyati; None where the code is none of the republic's."""
    short = REGIONS.get(code)
    if short is None or code in _WHOLE:
        return _WHOLE.get(code)
    parts = (short.uz_latn, short.uz_cyrl, short.ru, short.en)
    return Names(*(f"{part} {suffix}" for part, suffix in zip(parts, _SUFFIXES, strict=True)))
