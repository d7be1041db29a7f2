"""Recognising fields: which heading of a file means which field of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from geodata.sources import heading_dates
from geodata.sources.mapping import FieldMap
from geodata.sources.notes import Notes, shown
from geodata.sources.report import KINDS, RECORDS
from geodata.sources.words import heading_key, headings, ignored, personal

CUT: Final = 10  # a shapefile keeps ten characters of a field's name
_LISTED: Final = 8
_BESIDE: Final = re.compile(r"[\W_]*(?:19|20)\d\d.*$|[\W_]+(?:k|ming|минг|тыс\w*)\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fields:
    """`column`: our field -> heading; `unknown`: headings that mean nothing to us, without the personal ones."""

    column: Mapping[str, str]
    unknown: tuple[str, ...]
    personal: tuple[str, ...]


def recognise(columns: Sequence[str], kind: str, mapping: FieldMap, notes: Notes) -> Fields:
    """Fields of a file of `kind` with these headings; what was cut, personal or unknown is noted."""
    found = _mapped(columns, mapping, notes)
    private = tuple(column for column in columns if column not in found.values() and is_personal(column))
    left = [column for column in columns if column not in found.values() and column not in private]
    _by_heading(left, kind, found)
    left = [column for column in left if column not in found.values()]
    for field, column in _cut(left, kind, found).items():
        found[field] = column
        notes.warn("field_cut", at=shown(column), got=shown(column), name=field)
    unknown = tuple(c for c in left if c not in found.values() and heading_key(c) not in ignored() and heading_key(c))
    if private:
        notes.warn("personal_dropped", got=_list(private))
    return Fields(found, unknown, private)


def headings_in(cells: Iterable[object], kind: str) -> int:
    """How many of these cells are headings that a file of `kind` has."""
    known = {heading_key(word) for words in headings(kind).values() for word in words}
    return len({heading_key(cell) for cell in cells if isinstance(cell, str)} & known)


def is_personal(column: str) -> bool:
    """Whether a heading announces the name, birth, document, number or address of a person."""
    key = heading_key(column)
    return key in personal() or any(key.startswith(word) for word in personal() if len(word) > 7)


def note_unknown(fields: Fields, notes: Notes) -> None:
    """Tell which columns were not read."""
    if fields.unknown:
        notes.warn("fields_ignored", got=_list(fields.unknown), count=len(fields.unknown))


def _mapped(columns: Sequence[str], mapping: FieldMap, notes: Notes) -> dict[str, str]:
    """Fields that the mapping file names; an error for a heading the file does not have."""
    found = {}
    by_key = {heading_key(column): column for column in columns}
    for field, heading in mapping.fields.items():
        column = heading if heading in columns else by_key.get(heading_key(heading))
        if column is None:
            notes.error("mapping_field", got=shown(heading), name=field, wanted=_list(columns))
        else:
            found[field] = column
    return found


def _by_heading(columns: Sequence[str], kind: str, found: dict[str, str]) -> None:
    """Add to `found` the fields that these headings mean: our own names first, then the other words in their order."""
    by_key: dict[str, str] = {}
    for column in columns:
        by_key.setdefault(heading_key(column), column)
    lists = headings(kind)
    exact = {heading_key(field): field for field in lists}
    for key, column in by_key.items():
        if key in exact:
            found.setdefault(exact[key], column)
    for column in columns:  # "population_2025_k": a year and a unit beside the word
        by_key.setdefault(heading_key(_BESIDE.sub("", column)), column)
        if kind == "population":  # "Aholi soni, 01.01.2024": the day that the figures are of
            by_key.setdefault(heading_key(heading_dates.without(column)), column)
    for field, words in lists.items():
        for word in words:
            meant = by_key.get(heading_key(word))
            if field not in found and meant is not None and meant not in found.values():
                found[field] = meant


def _cut(columns: Sequence[str], kind: str, found: Mapping[str, str]) -> dict[str, str]:
    """Fields whose name was cut at ten characters, as a shapefile does: mahalla_no for mahalla_nomi."""
    cut: dict[str, str] = {}
    whole = _all_words()
    for column in columns:
        start = column.casefold()
        if len(start) != CUT or heading_key(column) in whole:
            continue
        meant = {f for f, words in headings(kind).items() for word in words if word.casefold()[:CUT] == start}
        if len(meant) == 1 and not meant & found.keys():
            cut.setdefault(meant.pop(), column)
    return cut


@cache
def _all_words() -> frozenset[str]:
    """Keys of every heading of every kind."""
    return frozenset(heading_key(w) for kind in (*KINDS, *RECORDS) for words in headings(kind).values() for w in words)


def _list(columns: Sequence[str]) -> str:
    listed = ", ".join(shown(column) for column in columns[:_LISTED])
    return listed + (f" … (+{len(columns) - _LISTED})" if len(columns) > _LISTED else "")
