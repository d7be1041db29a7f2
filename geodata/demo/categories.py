"""The yearly decision on categories: an input of its own that follows the counts of the year before, not exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.demo.facts import Facts
from geodata.demo.history import YEARS
from geodata.demo.people import Whole
from geodata.demo.plane import Floats, stream

GREEN, YELLOW, RED = "green", "yellow", "red"
RED_PUBLISHED = 137  # of 832 in January 2025: the one published figure; which mahallas they were was not published
ORDER: Final = "demonstration order; no such document exists"
QUOTAS: Final = ((154, 330), (146, 328), (RED_PUBLISHED, 330))  # red, yellow; the first two pairs are synthetic
GRAVE: Final = {"murder": 3.0, "grievous_injury": 2.0, "rape": 3.0, "armed_robbery": 2.0, "robbery": 1.3}

Colours = npt.NDArray[np.str_]


def decide(happened: Whole, kinds: Sequence[str], people: Whole, model: list[int], seed: int) -> Colours:
    """The category of each mahalla, (years, mahallas): one decision a year, on the events (types, months, mahallas)."""
    rng = stream(seed, "categories")
    gravity = np.array([GRAVE.get(kind, 1.0) for kind in kinds])
    weighed = np.tensordot(gravity, happened, axes=1)
    before = np.zeros(happened.shape[2])
    decisions = []
    for year, quota in enumerate(QUOTAS):
        events = weighed[12 * year : 12 * (year + 1)].sum(axis=0)
        rate = 1000 * events / people[year]
        score = 0.75 * np.log1p(events) + 0.25 * np.log1p(4 * rate) + before + rng.normal(0, 0.2, len(events))
        score[model] = np.inf
        colours = _ranked(score, *quota)
        before = np.select([colours == RED, colours == YELLOW], [0.22, 0.1], 0.0)
        decisions.append(colours)
    return np.array(decisions)


def _ranked(score: Floats, red: int, yellow: int) -> Colours:
    order = np.argsort(-score, kind="stable")
    colours = np.full(len(score), GREEN, dtype="<U6")
    colours[order[:red]] = RED
    colours[order[red : red + yellow]] = YELLOW
    return colours


def table(facts: Facts, codes: list[str], decisions: Colours) -> pd.DataFrame:
    """The categories file: a row a mahalla for each decision, in January on the year before."""
    units = {unit.code: unit for unit in facts.units}
    rows = []
    for year, colours in zip((last + 1 for last in YEARS), decisions, strict=True):
        for place, mahalla in enumerate(facts.mahallas):
            where = (codes[place], mahalla.name, units[mahalla.unit].name, mahalla.unit)
            rows.append(
                (*where, colours[place], f"{year}-01-10", f"{year}-01-01", ORDER, "demonstration", _status(year))
            )
    columns = [
        "code",
        "name",
        "district",
        "district_code",
        "category",
        "decided",
        "valid_from",
        "order",
        "author",
        "status",
    ]
    return pd.DataFrame(rows, columns=columns)


def _status(year: int) -> str:
    if year == YEARS[-1] + 1:
        return f"synthetic: the total of {RED_PUBLISHED} red is published; which mahallas is synthetic"
    return "synthetic"
