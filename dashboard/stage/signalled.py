"""Early signals as the stage tells them. One function asks for the analysis, so that another may stand in its place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from geodata.analysis import signals
from geodata.edition import Edition

WINDOW = 3
"""Months added up to a step where a single month expects less than about one event a mahalla."""


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """The table of `signals.detect`, one row a mahalla; the months of a step and the last of them."""

    table: pd.DataFrame
    months: int
    last: pd.Period


@lru_cache(maxsize=8)
def _found(edition: Edition, group: str) -> Signals | None:
    span = edition.coverage(group)
    if span is None or not edition.mahallas["residents"].notna().any():
        return None
    months, counts = edition.mahalla_by_month(group, start=span[0], end=span[1])
    if months[-1].end_time.date() > span[1]:  # a month that is not over is not judged
        months, counts = months[:-1], counts[:, :-1]
    step = 1 if np.median(counts.mean(axis=1)) >= signals.LEAST_EXPECTED else WINDOW
    if len(months) < step * (signals.LEAST_HISTORY + 1):
        return None
    residents = edition.mahallas["residents"].to_numpy(np.float64)
    return Signals(signals.detect(counts, residents, at=len(months) - 1, span=step), step, months[-1])


def find(edition: Edition, group: str) -> Signals | None:
    """The signals of the last whole month of a count group; None where the data are too short for any."""
    return _found(edition, group)
