"""From probabilities to states: which areas are worth a look this month, and since when."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.signals_model import Bools, Floats

STATES: Final = ("normal", "watch", "alert", "clearing", "too_few")
NORMAL, WATCH, ALERT, CLEARING, TOO_FEW = range(len(STATES))

WATCH_BELOW: Final = 0.01
FALSE_SHARE: Final = 0.1
"""Of the alerts of a month about this share may be chance (Benjamini and Hochberg 1995)."""

RAISED_BELOW: Final = 0.1
"""Only an area whose latest step is itself high can signal: a surge that is over is no alert."""

CLEARING_STEPS: Final = 2
"""So many normal steps follow an alert before the area counts as normal again."""

States = NDArray[np.int8]


def states(tail: Floats, combined: Floats, judged: Bools) -> States:
    """The state of every area at every step, from P of the step alone and P combined over several, (areas, steps).

    `judged` says which areas have enough events and history; the false-discovery control is over these.
    """
    signal = np.where(tail < RAISED_BELOW, combined, 1.0)
    found = np.full(tail.shape, NORMAL, dtype=np.int8)
    quiet = np.full(len(tail), CLEARING_STEPS)
    for step in range(tail.shape[1]):
        here = judged[:, step]
        alert = here & _discoveries(np.where(here, signal[:, step], np.nan))
        watch = here & ~alert & ((tail[:, step] < WATCH_BELOW) | (signal[:, step] < WATCH_BELOW))
        quiet = np.where(alert, 0, quiet + (here & ~watch))
        clearing = here & ~alert & ~watch & (quiet <= CLEARING_STEPS)
        found[:, step] = np.select([~here, alert, watch, clearing], [TOO_FEW, ALERT, WATCH, CLEARING], NORMAL)
    return found


def in_a_row(found: States) -> NDArray[np.int64]:
    """How many steps, the last included, each area has been in watch or alert without a break."""
    raised = (found == WATCH) | (found == ALERT)
    return np.asarray(np.cumprod(raised[:, ::-1], axis=1).sum(axis=1), dtype=np.int64)


def _discoveries(probability: Floats) -> Bools:
    """The areas that stand out at the false-discovery share; NaN does not take part."""
    ranked = np.sort(probability[np.isfinite(probability)])
    if not len(ranked):
        return np.zeros(len(probability), dtype=bool)
    below = np.flatnonzero(ranked <= FALSE_SHARE * np.arange(1, len(ranked) + 1) / len(ranked))
    out: Bools = probability <= (ranked[below[-1]] if len(below) else -1.0)
    return out
