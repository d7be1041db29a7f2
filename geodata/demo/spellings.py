"""Names as they arrive from the field: other scripts, other apostrophes, suffixes, look-alike letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from geodata.demo.facts import Facts, Mahalla, Unit

APOSTROPHES: Final = ("'", "‘", "’", "`", "ʼ", "´")  # what stands for the turned comma of oʻ and gʻ in real files
LOOK_ALIKE: Final = str.maketrans("aoe", "аое")  # Latin to Cyrillic letters of the same look
NO_BREAK_SPACE: Final = "\u00a0"

Writer = Callable[[Mahalla, np.random.Generator], str]


def _apostrophe(mahalla: Mahalla, rng: np.random.Generator) -> str:
    return mahalla.name.replace("ʻ", str(rng.choice(APOSTROPHES)))


def _mixed(mahalla: Mahalla, rng: np.random.Generator) -> str:
    """Some of the letters that look the same in both scripts are the other script's, as in "Qоrаqutchi"."""
    swap = rng.random(len(mahalla.name)) < 0.6
    return "".join(letter.translate(LOOK_ALIKE) if s else letter for letter, s in zip(mahalla.name, swap, strict=True))


def _suffix(mahalla: Mahalla, rng: np.random.Generator) -> str:
    written = (
        f"{mahalla.name} {mahalla.kind}",
        f"{mahalla.name} mahallasi",
        f"{mahalla.name} mahalla fuqarolar yigʻini",
        f"{mahalla.name_uz_cyrl} МФЙ",
    )
    return str(rng.choice(written))


STYLES: Final[Mapping[str, Writer]] = MappingProxyType(
    {
        "cyrillic": lambda mahalla, _: mahalla.name_uz_cyrl,
        "russian": lambda mahalla, _: mahalla.name_ru,
        "apostrophe": _apostrophe,
        "mixed": _mixed,
        "suffix": _suffix,
        "capitals": lambda mahalla, _: mahalla.name.upper(),
        "spaces": lambda mahalla, _: f"{NO_BREAK_SPACE}{mahalla.name.replace(' ', '  ')} ",
    }
)


def misspelt(mahalla: Mahalla, rng: np.random.Generator) -> str:
    """The name of a mahalla in one of the ways it is met with in real files."""
    return STYLES[str(rng.choice(list(STYLES)))](mahalla, rng)


def district(unit: Unit, rng: np.random.Generator) -> str:
    """The full name of a unit in one of three languages; the short one would be Qarshi or Shahrisabz twice."""
    return str(rng.choice([unit.name, unit.name_uz_cyrl, unit.name_ru]))


def shared_names(facts: Facts) -> set[int]:
    """The positions of mahallas whose name, in any of its forms, another one of the same unit bears too."""
    found: set[int] = set()
    for form in ("name", "name_uz_cyrl", "name_ru"):
        names = [(one.unit, getattr(one, form).casefold().replace(" ", "")) for one in facts.mahallas]
        seen = Counter(names)
        found |= {place for place, name in enumerate(names) if seen[name] > 1}
    return found


def recurring_names(facts: Facts, *, units: int = 5) -> list[str]:
    """Names borne in so many units at least, so that alone they say nothing (Guliston in eleven)."""
    seen = Counter({(mahalla.name, mahalla.unit) for mahalla in facts.mahallas})
    names = Counter(name for name, _ in seen)
    return sorted(name for name, times in names.items() if times >= units)
