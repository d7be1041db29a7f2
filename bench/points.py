"""`python -m bench.points`: points joined to polygons, ours beside `geopandas.sjoin`, in one run.

On the demonstration's polygons with points strewn over them, or, with `--country`, on the files that
`python -m bench.country` wrote. Each way runs in a process of its own, so that the memory it took is its own: the most
the process held while joining, less what it held before (Linux alone tells it).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from bench import course, memory, results
from bench.deadline import Deadline
from bench.lines import Line, as_dicts, text
from geodata.edition import open_edition
from geodata.editions.points import containing
from geodata.store import Store

SIZES: Final = (500_000, 2_000_000, 5_000_000)
STREWN: Final = 200_000
"""Different points; more are these again."""


def ours(points: np.ndarray, shapes: np.ndarray) -> int:
    """How many points our join places."""
    return int((containing(points, shapes) >= 0).sum())


def sjoin(points: np.ndarray, shapes: np.ndarray) -> int:
    """How many points geopandas places, each once."""
    left, right = (gpd.GeoDataFrame(geometry=side, crs="EPSG:4326") for side in (points, shapes))
    found = gpd.sjoin(left, right, predicate="intersects", how="inner")
    return int((~found.index.duplicated()).sum())


WAYS: Final[Mapping[str, Callable[[np.ndarray, np.ndarray], int]]] = {"ours": ours, "geopandas.sjoin": sjoin}


def given(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Polygons and the coordinates of points in them: of a country's files, or of a data folder's edition, strewn."""
    if (folder / "boundaries.parquet").exists():
        shapes = np.asarray(gpd.read_parquet(folder / "boundaries.parquet").geometry, dtype=object)
        frames = [pd.read_parquet(path, columns=["lon", "lat"]) for path in sorted(folder.glob("incidents-*.parquet"))]
        return shapes, pd.concat(frames, ignore_index=True).dropna().to_numpy()
    shapes = np.asarray(open_edition(Store(folder)).mahalla_shapes.geometry, dtype=object)
    west, south, east, north = shapely.total_bounds(shapes)
    rng = np.random.default_rng(7)
    return shapes, np.column_stack([rng.uniform(west, east, STREWN), rng.uniform(south, north, STREWN)])


def measure(folder: Path, way: str, size: int) -> dict[str, float]:
    """Seconds by the clock and of the processor, MiB above the start, polygons, and points placed."""
    shapes, known = given(folder)
    points = shapely.points(np.resize(known, (size, 2)))
    memory.forget_most()
    before = memory.most_kb()
    begun, worked = time.perf_counter(), time.process_time()
    placed = WAYS[way](points, shapes)
    took, work = time.perf_counter() - begun, time.process_time() - worked
    mib = (memory.most_kb() - before) / 1024
    return {"seconds": took, "processor": work, "mib": mib, "polygons": len(shapes), "placed": placed}


def lines(folder: Path, sizes: Sequence[int]) -> list[Line]:
    """Each size, ours beside the other."""
    found = []
    for size in sizes:
        ran = {way: _apart(folder, way, size) for way in WAYS}
        mine, other = ran["ours"], ran["geopandas.sjoin"]
        name = f"{size:,} points in {mine['polygons']:,} polygons"
        each = {"geopandas.sjoin": other["processor"]}
        note = f"placed {mine['placed']:,} and {other['placed']:,}"
        found += [
            Line(name=name, figure=mine["processor"], unit="s", most=other["processor"], beside=each, note=note),
            Line(name="  points a second of a processor", figure=size / mine["processor"], unit="/s"),
            Line(name="  memory more", figure=mine["mib"], unit="MiB", beside={"geopandas.sjoin": other["mib"]}),
        ]
    return found


def _apart(folder: Path, way: str, size: int) -> dict[str, float]:
    """`measure` in a process of its own."""
    command = [sys.executable, "-m", "bench.points", "--data", str(folder), "--one", way, str(size)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def main() -> int:
    """Measure every way at every size, print and keep it; 0 where ours was as fast each time."""
    parser = argparse.ArgumentParser(prog="bench.points", description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder with an edition (default: the demonstration)")
    parser.add_argument("--country", type=Path, help="a folder that `python -m bench.country` wrote, measured instead")
    parser.add_argument("--sizes", type=int, nargs="+", help="points")
    parser.add_argument("--one", nargs=2, metavar=("WAY", "SIZE"), help="measure one and print it as JSON")
    options = parser.parse_args()
    folder = options.country or options.data
    if options.one:
        print(json.dumps(measure(folder, options.one[0], int(options.one[1]))))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = folder or course.demonstration(Path(scratch) / "data", Deadline(300))
        found = lines(folder, options.sizes or (SIZES if options.country else SIZES[:1]))
    print(text(found))
    results.add("points", as_dicts(found))
    return 0 if all(line.reached is not False for line in found) else 1


if __name__ == "__main__":
    sys.exit(main())
