"""Text tables: encoding and separator found out, cells as text."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import chain
from typing import Final

from geodata.sources import limits
from geodata.sources.notes import Notes, shown
from geodata.sources.opened import Opened
from geodata.sources.sniff import Form, marked_encoding

SEPARATORS: Final = ",;\t|"
_SAMPLE_LINES: Final = 100
_SAMPLE_CHARACTERS: Final = 400_000
_END: Final = "\x00"  # beyond the last line: no text has it


def read(content: bytes, notes: Notes) -> Opened:
    """Cells of a text table; SourceError for what is no text, breaks its own quoting or was cut off."""
    text = _text(content, notes)
    separator, skip = _separator(text)
    csv.field_size_limit(limits.MIB)
    rows: list[list[object]] = []
    same: dict[str, str] = {}  # a district's name stands a thousand times, but is kept once
    line = 0
    lines = csv.reader(chain(io.StringIO(text[skip:], newline=""), [_END]), delimiter=separator)
    try:
        for row in lines:
            if lines.line_num > line + 1 and _holds_rows(row, separator, rows):
                below = lines.line_num - line - 1 - any(_END in cell for cell in row)
                raise notes.stop("csv_unclosed", at=f"row {len(rows) + 1}", count=below)
            line = lines.line_num
            rows.append(list(map(same.setdefault, row, row)))
            if len(rows) > limits.ROWS:
                raise notes.stop("too_many_rows", got=f"> {limits.ROWS}", wanted=limits.ROWS)
    except csv.Error as error:
        if "field limit" in str(error):
            raise notes.stop("cell_endless", at=f"row {len(rows) + 1}", wanted=limits.MIB) from error
        raise notes.stop("csv_broken", at=f"row {len(rows) + 1}", got=shown(error, 80)) from error
    del rows[-1]  # the mark of the end
    if not text.endswith(("\n", "\r")) and _is_cut(rows):
        raise notes.stop("csv_cut", at=f"row {len(rows)}", got=len(rows[-1]), wanted=len(rows[-2]))
    return Opened(form=Form.TEXT, sheet=rows)


def _holds_rows(row: list[str], separator: str, above: list[list[object]]) -> bool:
    """Whether a cell of several lines holds the end of the file, or a line that is a row by its cells."""
    inside = [line for cell in row if "\n" in cell or "\r" in cell or _END in cell for line in cell.splitlines()[1:]]
    least = max(1, len(above[0]) - 1) if above else limits.MIB
    return any(_END in cell for cell in row) or any(line.count(separator) >= least for line in inside)


def _is_cut(rows: list[list[object]]) -> bool:
    """Whether the last row has fewer cells than any other."""
    others = [len(row) for row in rows[:-1] if row]
    return bool(others) and len(rows[-1]) < min(others)


def _text(content: bytes, notes: Notes) -> str:
    """Text in the encoding that its mark tells or that fits: UTF-8, UTF-16, Windows-1251."""
    marked = marked_encoding(content)
    zeros = content[:4096].count(b"\x00")
    if marked is None and zeros > len(content[:4096]) // 4:
        marked = "utf-16-be" if content[0] == 0 else "utf-16-le"
    try:
        return content.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        if marked:
            raise notes.stop("text_encoding", at=f"byte {error.start + 1}", got=marked) from error
        if error.reason == "unexpected end of data" and not content[: error.start].isascii():
            raise notes.stop("text_cut", at=f"byte {error.start + 1}") from error
    try:
        text = content.decode("cp1251")
    except UnicodeDecodeError as error:
        raise notes.stop("text_encoding", at=f"byte {error.start + 1}", got="utf-8, windows-1251") from error
    if "\x00" in text:
        raise notes.stop("form_refused", got=Form.BINARY.value)
    notes.warn("encoding_guessed", got="windows-1251")
    return text


def _separator(text: str) -> tuple[str, int]:
    """Separator of the table and where it begins; Excel may state the separator in a first line "sep=;"."""
    first, _, _ = text.partition("\n")
    if first.startswith("sep=") and len(first.rstrip("\r")) == 5:
        return first[4], len(first) + 1
    sample = "\n".join(text[:_SAMPLE_CHARACTERS].splitlines()[:_SAMPLE_LINES])
    return max(SEPARATORS, key=lambda separator: _regularity(sample, separator)), 0


def _regularity(sample: str, separator: str) -> float:
    """How well `separator` cuts the lines into the same number of several cells."""
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if row)
    except csv.Error:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 1))
    return 0.0 if width < 2 else count / widths.total() + min(width, 50) / 1000
