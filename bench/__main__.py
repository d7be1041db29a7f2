"""`python -m bench`: measure, print the table, write results.json beside this file."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Error as BrowserError

from bench import aims, course, formulas, results
from bench.deadline import Deadline
from bench.servers import ServerError
from bench.subjects import SUBJECTS
from geodata.errors import GeodataError

WHOLE_S: Final = 330.0
NOTES: Final = (
    "Medians of 8 changes among four indicators and of 3 first paints in fresh contexts; one machine, one run.",
    "Bytes: WebSocket and HTTP as the browser has them, decompressed; as they travel: with compression and headers.",
    "Repaint: from the mouse button's release on the option to the frame after the one that shows the new picture.",
    "Peers and floor: plain `streamlit run`, telemetry off, no tiles. Chromium without a window.",
    "WebGL by SwiftShader, software instead of a graphics card: with one, a repaint is nearer to 'drawing ordered'.",
    "folium: Leaflet from a local server instead of the CDN; no jQuery, Bootstrap, icon fonts and colour scale.",
)


def main() -> int:
    """Measure everything; 0 when the product and the floor were measured, whatever the figures say."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--data", type=Path, help="a data folder with an edition (default: the demonstration, built anew)"
    )
    parser.add_argument("--only", nargs="+", choices=list(SUBJECTS), default=list(SUBJECTS), help="measure these alone")
    parser.add_argument(
        "--limit", type=float, default=WHOLE_S, help="seconds the whole may take (default: %(default).0f)"
    )
    options = parser.parse_args()
    whole = Deadline(options.limit)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            found = course.run(options.only, options.data, Path(scratch), whole)
    except (GeodataError, ServerError, BrowserError) as error:
        print(f"bench: nothing could be measured: {str(error).splitlines()[0]}", file=sys.stderr)
        return 1
    table = aims.rows(found.samples, found.start_s)
    print(aims.text(table, found.failed))
    print()
    print(
        f"{found.given.polygons} polygons, {found.given.vertices:,} vertices; {found.browser}, {results.machine()}.",
        *NOTES,
        sep="\n",
    )
    for name, why in found.failed.items():
        print(f"{SUBJECTS[name].title}: failed: {why}")
    results.write(found, table)
    figures = formulas.lines()
    print("", formulas.text(figures), sep="\n")
    results.add("formulas", formulas.as_dicts(figures))
    return 0 if {"floor", "ours"} <= found.samples.keys() else 1


if __name__ == "__main__":
    sys.exit(main())
