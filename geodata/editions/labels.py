"""Names of regions, districts and mahallas in four languages: as given, else made from the Latin one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from geodata import names
from geodata.territory import Names

_PATTERNS: Final[Mapping[str, tuple[str, str, str, str]]] = MappingProxyType(
    {
        "district": ("{} tumani", "{} тумани", "район {}", "{} district"),
        "city": ("{} shahri", "{} шаҳри", "город {}", "{} city"),
        "region": ("{} viloyati", "{} вилояти", "область {}", "{} region"),
        "republic": ("{} Respublikasi", "{} Республикаси", "Республика {}", "Republic of {}"),
    }
)
"""How a unit of each kind is called in the four languages."""

_SHORT_CITY: Final = ("{} sh.", "{} ш.", "г. {}", "{} city")
_REPUBLIC: Final = ("respublik", "республик", "republic")


def kind_of(written: str) -> str | None:
    """district, city, region or republic, as the words of a name tell; None if they do not."""
    kind = names.unit(written).kind
    if kind == "region" and any(word in names.tidy(written).casefold() for word in _REPUBLIC):
        return "republic"
    return kind if kind in _PATTERNS else None


def unit_names(kind: str, given: Sequence[str | None]) -> Names:
    """The four names of a unit above the mahalla: those `given` (in the order of LANGUAGES), the rest made from them.

    A generated Russian name is in the nominative ("район Гузор"), since its adjective cannot be derived.
    """
    known, latin = _known(given)
    if not latin:
        return Names()
    base = names.strip_suffix(latin)
    bases = (base, names.to_cyrillic(base), names.to_russian(base), base)
    # A name without the word for its kind stays without it in every language.
    forms = _PATTERNS.get(kind, ("{}",) * 4) if base != names.tidy(latin) else ("{}",) * 4
    return Names(*(name or form.format(part) for name, form, part in zip(known, forms, bases, strict=True)))


def mahalla_names(given: Sequence[str | None]) -> Names:
    """The four names of a mahalla: those `given` without MFY and the like, the rest made from the Latin one.

    English has no forms of its own: it writes the Latin name.
    """
    known, latin = _known([names.strip_suffix(name) if name else None for name in given])
    made = (latin, names.to_cyrillic(latin), names.to_russian(latin), latin)
    return Names(*(name or form for name, form in zip(known, made, strict=True)))


def short_names(full: Names, kind: str, *, shared: bool) -> Names:
    """The names without the words for the kind; a city that shares its name with a district keeps a mark."""
    bases = [names.strip_suffix(name) if name else "" for name in (full.uz_latn, full.uz_cyrl, full.ru, full.en)]
    if kind == "city" and shared:
        bases = [form.format(base) if base else "" for form, base in zip(_SHORT_CITY, bases, strict=True)]
    return Names(*bases)


def _known(given: Sequence[str | None]) -> tuple[list[str], str]:
    """The names given, tidied, a Cyrillic one moved out of the Latin place; and the Latin name to make others from."""
    latin, cyrillic, russian, english = (names.tidy(name) if name else "" for name in given)
    in_latin = names.to_latin(latin or cyrillic or english or russian)
    if latin and latin != in_latin:
        latin, cyrillic = "", cyrillic or latin
    return [latin or in_latin, cyrillic, russian, english], in_latin
