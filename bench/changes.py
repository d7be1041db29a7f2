"""`python -m bench.changes`: a change of the indicator and a first paint in real Chromium, beside the floor and peers.

Medians of 8 changes among four indicators and of 3 first paints in fresh contexts. Bytes: WebSocket and HTTP as the
browser has them, decompressed; as they travel: with compression and headers. Repaint: from the mouse button's release
on the option to the frame after the one that shows the new picture. Peers and floor: plain `streamlit run`, telemetry
off, no tiles. WebGL by SwiftShader, software instead of a graphics card: with one, a repaint is nearer to 'drawing
ordered'. folium: Leaflet from a local server instead of the CDN; no jQuery, Bootstrap, icon fonts and colour scale.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Error as BrowserError

from bench import aims, course, results
from bench.course import Found
from bench.deadline import Deadline
from bench.lines import Line, as_dicts, text
from bench.measure import Samples
from bench.servers import ServerError
from bench.subjects import SUBJECTS
from geodata.errors import GeodataError

WHOLE_S: Final = 330.0
PART: Final = "changes"
_LIBRARIES: Final = ("streamlit", "streamlit-folium", "folium", "plotly", "pydeck")


def main() -> int:
    """Measure the subjects; 0 when the product and the floor were measured, whatever the figures say."""
    parser = argparse.ArgumentParser(prog=f"bench.{PART}", description=__doc__)
    parser.add_argument(
        "--data", type=Path, help="a data folder with an edition (default: the demonstration, built anew)"
    )
    parser.add_argument(
        "--only", nargs="+", choices=list(SUBJECTS), default=list(SUBJECTS), help="these; of the others the last run's"
    )
    parser.add_argument("--limit", type=float, default=WHOLE_S, help="seconds in all (default: %(default).0f)")
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as scratch:
            found = course.run(options.only, options.data, Path(scratch), Deadline(options.limit))
    except (GeodataError, ServerError, BrowserError) as error:
        print(f"nothing could be measured: {str(error).splitlines()[0]}", file=sys.stderr)
        return 1
    if not found.samples:
        print("; ".join(f"{SUBJECTS[name].title}: {why}" for name, why in found.failed.items()), file=sys.stderr)
        return 1
    more = joined(found, results.now())
    table = told(more)
    print(text(table))
    results.add(PART, as_dicts(table), more)
    return 0 if all(name in found.samples for name in {"floor", "ours"} & set(options.only)) else 1


def told(more: Mapping[str, Any]) -> list[Line]:
    """The lines of what is kept; what was measured at another time than ours has its day, what failed its reason."""
    samples = {name: _samples(kept) for name, kept in more["samples"].items()}
    made: Mapping[str, str] = more["made"]
    older = {name: when[:16] for name, when in made.items() if when != made.get("ours")}
    failed = [
        Line(name=f"{SUBJECTS[name].title} failed", figure=None, unit="", note=why)
        for name, why in more["failed"].items()
    ]
    return [*aims.lines(samples, more["start_s"], older), *failed]


def joined(found: Found, now: str) -> dict[str, Any]:
    """What stands behind the lines: this run's samples, and of subjects that it did not measure those of the last."""
    last: Mapping[str, Any] = results.kept()[PART].more if PART in results.kept() else {}
    samples = dict(last.get("samples", {})) | {name: asdict(one) for name, one in found.samples.items()}
    made = dict(last.get("made", {})) | dict.fromkeys(found.samples, now)
    return {
        "browser": found.browser,
        "libraries": {name: version(name) for name in _LIBRARIES},
        "given": asdict(found.given),
        "start_s": last.get("start_s") if found.start_s is None else found.start_s,
        "samples": samples,
        "made": {name: made.get(name, "") for name in samples},
        "failed": dict(found.failed),
    }


def _samples(kept: Mapping[str, Any]) -> Samples:
    return Samples(**{field.name: list(kept[field.name]) for field in fields(Samples)})


if __name__ == "__main__":
    sys.exit(main())
