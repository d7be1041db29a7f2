"""`python -m bench.points COUNTRY`: points joined to polygons, ours beside `geopandas.sjoin`, in one run.

COUNTRY is a folder that `python -m bench.country` wrote. Each way runs in a process of its own, so that the memory it
took is its own: the most the process held while joining, less what it held before (Linux alone tells it).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.editions.points import containing

SIZES: Final = (500_000, 1_000_000, 2_000_000)


def ours(points: np.ndarray, shapes: np.ndarray) -> int:
    """How many points our join places."""
    return int((containing(points, shapes) >= 0).sum())


def sjoin(points: np.ndarray, shapes: np.ndarray) -> int:
    """How many points geopandas places, each once."""
    left, right = (gpd.GeoDataFrame(geometry=side, crs="EPSG:4326") for side in (points, shapes))
    found = gpd.sjoin(left, right, predicate="intersects", how="inner")
    return int((~found.index.duplicated()).sum())


WAYS: Final[Mapping[str, Callable[[np.ndarray, np.ndarray], int]]] = {"ours": ours, "geopandas.sjoin": sjoin}


def measure(folder: Path, way: str, size: int) -> dict[str, float]:
    """Seconds by the clock and of the processor, MiB above the start, and points placed."""
    shapes = np.asarray(gpd.read_parquet(folder / "boundaries.parquet").geometry, dtype=object)
    frames = [pd.read_parquet(path, columns=["lon", "lat"]) for path in sorted(folder.glob("incidents-*.parquet"))]
    known = pd.concat(frames, ignore_index=True).dropna().to_numpy()
    points = shapely.points(np.resize(known, (size, 2)))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the most held is counted anew from here
    before = _most_mib()
    begun, worked = time.perf_counter(), time.process_time()
    placed = WAYS[way](points, shapes)
    took, work = time.perf_counter() - begun, time.process_time() - worked
    return {"seconds": took, "processor": work, "mib": _most_mib() - before, "placed": placed}


def _most_mib() -> float:
    """The most memory this process has held, MiB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> int:
    """Measure every way at every size and print the table."""
    parser = argparse.ArgumentParser(prog="bench.points", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--one", nargs=2, metavar=("WAY", "SIZE"), help="measure one and print it as JSON")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.folder, options.one[0], int(options.one[1]))))
        return 0
    print(f"{'points':>10}  {'way':<16} {'s':>7} {'processor s':>12} {'points/s':>11} {'MiB more':>9} {'placed':>10}")
    for size in options.sizes:
        for way in WAYS:
            command = [sys.executable, "-m", "bench.points", str(options.folder), "--one", way, str(size)]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            rate = size / found["seconds"]
            times = f"{found['seconds']:>7.1f} {found['processor']:>12.1f} {rate:>11,.0f}"
            print(f"{size:>10,}  {way:<16} {times} {found['mib']:>9,.0f} {found['placed']:>10,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
