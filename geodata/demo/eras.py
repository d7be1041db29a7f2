"""How the units were named before Koʻkdala was formed: its mahallas stood in Chiroqchi until the end of March 2022.

The forming of the district from Chiroqchi in March 2022 is a fact. That all mahallas of today's list moved on 1 April,
and that one of them was split on that day, is made up: the council's list of 2022 had 32 of the 37.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata import names
from geodata.demo import dirt
from geodata.demo.facts import Facts
from geodata.demo.ground import Ground

DAY: Final = "2022-04-01"
OLD, NEW = "1710242", "1710240"
STATUS: Final = "fact: formed from Chiroqchi in March 2022; day and list of mahallas synthetic"
SPLIT_STATUS: Final = "synthetic: no such split is known"
NAMED: Final = ("code", "code_dirty", "name", "name_dirty")

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The mahallas (positions) whose old name and district are told; `child` was part of `parent` until the day."""

    told: frozenset[int]
    parent: int
    child: int


def moved(facts: Facts, ground: Ground) -> Moved:
    """Those of the new district whose name is unlike any that stayed in the old one, and the two of the split."""
    stayed = {key for place in facts.of_unit(OLD) for key in _keys(facts, place)}
    told = {place for place in facts.of_unit(NEW) if not _keys(facts, place) & stayed}
    known = {code for code, _, _ in facts.model_sites}
    own = next(unit.short for unit in facts.units if unit.code == NEW)
    free = [at for at in sorted(told) if facts.mahallas[at].code not in known and facts.mahallas[at].name != own]
    cells = np.array(ground.cells, dtype=object)[free]
    one, other = shapely.STRtree(cells).query(cells, predicate="touches")
    parent, child = next((a, b) for a, b in zip(one.tolist(), other.tolist(), strict=True) if a < b)
    return Moved(told=frozenset(told), parent=free[parent], child=free[child])


def _keys(facts: Facts, place: int) -> set[str]:
    one = facts.mahallas[place]
    return {names.loose(name) for name in (one.name, one.name_uz_cyrl, one.name_ru)}


def rename(facts: Facts, written: dirt.Written, mahalla: Positions, date: pd.Series[str], who: Moved) -> None:
    """Rows of before the day name their place as it was then; in place. Those of the new form are called `era`."""
    old = next(unit for unit in facts.units if unit.code == OLD)
    early = (date < DAY).to_numpy() & np.isin(mahalla, facts.of_unit(NEW))
    named = early & np.isin(mahalla, sorted(who.told)) & np.isin(written.form, NAMED)
    for row in np.flatnonzero(named):
        place = who.parent if mahalla[row] == who.child else int(mahalla[row])
        if written.form[row] in {"code", "code_dirty"} or mahalla[row] == who.child:
            written.name[row] = facts.mahallas[place].name
        written.code[row], written.form[row] = "", "era"
    for row in np.flatnonzero(named | (early & np.isin(written.form, ["district", "name_unknown"]))):
        written.district[row], written.district_code[row] = old.name, ""


def table(facts: Facts, codes: list[str], who: Moved) -> pd.DataFrame:
    """The file of changes: a row a mahalla of the new district, two for the one that was split."""
    units = {unit.code: unit for unit in facts.units}
    rows = []
    for place in sorted(who.told):
        split = place in {who.parent, who.child}
        before = facts.mahallas[who.parent if split else place]
        rows.append(
            {
                "old_name": before.name,
                "old_district": units[OLD].name,
                "old_district_code": OLD,
                "day": DAY,
                "change": "split" if split else "moved",
                "share": "",
                "code": codes[place],
                "name": facts.mahallas[place].name,
                "district": units[NEW].name,
                "district_code": NEW,
                "source": SPLIT_STATUS if split else STATUS,
            }
        )
    return pd.DataFrame(rows)
