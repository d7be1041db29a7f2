"""Small files made for a test, and reading them without a child process where none is needed."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import xlsxwriter
from shapely.geometry import box, mapping

from geodata.sources import ReadOptions, Report, child, sandbox

TODAY = date(2025, 12, 31)
WEST, SOUTH, STEP = 66.0, 39.0, 0.01  # a corner in Kashkadarya, and about a kilometre, in degrees


def square(column: int, row: int = 0, *, step: float = STEP) -> Any:
    """One cell of a grid of squares in EPSG:4326."""
    west, south = WEST + column * STEP, SOUTH + row * STEP
    return box(west, south, west + step, south + step)


def feature(geometry: Any, **properties: object) -> dict[str, Any]:
    shape = geometry if geometry is None or isinstance(geometry, dict) else mapping(geometry)
    return {"type": "Feature", "properties": properties, "geometry": shape}


def mahalla(number: int, geometry: Any = "square", **more: object) -> dict[str, Any]:
    """A feature in the official schema: mahalla `number` of Koson, one square of a row of squares."""
    shape = square(number) if isinstance(geometry, str) else geometry
    known = {"mahalla_nomi": f"Mahalla{number} MFY", "mahalla_id": 1710229000 + number, "district": "Koson tumani"}
    return feature(shape, **{**known, **more})


def collection(*features: Mapping[str, Any], **members: object) -> dict[str, Any]:
    return {"type": "FeatureCollection", **members, "features": list(features)}


def write_json(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def write_csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def write_xlsx(path: Path, rows: Sequence[Any], *, sheets: Sequence[str] = ("Sheet1",)) -> Path:
    """A workbook whose last sheet has `rows`; the others are empty."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def write_zip(path: Path, **files: bytes | str) -> Path:
    """A zip archive; an underscore pair in a name stands for a dot: `kml__kml` is kml.kml."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return path


def frame(count: int = 3, crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    """Mahallas as a frame, for writing in the forms of GDAL."""
    places = gpd.GeoDataFrame(
        {
            "mahalla_id": [1710229000 + number for number in range(count)],
            "mahalla_no": [f"Маҳалла{number} МФЙ" for number in range(count)],
            "district": "Косон тумани",
        },
        geometry=[square(number) for number in range(count)],
        crs="EPSG:4326",
    )
    return places.to_crs(crs)


def write_shapefile(
    path: Path, places: gpd.GeoDataFrame, folder: Path, *, encoding: str, parts: str = "shp shx dbf prj cpg"
) -> Path:
    """A zipped shapefile with these parts."""
    places.to_file(folder / "layer.shp", driver="ESRI Shapefile", encoding=encoding)
    with zipfile.ZipFile(path, "w") as archive:
        for part in parts.split():
            archive.write(folder / f"layer.{part}", f"Маҳаллалар/LAYER.{part.upper()}")
    return path


def read(kind: str, path: Path, **options: Any) -> Any:
    """The report that `check` gives, without its child process; the messages of all findings are formed."""
    folder = path.parent / f".reading-{path.name}"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    chosen = ReadOptions(**options)
    sha256 = sandbox._copy_parts(path, folder)
    copied = sandbox._copy_mapping(chosen.mapping, folder)
    mapped = str(folder / copied) if copied else None
    job = {"kind": kind, "name": path.name, "options": {**chosen.as_dict(), "mapping": mapped}}
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    child.main(folder)
    report = sandbox._collect(folder, kind, path.name, sha256)
    assert report.as_dict()["kind"] == kind
    return report


def codes(report: Report) -> set[str]:
    """Codes of all findings."""
    return {finding.code for finding in (*report.errors, *report.warnings)}


def errors(report: Report) -> list[str]:
    return [finding.code for finding in report.errors]


def table(folder: Path, kind: str, text: str, *, encoding: str = "utf-8", **options: Any) -> Report:
    """The report of a table written as CSV, as read on the last day of 2025."""
    return read(kind, write_csv(folder / "a.csv", text, encoding), today=TODAY, **options)
