"""One file being read as one kind: its rows, its fields, and columns taken out of it with every trouble noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import UTC, date, datetime, timedelta
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.letters import PLAIN, tidy
from geodata.sources import dates, numbers, words
from geodata.sources.distinct import Distinct
from geodata.sources.fields import Fields
from geodata.sources.mapping import FieldMap
from geodata.sources.notes import Notes, shown
from geodata.sources.numbers import is_missing
from geodata.sources.report import ReadOptions
from geodata.sources.rows import Raw

_MANY: Final = 1000  # different texts that are worth looking at all at once
_LONGEST: Final = 300  # characters of a text that is kept
_UNREADABLE_SHARE: Final = 0.5  # of a column: above it the column is not what its heading says


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader of one kind is given; its columns come as lists as long as `raw`."""

    kind: str
    raw: Raw
    fields: Fields
    mapping: FieldMap
    options: ReadOptions
    notes: Notes
    seen: dict[str, Distinct] = dataclass_field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def numbers_of_rows(self) -> NDArray[np.int64]:
        """Row number in the file of each row."""
        return self.raw.numbers

    @property
    def latest(self) -> date:
        """The last day that a file can tell of: today, which has begun in the east before it has in Greenwich."""
        return self.options.today or datetime.now(tz=UTC).date() + timedelta(days=1)

    def has(self, field: str) -> bool:
        """Whether the file or the mapping's defaults have `field`."""
        return field in self.fields.column or field in self.mapping.defaults

    def heading(self, field: str) -> str:
        """Heading of `field` in the file, or our own name for it."""
        return self.fields.column.get(field, field)

    def cells(self, field: str) -> list[object]:
        """Cells of `field` as the file has them; the default of the mapping, or None, where it has none."""
        column = self.fields.column.get(field)
        default = self.mapping.defaults.get(field)
        if column is None:
            return [default] * len(self.raw)
        cells: list[object] = self.raw.frame[column].tolist()
        return [default if is_missing(cell) else cell for cell in cells] if default is not None else cells

    def distinct(self, field: str) -> Distinct:
        """The different cells of `field`."""
        if field not in self.seen:
            self.seen[field] = Distinct.of(self.cells(field))
        return self.seen[field]

    def texts(self, field: str) -> list[str | None]:
        """Tidied texts of `field`, None for empty cells."""
        if not self.has(field):
            return [None] * len(self.raw)
        cells = self.distinct(field)
        plain = is_plain(cells.values)
        if long := sum(isinstance(cell, str) and len(cell) > _LONGEST for cell in cells.values):
            heading = self.heading(field)
            self.notes.warn("texts_long", at=heading, name=heading, count=long, wanted=_LONGEST)
        texts = [cell if ready else as_text(cell) for cell, ready in zip(cells.values, plain, strict=True)]
        return cells.take(texts)

    def blank(self, field: str) -> NDArray[np.bool_]:
        """Whether each cell of `field` says nothing; a word that is unknown says something."""
        return self.distinct(field).where(lambda cell: as_text(cell) is None)

    def figures(self, field: str, *, whole: bool = False) -> NDArray[np.float64]:
        """Numbers of `field`, NaN for empty cells; rows with a cell that is no number are rejected."""
        cells = self.distinct(field)
        found = numbers.read(cells.values, whole=whole)
        heading = self.heading(field)
        bad = np.zeros(len(cells.values), dtype=bool)
        bad[found.bad] = True
        for position in np.flatnonzero(bad[cells.rows]).tolist():
            self.reject("number_unreadable", position, field=heading, got=shown(cells.of_row(position)))
        if found.ambiguous:
            self.notes.warn("number_ambiguous", at=heading, got=found.comma, name=heading)
        return np.array(found.cells, dtype=np.float64)[cells.rows]

    def dates(self, field: str, *, required: bool = True, latest: date | None = None) -> list[date | None]:
        """Dates of `field`, None for empty cells; rows with what is no date are rejected, if `required`, else kept.

        None may lie after `latest`, which is today unless given. An error when most of the column cannot be read as
        dates, or a spreadsheet exchanged day and month in a part of it.
        """
        distinct = self.distinct(field)
        latest = latest or self.latest
        found = dates.read(distinct, latest, from_1904=self.raw.from_1904)
        heading = self.heading(field)
        filled = len(distinct.rows) - int(distinct.where(is_missing).sum())
        if filled and len(found.bad) > _UNREADABLE_SHARE * filled:
            first = shown(distinct.of_row(found.bad[0]))
            self.notes.error("date_column", at=heading, got=first, name=heading, count=len(found.bad))
        if found.turned:
            self.notes.error("dates_turned", at=heading, name=heading)
        for position in () if required else sorted((*found.bad, *found.outside)):
            self.notes.row(
                "date_dropped",
                int(self.raw.numbers[position]),
                field_name=heading,
                got=shown(distinct.of_row(position)),
            )
        for position in found.bad if required else ():
            self.reject("date_unreadable", position, field=heading, got=shown(distinct.of_row(position)))
        for position in found.outside if required else ():
            self.reject(
                "date_outside", position, field=heading, got=shown(distinct.of_row(position)), wanted=latest.isoformat()
            )
        if found.swapped:
            self.notes.warn("date_month_first", at=heading, name=heading)
        if found.coarse:
            self.notes.warn("date_coarse", at=heading, name=heading, count=found.coarse)
        return found.cells

    def values(self, field: str, listed: str) -> list[str | None]:
        """Our values for the words of `field`, from the mapping or the list `listed`; unknown words are an error."""
        known, unknown = self.known_values(field, listed)
        if unknown:
            got = ", ".join(shown(word, 20) for word in unknown[:5])
            wanted = ", ".join(sorted(set(words.table(listed).values())))
            heading = self.heading(field)
            strange = self.distinct(field).where(lambda cell: as_text(cell) in unknown)
            at = f"row {self.raw.numbers[int(np.argmax(strange))]}, {heading}"
            self.notes.error("word_unknown", at=at, got=got, name=field, count=len(unknown), wanted=wanted)
        return known

    def known_values(self, field: str, listed: str) -> tuple[list[str | None], list[str]]:
        """Our values for the words of `field`, None where there is none, and the words that are unknown."""
        ours_all = set(words.table(listed).values())
        own = {
            words.word_key(word): ours
            for word, ours in self.mapping.values.get(field, {}).items()
            if ours in ours_all or listed == "type"  # the list of types is open
        }
        if not self.has(field):
            return [None] * len(self.raw), []
        cells = self.distinct(field)
        texts = [as_text(cell) for cell in cells.values]
        meant: dict[str, str | None] = {}
        for text in dict.fromkeys(filter(None, texts)):
            meant[text] = own.get(words.word_key(text)) or words.find(listed, text)
        unknown = [text for text, ours in meant.items() if ours is None]
        return cells.take([None if text is None else meant[text] for text in texts]), unknown

    def reject(self, code: str, position: int, *, field: str = "", **values: object) -> None:
        """Leave out the row at `position`."""
        self.notes.reject(code, int(self.raw.numbers[position]), field_name=field, **values)

    def reject_where(self, code: str, wrong: Iterable[bool], *, field: str = "", **values: object) -> None:
        """Leave out the rows for which `wrong` is true."""
        for position in _positions(wrong):
            self.reject(code, position, field=field, **values)

    def reject_above(self, field: str, figures: NDArray[np.float64], most: int) -> None:
        """Leave out the rows whose figure in `field` is above `most`, which nothing can be."""
        heading = self.heading(field)
        for position in _positions(figures > most):
            got = shown(as_text(self.distinct(field).of_row(position)))
            self.reject("number_absurd", position, field=heading, got=got, wanted=most)

    def warn_where(self, code: str, odd: Iterable[bool], *, field: str = "", **values: object) -> None:
        """Note the rows for which `odd` is true, leaving them in."""
        for position in _positions(odd):
            self.notes.row(code, int(self.raw.numbers[position]), field_name=field, **values)


def is_plain(cells: Sequence[object]) -> list[bool]:
    """Whether each of the cells surely is what `as_text` makes of it; False, too, where few or no texts are told."""
    if len(cells) < _MANY or set(map(type, cells)) != {str}:
        return [False] * len(cells)
    try:
        texts = pa.array(cells, pa.large_string())
    except (UnicodeEncodeError, pa.ArrowException):  # halves of letters
        return [False] * len(cells)
    missing = pc.is_in(pc.utf8_lower(texts), pa.array(sorted(numbers.missing_texts()), pa.large_string()))
    short = pc.less_equal(pc.utf8_length(texts), _LONGEST)
    written = pc.match_substring_regex(texts, f"^(?:{PLAIN})$")
    plain: list[bool] = pc.and_(pc.and_(written, short), pc.invert(missing)).to_pylist()
    return plain


def as_text(cell: object) -> str | None:
    """Cell as a tidied text of at most 300 characters; None when it is empty."""
    if is_missing(cell):
        return None
    plain = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    return tidy(plain)[:_LONGEST] or None


def whole_numbers(figures: NDArray[np.float64], most: int) -> pd.Series:
    """Figures as a column of whole numbers, missing where one is missing or above `most`."""
    return pd.Series(np.where(figures > most, np.nan, figures), dtype="Float64").astype("Int64")


def days(values: Sequence[date | None]) -> pd.Series:
    """Dates as a column of datetime64."""
    known = {day: np.datetime64("NaT" if day is None else day, "ns").astype(np.int64) for day in set(values)}
    numbers_of_days = np.fromiter(map(known.__getitem__, values), dtype=np.int64, count=len(values))
    return pd.Series(numbers_of_days.view("datetime64[ns]"))


def _positions(wrong: Iterable[bool]) -> list[int]:
    """Where it is true."""
    told = wrong if isinstance(wrong, list) else np.asarray(wrong)
    return [int(position) for position in np.flatnonzero(told)]


Reader = Callable[[Reading], pd.DataFrame]
