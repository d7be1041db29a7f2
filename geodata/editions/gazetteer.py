"""Finding a district or a mahalla by code or by name; a name that fits two of them finds none.

Work is done once for each distinct value or pair of values: a hundred thousand rows cost little more than a thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata import names
from geodata.editions.columns import Texts, grouped, is_none, texts
from geodata.territory import IDENTIFIERS, NAME_COLUMNS

Positions = NDArray[np.int32]

NOT_GIVEN: Final = -1
UNKNOWN: Final = -2
AMBIGUOUS: Final = -3
"""What stands in place of a position: the row says nothing, says what nobody knows, or what fits several."""

_KEYS: Final[tuple[Callable[[str], str], ...]] = (names.strict, names.key, names.loose)
"""From strict to loose: an exact spelling decides before a similar one is looked at."""


class NameIndex:
    """Positions by name; the strictest key that any position answers to decides."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        self._found: list[dict[str, int]] = [{} for _ in _KEYS]
        for name, position in entries:
            for found, key in self._tables(name):
                known = found.setdefault(key(name), position)
                if known != position:
                    found[key(name)] = AMBIGUOUS

    def find(self, name: str) -> int:
        """The position that `name` means, or UNKNOWN or AMBIGUOUS."""
        for found, key in self._tables(name):
            wanted = key(name)
            if wanted and (position := found.get(wanted, UNKNOWN)) != UNKNOWN:
                return position
        return UNKNOWN

    def _tables(self, name: str) -> list[tuple[dict[str, int], Callable[[str], str]]]:
        """Where a name stands: in Russian Бустон is Buston as well as Boʻston, so it has no strict key."""
        tables = list(zip(self._found, _KEYS, strict=True))
        return tables[1:] if names.may_be_russian(name) else tables


class Districts:
    """The districts of a territory, found by SOATO code, otherwise by name and kind."""

    def __init__(self, districts: pd.DataFrame) -> None:
        self._codes = pd.Index(texts(districts, "code"), dtype=object)
        kinds = texts(districts, "kind")
        entries = [
            (str(name), position)
            for column in NAME_COLUMNS
            for position, name in enumerate(texts(districts, column))
            if name is not None
        ]
        self._any = NameIndex(entries)
        self._of_kind = {
            kind: NameIndex(entry for entry in entries if kinds[entry[1]] == kind) for kind in ("district", "city")
        }

    def by_code(self, codes: Texts) -> Positions:
        """Positions of `codes`, NOT_GIVEN or UNKNOWN."""
        found = (
            self._codes.get_indexer_for(pd.Index(codes, dtype=object))
            if self._codes.is_unique
            else np.full(len(codes), -1)
        )
        return np.where(is_none(codes), NOT_GIVEN, np.where(found < 0, UNKNOWN, found)).astype(np.int32)

    def by_name(self, written: Texts) -> Positions:
        """Positions of names as written; "Qarshi shahri" and "Qarshi tumani" differ, a bare "Qarshi" is AMBIGUOUS."""
        numbers, distinct = grouped(written)
        found = np.array([self._find(str(name)) for name in distinct] + [NOT_GIVEN], dtype=np.int32)
        return found[numbers]

    def _find(self, name: str) -> int:
        kind = names.unit(name).kind
        if kind in self._of_kind:
            return self._of_kind[kind].find(name)
        return self._any.find(name)


class Mahallas:
    """The mahallas of a territory, found by any of their identifiers, otherwise by name within a district."""

    def __init__(self, mahallas: pd.DataFrame, n_districts: int) -> None:
        self._ids = _identifiers(mahallas)
        self._district = mahallas["district_pos"].to_numpy(dtype=np.int32)
        called = [
            (str(name), position)
            for column in NAME_COLUMNS
            for position, name in enumerate(texts(mahallas, column))
            if name is not None
        ]
        self._everywhere = NameIndex(called)
        inside: list[list[tuple[str, int]]] = [[] for _ in range(n_districts)]
        for entry in called:
            if self._district[entry[1]] >= 0:
                inside[self._district[entry[1]]].append(entry)
        self._within = [NameIndex(entries) for entries in inside]

    def by_code(self, codes: Texts) -> Positions:
        """Positions of `codes` of any system; UNKNOWN, AMBIGUOUS (two mahallas share it) or NOT_GIVEN."""
        numbers, distinct = grouped(codes)
        found = np.array([self._ids.get(str(code), UNKNOWN) for code in distinct] + [NOT_GIVEN], dtype=np.int32)
        return found[numbers]

    def by_name(self, written: Texts, district: Positions, *, stated: NDArray[np.bool_]) -> Positions:
        """Positions of names within `district`; where no district is `stated`, of names unique in the territory.

        A district stated but not known finds nothing: the name alone would be a guess.
        """
        name_numbers, distinct = grouped(written)
        place = np.where(district >= 0, district, np.where(stated, UNKNOWN, NOT_GIVEN)).astype(np.int64)
        width = len(self._within) - UNKNOWN  # districts, and the two places below zero
        pairs, back = np.unique(name_numbers * width + place - UNKNOWN, return_inverse=True)
        split = zip(*np.divmod(pairs, width), strict=True)
        found = np.array([self._find(distinct, int(n), int(d) + UNKNOWN) for n, d in split], dtype=np.int32)
        return found[back]

    def _find(self, distinct: Texts, number: int, district: int) -> int:
        if number < 0:
            return NOT_GIVEN
        if district == UNKNOWN:
            return UNKNOWN
        index = self._everywhere if district == NOT_GIVEN else self._within[district]
        return index.find(str(distinct[number]))


def _identifiers(mahallas: pd.DataFrame) -> dict[str, int]:
    ids: dict[str, int] = {}
    for column in IDENTIFIERS:
        for position, code in enumerate(texts(mahallas, column)):
            if code is not None and ids.setdefault(str(code), position) != position:
                ids[str(code)] = AMBIGUOUS
    return ids
