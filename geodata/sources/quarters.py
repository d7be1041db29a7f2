"""Quarters and months as files write them: 2025-Q1, "I chorak 2025", «1-квартал 2025 г.», 2025-01, "yanvar 2025"."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from geodata.errors import PeriodError
from geodata.periods import Period
from geodata.sources import dates
from geodata.sources.numbers import is_missing
from geodata.sources.words import word_key

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_MONTH: Final = re.compile(r"(\d{1,2})[./](\d{4})")
_QUARTERS: Final = (
    "chorak",
    "chorag",
    "kvartal",
    "kuarter",
    "kv",
    "k",
)  # as `word_key` folds chorak, квартал, quarter, Q
_NUMBERS: Final = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}


def read(cell: object) -> str | None:
    """The key of the quarter or month a cell means ("2025-Q1", "2025-01"); None where it means none."""
    if is_missing(cell):
        return None
    if isinstance(cell, date):  # what a spreadsheet makes of "2025-01"
        return Period.of("month", cell.year, cell.month).key
    text = str(cell).strip()
    try:
        period = Period.parse(text)
    except PeriodError:
        return _in_words(text)
    return period.key if period.kind in {"quarter", "month"} else None


def of_day(day: date) -> str:
    """The key of the quarter a day lies in."""
    return Period.of("quarter", day.year, (day.month + 2) // 3).key


def _in_words(text: str) -> str | None:
    if match := _MONTH.fullmatch(text):
        return Period.of("month", int(match[2]), int(match[1])).key if 1 <= int(match[1]) <= 12 else None
    words = word_key(text).split()
    years = [word for word in words if _YEAR.fullmatch(word)]
    if len(years) != 1:
        return None
    if any(word.startswith(_QUARTERS) for word in words):
        numbers = [_NUMBERS[word] for word in words if word in _NUMBERS]
        return Period.of("quarter", int(years[0]), numbers[0]).key if len(numbers) == 1 else None
    # A month in words and a year are a date once a day stands before them.
    day = dates.read([f"1 {text}"], date.max).cells[0] if sum(map(str.isdigit, words)) == 1 else None
    return Period.of("month", day.year, day.month).key if day else None
