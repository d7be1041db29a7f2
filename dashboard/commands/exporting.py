"""What leaves as files: `export pack`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from dashboard.commands.commands import LANGUAGES, USABLE, Commands, progress
from geodata.errors import OptionError


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    export = commands.add("export", _export, "Write an edition as files: slides, pages, tables, layers.")
    export.add_argument("what", choices=("pack",), help="pack: PPTX, PDF, XLSX, GeoJSON and GeoPackage of a meeting")
    export.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    export.add_argument("--edition", type=int, help="its number (default: that of the meeting, else the current one)")
    export.add_argument("--meeting", type=int, help="the number of a meeting of the register")
    export.add_argument("--period", help="such as 2024, 2024-Q4 or 2024-12 (default: the last whole year of the data)")
    export.add_argument("--on", type=date.fromisoformat, help="as of which day things are overdue (default: the "
                        "meeting's, else the demonstration's own, else today)")  # fmt: skip
    export.add_argument(
        "--out", type=Path, default=Path(), metavar="DIR", help="where the folder appears (default: here)"
    )


def _export(options: argparse.Namespace) -> int:
    from dashboard import clock, data, view  # the view's own modules are slow to import
    from dashboard.export.pack import make, records
    from dashboard.language import Language
    from dashboard.settings import Settings
    from dashboard.state import Address, Field

    Settings(data=options.data.absolute()).export()
    store = data.store()
    meeting = None if options.meeting is None else records.meeting_of(store, options.meeting).what
    number = options.edition or (meeting.edition if meeting else None)
    if meeting and meeting.edition and number != meeting.edition:
        raise OptionError("option", name="edition", got=number, wanted=f"{meeting.edition}, which the meeting looks at")
    asked: dict[str, str] = {Field.PERIOD: options.period} if options.period else {}
    seen = view.of(data.edition(number), Address(values=asked), Language(options.lang))
    if seen.unknown:
        raise OptionError("option", name="period", got=options.period, wanted="2024, 2024-H2, 2024-Q4 or 2024-12")
    day = options.on or (meeting.day if meeting else clock.as_of(seen.address, seen.edition))
    made = make.make(store, seen, options.out, on=day, progress=_Told(), meeting=options.meeting)
    print(made)
    for path in sorted(made.iterdir()):
        print(f"  {path.name}  {path.stat().st_size / 1e6:.1f} MB")
    return USABLE


class _Told:
    """Progress on standard error, a line for each tenth or new step."""

    def __init__(self) -> None:
        self._last = ("", -1)

    def __call__(self, share: float, step: str) -> None:
        if (step, int(share * 10)) != self._last:
            self._last = (step, int(share * 10))
            progress(share, step)
