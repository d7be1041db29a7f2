"""A small territory made by hand: two districts and a city side by side, squares of 0.02 degrees for mahallas."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.edition import publish
from geodata.findings import Finding
from geodata.store import Store

SIDE = 0.02
WEST, SOUTH = 65.0, 38.0
DISTRICTS = (("1799201", "Togʻli tumani"), ("1799202", "Daryo tumani"), ("1799401", "Daryo shahri"))
PER_DISTRICT = 9


@dataclass(frozen=True)
class Report:
    """As much of a report on a checked file as the store asks for."""

    kind: str
    table: pd.DataFrame
    name: str = "table.csv"
    sha256: str = "0" * 64
    accepted: bool = True
    labels: dict[str, str] = field(default_factory=dict)
    warnings: tuple[Finding, ...] = ()
    rejected: pd.DataFrame | None = None


def report(kind, table, *, name=None, labels=None):
    """A report whose hash depends on the table alone."""
    plain = pd.DataFrame(table.drop(columns="geometry", errors="ignore")).to_csv().encode()
    shapes = shapely.to_wkb(np.asarray(table["geometry"], dtype=object)).tolist() if "geometry" in table else []
    sha = hashlib.sha256(plain + b"".join(shape or b"-" for shape in shapes)).hexdigest()
    return Report(kind, table, name or f"{kind}.csv", sha, labels=labels or {})


def square(district, number):
    """The shape of a mahalla: three by three squares a district, districts side by side."""
    column, row = district * 3 + number % 3, number // 3
    west, south = WEST + column * SIDE, SOUTH + row * SIDE
    return shapely.box(west, south, west + SIDE, south + SIDE)


def identity():
    """The identity columns of every mahalla; each district has a "Guliston"."""
    rows: list[dict[str, object]] = []
    for d, (code, name) in enumerate(DISTRICTS):
        for n in range(PER_DISTRICT):
            rows.append(
                {
                    "code": f"18{d + 1:02d}{n + 1:04d}",
                    "mfy_id": f"18{d + 1:02d}{n + 1:04d}",
                    "mahalla_id": f"{code}{n + 1:03d}",
                    "stat_code": None,
                    "name": "Guliston MFY" if n == 0 else f"Togʻ{'abcdefghi'[d]} {'abcdefghi'[n] * 3} MFY",
                    "district": name,
                    "district_code": code,
                    "region": "Sinov viloyati",
                    "region_code": "1799",
                    "row": len(rows) + 1,
                }
            )
    return pd.DataFrame(rows)


def register():
    ids = identity()
    return ids.assign(
        name_uz_latn=ids["name"], name_uz_cyrl=None, name_ru=None, name_en=None, kind="MFY", status="made"
    )


def boundaries():
    shapes = [square(d, n) for d in range(len(DISTRICTS)) for n in range(PER_DISTRICT)]
    return gpd.GeoDataFrame(identity().assign(level="mahalla"), geometry=shapes, crs="EPSG:4326")


def incidents(seed=1, rows=400, years=(2023, 2024)):
    rng = np.random.default_rng(seed)
    ids = identity()
    pick = rng.integers(0, len(ids), rows)
    first, last = date(years[0], 1, 1), date(years[1], 12, 31)
    days = np.datetime64(first) + rng.integers(0, (last - first).days + 1, rows)
    table = ids.iloc[pick][["code", "mfy_id", "mahalla_id", "stat_code", "name", "district", "district_code"]]
    table = table.reset_index(drop=True).assign(
        id=[f"i{n}" for n in range(rows)],
        date=days.astype("datetime64[s]"),
        group=rng.choice(["preventable", "uncovered"], rows),
        type=rng.choice(["theft", "fraud"], rows),
        count=pd.array(rng.integers(1, 4, rows), dtype="Int64"),
        lon=np.nan,
        lat=np.nan,
        row=np.arange(rows) + 1,
    )
    only_district = rng.random(rows) < 0.05
    table.loc[only_district, ["code", "mfy_id", "mahalla_id", "name"]] = None
    nowhere = rng.random(rows) < 0.03
    table.loc[nowhere, ["code", "mfy_id", "mahalla_id", "name", "district", "district_code"]] = None
    return table


def without_may():
    """Ten events a day of one group, none of them in May 2024."""
    table = incidents(rows=7300).assign(group="it")
    return table[~table["date"].between("2024-05-01", "2024-05-31")]


def population(day="2024-01-01"):
    ids = identity()
    frame = ids.assign(
        date=pd.Timestamp(day), residents=pd.array(1000 + np.arange(len(ids)), dtype="Int64"), status="made"
    )
    own = pd.DataFrame(
        {
            "district": [DISTRICTS[0][1]],
            "district_code": [DISTRICTS[0][0]],
            "date": [pd.Timestamp(day)],
            "residents": [9999],
            "status": ["official"],
            "row": [99],
        }
    )
    return pd.concat([frame, own], ignore_index=True)


def categories(day="2024-01-15", red=(0, 1)):
    ids = identity()
    value = np.where(np.isin(np.arange(len(ids)), red), "red", np.where(np.arange(len(ids)) % 2, "yellow", "green"))
    stamp = pd.Timestamp(day)
    return ids.assign(
        category=value, decided=stamp, valid_from=stamp, order=f"order of {day}", author="commission", status="made"
    )


def sites():
    frame = (
        identity()
        .iloc[:3]
        .assign(id=["s1", "s2", "s3"], kind=["street", "entrance", "street"], state="opened", title=["A", "B", "C"])
    )
    frame.loc[1, ["code", "mfy_id", "mahalla_id", "name"]] = None
    shapes = [shapely.LineString([square(0, 0).centroid, square(0, 0).exterior.coords[0]]), square(0, 1).centroid, None]
    return gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")


def indicators():
    return identity().assign(density=np.arange(27.0), row=np.arange(27))


def fill(store, *, mark="real", without=()):
    """Every kind of table imported."""
    tables = {
        "register": register(),
        "boundaries": boundaries(),
        "incidents": incidents(),
        "population": population(),
        "categories": categories(),
        "sites": sites(),
        "indicators": indicators(),
    }
    for kind, table in tables.items():
        if kind not in without:
            store.add(
                report(kind, table, labels={"density": "Density"} if kind == "indicators" else None),
                who="tester",
                mark=mark,
            )


def published(folder, *tables, mark="real"):
    """An edition of the register and these (kind, table) imports, in their order."""
    store = Store(folder / "data")
    store.add(report("register", register()), who="tester")
    for number, (kind, table) in enumerate(tables):
        store.add(report(kind, table, name=f"{kind}-{number}.csv"), who="tester", mark=mark)
    return publish(store, who="tester")
