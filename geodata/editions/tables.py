"""The tables of an edition, made from placed canonical tables: population, categories, sites, indicators, rejected."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.editions.columns import days, first_given, is_none, numbers, texts
from geodata.editions.people import population_on
from geodata.join import REASONS, Placement, values_of
from geodata.territory import IDENTIFIERS, Territory

CATEGORIES: Final = ("", "green", "yellow", "red")
"""Category by its number in arrays: 0 is none."""

_DISTRICT_ONLY: Final = REASONS.index("join_district_only")
INCOMPLETE: Final = REASONS.index("row_incomplete")
"""The reason number of a row without a count group or a day."""
_IDENTITY: Final = frozenset({*IDENTIFIERS, "name", "district", "district_code", "region", "region_code", "row"})
_OWN: Final = frozenset({"_import", "_file"})


NO_POPULATION: Final = pd.DataFrame(
    {
        "level": np.zeros(0, dtype=object),
        "pos": np.zeros(0, dtype=np.int32),
        "code": np.zeros(0, dtype=object),
        "date": np.zeros(0, dtype="datetime64[s]"),
        "residents": np.zeros(0),
        "status": np.zeros(0, dtype=object),
    }
)
"""Where no figures were imported."""

NO_INCIDENTS: Final = pd.DataFrame(
    {
        "group": pd.Categorical([], categories=pd.Index([], dtype="str")),
        "type": pd.Categorical([], categories=pd.Index([], dtype="str")),
        "day": np.zeros(0, dtype="datetime64[s]"),
        "registered": np.zeros(0, dtype="datetime64[s]"),
        "count": np.zeros(0, dtype=np.int64),
        "mahalla_pos": np.zeros(0, dtype=np.int32),
        "district_pos": np.zeros(0, dtype=np.int32),
        "lon": np.zeros(0),
        "lat": np.zeros(0),
    }
)
"""Where no incidents were imported, or the edition was published before their rows were kept."""


def rejected(table: pd.DataFrame, placement: Placement) -> pd.DataFrame:
    """The rows that are not mapped, with `reason` (finding code), `got` (what the row said), `where` and `district`."""
    chosen = placement.mahalla < 0
    left = pd.DataFrame(table[chosen]).reset_index(drop=True)
    rows = left.drop(columns=["geometry", *_OWN], errors="ignore")
    named, row = texts(left, "_file"), numbers(left, "row")
    where = [f"{file}, row {int(n)}" if np.isfinite(n) else str(file) for file, n in zip(named, row, strict=True)]
    plain = {column: texts(rows, column) for column in rows.columns if rows[column].dtype == object}
    return rows.assign(**plain, **values_of(placement, chosen), where=where, district_pos=placement.district[chosen])


def population(table: pd.DataFrame, placement: Placement, territory: Territory) -> pd.DataFrame:
    """Residents by unit and date: level (mahalla, district), pos, code, date, residents, status; later imports win."""
    of_district = (placement.mahalla < 0) & (placement.district >= 0) & (placement.reason == _DISTRICT_ONLY)
    chosen = (placement.mahalla >= 0) | of_district
    level = np.where(of_district, "district", "mahalla").astype(object)[chosen]
    position = np.where(of_district, placement.district, placement.mahalla)[chosen]
    unit_codes = {"district": territory.districts["code"].to_numpy(), "mahalla": territory.mahallas["code"].to_numpy()}
    frame = pd.DataFrame(
        {
            "level": level,
            "pos": position.astype(np.int32),
            "code": [unit_codes[name][at] for name, at in zip(level, position, strict=True)],
            "date": days(table, "date")[chosen].astype("datetime64[s]"),
            "residents": numbers(table, "residents")[chosen],
            "status": texts(table, "status")[chosen],
        }
    )
    latest = frame.drop_duplicates(["level", "pos", "date"], keep="last")
    return latest.sort_values(["level", "pos", "date"], kind="stable", ignore_index=True)


def with_population(territory: Territory, known: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Districts with population, population_status, mahallas with residents, residents_status: the newest figures."""
    home = territory.mahallas["district_pos"].to_numpy()
    newest = population_on(known, home, len(territory.districts))
    return (
        territory.districts.assign(population=newest.districts, population_status=newest.district_status),
        territory.mahallas.assign(residents=newest.mahallas, residents_status=newest.mahalla_status),
    )


def categories(table: pd.DataFrame, placement: Placement) -> pd.DataFrame:
    """Decisions by mahalla position and day: pos, valid_from, decided, category (number), order, author, status.

    Of two decisions for one mahalla from the same day, the one imported later counts.
    """
    decided = days(table, "decided")
    valid_from = days(table, "valid_from")
    valid_from = np.where(np.isnat(valid_from), decided, valid_from)
    number = {name: code for code, name in enumerate(CATEGORIES) if name}
    frame = pd.DataFrame(
        {
            "pos": placement.mahalla,
            "valid_from": valid_from.astype("datetime64[s]"),
            "decided": np.where(np.isnat(decided), valid_from, decided).astype("datetime64[s]"),
            "category": np.array([number.get(str(name), 0) for name in texts(table, "category")], dtype=np.int8),
            "order": texts(table, "order"),
            "author": texts(table, "author"),
            "status": texts(table, "status"),
        }
    )
    kept = frame[(placement.mahalla >= 0) & (frame["category"] > 0) & frame["valid_from"].notna().to_numpy()]
    kept = kept.drop_duplicates(["pos", "valid_from"], keep="last")
    return kept.sort_values(["valid_from", "pos"], kind="stable", ignore_index=True)


def sites(table: gpd.GeoDataFrame, placement: Placement, territory: Territory) -> gpd.GeoDataFrame:
    """The sites with `mahalla` (code or None), `mahalla_pos`, `district_pos` (-1 for none), the rest as imported."""
    codes = np.array([*territory.mahallas["code"], None], dtype=object)  # the last place answers for -1
    kept = table.drop(columns=[*_OWN], errors="ignore").reset_index(drop=True)
    return kept.assign(
        mahalla=codes[placement.mahalla],
        mahalla_pos=placement.mahalla,
        district_pos=np.maximum(placement.district, -1).astype(np.int32),
    )


def indicators(table: pd.DataFrame, placement: Placement, size: int) -> pd.DataFrame:
    """One row a mahalla position, one float column an indicator; a later import of a column replaces its values."""
    named = [column for column in table.columns if column not in _IDENTITY | _OWN | {"geometry", "date", "status"}]
    out = {}
    for column in named:
        values = numbers(table, column)
        given = (placement.mahalla >= 0) & np.isfinite(values)
        out[column] = np.full(size, np.nan)
        out[column][placement.mahalla[given]] = values[given]
    return pd.DataFrame(
        {column: values for column, values in out.items() if np.isfinite(values).any()}, index=range(size)
    )


def incident_columns(table: pd.DataFrame, placement: Placement) -> tuple[pd.DataFrame, Placement]:
    """group, type, day, registered, count, lon, lat of each row; and the placement.

    Rows without a group or a day are unmatched in it.
    """
    group, day = texts(table, "group"), days(table, "date")
    count = numbers(table, "count")
    count = np.where(np.isfinite(count), count, 1)
    incomplete = is_none(group) | np.isnat(day) | (count < 0)
    frame = pd.DataFrame(
        {
            "group": pd.Categorical(group),
            "type": pd.Categorical(first_given(texts(table, "type"))),
            "day": day.astype("datetime64[s]"),
            "registered": days(table, "registered").astype("datetime64[s]"),
            "lon": numbers(table, "lon"),
            "lat": numbers(table, "lat"),
        }
    ).assign(count=np.where(count < 0, 0, count).astype(np.int64))
    if not incomplete.any():
        return frame, placement
    got = placement.got.copy()
    got[incomplete] = "-"
    return frame, Placement(
        mahalla=np.where(incomplete, -1, placement.mahalla).astype(np.int32),
        district=np.where(incomplete, -1, placement.district).astype(np.int32),
        reason=np.where(incomplete, INCOMPLETE, placement.reason).astype(np.int8),
        got=got,
        warnings=placement.warnings,
    )


def incident_rows(columns: pd.DataFrame, placement: Placement) -> pd.DataFrame:
    """The rows that the cube counts, by group and day, in the columns of `NO_INCIDENTS`: no text, id or person."""
    kept = np.flatnonzero(placement.reason != INCOMPLETE)
    group, kind = (pd.Categorical(columns[column]) for column in ("group", "type"))
    keys = (_last_if_missing(kind), placement.mahalla, columns["day"].to_numpy(), _last_if_missing(group))
    kept = kept[np.lexsort([key[kept] for key in keys])]
    made = {
        "group": group.take(kept),
        "type": kind.take(kept),
        "mahalla_pos": placement.mahalla[kept].astype(np.int32),
        "district_pos": np.maximum(placement.district[kept], -1).astype(np.int32),
    }
    # Column by column, since a copy of all rows beside the sorted ones is the most that publishing would hold.
    return pd.DataFrame(
        {name: made[name] if name in made else columns[name].to_numpy()[kept] for name in NO_INCIDENTS.columns},
        copy=False,
    )


def _last_if_missing(words: pd.Categorical) -> NDArray[np.integer]:
    """The number of each row's word, of a missing one the highest."""
    return np.where(words.codes < 0, len(words.categories), words.codes)
