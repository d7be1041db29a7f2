"""Tables as XLSX and CSV. A text that a spreadsheet would take for a formula stays a text."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

import pandas as pd
import xlsxwriter

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(value: object) -> object:
    """The value, with an apostrophe in front of a text that a spreadsheet would run (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def to_csv(table: pd.DataFrame, about: Mapping[str, str], *, day: Callable[[date], str] = date.isoformat) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs to read Cyrillic; the last columns say what the file is.

    `day` writes a date.
    """
    written = table.map(lambda value: day(value) if isinstance(value, date) and not pd.isna(value) else value)
    safe = written.rename(columns=lambda name: neutral(str(name))).map(neutral)
    marked = safe.assign(**{neutral(name): neutral(text) for name, text in about.items()})  # type: ignore[arg-type]
    return marked.to_csv(index=False).encode("utf-8-sig")


def to_xlsx(
    table: pd.DataFrame,
    about: Mapping[str, str],
    *,
    day: str = "yyyy-mm-dd",
    names: tuple[str | None, str | None] = (None, None),
) -> bytes:
    """A workbook of two sheets: the table, and what it is, from which edition and source; dates in the format `day`.

    `names` are those of the sheets, at most 31 characters each.
    """
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, options(day)) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(names[0])
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(table.columns):
            sheet.write_string(0, column, str(name), bold)
            sheet.set_column(column, column, _width(name, table[name]))
            for row, value in enumerate(table[name], start=1):
                write_cell(sheet, row, column, value)
        if len(table.columns):
            sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
        note = book.add_worksheet(names[1])
        note.set_column(0, 0, 28)
        note.set_column(1, 1, 90)
        for row, (name, text) in enumerate(about.items()):
            note.write_string(row, 0, name, bold)
            note.write_string(row, 1, text)
    return memory.getvalue()


def _width(name: object, column: pd.Series) -> int:
    """As many letters as the longest text of a column has, its name with the sign of a filter included; at most 60."""
    longest = max((len(str(value)) for value in column if value is not None), default=0)
    return max(10, min(60, max(longest, len(str(name)) + 4)))


def options(day: str) -> dict[str, object]:
    """How every workbook is made: no text becomes a formula or a link; dates in the format `day`."""
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": False,
        "default_date_format": day,
    }


def write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object) -> None:
    """A value as what it is; a text stays a text, and what is missing stays empty."""
    if value is None or (isinstance(value, float) and pd.isna(value)) or value is pd.NA or value is pd.NaT:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) or hasattr(value, "dtype"):
        sheet.write_number(row, column, float(value))  # type: ignore[arg-type]
    else:
        sheet.write_string(row, column, str(value))
