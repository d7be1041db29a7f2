"""How good a method was: alarms and how many of them true, surges found and how late, and whether its P holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.backtest_methods import Verdicts
from bench.backtest_panels import LASTS, Injected, Panel

NOMINAL: Final = (0.05, 0.01, 0.001)
BANDS: Final[Mapping[str, tuple[float, float]]] = {"1-3": (1, 3), "3-8": (3, 8), "8+": (8, np.inf)}
"""Of the events that an area has in a usual step."""


@dataclass(slots=True)
class Score:
    """Sums over months and seeds; `below` counts cells without surge with P at or under each of NOMINAL."""

    months: int = 0
    alarms: int = 0
    true: int = 0
    surges: int = 0
    found: int = 0
    delay: int = 0
    cells: int = 0
    below: NDArray[np.int64] = field(default_factory=lambda: np.zeros(len(NOMINAL), dtype=np.int64))

    def figures(self) -> dict[str, float | list[float] | None]:
        """The figures of one line of the table; None where there is nothing to divide by."""

        def share(part: int, whole: int) -> float | None:
            return part / whole if whole else None

        return {
            "alarms_a_month": share(self.alarms, self.months),
            "true_share": share(self.true, self.alarms),
            "surges": self.surges,
            "found_share": share(self.found, self.surges),
            "delay_months": share(self.delay, self.found),
            "calibration": [int(count) / self.cells for count in self.below] if self.cells else None,
            "cells": self.cells,
        }


Scores = dict[tuple[str, str], Score]
"""By method and band; the band "all" is every judged area."""


def add(scores: Scores, panel: Panel, injected: Injected, by_month: Mapping[int, Mapping[str, Verdicts]]) -> None:
    """Add the verdicts of the months looked back on, of one seed."""
    months = sorted(by_month)
    usual = panel.counts.mean(axis=1) * panel.span
    for name in by_month[months[0]]:
        alert = np.zeros(panel.counts.shape, dtype=bool)
        for month in months:
            alert[:, month] = by_month[month][name].alert
        for band, (low, high) in {"all": (1.0, np.inf), **BANDS}.items():
            areas = (usual >= low) & (usual < high)
            score = scores.setdefault((name, band), Score())
            _add_alarms(score, alert, injected, areas, months, panel.span)
            for month in months:
                _add_cells(score, by_month[month][name], areas & ~_seen(injected.inside, month, panel.span))


def _add_alarms(
    score: Score, alert: NDArray[np.bool_], injected: Injected, areas: NDArray[np.bool_], months: list[int], span: int
) -> None:
    score.months += len(months)
    for month in months:
        raised = alert[:, month] & areas
        score.alarms += int(raised.sum())
        score.true += int((raised & _seen(injected.inside, month, span)).sum())
    for area, start in injected.surges:
        if areas[area]:
            hits = np.flatnonzero(alert[area, start : start + LASTS])
            score.surges += 1
            score.found += len(hits) > 0
            score.delay += int(hits[0]) if len(hits) else 0


def _add_cells(score: Score, verdicts: Verdicts, quiet: NDArray[np.bool_]) -> None:
    if verdicts.tail is None:
        return
    tails = verdicts.tail[quiet & (verdicts.expected >= 1) & np.isfinite(verdicts.tail)]
    score.cells += len(tails)
    score.below += np.array([(tails <= nominal).sum() for nominal in NOMINAL])


def _seen(inside: NDArray[np.bool_], month: int, span: int) -> NDArray[np.bool_]:
    """Where a surge reaches into the step that ends with a month."""
    return np.asarray(inside[:, max(month - span + 1, 0) : month + 1].any(axis=1))
