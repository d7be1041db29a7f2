"""Text tables: encoding and separator found out, cells as text."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Final

from geodata.sources import limits
from geodata.sources.notes import Notes, shown
from geodata.sources.opened import Opened
from geodata.sources.sniff import Form

SEPARATORS: Final = ",;\t|"
_SAMPLE: Final = 100
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read(content: bytes, notes: Notes) -> Opened:
    """Cells of a text table; SourceError for what is no text or breaks its own quoting."""
    text = _text(content, notes)
    separator, skip = _separator(text)
    csv.field_size_limit(limits.MIB)
    rows: list[list[object]] = []
    same: dict[str, str] = {}  # a district's name stands a thousand times, but is kept once
    try:
        for row in csv.reader(io.StringIO(text[skip:], newline=""), delimiter=separator):
            rows.append([same.setdefault(cell, cell) for cell in row])
            if len(rows) > limits.ROWS:
                raise notes.stop("too_many_rows", got=f"> {limits.ROWS}", wanted=limits.ROWS)
    except csv.Error as error:
        raise notes.stop("csv_broken", at=f"row {len(rows) + 1}", got=shown(error, 80)) from error
    return Opened(form=Form.TEXT, sheet=rows)


def _text(content: bytes, notes: Notes) -> str:
    """Text in the encoding that its mark tells or that fits: UTF-8, UTF-16, Windows-1251."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    zeros = content[:4096].count(b"\x00")
    if marked is None and zeros > len(content[:4096]) // 4:
        marked = "utf-16-be" if content[0] == 0 else "utf-16-le"
    try:
        return content.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        if marked:
            raise notes.stop("text_encoding", at=f"byte {error.start + 1}", got=marked) from error
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
    sample = "\n".join(text[: 200 * limits.ENTRIES].splitlines()[:_SAMPLE])
    return max(SEPARATORS, key=lambda separator: _regularity(sample, separator)), 0


def _regularity(sample: str, separator: str) -> float:
    """How well `separator` cuts the lines into the same number of several cells."""
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if row)
    except csv.Error:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 1))
    return 0.0 if width < 2 else count / widths.total() + min(width, 50) / 1000
