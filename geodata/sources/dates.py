"""Dates as files write them: ISO, 31.01.2025, Excel's day numbers, "2025-yil 3-yanvar", "3 января 2025"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np

from geodata.periods import day_of
from geodata.sources.distinct import Distinct
from geodata.sources.numbers import is_missing
from geodata.sources.words import word_key

EARLIEST: Final = date(1991, 1, 1)  # older dates are Excel's zero (1900), or slips
_EXCEL_ZERO: Final = date(1899, 12, 30)  # day 0 of Excel's 1900 system, its false 29 February 1900 allowed for
_MACINTOSH_ZERO: Final = date(1904, 1, 1)
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_POINTS: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:\D.*)?")
_OFFSET: Final = re.compile(r"[T ]\d.*?\s*((?:Z|[+-]\d{2}(?::?\d{2})?)$)")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?:\D.*)?")
_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})\.(\d{4})")
_YEAR: Final = re.compile(r"(\d{4})(?:\.0)?")
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,]\d+)?")
_MONTHS: Final = (
    ("yanvar", "январ", "jan"),
    ("fevral", "феврал", "feb"),
    ("mart", "март", "mar"),
    ("aprel", "апрел", "apr"),
    ("may", "май", "мая"),
    ("iyun", "июн", "jun"),
    ("iyul", "июл", "jul"),
    ("avgust", "август", "aug"),
    ("sentyabr", "сентябр", "sep"),
    ("oktyabr", "октябр", "oct"),
    ("noyabr", "ноябр", "nov"),
    ("dekabr", "декабр", "dec"),
)
_LEAST_TURNED: Final = 3  # different days of either kind
_TURNED_BY_CHANCE: Final = 1e-3  # by which a column may only look as if days and months had changed places
_MONTH_KEYS: Final = tuple(tuple(word_key(word) for word in words) for words in _MONTHS)


@dataclass(frozen=True, slots=True)
class Dates:
    """One column: a date for each cell, None where it is empty, `bad` or out of range.

    `bad` are positions of cells that hold no date, `outside` of dates before 1991 or after the last one allowed;
    `coarse` counts cells that tell a month or a year only, `swapped` says that the month stood before the day, and
    `turned` that a spreadsheet has exchanged them in a part of the column.
    """

    cells: list[date | None]
    bad: list[int] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)
    coarse: int = 0
    swapped: bool = False
    turned: bool = False


def read(cells: Sequence[object] | Distinct, latest: date, *, from_1904: bool = False) -> Dates:
    """Dates of a column; none may lie after `latest`. Day before month, unless the column proves the contrary.

    With `from_1904` a bare number counts days from 1 January 1904, else as Excel does.
    """
    column = cells if isinstance(cells, Distinct) else Distinct.of(cells)
    swapped, zero = _month_first(column.values), _MACINTOSH_ZERO if from_1904 else _EXCEL_ZERO
    read_once = [_date(cell, swapped=swapped, zero=zero) for cell in column.values]
    found = [value for value, _ in read_once]
    bad = [value is None and not is_missing(cell) for value, cell in zip(found, column.values, strict=True)]
    outside = [value is not None and not EARLIEST <= value <= latest for value in found]
    kept = [None if is_outside else value for value, is_outside in zip(found, outside, strict=True)]
    return Dates(
        column.take(kept),
        _rows(column, bad),
        _rows(column, outside),
        len(_rows(column, [is_coarse for _, is_coarse in read_once])),
        swapped,
        _turned(column.values, found),
    )


def _rows(column: Distinct, is_so: list[bool]) -> list[int]:
    """Positions of the rows whose cell is so."""
    rows: list[int] = np.flatnonzero(np.array(is_so, dtype=bool)[column.rows]).tolist()
    return rows


def _month_first(cells: Sequence[object]) -> bool:
    """Whether 01/31/2025 is meant: some second number is above 12, and no first one."""
    pairs = [match for match in (_POINTS.fullmatch(cell.strip()) for cell in cells if isinstance(cell, str)) if match]
    return any(int(pair[2]) > 12 for pair in pairs) and not any(int(pair[1]) > 12 for pair in pairs)


def _turned(cells: Sequence[object], found: Sequence[date | None]) -> bool:
    """Whether a spreadsheet of another country took days for months wherever a day up to the 12th let it.

    It makes dates of those texts that it can read, with day and month exchanged, and leaves the others as they were: so
    all texts are of later days, all dates of earlier ones, and exchanged back these fall into the months of the texts.
    """
    left = {day for day, cell in zip(found, cells, strict=True) if day and _is_written(cell)}
    made = {day for day, cell in zip(found, cells, strict=True) if day and not _is_written(cell)}
    if min(len(left), len(made)) < _LEAST_TURNED or any(day.day <= 12 for day in left):
        return False
    if any(day.day > 12 for day in made) or (12 / 30.4) ** len(made) * (18.4 / 30.4) ** len(left) > _TURNED_BY_CHANCE:
        return False
    months = {(day.year, day.month) for day in left}
    back = sum((day.year, day.day) in months for day in made)
    return back >= sum((day.year, day.month) in months for day in made)


def _is_written(cell: object) -> bool:
    """Whether a cell is a text of day, month and year in the order of its country."""
    return isinstance(cell, str) and _POINTS.fullmatch(cell.strip()) is not None


def _date(cell: object, *, swapped: bool, zero: date) -> tuple[date | None, bool]:
    """Date of one cell, and whether only its month or year was told."""
    if is_missing(cell):
        return None, False
    if isinstance(cell, datetime):
        return _day(cell), False
    if isinstance(cell, date):
        return cell, False
    text = str(cell).strip()
    try:
        return _written(text, swapped=swapped, zero=zero)
    except (ValueError, OverflowError):
        return None, False


def _written(text: str, *, swapped: bool, zero: date) -> tuple[date | None, bool]:
    """Date of a text; ValueError when the day does not exist."""
    if match := _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        return _year_first(text, match), False
    if match := _POINTS.fullmatch(text):
        day, month = (match[2], match[1]) if swapped else (match[1], match[2])
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
        return date(year, int(month), int(day)), False
    if match := _MONTH.fullmatch(text):
        return date(int(match[1] or match[4]), int(match[2] or match[3]), 1), True
    if match := _YEAR.fullmatch(text):
        return date(int(match[1]), 1, 1), True
    if match := _SERIAL.fullmatch(text):
        return zero + timedelta(days=int(match[1])), False
    return _in_words(text), False


def _year_first(text: str, match: re.Match[str]) -> date:
    """Date of a text that begins with year, month and day; ValueError when the day or the clock does not exist."""
    if offset := _OFFSET.search(text):
        return _day(datetime.fromisoformat(text[: offset.start(1)].rstrip() + offset[1]))
    return date(int(match[1]), int(match[2]), int(match[3]))


def _day(moment: datetime) -> date:
    """The day of a moment; in the country where it tells how far its clock is from Greenwich, else as it says."""
    return moment.date() if moment.tzinfo is None else day_of(moment)


def _in_words(text: str) -> date | None:
    """Date of "2025-yil 3-yanvar" or "3 января 2025 г."; None for other words."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    words = word_key(text).split()
    months = [m for m, keys in enumerate(_MONTH_KEYS, start=1) for word in words if word.startswith(keys)]
    if len(months) != 1 or len(numbers) < 2:
        return None
    year = max(numbers[:2])
    return date(year, months[0], min(numbers[:2]))
