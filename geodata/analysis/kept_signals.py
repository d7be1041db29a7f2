"""The signals of the newest month of every count group, kept among the files of an edition: large ones take seconds.

signals.parquet         one row a mahalla and count group: position, `signals.detect`, the last steps as lists
signals-totals.parquet  one row a district and count group, and one of the region, whose code is missing
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from geodata.analysis.month_signals import Choice, MonthSignals, choose, judge
from geodata.analysis.signals import Steps
from geodata.analysis.signals_model import Floats
from geodata.editions.folder import read
from geodata.editions.opened import Edition

MAHALLAS: Final = "signals.parquet"
TOTALS: Final = "signals-totals.parquet"
WORTH_CELLS: Final = 10_000
"""Mahallas times months below which judging takes no longer than a reader notices, so nothing is kept."""

_STEPS: Final = tuple(field.name for field in fields(Steps))


def newest(edition: Edition, group: str) -> Choice | None:
    """The newest month of a group that can be judged, without discovered offences."""
    return choose(edition, group, date.max)


def keep(edition: Edition, folder: Path) -> None:
    """Write the signals of an edition that is being published into its folder, where they are worth it."""
    found = [judge(edition, choice) for choice in _worth_keeping(edition)]
    if found:
        pd.concat([_mahallas(one) for one in found], ignore_index=True).to_parquet(folder / MAHALLAS, index=False)
        pd.concat([_totals(one) for one in found], ignore_index=True).to_parquet(folder / TOTALS, index=False)


def of(edition: Edition, choice: Choice) -> MonthSignals:
    """The signals of a choice: as they were kept, or judged now; StoreError where what was kept is damaged."""
    path, totals = edition.path / MAHALLAS, edition.path / TOTALS
    if choice == newest(edition, choice.group) and path.exists() and totals.exists():
        of_group = partial(pd.read_parquet, filters=[("group", "==", choice.group)])
        rows, sums = read(path, of_group), read(totals, of_group)
        same = len(rows) and set(rows["span"]) == {choice.span} and set(rows["month"]) == {choice.month.key}
        if same and _same_events(edition, choice, rows["observed"].to_numpy(np.float64)):
            return _read(choice, rows, sums)
    return judge(edition, choice)


def _same_events(edition: Edition, choice: Choice, observed: Floats) -> bool:
    """Whether the events kept are those of the choice; earlier programs left out the ones without a type."""
    counted = edition.count(choice.group, types=choice.types, start=choice.step.start, end=choice.step.end)
    known = np.isfinite(observed)
    return np.array_equal(observed[known], counted[known])


def _worth_keeping(edition: Edition) -> Iterator[Choice]:
    for group in edition.groups():
        choice, span = newest(edition, group), edition.coverage(group)
        if choice is None or span is None:
            continue
        months = (span[1].year - span[0].year) * 12 + span[1].month - span[0].month + 1
        if months * len(edition.mahallas) >= WORTH_CELLS:
            yield choice


def _mahallas(found: MonthSignals) -> pd.DataFrame:
    steps = {f"steps_{name}": list(getattr(found.steps, name)) for name in _STEPS}
    choice = found.choice
    return found.mahallas.assign(group=choice.group, month=choice.month.key, span=choice.span, **steps)


def _totals(found: MonthSignals) -> pd.DataFrame:
    region = found.region.to_frame().T.infer_objects().assign(code=pd.Series([None], dtype=object))
    return pd.concat([found.districts, region], ignore_index=True).assign(group=found.choice.group)


def _read(choice: Choice, rows: pd.DataFrame, sums: pd.DataFrame) -> MonthSignals:
    lists: Sequence[np.ndarray] = [np.vstack(rows[f"steps_{name}"].to_list()) for name in _STEPS]
    table = rows.drop(columns=["group", "month", "span", *(f"steps_{name}" for name in _STEPS)])
    of_region = sums["code"].isna()
    return MonthSignals(
        choice=choice,
        mahallas=table,
        steps=Steps(*lists),
        districts=sums[~of_region].drop(columns="group").reset_index(drop=True),
        region=sums[of_region].drop(columns=["group", "code"]).iloc[0],
    )
