"""Ids that a later file uses anew: a running number under the heading `id` would replace last month by this one."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.editions.columns import texts
from geodata.errors import PublishError

_PLACE: Final = ("code", "mahalla_id", "mfy_id", "stat_code", "name", "district", "district_code", "lon", "lat")
_DISTRICT: Final = ("district", "district_code")
_LEAST: Final = 5  # rows: fewer may be corrections of both day and place
_LEAST_ELSEWHERE: Final = 2  # rows, if each of those replaced lies in another district, and not all on the same days
_MOST_SHARE: Final = 0.5  # of the rows that an import replaces
Positions = NDArray[np.intp]


def refuse_reused(table: pd.DataFrame, old: Positions, new: Positions) -> None:
    """PublishError where an import replaces rows that, by day and place, are other incidents.

    `old` and `new` are positions of rows of one id, the later one replacing the earlier, of different imports.
    """
    if len(old) < _LEAST_ELSEWHERE:
        return
    imports = table["_import"].to_numpy()
    others = _differ(table, ("date",), old, new) & _differ(table, _PLACE, old, new)
    elsewhere = _differ(table, _DISTRICT, old, new)
    for number in np.unique(imports[new[others]]):
        mine = imports[new] == number
        strange = mine & others
        many = strange.sum() >= _LEAST and strange.sum() > _MOST_SHARE * mine.sum()
        if many or (mine.sum() >= _LEAST_ELSEWHERE and elsewhere[mine].all()):
            first, before = int(new[strange][0]), int(old[strange][0])
            raise PublishError(
                "ids_reused",
                where=texts(table, "_file")[first],
                number=int(number),
                other=int(imports[before]),
                name=texts(table, "_file")[before],
                got=int(strange.sum()),
            )


def _differ(table: pd.DataFrame, columns: tuple[str, ...], old: Positions, new: Positions) -> NDArray[np.bool_]:
    """Whether the earlier and the later row differ in any of these columns."""
    differ = np.zeros(len(old), dtype=bool)
    for name in columns:
        if name in table:
            before, after = (table[name].iloc[rows].reset_index(drop=True) for rows in (old, new))
            differ |= ~((before == after).fillna(value=False) | (before.isna() & after.isna())).to_numpy(dtype=bool)
    return differ
