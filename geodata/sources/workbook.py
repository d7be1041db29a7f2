"""Spreadsheets: the first sheet that has a heading row, its cells as they are."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from geodata.sources import limits
from geodata.sources.notes import Notes, shown
from geodata.sources.opened import Opened
from geodata.sources.sniff import Form

_SINCE_1904: Final = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")


def read(path: Path, form: Form, notes: Notes) -> Opened:
    """Cells of the first sheet with two texts in one of its first rows; SourceError when there is none."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        name, rows = _first_table(book, notes)
    except (CalamineError, OSError, ValueError) as error:
        raise notes.stop("workbook_broken", got=shown(error, 80)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine is Rust; a panic is no Exception
            raise
        raise notes.stop("workbook_broken", got=shown(error, 80)) from error
    if len(rows) > limits.ROWS:
        raise notes.stop("too_many_rows", got=len(rows), wanted=limits.ROWS)
    others = [other for other in book.sheet_names if other != name]
    if others:
        notes.warn("sheets_unread", got=", ".join(others[:5]), name=name)
    return Opened(form=form, sheet=rows, from_1904=form is Form.XLSX and _from_1904(path))


def _from_1904(path: Path) -> bool:
    """Whether the workbook numbers its days from 1904, as Excel for the Macintosh did; dates come read, numbers not."""
    with zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():  # a binary workbook
            return False
        return _SINCE_1904.search(archive.read("xl/workbook.xml")) is not None


def _first_table(book: CalamineWorkbook, notes: Notes) -> tuple[str, Sequence[Sequence[object]]]:
    """Name and cells of the first sheet with headings, of those that whoever opens the workbook sees before others."""
    for name in sorted(book.sheet_names, key=_hidden(book).__contains__):
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if _has_heading(rows):
            return name, rows
    raise notes.stop("no_heading", got=", ".join(book.sheet_names[:5]))


def _hidden(book: CalamineWorkbook) -> set[str]:
    """Names of the sheets that are not shown."""
    return {sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}


def _has_heading(rows: Sequence[Sequence[object]]) -> bool:
    texts = (sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) for row in rows[:30])
    return any(count >= 2 for count in texts)
