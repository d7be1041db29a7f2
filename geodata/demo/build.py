"""The demonstration as files in the canonical columns: they go the same way as real ones, check, import, publish."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata import codes
from geodata.demo import categories, dirt, early, eras, facts, ground, history, incidents, people, planted, sites
from geodata.demo.facts import Facts
from geodata.demo.ground import Ground
from geodata.demo.people import Whole

SHAPE_STATUS = "synthetic: drawn at random inside a hand-drawn schematic, never a boundary of record"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFiles:
    """The files of the demonstration; `truth` is not imported: it tells what was put into the others."""

    boundaries: Path
    boundaries_districts: Path
    register: Path
    districts: Path
    population: Path
    categories: Path
    lineage: Path
    incidents: Path
    sites: Path
    truth: Path

    @property
    def truth_rows(self) -> Path:
        """Where a right join puts each row that is not plainly coded; beside `truth`."""
        return self.truth.with_name("truth_rows.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything made up about the territory, before it is written: `happened` leads from a group to its counts."""

    facts: Facts
    ground: Ground
    codes: list[str]
    residents: Whole
    happened: Mapping[str, Whole]
    surges: list[history.Surge]
    decisions: categories.Colours
    planted: planted.Plan
    early: tuple[early.Early, ...]


def build(folder: Path, *, seed: int = 2025) -> DemoFiles:
    """Writes the demonstration into the folder; the same seed gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    world = imagine(seed)
    files = _files(folder)
    _write_shapes(world, files)
    _write_tables(world, files)
    _write_incidents(world, files, seed)
    _write_sites(world, files.sites, seed)
    return files


def imagine(seed: int) -> World:
    """The whole demonstration in memory."""
    known = facts.load()
    drawn = ground.draw(known, seed)
    residents = people.residents(known, drawn, seed)
    grave = {code for code, _, _ in known.model_sites}
    model = [place for place, mahalla in enumerate(known.mahallas) if mahalla.code in grave]
    risks = history.risk(known, drawn, residents, model, seed)
    usual = {group: history.expected(group, types, risks, seed) for group, types in known.types.items()}
    plan = history.surges(usual, known.types, seed)
    happened = {
        group: history.counts(history.with_surges(group, list(known.types[group]), means, plan), group, seed)
        for group, means in usual.items()
    }
    kinds = list(known.types["preventable"])
    decisions = categories.decide(happened["preventable"], kinds, residents, model, seed)
    put_in = planted.plan(known, drawn, happened, decisions, plan, seed)
    return World(
        facts=known,
        ground=drawn,
        codes=[mahalla.code or codes.provisional(mahalla.unit, mahalla.name) for mahalla in known.mahallas],
        residents=residents,
        happened=happened,
        surges=plan,
        decisions=decisions,
        planted=put_in,
        early=early.plan(known, happened, decisions, plan, put_in),
    )


def _files(folder: Path) -> DemoFiles:
    return DemoFiles(
        boundaries=folder / "boundaries.parquet",
        boundaries_districts=folder / "boundaries_districts.parquet",
        register=folder / "register.csv",
        districts=folder / "districts.csv",
        population=folder / "population.csv",
        categories=folder / "categories.csv",
        lineage=folder / "lineage.csv",
        incidents=folder / "incidents.csv",
        sites=folder / "sites.geojson",
        truth=folder / "truth.json",
    )


def _identities(world: World) -> pd.DataFrame:
    """What names each mahalla in the boundary file; where the classifier has no code, the one made at publishing."""
    units = {unit.code: unit for unit in world.facts.units}
    return pd.DataFrame(
        {
            "code": world.codes,
            "mfy_id": [mahalla.code or None for mahalla in world.facts.mahallas],
            "name": [mahalla.name for mahalla in world.facts.mahallas],
            "district": [units[mahalla.unit].name for mahalla in world.facts.mahallas],
            "district_code": [mahalla.unit for mahalla in world.facts.mahallas],
            "region": [units[mahalla.unit].row["region_uz_latn"] for mahalla in world.facts.mahallas],
            "region_code": [units[mahalla.unit].row["region_code"] for mahalla in world.facts.mahallas],
        }
    )


def _write_shapes(world: World, files: DemoFiles) -> None:
    mahallas = _identities(world).assign(level="mahalla", status=SHAPE_STATUS)
    _write_parquet(mahallas, list(world.ground.cells), files.boundaries)
    names = ("name_uz_latn", "name_uz_cyrl", "name_ru", "name_en")
    units = pd.DataFrame([{name: unit.row[name] for name in names} for unit in world.facts.units])
    codes_ = [unit.code for unit in world.facts.units]
    units = units.assign(
        code=codes_,
        name=units["name_uz_latn"],
        district=units["name_uz_latn"],
        district_code=codes_,
        region=[unit.row["region_uz_latn"] for unit in world.facts.units],
        region_code=[unit.row["region_code"] for unit in world.facts.units],
        level="district",
        status=SHAPE_STATUS,
    )
    _write_parquet(units, [world.ground.units[code] for code in codes_], files.boundaries_districts)


def _write_parquet(table: pd.DataFrame, shapes: list[shapely.Polygon], path: Path) -> None:
    gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326").to_parquet(path, index=False, compression="zstd")


def _write_tables(world: World, files: DemoFiles) -> None:
    known = world.facts
    register = pd.DataFrame([asdict(mahalla) for mahalla in known.mahallas])
    units = {unit.code: unit for unit in known.units}
    register = register.assign(
        mfy_id=register["code"],
        name_uz_latn=register["name"],
        district=[units[code].name for code in register["unit"]],
        district_code=register["unit"],
        region=[units[code].row["region_uz_latn"] for code in register["unit"]],
        region_code=[units[code].row["region_code"] for code in register["unit"]],
    ).drop(columns="unit")
    identity = ["code", "mfy_id", "name", "district", "district_code", "region", "region_code"]
    rest = ["name_uz_latn", "name_uz_cyrl", "name_ru", "kind", "status"]
    _write_csv(register[identity + rest], files.register)
    _write_csv(pd.DataFrame([dict(unit.row) for unit in known.units]), files.districts)
    _write_csv(people.table(known, world.codes, world.residents), files.population)
    _write_csv(categories.table(known, world.codes, world.decisions), files.categories)
    _write_csv(eras.table(known, world.codes, eras.moved(known, world.ground)), files.lineage)


def _write_incidents(world: World, files: DemoFiles, seed: int) -> None:
    types = {group: list(kinds) for group, kinds in world.facts.types.items()}
    happened = incidents.events(world.happened, types, seed)
    happened = planted.put_in(world.facts, happened, world.planted, world.decisions, world.surges, seed)
    happened = early.put_in(world.facts, world.ground, happened, world.early, seed)
    table, truth = incidents.tables(world.facts, world.ground, happened, world.codes, world.planted, seed)
    _write_csv(table, files.incidents)
    _write_csv(truth[truth["form"] != "code"], files.truth_rows)
    text = json.dumps(_truth(world, truth, seed), ensure_ascii=False, indent=1) + "\n"
    files.truth.write_text(text, encoding="utf-8", newline="\n")


def _truth(world: World, rows: pd.DataFrame, seed: int) -> dict[str, object]:
    """What was put in on purpose, and how many rows of each group a right join places where."""
    parts = (dirt.MAPPED, dirt.DISTRICT_ONLY, dirt.UNMATCHED, dirt.OUTSIDE)
    placement = {}
    put_in = world.planted
    for group in world.happened:
        seen = Counter(rows.loc[rows["group"] == group, "expected"])
        placement[group] = {"rows": sum(seen.values())} | {part: seen[part] for part in parts}
    return {
        "status": "synthetic: the key to the synthetic incidents",
        "seed": seed,
        "placement": placement,
        "forms": {
            form: {"rows": int((rows["form"] == form).sum()), "expected": dirt.FORMS[form][1]} for form in dirt.FORMS
        },
        "surges": [asdict(surge) | {"mahalla": world.codes[surge.mahalla]} for surge in world.surges],
        "recording": {
            "late_districts": list(put_in.late),
            "shifted": {
                "district": put_in.shifted,
                "from": "preventable",
                "to": "uncovered",
                "year": history.YEARS[-1],
            },
            "silent": {"mahalla": world.codes[put_in.silent], "from": planted.silent_from()},
            "border": {"red": world.codes[put_in.red], "beside": world.codes[put_in.beside]},
        },
        "early_sites": [asdict(site) | {"mahalla": world.codes[site.mahalla]} for site in world.early],
        "red": [
            code for code, colour in zip(world.codes, world.decisions[-1], strict=True) if colour == categories.RED
        ],
    }


def _write_sites(world: World, path: Path, seed: int) -> None:
    red = np.flatnonzero(world.decisions[-1] == categories.RED).tolist()
    made = sites.features(world.facts, world.ground, world.codes, red, seed, world.early)
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in made)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8", newline="\n")


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8", float_format=f"%.{ground.DECIMALS}f")
