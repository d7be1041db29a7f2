"""The questions about recording that are asked first, kept among the files of an edition: large ones take seconds.

questions.json  the answers for each count group on its `default_period`, and the constants they were found with
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from geodata.analysis.counting import default_period
from geodata.analysis.recording import Asked, Options, Question, ask
from geodata.editions.folder import read
from geodata.editions.opened import Edition
from geodata.periods import Period

FILE: Final = "questions.json"

METHOD: Final = 2
"""Raised when `recording` answers otherwise than before: what an edition holds of another method is asked anew."""

WORTH_MAHALLAS: Final = 500
"""Fewer are asked about in a moment, so nothing is kept."""

_DAYS: Final = ("start", "end")


def keep(edition: Edition, folder: Path) -> None:
    """Write the answers of an edition that is being published into its folder, where they are worth it."""
    if len(edition.mahallas) < WORTH_MAHALLAS or not edition.groups():
        return
    periods = {group: default_period(edition, group) for group in edition.groups()}
    found = [
        {"group": group, "period": period.key, "answers": [asdict(one) for one in ask(edition, group, period)]}
        for group, period in periods.items()
    ]
    text = json.dumps({"made": _made(), "asked": found}, default=date.isoformat, separators=(",", ":"))
    (folder / FILE).write_text(text, encoding="utf-8")


def of(edition: Edition, group: str, period: Period) -> tuple[Asked, ...]:
    """The answers for a group and a period: as they were kept, or found now; see `recording.ask`."""
    path = edition.path / FILE
    told: Mapping[str, Any] = read(path, lambda file: json.loads(file.read_bytes())) if path.exists() else {}
    if told.get("made") == _made():
        for one in told["asked"]:
            if (one["group"], one["period"]) == (group, period.key):
                return tuple(map(_asked, one["answers"]))
    return ask(edition, group, period)


def _made() -> dict[str, float]:
    return {"method": METHOD, **asdict(Options())}


def _asked(told: Mapping[str, Any]) -> Asked:
    questions = [one | {name: date.fromisoformat(one[name]) for name in _DAYS} for one in told["questions"]]
    return Asked(**{**told, "questions": tuple(Question(**one) for one in questions)})
