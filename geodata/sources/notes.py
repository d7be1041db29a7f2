"""Notes taken while a file is read: what is wrong where, gathered so that a thousand bad rows give one finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from geodata.errors import SourceError
from geodata.findings import Finding

FIRST: Final = 5  # rows that a finding names; the others are in `Report.rejected`


@dataclass(slots=True)
class _Rows:
    """Rows with one trouble in one field, with the values of the first of them."""

    rows: list[int] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Notes:
    """The findings on one file, named `name`.

    What concerns rows is counted per code and field; `rejected` maps a row to the first reason to leave it out.
    """

    name: str
    errors: list[Finding] = field(default_factory=list)
    rejected: dict[int, str] = field(default_factory=dict)
    _warnings: list[Finding] = field(default_factory=list)
    _rows: dict[tuple[str, str], _Rows] = field(default_factory=dict)

    def error(self, code: str, *, at: str = "", **values: object) -> None:
        """Note what makes the file unusable."""
        self.errors.append(Finding(code, self.where(at), values))

    def warn(self, code: str, *, at: str = "", **values: object) -> None:
        """Note what the reader of the file should know, once for the file."""
        finding = Finding(code, self.where(at), values)
        if finding not in self._warnings:
            self._warnings.append(finding)

    def row(self, code: str, row: int, *, field_name: str = "", **values: object) -> None:
        """Note a trouble in `row` that leaves the row in."""
        gathered = self._rows.setdefault((code, field_name), _Rows())
        gathered.rows.append(row)
        if not gathered.values:
            gathered.values = dict(values)

    def reject(self, code: str, row: int, *, field_name: str = "", **values: object) -> None:
        """Note a trouble that leaves `row` out, unless the row is out already."""
        if row not in self.rejected:
            self.rejected[row] = code
            self.row(code, row, field_name=field_name, **values)

    def stop(self, code: str, *, at: str = "", **values: object) -> SourceError:
        """Error to raise when nothing more can be read."""
        return SourceError(code, where=self.where(at), **values)

    def where(self, at: str = "") -> str:
        """Place in the file: its name, and what in it."""
        return f"{self.name}, {at}" if at else self.name

    @property
    def warnings(self) -> list[Finding]:
        """The warnings, those on rows last, each with `count` and `rows`."""
        return [*self._warnings, *(self._gathered(*entry) for entry in self._rows.items())]

    def _gathered(self, key: tuple[str, str], gathered: _Rows) -> Finding:
        code, field_name = key
        rows = row_list(gathered.rows)
        place = f"row {rows}" + (f", {field_name}" if field_name else "")
        counted: Mapping[str, object] = {"count": len(gathered.rows), "rows": rows, "field": field_name}
        return Finding(code, self.where(place), {**counted, **gathered.values})


def row_list(rows: Iterable[int]) -> str:
    """First few row numbers: "3, 17, 20, 31, 32 … (+12)"."""
    numbers = list(rows)
    more = len(numbers) - FIRST
    return ", ".join(map(str, numbers[:FIRST])) + (f" … (+{more})" if more > 0 else "")


def shown(value: object, length: int = 40) -> str:
    """`value` as a short text on one line, for a finding."""
    text = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    return text if len(text) <= length else text[: length - 1] + "…"
