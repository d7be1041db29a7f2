"""Made-up model sites that were opened within the history, so that the effect of a site can be asked for.

After two of them preventable crimes of the mahalla are moved away on purpose, once into the mahallas that touch it and
once further off; after the others nothing is changed, and the last lies where there are few events. Rows are neither
added nor taken away. Like the recording examples in `planted`, this comes after the categories were decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.demo.categories import RED, Colours
from geodata.demo.facts import Facts
from geodata.demo.ground import Ground
from geodata.demo.history import Surge
from geodata.demo.people import Whole
from geodata.demo.plane import stream
from geodata.demo.planted import Plan

STATUS: Final = "synthetic: opened early, so that an effect can be asked for"
DAYS: Final = ("2023-03-14", "2023-04-18", "2023-05-23", "2023-09-12", "2023-10-17", "2023-11-21", "2024-02-13")
MOVED_SHARE: Final = 0.82  # of the events after the opening of a site whose mahalla is to become quieter

Gone = Literal["", "touching", "further"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Early:
    """A site of the mahalla at this position, opened on `day` (ISO); where some of its later events were moved to."""

    mahalla: int
    day: str
    gone: Gone = ""


def plan(
    facts: Facts, happened: Mapping[str, Whole], decisions: Colours, surges: list[Surge], planted: Plan
) -> tuple[Early, ...]:
    """The busiest mahallas that were red throughout, and the quietest one: apart from everything else put in."""
    events = happened["preventable"].sum(axis=(0, 1))
    known = {code for code, _, _ in facts.model_sites}
    home = np.array([one.unit for one in facts.mahallas], dtype=object)
    free = (decisions == RED).all(axis=0) & (home != planted.shifted)
    free &= np.array([mahalla.code not in known for mahalla in facts.mahallas])
    free[[planted.silent, planted.red, planted.beside, *(surge.mahalla for surge in surges)]] = False
    order = [int(place) for place in np.argsort(-events, kind="stable") if free[place]]
    chosen: list[int] = []
    for place in order:
        if len(chosen) < len(DAYS) - 1 and not any(home[place] == home[other] for other in chosen):
            chosen.append(place)
    gone: tuple[Gone, ...] = ("further", "touching")
    return tuple(
        Early(mahalla=place, day=day, gone=gone[at] if at < len(gone) else "")
        for at, (place, day) in enumerate(zip([*chosen, order[-1]], DAYS, strict=True))
    )


def put_in(facts: Facts, ground: Ground, table: pd.DataFrame, planned: tuple[Early, ...], seed: int) -> pd.DataFrame:
    """`table` (of `incidents.events`) with events after an opening moved to other mahallas of the district."""
    mahalla = table["mahalla"].to_numpy().copy()
    home = np.array([one.unit for one in facts.mahallas], dtype=object)
    cells = np.array(ground.cells, dtype=object)
    for early in (one for one in planned if one.gone):
        rng = stream(seed, "early", early.day)
        near = np.isin(np.arange(len(cells)), shapely.STRtree(cells).query(cells[early.mahalla], predicate="touches"))
        open_to = (home == home[early.mahalla]) & (near if early.gone == "touching" else ~near)
        open_to[early.mahalla] = False
        later = (table["group"] == "preventable") & (mahalla == early.mahalla) & (table["date"] >= early.day)
        rows: npt.NDArray[np.int64] = np.flatnonzero(later)
        rows = rows[rng.random(len(rows)) < MOVED_SHARE]
        mahalla[rows] = rng.choice(np.flatnonzero(open_to), len(rows))
    return table.assign(mahalla=mahalla)
