"""results.json: every part's lines with what is behind them, when and on what they were made; no folder is named.

A part is written whole when it has been measured; all others stay as they are.
"""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench import lines
from bench.lines import Line

FILE: Final = Path(__file__).with_name("results.json")
_PATH: Final = re.compile(r"(?:/[\w.@+-]+){2,}/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the file has of one part; `failed` says why the newest attempt brought nothing, so the lines are older."""

    made: str
    machine: str
    lines: tuple[Line, ...]
    more: Mapping[str, Any]
    failed: str = ""


def add(part: str, found: Sequence[Mapping[str, Any]], more: Mapping[str, Any] | None = None) -> None:
    """Put the lines of a part into the file, with whatever else is behind them."""
    kept = {"made": now(), "machine": machine(), "lines": list(found)} | ({"more": _rounded(more)} if more else {})
    _write(_read() | {part: kept})


def fail(part: str, why: str) -> None:
    """Note that a part could not be measured; what is known of it from before stays, with its date."""
    known = _read()
    empty = {"made": "", "machine": machine(), "lines": []}
    _write(known | {part: known.get(part, empty) | {"failed": _PATH.sub("…", why)}})


def kept() -> dict[str, Kept]:
    """All parts of the file."""
    return {
        part: Kept(
            made=told["made"],
            machine=told["machine"],
            lines=tuple(map(Line.from_dict, told["lines"])),
            more=told.get("more", {}),
            failed=told.get("failed", ""),
        )
        for part, told in _read().items()
    }


def text(parts: Mapping[str, Kept]) -> str:
    """One table of all parts, each under its name, its command and the moment it was made."""
    body = lines.text([line for part in parts.values() for line in part.lines]).splitlines()
    told, at = [body[0]], 1
    for name, part in parts.items():
        told += ["", f"── {name} · {part.made or 'never measured'} · {part.machine}"]
        told += [f"   FAILED this time: {part.failed}"] if part.failed else []
        told += body[at : at + len(part.lines)]
        at += len(part.lines)
    return "\n".join(told)


def now() -> str:
    """This minute, UTC."""
    return datetime.now(UTC).isoformat(timespec="minutes")


def machine() -> str:
    """Its processors and Python."""
    return f"{os.cpu_count()} processors, Python {platform.python_version()} on {platform.system()}"


def _read() -> dict[str, dict[str, Any]]:
    known: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return known


def _write(content: Mapping[str, Any]) -> None:
    beside = FILE.with_suffix(".new")
    beside.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    beside.replace(FILE)


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 1)
    if isinstance(value, Mapping):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, (list, tuple)) else value
