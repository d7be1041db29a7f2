"""Numbers as people write them: "1,265", "1 265", "12,5", "2.23E-08", decided for a column as a whole."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geodata.letters import APOSTROPHES
from geodata.sources.words import missing_words

_BLANKS: Final = re.compile(rf"(?<=\d)[\s\u00a0\u202f\u2009_{re.escape(APOSTROPHES)}]+(?=\d)")
_PLAIN: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_ONE_GROUP: Final = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_DECIMAL: Final = re.compile(r"[+-]?\d*,\d+(?:[eE][+-]?\d+)?|[+-]?\d{1,3}(?:\.\d{3})+,\d+")
_DOTTED: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}")
_HASHED: Final = frozenset({str, int, float, type(None)})
_DASHES: Final = frozenset({"", "-", "–", "—", "..", "...", "…", "x", "х", "*"})


@dataclass(frozen=True, slots=True)
class Numbers:
    """One column: a float for each cell, NaN where it is empty or `bad` (positions of cells that hold no number).

    `comma` is "thousands", "decimal" or None; `ambiguous` when the commas could have meant the other as well.
    """

    cells: list[float]
    bad: list[int]
    comma: str | None = None
    ambiguous: bool = False


def read(cells: Sequence[object], *, whole: bool = False) -> Numbers:
    """Numbers of a column; in a column of counts (`whole`) a comma before three digits parts the thousands."""
    if set(map(type, cells)) <= {float, type(None)}:
        return _of_floats(np.array(cells, dtype=np.float64), whole=whole)
    read_once: dict[object, str | float] = {}
    texts = [
        read_once[cell] if cell in read_once else read_once.setdefault(cell, _text(cell))
        for cell in (cell if type(cell) in _HASHED else str(cell) for cell in cells)
    ]
    comma, ambiguous = _comma([text for text in texts if isinstance(text, str) and "," in text], texts, whole=whole)
    known: dict[str, float | None] = {}
    values, bad = [], []
    for position, text in enumerate(texts):
        if isinstance(text, float):
            value: float | None = text
        else:
            value = known[text] if text in known else known.setdefault(text, _number(text, comma))
        if value is None or math.isinf(value) or (whole and value % 1 != 0 and not math.isnan(value)):
            bad.append(position)
            value = math.nan
        values.append(value)
    return Numbers(values, bad, comma, ambiguous)


def _of_floats(cells: NDArray[np.float64], *, whole: bool) -> Numbers:
    """Numbers of a column that holds nothing else."""
    bad = np.isinf(cells) | (whole & (np.nan_to_num(cells) % 1 != 0))
    return Numbers(np.where(bad, np.nan, cells).tolist(), [int(position) for position in np.flatnonzero(bad)])


def is_missing(cell: object) -> bool:
    """Whether a cell holds nothing: blank, a dash, "н/д", NaN."""
    if cell is None or cell != cell:  # noqa: PLR0124 - NaN and NaT are not equal to themselves
        return True
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    return text in _DASHES or (len(text) < 20 and text.casefold() in missing_words())


def missing_texts() -> frozenset[str]:
    """Every text that stands for an empty cell, in lower case, without blanks around it."""
    return _DASHES | missing_words()


def _text(cell: object) -> str | float:
    """Cell as a float when it is one, else as text without blanks inside the digits and without a per cent sign."""
    if isinstance(cell, str) and _PLAIN.fullmatch(cell):
        return cell  # most are
    if is_missing(cell):
        return math.nan
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    return _BLANKS.sub("", str(cell).strip()).replace("−", "-").removesuffix("%").strip()


def _comma(with_comma: list[str], texts: Sequence[str | float], *, whole: bool) -> tuple[str | None, bool]:
    """Meaning of the comma in the column, and whether that is uncertain."""
    if not with_comma:
        return None, False
    if any(not _THOUSANDS.fullmatch(text) for text in with_comma) and not whole:
        return "decimal", any(_ONE_GROUP.fullmatch(text) for text in with_comma)
    if whole:
        return "thousands", False
    # Every comma stands before three digits: thousands, unless large numbers without a comma stand beside them, or
    # numbers are only ever of the form 0,123.
    sure = any(text.count(",") > 1 or "." in text for text in with_comma)
    if any(text.lstrip("+-").startswith("0,") for text in with_comma):
        return "decimal", False
    bare = [abs(value) for value in map(_bare, texts) if value is not None]
    return "thousands", not sure and (any(value >= 1000 for value in bare) or not bare)


def _bare(text: str | float) -> float | None:
    """Float of a cell without comma, or None."""
    if isinstance(text, float):
        return None if math.isnan(text) else text
    return float(text) if _PLAIN.fullmatch(text) else None


def _number(text: str, comma: str | None) -> float | None:
    """Float of one text; None when it is none."""
    if _PLAIN.fullmatch(text):
        return float(text)
    if comma == "thousands" and _THOUSANDS.fullmatch(text):
        return float(text.replace(",", ""))
    if comma == "decimal" and _DECIMAL.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _DOTTED.fullmatch(text):
        return float(text.replace(".", ""))
    return None
