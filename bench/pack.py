"""`python -m bench.pack`: how long the pack of the region with all its districts takes, and one map as PNG and SVG."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from bench import results
from bench.lines import Line, as_dicts, text
from dashboard import data, view
from dashboard.export import stills
from dashboard.export.pack import make
from dashboard.language import Language
from dashboard.state import Address
from geodata.demo.publish import publish_demo
from geodata.demo.register import fill
from geodata.edition import editions, open_edition
from geodata.errors import GeodataError
from geodata.store import Store
from layers.printed import stillmap

AIM_S: Final = 30.0
T = TypeVar("T")
SEED: Final = 2025


def main() -> int:
    """Make a pack in a folder that is thrown away; 0 when it came within the aim."""
    parser = argparse.ArgumentParser(prog="bench.pack", description=__doc__)
    parser.add_argument(
        "--data", type=Path, help="a data folder with an edition (default: the demonstration, built anew)"
    )
    parser.add_argument("--lang", type=Language, default=Language.UZ_CYRL, choices=list(Language))
    options = parser.parse_args()
    try:
        found = lines(options.data, options.lang)
    except GeodataError as error:
        print(f"bench.pack: {error}", file=sys.stderr)
        return 1
    print(text(found))
    results.add("pack", as_dicts(found))
    return 0 if found[0].reached else 1


def lines(folder: Path | None = None, language: Language = Language.UZ_CYRL) -> list[Line]:
    """The pack of the edition in `folder` (None: the demonstration, built anew), and one still map of it."""
    with tempfile.TemporaryDirectory() as scratch:
        return _measure(folder or _demonstration(Path(scratch) / "data"), Path(scratch), language)


def _demonstration(folder: Path) -> Path:
    store = Store(folder)
    if not editions(store):
        publish_demo(store, seed=SEED)
    fill(store.register, open_edition(store), SEED)
    return folder


def _measure(folder: Path, scratch: Path, language: Language) -> list[Line]:
    os.environ["MAHALLA_DATA"] = str(folder.absolute())
    data.forget()
    seen = view.of(data.edition(), Address(values={}), language)
    last: dict[str, float] = {}
    began, at = time.perf_counter(), time.process_time()

    def told(_share: float, step: str) -> None:
        last[step] = time.perf_counter() - began

    made = make.make(data.store(), seen, scratch / "out", on=seen.query.decision, progress=told)
    whole, cpu = time.perf_counter() - began, time.process_time() - at
    steps = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in last.items())
    sizes = ", ".join(f"{path.suffix[1:]} {path.stat().st_size / 1e6:.1f} MB" for path in sorted(made.iterdir()))
    canvas, drawn = _timed(lambda: stills.sheet(seen))
    _, png = _timed(lambda: stillmap.to_png(canvas))
    _, svg = _timed(lambda: stillmap.to_svg(canvas))
    name = f"pack of {len(seen.edition.districts)} districts, {len(seen.edition.mahallas)} mahallas"
    return [
        Line(name=name, figure=whole, unit="s", most=AIM_S, note=f"until the last word of: {steps}"),
        Line(name="  of it computing", figure=cpu, unit="s", note=sizes),
        Line(name="one map of the region, drawn", figure=drawn, unit="s"),
        Line(name="  as PNG", figure=png, unit="s"),
        Line(name="  as SVG", figure=svg, unit="s"),
    ]


def _timed(act: Callable[[], T]) -> tuple[T, float]:
    at = time.process_time()
    found = act()
    return found, time.process_time() - at


if __name__ == "__main__":
    sys.exit(main())
