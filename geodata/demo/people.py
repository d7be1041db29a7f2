"""How many people live in each mahalla: shares of the official district figures that add up to them exactly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.demo.facts import Facts
from geodata.demo.ground import Ground
from geodata.demo.plane import Floats, stream

YEARS = (2023, 2024, 2025)
GROWTH = 1.019  # a year; about what the official regional figures show from 2024 to 2026
SPREAD = 0.42  # standard deviation of the logarithm of a mahalla's size
MAHALLA_STATUS = "synthetic share of the official district figure"

Whole = npt.NDArray[np.int64]


def residents(facts: Facts, ground: Ground, seed: int) -> Whole:
    """Residents on 1 January of each of `YEARS`, one row a year, one column a mahalla."""
    rng = stream(seed, "people")
    urban = np.log1p(ground.density)
    weight = np.exp(rng.normal(0, SPREAD, len(facts.mahallas)) + 0.08 * (urban - urban.mean()))
    table = np.zeros((len(YEARS), len(facts.mahallas)), dtype=np.int64)
    for row, year in enumerate(YEARS):
        drift = weight * np.exp(rng.normal(0, 0.004, len(weight)))
        for unit in facts.units:
            places = facts.of_unit(unit.code)
            table[row, places] = shares(_total(unit.residents, year), drift[places])
    return table


def _total(latest: int, year: int) -> int:
    """A unit's residents in an earlier year, carried back from the latest at the mean growth."""
    return round(latest / GROWTH ** (YEARS[-1] - year))


def shares(total: int, weights: Floats) -> Whole:
    """The total shared out by weight in whole people: the largest remainders get the people that rounding left."""
    exact = total * weights / weights.sum()
    whole: Whole = np.floor(exact).astype(np.int64)
    left = total - int(whole.sum())
    whole[np.argsort(-(exact - whole), kind="stable")[:left]] += 1
    return whole


def table(facts: Facts, codes: list[str], counts: Whole) -> pd.DataFrame:
    """The population file: a row a mahalla and a row a unit for each year, units without the name of a mahalla."""
    units = {unit.code: unit for unit in facts.units}
    rows: list[tuple[object, ...]] = []
    for line, year in zip(counts, YEARS, strict=True):
        day = f"{year}-01-01"
        for unit in facts.units:
            status = (
                unit.residents_status
                if year == YEARS[-1]
                else "synthetic: the 2025 figure carried back at 1.9 % a year"
            )
            rows.append(("", "", unit.name, unit.code, day, _total(unit.residents, year), status))
        for place, mahalla in enumerate(facts.mahallas):
            unit = units[mahalla.unit]
            rows.append((codes[place], mahalla.name, unit.name, unit.code, day, int(line[place]), MAHALLA_STATUS))
    columns = ["code", "name", "district", "district_code", "date", "residents", "status"]
    return pd.DataFrame(rows, columns=columns)
