"""Indicators: any further numbers about mahallas, each column under its own name."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from geodata.letters import tidy
from geodata.sources import identity
from geodata.sources.fields import Fields, note_unknown
from geodata.sources.notes import shown
from geodata.sources.numbers import Numbers, is_missing
from geodata.sources.numbers import read as read_numbers
from geodata.sources.reading import Reading

_NUMERIC_SHARE: Final = 0.6  # of the filled cells; below it a column holds words
_MOST: Final = 1e12
_CODES: Final = ("region_code", "district_code", "mahalla_id", "mfy_id", "stat_code")


def read(reading: Reading) -> pd.DataFrame:
    """Table of identity columns and numeric columns; `attrs["labels"]` has the heading of each of the latter."""
    if not identity.has_identity(reading):
        raise reading.notes.stop("no_identity", wanted="mahalla_nomi, mahalla_id, mfy_id")
    table = identity.table(reading)
    reading.reject_where("no_identity_row", table[["code", "name", "district", "district_code"]].isna().all(axis=1))
    own: dict[str, np.ndarray] = {}
    labels: dict[str, str] = {}
    words = []
    for heading in reading.fields.unknown:
        cells = reading.raw.frame[heading].tolist()
        found = _possible(read_numbers(cells))
        filled = sum(not is_missing(cell) for cell in cells)
        if not filled or len(found.bad) > (1 - _NUMERIC_SHARE) * filled or _is_code(found.cells, table):
            words.append(heading)
            continue
        name = heading if heading not in table.columns else f"{heading}_"
        own[name], labels[name] = np.array(found.cells), tidy(heading)
        _note(reading, heading, found, cells)
    note_unknown(Fields(reading.fields.column, tuple(words), ()), reading.notes)
    if not own:
        reading.notes.error("no_field", got="indicator", wanted="a column of numbers")
    table = pd.concat([table, pd.DataFrame(own, index=table.index)], axis=1)
    table.attrs["labels"] = labels
    return table


def _possible(found: Numbers) -> Numbers:
    """`found` without figures that nothing has."""
    beyond = [position for position, value in enumerate(found.cells) if abs(value) > _MOST]
    if not beyond:
        return found
    cells = [math.nan if abs(value) > _MOST else value for value in found.cells]
    return replace(found, cells=cells, bad=sorted((*found.bad, *beyond)))


def _is_code(cells: list[float], table: pd.DataFrame) -> bool:
    """Whether a column says again which unit each row means."""
    figures = np.array(cells)
    given = ~np.isnan(figures)
    codes = (pd.to_numeric(table[name], errors="coerce").to_numpy(np.float64, na_value=np.nan) for name in _CODES)
    return any((code[given] == figures[given]).all() for code in codes)


def _note(reading: Reading, heading: str, found: Numbers, cells: list[object]) -> None:
    """Note cells that hold no number, and commas that could mean two things."""
    for position in found.bad:
        row = int(reading.raw.numbers[position])
        reading.notes.row("number_dropped", row, field_name=heading, got=shown(cells[position]))
    if found.ambiguous:
        reading.notes.warn("number_ambiguous", at=heading, got=found.comma, name=shown(heading))
