"""One measured figure: what every part of the bench gives, prints and keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

VERDICTS: Final = {None: "", True: "reached", False: "NOT reached"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure in its unit with what it may be at most, or must be at least, and its peers or floor in the same run.

    `figure` is None where it could not be measured; `note` says what the figure alone does not.
    """

    name: str
    figure: float | None
    unit: str
    most: float | None = None
    least: float | None = None
    beside: Mapping[str, float | None] = field(default_factory=dict)
    note: str = ""

    @property
    def aim(self) -> str:
        """What is wanted, "" where nothing is."""
        if self.most is not None:
            return f"≤ {number(self.most)}"
        return "" if self.least is None else f"≥ {number(self.least)}"

    @property
    def reached(self) -> bool | None:
        """Whether the aim is reached; None where there is none or the figure is missing."""
        if self.figure is None or (self.most is None and self.least is None):
            return None
        return (self.most is None or self.figure <= self.most) and (self.least is None or self.figure >= self.least)

    @property
    def verdict(self) -> str:
        """The last column."""
        return "not measured" if self.figure is None and self.aim else VERDICTS[self.reached]

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The line that `as_dicts` gave."""
        figure = kept.get("figure")
        sign, _, wanted = str(kept.get("aim", "")).partition(" ")
        limit = _plain(wanted)
        return cls(
            name=str(kept["name"]),
            figure=None if figure is None else float(figure),
            unit=str(kept.get("unit", "")),
            most=limit if sign in {"≤", "<"} else None,
            least=limit if sign in {"≥", ">"} else None,
            beside=dict(kept.get("beside", {})),
            note=str(kept.get("note", "")),
        )


def as_dicts(found: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines as results.json keeps them."""
    return [
        {
            "name": line.name,
            "unit": line.unit,
            "figure": _short(line.figure),
            "aim": line.aim,
            "reached": line.reached,
            "beside": {name: _short(value) for name, value in line.beside.items()},
            "note": line.note,
        }
        for line in found
    ]


def text(found: Sequence[Line]) -> str:
    """The lines as they are printed."""
    heads = ("", "", "", "aim", "", "beside, in the same run")
    cells = [
        (
            line.name,
            "–" if line.figure is None else number(line.figure),
            line.unit,
            line.aim,
            line.verdict,
            "; ".join(filter(None, (beside(line), line.note))),
        )
        for line in found
    ]
    widths = [max(len(row[at]) for row in (heads, *cells)) for at in range(len(heads))]
    return "\n".join(_row(row, widths) for row in (heads, *cells))


def beside(line: Line) -> str:
    """Peers and floor in words, those that were measured."""
    return ", ".join(f"{name} {number(value)}" for name, value in line.beside.items() if value is not None)


def number(value: float) -> str:
    """A figure with three digits that count, whole from a hundred on."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:,.1f}".removesuffix(".0") if abs(value) >= 10 else f"{value:.3g}"


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    """Words to the left, the figure and its aim to the right."""
    right = {1, 3}
    padded = [
        cell.rjust(width) if at in right else cell.ljust(width)
        for at, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.5g}")


def _plain(wanted: str) -> float | None:
    try:
        return float(wanted.replace(",", ""))
    except ValueError:
        return None
