"""Makes a pack: all its files in a folder that appears whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from dashboard.export import layers
from dashboard.export.downloads import about
from dashboard.export.pack import deck, paper, records, slides, workbook
from dashboard.export.pack.facts import Facts
from dashboard.export.pack.naming import name_of
from dashboard.view import View
from geodata.store import Store

Progress = Callable[[float, str], None]


def make(store: Store, view: View, folder: Path, *, on: date, progress: Progress, meeting: int | None = None) -> Path:
    """The pack of a view's edition in a folder of its own inside `folder`; the folder that was made.

    `on` is the day as of which items are overdue and decisions open. `progress` is told a share from 0 to 1 and the key
    of the step. StoreError for a meeting that does not exist.
    """
    progress(0.0, "read")
    facts = Facts(view, records.read(store, view, on=on, meeting=meeting))
    name = name_of(view, meeting)
    folder.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder))
    try:
        _write(beside / name, facts, progress)
        beside.chmod(0o755)
        _replace(beside, folder / name)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    progress(1.0, "done")
    return folder / name


def _write(stem: Path, facts: Facts, progress: Progress) -> None:
    """Every file of the pack, beginning with `stem`."""
    pages = slides.of(facts)
    progress(0.1, "slides")
    deck.write(_file(stem, "pptx"), pages, facts, lambda share: progress(0.1 + 0.38 * share, "slides"))
    paper.write(_file(stem, "pdf"), pages, facts, lambda share: progress(0.48 + 0.4 * share, "pages"))
    progress(0.88, "tables")
    workbook.write(_file(stem, "xlsx"), facts)
    progress(0.92, "layers")
    _layers(stem, facts)


def _layers(stem: Path, facts: Facts) -> None:
    """The mahallas as GeoJSON; mahallas, districts and sites as a GeoPackage; each row says what it is."""
    view, edition, told = facts.view, facts.view.edition, about(facts.view)
    tables = workbook.sheets(facts)
    rows = tables["mahallas"]
    mahallas = layers.layer(edition, rows, told)
    _file(stem, "geojson").write_bytes(layers.to_geojson(mahallas))
    package = _file(stem, "gpkg")
    layers.add_to_geopackage(package, mahallas, "mahallas")
    layers.add_to_geopackage(package, _shaped(tables["districts"], edition.district_shapes, told), "districts")
    if len(edition.sites):
        layers.add_to_geopackage(package, _shaped(tables["sites"], edition.sites, told), "sites")
    assert len(rows) == len(edition.mahallas), view.edition.id  # noqa: S101  every mahalla of the edition


def _shaped(table: pd.DataFrame, shapes: gpd.GeoDataFrame, told: dict[str, str]) -> gpd.GeoDataFrame:
    plain = table.astype(object).where(table.notna(), None)
    numbers = {name: table[name] for name in table.columns if np.issubdtype(table[name].to_numpy().dtype, np.number)}
    frame = gpd.GeoDataFrame(plain.assign(**numbers), geometry=shapes.geometry.to_numpy(), crs="EPSG:4326")
    return frame.assign(**told)


def _file(stem: Path, ending: str) -> Path:
    return stem.with_name(f"{stem.name}.{ending}")


def _replace(made: Path, target: Path) -> None:
    """The folder made becomes `target`; one that stood there before goes only when the new one is whole."""
    if not target.exists():
        os.replace(made, target)  # noqa: PTH105  Path.replace says the same
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.replace(old / "pack")
    made.replace(target)
    shutil.rmtree(old)
