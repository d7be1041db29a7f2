"""What a total of the register is made of: said beside it wherever it stands, so that no two totals are confused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dashboard.language import NO_BREAK, Words
from geodata.register.checks import LEVELS


def levels(words: Words, of: Iterable[str]) -> str:
    """Records by the level at which each stands, from the mahallas up: “mahallas 812 · districts 93 · region 4”."""
    found = Counter(of)
    told = (words(f"at_level.{level}", n=words.number(found[level])) for level in LEVELS if level in found)
    return " · ".join(one.replace(" ", NO_BREAK) for one in told)
