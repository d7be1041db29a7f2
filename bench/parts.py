"""What `make bench` measures: one table from the name of a part to what it says of itself.

A part is a module of that name with `lines()` and a `main()` that puts its lines into results.json by `results.add`.
One more line here adds it to the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`says` what is done, `about_s` how long it takes on two quiet cores and `most_s` when it is ended.

    `demo`: measured on the demonstration, which is built once; `country`: on the files of a country instead, where they
    are given; `served`: on a data folder with an edition of it alone; `usual`: without being asked for. `module` and
    `options` are of a part that is another form of a module.
    """

    says: str
    about_s: int
    most_s: int = 600
    demo: bool = True
    country: bool = False
    served: bool = False
    usual: bool = True
    module: str = ""
    options: tuple[str, ...] = ()


PARTS: Final[Mapping[str, Part]] = MappingProxyType(
    {
        "changes": Part(says="a change of the indicator and a first paint in Chromium, beside others", about_s=170),
        "formulas": Part(says="indicators, signals and the scan of made-up mahallas", about_s=40, demo=False),
        "pack": Part(says="the pack of the region with its districts, and one still map", about_s=35),
        "followers": Part(says="5,000 followers of a meeting on one process", about_s=60),
        "analysts": Part(
            says="fifty analysts at work on one process, alone and beside 5,000 followers",
            about_s=110,
            options=("--seconds", "30"),
        ),
        "fleet": Part(says="a meeting across three servers, two of which are killed", about_s=60),
        "sessions": Part(says="2,000 sessions come and go: does anything stay of them?", about_s=120),
        "soak": Part(says="a wall through 48 minutes of scenes in Chromium: does memory grow?", about_s=110),
        "day": Part(
            says="a wall through a day of scenes in Chromium",
            about_s=1800,
            most_s=4 * 3600,
            usual=False,
            module="soak",
            options=("--day",),
        ),
        "publishing": Part(
            says="a country's files imported and published",
            about_s=200,
            most_s=1800,
            demo=False,
            country=True,
            usual=False,
            module="country_publish",
        ),
        "country": Part(
            says="serving a country: ready, pages, a change, a drag of the map",
            about_s=300,
            most_s=900,
            demo=False,
            served=True,
            usual=False,
            module="country_serve",
        ),
        "crowd": Part(
            says="fifty analysts at work on a country on one process",
            about_s=90,
            demo=False,
            served=True,
            usual=False,
            module="analysts",
            options=("--seconds", "60", "--followers", "0"),
        ),
        "points": Part(says="points joined to polygons, beside geopandas.sjoin", about_s=25, country=True),
        "growth": Part(says="how cost grows with mahallas, rows and followers, three sizes each", about_s=150),
    }
)
