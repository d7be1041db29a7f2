"""How many people live where on a day: what rates are per."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.editions.columns import Texts, texts

SUM_OF_MAHALLAS: Final = "sum_of_mahallas"
"""The status of a district's population that was added up from its mahallas."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Residents by mahalla and by district position, NaN where unknown, each with the status its source gives.

    `date` is the day of the newest figure used, None if there is none.
    """

    mahallas: NDArray[np.float64]
    mahalla_status: Texts
    districts: NDArray[np.float64]
    district_status: Texts
    date: date | None


def population_on(
    known: pd.DataFrame, home: NDArray[np.integer], n_districts: int, day: date | None = None
) -> Population:
    """The figures in force on `day` (the newest if None): for each unit the last one up to it, else the first after.

    `known` has level, pos, date, residents and status, sorted by level, pos and date; `home` is the district of each
    mahalla. A district without a figure of its own has the sum of its mahallas, if every one of them has a figure.
    """
    limit = pd.Timestamp.max if day is None else pd.Timestamp(day)
    dated = known["date"].fillna(pd.Timestamp.min)  # a figure that nobody dated gives way to every other
    known = known.assign(date=dated).sort_values(["level", "pos", "date"], kind="stable")
    upto, after = known[known["date"] <= limit], known[known["date"] > limit]
    ordered = pd.concat([upto.drop_duplicates(["level", "pos"], keep="last"), after])
    chosen = ordered.drop_duplicates(["level", "pos"], keep="first")
    residents, status = _of_level(chosen, "mahalla", len(home))
    own, own_status = _of_level(chosen, "district", n_districts)
    # Adding NaN gives NaN: one mahalla without a figure leaves the district without one.
    sums = np.bincount(home, weights=residents, minlength=n_districts)
    summed = np.isnan(own) & np.isfinite(sums) & (np.bincount(home, minlength=n_districts) > 0)
    newest = chosen.loc[chosen["date"] > pd.Timestamp.min, "date"].max()
    return Population(
        mahallas=residents,
        mahalla_status=status,
        districts=np.where(summed, sums, own),
        district_status=np.where(summed, SUM_OF_MAHALLAS, own_status),
        date=None if pd.isna(newest) else newest.date(),
    )


def _of_level(chosen: pd.DataFrame, level: str, size: int) -> tuple[NDArray[np.float64], Texts]:
    own = chosen[chosen["level"] == level]
    position = own["pos"].to_numpy(dtype=np.intp)
    residents, status = np.full(size, np.nan), np.full(size, None, dtype=object)
    residents[position] = own["residents"].to_numpy(dtype=np.float64)
    status[position] = texts(own, "status")
    return residents, status
