"""One measured figure a line, with what it may be at most; for benches that hold the product against aims alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measured figure; `most` is what it may be at most, None where it only tells."""

    name: str
    figure: float
    unit: str
    most: float | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the aim is reached; None without one."""
        return None if self.most is None else self.figure <= self.most


def text(found: Sequence[Line]) -> str:
    """The lines as they are printed."""
    wide = max(len(line.name) for line in found)
    verdict = {None: "", True: "reached", False: "NOT reached"}
    return "\n".join(
        f"{line.name.ljust(wide)}  {_figure(line.figure):>9} {line.unit:<6}"
        f"{'' if line.most is None else f'≤ {_figure(line.most)}':>9}  {verdict[line.reached]}".rstrip()
        for line in found
    )


def as_dicts(found: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines as results.json keeps them."""
    return [
        {
            "name": line.name,
            "unit": line.unit,
            "figure": round(line.figure, 3),
            "aim": "" if line.most is None else f"≤ {line.most:g}",
            "reached": line.reached,
        }
        for line in found
    ]


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.2f}"
