"""Panels to look back on, and surges put into them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.edition import open_edition
from geodata.store import Store

Floats = NDArray[np.float64]

LONDON: Final = Path(__file__).resolve().parents[2] / "shared" / "reference" / "london_burglary_679x36.csv"
LASTS: Final = 3
"""Months of a surge."""

SURGED_SHARE: Final = 0.06
"""Of the areas in the run of the months looked back on."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Panel:
    """Counts (areas, months) and residents (areas,); judged in steps of `span` months."""

    name: str
    counts: Floats
    residents: Floats
    span: int = 1

    @property
    def judged(self) -> NDArray[np.bool_]:
        """The areas with at least one event a step in the long run: surges and alarms are looked at in these alone."""
        enough: NDArray[np.bool_] = self.counts.mean(axis=1) * self.span >= 1
        return enough


@dataclass(frozen=True, slots=True, eq=False)
class Injected:
    """Counts with surges added; `inside` (areas, months) is true during one, `surges` are area and first month."""

    counts: Floats
    inside: NDArray[np.bool_]
    surges: tuple[tuple[int, int], ...]


def london() -> Panel | None:
    """Burglary in 679 wards of London over 36 months; None where the file is absent.

    There are no residents with it: every ward gets the same number, and the history alone tells large from small.
    """
    if not LONDON.exists():
        return None
    counts = pd.read_csv(LONDON).iloc[:, 2:].to_numpy(dtype=np.float64)
    return Panel(name="London, burglary", counts=counts, residents=np.ones(len(counts)))


def demonstration(data: Path, group: str, *, span: int = 1) -> Panel:
    """A count group of the edition in `data`."""
    edition = open_edition(Store(data))
    known = edition.coverage(group)
    assert known is not None, f"the edition has no {group}"
    _, counts = edition.mahalla_by_month(group, start=known[0], end=known[1])
    residents = edition.population_on(known[0]).mahallas.astype(np.float64)
    return Panel(name=f"demonstration, {group}", counts=counts.astype(np.float64), residents=residents, span=span)


def inject(panel: Panel, *, seed: int, first: int, last: int, factor: float) -> Injected:
    """Surges in SURGED_SHARE of the judged areas, at random but whole between the months `first` and `last`.

    Added are Poisson((factor - 1) x usual), usual being the area's mean times the month's general level.
    """
    rng = np.random.default_rng(seed)
    usual = np.outer(panel.counts.mean(axis=1), panel.counts.mean(axis=0) / panel.counts.mean())
    judged = np.flatnonzero(panel.judged)
    areas = rng.choice(judged, int(SURGED_SHARE * len(judged)), replace=False)
    starts = rng.integers(first, last - LASTS + 2, len(areas))
    inside = np.zeros(panel.counts.shape, dtype=bool)
    for area, start in zip(areas, starts, strict=True):
        inside[area, start : start + LASTS] = True
    extra = np.where(inside, rng.poisson((factor - 1) * usual), 0)
    return Injected(panel.counts + extra, inside, tuple(zip(areas.tolist(), starts.tolist(), strict=True)))
