"""Published data for the spatial statistics: what ships inside libpysal, and New York's leukaemia."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import numpy as np

from tests.shared import shared_path


def example(name):
    """The table of an example of libpysal, found without asking its catalogue, which would look on the network."""
    folder = Path(find_spec("libpysal").origin).parent / "examples" / name
    return gpd.read_file(folder / f"{name}.shp")


def new_york():
    """x, y, cases and population of 281 areas."""
    coordinates, cases, people = (
        np.loadtxt(shared_path(f"reference/ny_{what}.txt")) for what in ("coords", "cases", "pop")
    )
    assert (coordinates[:, 0] == cases[:, 0]).all()
    assert (coordinates[:, 0] == people[:, 0]).all()
    return coordinates[:, 1], coordinates[:, 2], cases[:, 1], people[:, 2]
