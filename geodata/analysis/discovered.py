"""Offences that police work discovers: their number follows that work, so it says little about what happened.

The list is the file `discovered.csv` beside this module: count group and type, `*` for any.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

_LIST: Final = Path(__file__).with_name("discovered.csv")
_ANY: Final = "*"


@lru_cache(maxsize=1)
def listed() -> frozenset[tuple[str, str]]:
    """Pairs of count group and type; one of the two may be `*`."""
    with _LIST.open(encoding="utf-8", newline="") as file:
        return frozenset((row["group"], row["type"]) for row in csv.DictReader(file))


def discovered(group: str, types: Iterable[str]) -> tuple[str, ...]:
    """Those of the types of a count group that police work discovers."""
    known = listed()
    return tuple(name for name in types if {(group, name), (group, _ANY), (_ANY, name)} & known)
